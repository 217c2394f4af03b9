"""The words of the page Results."""

from __future__ import annotations

from synckit.ui.words import columns

RESULTS_OF = "Results of “{sync}”"
WHICH = "Whose results?"
WHICH_SAYS = "The results of a sync are reached from the list of syncs."
NONE_YET = "No results yet"
NOT_RUN = "This sync has not run yet."
NOT_YET = "They are shown when the run has ended."
RUN = "Run"
RUN_TITLE = "Run {run} · {started} · {status}"
TOOK = "As of {as_of} · took {seconds:,.1f} seconds"
TOOK_UNKNOWN = "Took {seconds:,.1f} seconds"
STOPPED = "Nothing was applied: the sync stops at the first patron it has to reject."
WAS_UNDONE = "This run was undone. What it wrote was taken back, except fields that somebody changed since."

# Totals
PLANNED = {"created": "New profiles to create", "updated": "Existing profiles to update"}
ERRORS = "Errors"
SEE = {"created": "See new profiles", "updated": "See changes", "errors": "See errors"}
SUM_ONE, SUM = "1 patron read = {parts}.", "{count} patrons read = {parts}."
PART = "{count} {what}"
PARTS = {
    "created": "created",
    "updated": "updated",
    "unchanged": "unchanged",
    "skipped": "skipped",
    "rejected": "rejected",
    "filtered_out": "filtered out",
}
PARTS_DROPPED = {"created": "not created", "updated": "not updated"}
PARTS_UNWRITTEN: dict[str, dict[str, str]] = {"complete": {}, "held": {"created": "to create", "updated": "to update"}}
"""By how the run ended; any other wrote nothing and never will."""

# Views
VIEW_PROFILES = "View Profiles"
VIEW_ERRORS = "View Errors"
CHARTS = "Charts"
CREATED = "Created"
UPDATED = "Updated"
TO_CREATE = "To create"
TO_UPDATE = "To update"
NONE_CREATED = "No profile was created."
NONE_UPDATED = "No profile was changed."
NONE_TO_CREATE = "No profile would be created."
NONE_TO_UPDATE = "No profile would be changed."
IN_PROFILES = "See in Profiles"
GONE_SINCE = "None of these profiles is there any more."
ONE_ROW, ROWS = "1 profile.", "{rows} of {count} profiles."
AS_NOW = "As they are now; who was deleted since is left out."
COLUMNS = {
    "profile_id": columns.PROFILE,
    "patron": "Patron",
    "name": "Name",
    "field": "Field",
    "before": columns.BEFORE,
    "after": columns.AFTER,
}
RESERVED = (columns.PROFILE, "Patron")

# Errors
NO_ERRORS = "No errors."
NO_ERRORS_SAYS = "Every value that was read could be used, and no patron was rejected."
NO_ERRORS_SKIPPED = (
    "No patron was rejected. Where the sync skips incorrect values, they were left out, and how many is not recorded."
)
NO_ERRORS_UNENDED = (
    "None was recorded, but the run did not go through to its end: there may be some that it did not meet."
)
ERROR_COLUMNS = {
    "patron": "Patron",
    "step": "Step",
    "field": "Field",
    "rule": "Rule",
    "value": "Value",
    "message": columns.WHAT_TO_DO,
}
FIELD, RULE = "Field", "Rule"
ALL_FIELDS, ALL_RULES = "All fields", "All rules"
NO_FIELD = "No field"
FINDING, FINDINGS = "1 error.", "{rows} of {count} errors."
NONE_OF_THESE = "No error of this field and rule."
FORGOTTEN = "The errors of this run are no longer kept."
DOWNLOAD_REJECTED = "Download rejected patrons"
DOWNLOAD_ERRORS = "Download all errors"
REJECTED_FILE = "rejected-run-{run}.csv"
ERRORS_FILE = "errors-run-{run}.csv"
DOWNLOAD_HELP = "A CSV that opens in a spreadsheet, with values as they are. That you took it is kept in the audit."

# Charts
BY_RUN = "Outcome by run"
BY_RUN_SAYS = "Patrons created, updated, rejected and skipped in each of the last {count} applied runs."
BY_RUN_SAYS_ONE = "Patrons created, updated, rejected and skipped in the only applied run."
NO_RUNS = "No run was applied yet."
SERIES = {"created": "Created", "updated": "Updated", "rejected": "Rejected", "skipped": "Skipped"}
OUTCOME, PATRONS, SECONDS, STARTED = "Outcome", "Patrons", "Seconds", "Started"
BY_RUN_ALT = "Stacked bars of patrons by outcome for each run. The last one, run {run}: {counts}."
DURATION = "Duration"
DURATION_SAYS = "Seconds that each of these runs took."
DURATION_ALT = "A line of the seconds that each run took. The last one, run {run}, took {seconds:,.1f}."
BY_FIELD = "Errors by field and rule"
BY_FIELD_SAYS = "Click a bar to see its errors alone."
BY_FIELD_SOME = "The {shown} most frequent of {total}. Click a bar to see its errors alone."
BY_FIELD_ALT = "Bars of errors by field and rule, the most frequent first: {counts}."
WHERE = "Field and rule"
BAR = "{field} · {rule}"
BY_TYPE = "Patrons by type"
BY_TYPE_SAYS = {
    "patron_type": "By the library system's patron type, before and after the filter.",
    "type": "By the profile type that the map gives, after the filter. The sync does not read the patron type itself.",
}
BY_TYPE_ALT = "Bars of patrons by type. {counts}."
NO_TYPES = "Patrons were not counted by type in this run."
STAGE, TYPE = "Patrons", "Type"
STAGES = {"before": "Read", "after": "Met the filter"}
TYPE_LABEL = "{label} ({code})"
NO_TYPE = "No type"
OTHER_TYPE, OTHER_TYPES = "1 other type", "{count} other types"
COUNTED = "{what} {count}"

# Deciding
UNDO = "Undo"
UNDO_TITLE = "What undoing run {run} would do"
UNDO_SAYS = (
    "Profiles that the run created go, and fields that it changed get their former value. Nothing is written yet."
)
RESTORED = "Profiles restored"
DELETED = "Profiles removed"
LEFT = "Fields left"
RESTORED_SAYS = "Fields that get their former value back"
DELETED_SAYS = "Profiles that go, for the run created them"
LEFT_SAYS = "Fields that stay, for somebody changed them since"
BACK_COLUMNS = {
    "profile_id": columns.PROFILE,
    "name": "Name",
    "field": "Field",
    "before": "Now",
    "after": "After the undo",
}
FIRST_OF = "The first {shown:,} of {total:,}."
UNDO_NOTHING = "There is nothing left that it could take back."
UNDO_RUN = "Undo run {run}"
UNDOING = "Undoing …"
UNDONE = "Run {run} was undone. Profiles restored: {undone:,}, removed: {deleted:,}."
UNDONE_LEFT = " Fields that stay, for somebody changed them since: {left:,}."
UNDONE_PAUSED = " The sync is paused, so that its schedule does not do the same again."
HELD = "This run is held. Nothing is written until somebody approves it."
HELD_ASK = "An admin approves or rejects it."
APPROVE = "Approve"
REJECT = "Reject"
REJECT_ASKS = "Give run {run} of “{sync}” up? Nothing is written, and the plan is forgotten."
REJECT_RUN = "Reject run {run}"
REJECTED = "Run {run} was rejected; nothing was written."
