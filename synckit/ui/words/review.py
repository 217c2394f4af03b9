"""The words of the wizard's fourth step, Review & Execute."""

from __future__ import annotations

from synckit.ui.words import columns, rules

SETUP = "Name & Setup"
FILTER = "Filter"
MAP = "Map"
LIMITS = "Limits"
EDIT = "Edit {step}"
LACKS = "The sync cannot run yet"
LACKS_SAY = "What is still missing, step by step:"

# What a run would do
PLAN = "What a run would do"
PLAN_SAYS = "Nothing is written before you decide. A run reads the patrons anew."
NO_PLAN = "It is shown as soon as nothing is missing."
WOULD_CREATE = "New profiles"
WOULD_UPDATE = "Profiles updated"
ERRORS = "Errors"
COUNTS = (
    "Of {patrons} read, a run would create {profiles}, update {updated}, leave {unchanged} unchanged, skip"
    " {skipped}, reject {rejected} and filter out {filtered_out}."
)
PATRON_1, PATRONS = "1 patron", "{count} patrons"
PROFILE_1, PROFILES = "1 profile", "{count} profiles"
HELD = "This run would be held, for it passes a limit: {limits}. Nothing is written until somebody approves it."
STOPPED = "This run would be stopped: the sync stops at the first patron it has to reject, and nothing is applied."
CHANGES = "Profiles that change"
NEW = "New profiles"
PROBLEMS = "Errors by field and rule"
NO_CHANGES = "No profile would change."
NO_NEW = "No profile would be created."
NO_PROBLEMS = "No errors."
FIRST = "The first {count} are shown."
FIRST_MASKED = "The first {count} are shown; values are masked."
CHANGE_COLUMNS = {
    "patron": "Patron",
    "profile_id": columns.PROFILE,
    "field": "Field",
    "before": columns.BEFORE,
    "after": columns.AFTER,
}
PROBLEM_COLUMNS = {"field": "Field", "rule": "Rule", "patrons": "Patrons"}
PATRON = "Patron"
RULES = rules.RULES

# Deciding
DECIDE = "Run it"
EXECUTE = "Execute"
EXECUTE_SAYS = "Execute saves the sync and runs it now, in the background. Schedule lets it run later."
SCHEDULE = "Schedule"
SCHEDULE_SAYS = "A recurring sync runs by its schedule."
RESCHEDULE = "Reschedule"
CONFIRM = "Confirm changes"
CONFIRM_SAYS = "The sync keeps its schedule, and its next run does what is set here."
WHEN = "When it runs"
SET_SCHEDULE = "Save schedule"
NOT_NOW = "Cancel"
EXECUTING = "“{name}” is saved, and its run has begun."
NOT_RUN = "“{name}” is saved, but no run has begun: {problem}"
SCHEDULED = "“{name}” is scheduled. It runs next at {due} ({zone})."
RESTS = "“{name}” is saved with its new schedule, and it is paused."
NOT_SCHEDULED = "“{name}” is saved, but it has no new schedule: {problem} Choose Schedule or Reschedule in its Actions to try again."
CONFIRMED = "The changes to “{name}” are confirmed."

# As text
SHOW_AS = "Show it as"
AS_YAML = "As YAML"
AS_PYTHON = "As Python"
