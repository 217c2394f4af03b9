"""The words of the wizard's third step, Map."""

from __future__ import annotations

SAYS = "Each row takes a value of the patron and writes it to a field of the profile."
FILTERED = "Filtered by {filter}"
FILTERED_BY = "Filtered by"
NOT_FILTERED = "Every patron is taken; there is no filter."
CHANGE_FILTER = "Change the filter"
NO_CONNECTION = "Choose a connection first"
NO_CONNECTION_SAYS = "The fields that can be mapped are those of the library system that patrons come from."
TO_SETUP = "Go to Name & Setup"
MISSING = "Still missing:"

# Suggestions
SUGGESTED = "Fields that mean the same on both sides"
SUGGESTED_MORE = "More fields that mean the same on both sides: {count}"
SUGGESTED_ROWS = "Rows to add"
ADD_SUGGESTED = "Add suggested rows"

# A row
NEW_ROW = "+ New Row"
CLEAR = "Clear *row {row}*"
DELETE = "Delete *row {row}*"
MORE = "More *of row {row}*"
LESS = "Less *of row {row}*"
EDIT = "Edit *row {row}*"
DONE = "Done *with row {row}*"
ILS_FIELD = "ILS Field {row}"
ILS_FIELD_HELP = "Choose several, and the first that is not empty is taken."
CHOOSE_FIELD = "Choose an ILS field"
SCOPE = "Person Profile Field Type {row}"
CHOOSE_SCOPE = "Choose a kind"
TYPE = "Type {row}"
CHOOSE_TYPE = "Choose a type"
NAME = "Field Name {row}"
CHOOSE_NAME = "Choose a field"
GONE = "{name} is no longer available"
CONSTANT = "Text for everybody {row}"
TEMPLATE = "Text with ILS fields in it {row}"
TEMPLATE_HELP = "Write the names of ILS fields in braces, as in {last_name}, {first_name}."
SQL = "SQL expression {row}"
SQL_HELP = "An expression of DuckDB over the ILS fields by their names, as in upper(last_name)."
EMPTY_ROW = "New row"
NOWHERE = "…"
SUMMARY = "{source} → {target}"
OR = " or "
QUOTED = "“{text}”"
COMPACT = "There are {count} rows; one is open at a time."

# What a row does
FILLED = "{count} of {met} patrons have a value"
FILLED_1 = "1 of {met} patrons has a value"
NONE_FILLED = "None of the {met} patrons has a value"
WRONG = "{count} break a rule"
WRONG_1 = "1 breaks a rule"
SAMPLES = "For example {samples}"
SAMPLE = "{before} → {after}"
NOTHING = "nothing"
BREAKS = "{sample} (wrong: {rule})"
SAMPLES_AT = "Sample values are masked. Patrons were read {at}."
RULES = {
    "type": "does not read as the field’s type",
    "length": "too long",
    "option": "not among the options of the field",
    "pattern": "does not match the pattern",
    "required": "required",
    "not_unique": "not unique",
    "value_map": "not in the value map",
    "expectation": "breaks an expectation",
}

# More of a row
ORIGIN = "Where the value comes from"
ORIGINS = {
    "from": "An ILS field",
    "constant": "The same text for everybody",
    "template": "A text with ILS fields in it",
    "sql": "An SQL expression",
}
STEPS = "Steps"
STEPS_SAY = "What is done to the value, in this order. Spaces at both ends are always removed."
STEP_SAYS = "{name}: {meaning}"
ADD_STEP = "Add a step"
STEP_UP = "Move step {place} up"
STEP_DELETE = "Delete step {place}"
ARGUMENTS = {
    "date": ("Format, as %m/%d/%Y; empty: ISO",),
    "join": ("Between them",),
    "replace": ("Text", "Becomes"),
    "left": ("Characters",),
    "right": ("Characters",),
    "pad": ("Length", "Filled with"),
    "split": ("Split at", "Piece"),
}
DEFAULT = "When the ILS field is empty"
DEFAULT_HELP = (
    "A text that is written instead, as it stands. Without one, the strategy for empty fields says what happens."
)
DEFAULT_NONE = "No text instead"
AS_SYNC = "As the sync: {choice}"

# The value map
VALUES = "Value map"
VALUES_SAY = "On the left a value of the ILS field, on the right the value of the profile that it becomes."
ADD_VALUES = "Add a value map"
ARROW = "→"
FROM = "ILS value {place}"
TO = "Becomes {place}"
CHOOSE_OPTION = "Choose an option"
EMPTIES = "Empties the field"
ADD_PAIR = "Add a value"
DELETE_PAIR = "Delete value {place}"
MATCH = "An ILS value counts when it"
MATCHES = {
    "equals": "is the same",
    "starts_with": "starts with it",
    "contains": "contains it",
    "matches": "matches it as a pattern",
}
OTHERWISE = "Any other value"
OTHERWISES = {
    "incorrect": "is incorrect",
    "empty": "counts as empty",
    "keep": "stays as it is",
    "value": "becomes a value of its own",
}
OTHERWISE_VALUE = "The value"
NOT_IN_MAP = "{count} codes are not in the map: {codes}"
NOT_IN_MAP_1 = "1 code is not in the map: {codes}"
NO_OPTION = "{count} codes are not among the options of the field: {codes}"
NO_OPTION_1 = "1 code is not among the options of the field: {codes}"
CODE = "{code} ({patrons} patrons)"
CODE_1 = "{code} (1 patron)"
AND_MORE = "{codes} and {count} more"
ADD_CODES = "Add them *to row {row}*"
MAKE_MAP = "Make a value map *for row {row}*"
