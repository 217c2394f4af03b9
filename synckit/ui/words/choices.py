"""What the settings of a sync are called and what each choice means, wherever a sync is set up or read."""

from __future__ import annotations

TYPE = "Type"
FREQUENCY = "Frequency"
EMPTY_FIELDS = "Empty Fields Strategy"
INCORRECT_VALUES = "Incorrect Value Strategy"
ERRORS = "Non-Critical Errors Strategy"
ON_CONFLICT = "When match keys disagree"
VANISHED = "Patrons who are gone"
SETTINGS = {
    "connection": "Connection",
    "type": TYPE,
    "frequency": FREQUENCY,
    "empty_fields": EMPTY_FIELDS,
    "incorrect_values": INCORRECT_VALUES,
    "errors": ERRORS,
    "match_on": "Match keys",
    "on_conflict": ON_CONFLICT,
    "timezone": "Time zone",
    "vanished": VANISHED,
    "incremental": "Who is read",
    "keep_extracts": "Patrons that were read",
    "expectations": "Further expectations",
}
USUAL = {
    "type": "create_update",
    "frequency": "single",
    "empty_fields": "skip",
    "incorrect_values": "report",
    "errors": "continue",
    "on_conflict": "create",
    "vanished": "report",
}
"""What a definition means that leaves a setting out."""

CHOICES = {
    "type": {"create": "Create", "update": "Update", "create_update": "Create & Update"},
    "frequency": {"single": "Single", "recurring": "Recurring"},
    "empty_fields": {"replace": "Replace", "skip": "Skip"},
    "incorrect_values": {"report": "Report Error", "skip": "Skip"},
    "errors": {"continue": "Continue & Report", "stop": "Stop Sync"},
    "on_conflict": {"create": "Create a new profile", "update": "Update the later key’s profile", "reject": "Reject"},
    "vanished": {"report": "Report", "flag": "Report and flag"},
}
"""By setting and by what the definition holds."""

MEANINGS = {
    "type": {
        "create": "Makes profiles for patrons who have none; existing profiles stay as they are.",
        "update": "Changes existing profiles; patrons who have none are skipped.",
        "create_update": "Makes profiles for patrons who have none and changes those that exist.",
    },
    "frequency": {
        "single": "Runs once, at once or at a set time.",
        "recurring": "Runs again and again on a schedule.",
    },
    "empty_fields": {
        "replace": "An empty ILS field clears the profile field that it is mapped to.",
        "skip": "An empty ILS field leaves the profile field as it is.",
    },
    "incorrect_values": {
        "report": "A value that breaks a rule is not written, and is reported as an error.",
        "skip": "A value that breaks a rule is not written, and nothing is recorded.",
    },
    "errors": {
        "continue": "A patron who cannot be matched or completed is reported, and the sync goes on.",
        "stop": "The first patron who cannot be matched or completed ends the sync, and nothing is applied.",
    },
    "on_conflict": {
        "create": "The patron gets a profile of their own; the one that a later key fits stays as it is.",
        "update": "The profile that a later key fits is updated, although an earlier key differs.",
        "reject": "Nothing is written for the patron, who is reported as an error.",
    },
    "vanished": {
        "report": "Results name the profiles of patrons whom the library system no longer has.",
        "flag": "Results name them, and their profiles are flagged.",
    },
}

OPERATORS = {
    "equals": "is",
    "not_equals": "is not",
    "in": "is any of",
    "not_in": "is none of",
    "is_empty": "is empty",
    "is_not_empty": "is not empty",
    "contains": "contains",
    "not_contains": "does not contain",
    "starts_with": "starts with",
    "ends_with": "ends with",
    "matches": "matches the pattern",
    "less_than": "is less than",
    "at_most": "is at most",
    "greater_than": "is greater than",
    "at_least": "is at least",
    "between": "is between",
    "before": "is before",
    "on_or_before": "is on or before",
    "after": "is after",
    "on_or_after": "is on or after",
    "in_the_last": "is in the last",
    "not_in_the_last": "is not in the last",
    "in_the_next": "is in the next",
    "is_true": "is true",
    "is_false": "is false",
}
"""By operator; the value follows, so that a condition reads as a sentence."""

AND = "{first} and {last}"
CODE = "{label} ({code})"
SQL = "SQL: {sql}"
GROUPS = {"all": "All of these:", "any": "Any of these:"}
SCOPES = {"system": "System Field", "all_types": "All Types Field", "type_specific": "Type Specific Field"}
STEPS = {
    "trim": "spaces at both ends removed",
    "upper": "upper case",
    "lower": "lower case",
    "title": "title case",
    "digits": "digits only",
    "phone": "phone digits",
    "year": "the year of a date",
    "date": "as a date",
    "number": "as a number",
    "boolean": "as true or false",
    "first": "first of several",
    "join": "joined by",
    "replace": "replace",
    "left": "first characters:",
    "right": "last characters:",
    "pad": "filled on the left to",
    "split": "piece after splitting at",
}
OTHERWISE = {
    "incorrect": "any other value is incorrect",
    "empty": "any other value becomes empty",
    "keep": "any other value stays",
    "value": "any other value becomes “{value}”",
}
UNITS = {"hours": "hours", "days": "days", "weeks": "weeks", "months": "months"}
LIMITS = {
    "create": "Profiles created",
    "update": "Profiles updated",
    "clear": "Profiles with a field cleared",
    "reject": "Patrons rejected",
    "read_drop": "Fewer patrons read than last time",
}
LIMITS_SAY = "A run that passes a limit is held: nothing is written until somebody approves it."
NO_LIMIT = "No limit"

# A sync that is read
MATCHED = "Tried in this order; the first that fits decides. A key of several fields fits only when all agree."
AND_FIELDS = " and "
CHANGED = "Only patrons who changed; everybody every {count} runs"
CHANGED_1 = "Everybody at every run"
KEPT = "Kept for {period}"
NOT_SET = "Not chosen yet"
NO_FILTER = "Every patron is taken."
ROW_COLUMNS = {"source": "ILS field", "does": "What is done", "target": "Profile field", "own": "Strategies"}
CONSTANT = "“{value}” for everybody"
TEMPLATE = "The text {value}"
SQL_SOURCE = "SQL: {value}"
FIRST_OF = " or "
STEP_WITH = "{name} {values}"
DEFAULT = "empty becomes “{value}”"
VALUE = "{key} → {value}"
EMPTY_VALUE = "empty"
HOW_IT_MEETS = {"equals": "", "starts_with": "starts with ", "contains": "contains ", "matches": "matches "}
OWN = "{setting}: {choice}"
OWN_SETTINGS = {"empty": ("Empty", "empty_fields"), "incorrect": ("Incorrect", "incorrect_values")}
NO_ROWS = "Nothing is mapped yet."
