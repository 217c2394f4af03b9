"""The words of Sync details."""

from __future__ import annotations

BACK = "Data syncs"
NO_SYNC = "No sync is chosen"
NO_SYNC_SAYS = "Choose View beside one in the list."
GONE = "This sync is not there"
NEXT_SYNC = "Next Sync: {due} ({zone})"
PAUSED = "The schedule is paused."
NOT_SCHEDULED = "It has no schedule."
SECTIONS = ("Name & Setup", "Filter", "Map", "Review & Execute")
EDIT_SECTION = "Edit *{section}*"
MORE_ACTIONS = "Actions for {name}"

# The last run
LAST_RUN = "Last run: {started}"
CREATED = "New Profiles Created"
UPDATED = "Existing Profiles Updated"
ERRORS = "Errors"

# Schedule
SCHEDULE = "Schedule"
LIMITS = "Limits"
FIRST = "Date"
TIME = "Time"
EVERY = "Repeats Every"
ONCE = "Once"
LAST = "Last Execution"
GOES_ON = "It goes on"
BLACKOUT = "Days without runs"
ZONE = "Time zone"
NEXT_RUNS = "The next runs"

# What ran
HISTORY = "Run history"
NOT_RUN = "This sync has not run yet."
RUN_COLUMNS = ("Run", "Started", "Status", "Created", "Updated", "Errors")
RUN = "Run {run}"
PASSED_OVER = "Due times without a complete run"
OCCURRENCES = {
    "missed": "Missed: no runner was at work",
    "skipped": "Skipped: the run before it still went on",
    "held": "Held for approval",
    "failed": "Failed",
}
OCCURRENCE = "{due} — {said}"

# The definition
AS_YAML = "As YAML"
AS_PYTHON = "As Python"
