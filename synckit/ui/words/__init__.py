"""Every word of the interface, so that one thing has one name on every page."""

from __future__ import annotations

PRODUCT = "synckit"
PAGE = "Data syncs"
PAGE_SAYS = "Keeps person profiles in step with the patron records of the library system."

# Before there is anything to show
GET_STARTED = "Get Started"
NO_WORKSPACE = "No workspace yet"
NO_WORKSPACE_SAYS = "Connections, syncs and profiles are kept in one folder. It is made when you start."
NO_SYNCS = "No data syncs yet"
NO_SYNCS_SAYS = "A sync says which patrons to take, which field goes where, and what identifies a person."
ADD_SAMPLE = "Add the sample library"
ADD_SAMPLE_SAYS = "A made-up library with three syncs, to try everything without a library system."
ADDING_SAMPLE = "Adding the sample library …"
OWN_PATRONS = "With your own patrons, a sync is set up with these commands:"
COMMANDS = """python -m synckit --home {home} init
python -m synckit --home {home} connection add "Our patrons" --kind files --set path=patrons.csv --set id=PATRON_ID
python -m synckit --home {home} fields import fields.yaml
python -m synckit --home {home} sync import students.yaml"""

# The list of syncs
COLUMNS = ("Name", "Status", "Next Sync", "Profiles Created", "Updated", "Errors", "Actions")
RUN_NOW = "Run now"
VIEW_RESULTS = "View Results"
PAUSED = "Paused"
NEVER = "–"

# A run that goes on
RUNNING = "“{sync}” is running"
APPROVING = "“{sync}”: the approved run is being applied"
CANCEL_RUN = "Cancel run"
CANCELLING = "Cancelling …"
DEFECT = "An error of synckit itself: {kind}; nothing was applied."
PHASES = {
    "load": "Reading patrons",
    "filter": "Filtering and mapping",
    "match": "Matching with profiles",
    "compare": "Comparing before and after",
    "report": "Collecting results",
    "apply": "Applying",
}
WAITS = "Starting"
SO_FAR = "{phase}: {done:,}"
SO_FAR_OF = "{phase}: {done:,} of {total:,}"

# One run
RESULTS_OF = "Results of “{sync}”"
NOT_RUN = "This sync has not run yet."
NOT_YET = "They are shown when the run has ended."
RUN = "Run"
RUN_TITLE = "Run {run} · {started} · {status}"
STATUSES = {
    "queued": "Queued",
    "running": "Running",
    "complete": "Complete",
    "stopped": "Stopped",
    "held": "Held",
    "failed": "Failed",
    "cancelled": "Cancelled",
    "interrupted": "Interrupted",
    "undone": "Undone",
}
TOOK = "As of {as_of} · took {seconds:,.1f} seconds"
PILOT = "A pilot run"
STOPPED = "Nothing was applied: the sync stops at the first patron it has to reject."
ERRORS = "Errors"
WOULD_CREATE = "New profiles to create"
WOULD_UPDATE = "Existing profiles to update"
OUTCOMES = "What became of the patrons"
OUTCOME, PATRONS = "Outcome", "Patrons"
OUTCOMES_SAY = "Bars: patrons by outcome. {counts}."
SHORT_OUTCOMES = {"created": "Created", "updated": "Updated"}
VIEW_PROFILES = "View Profiles"
VIEW_ERRORS = "View Errors"
CREATED = "Created"
UPDATED = "Updated"
TO_CREATE = "To create"
TO_UPDATE = "To update"
NONE_CREATED = "No profile was created."
NONE_UPDATED = "No profile was changed."
NONE_TO_CREATE = "No profile would be created."
NONE_TO_UPDATE = "No profile would be changed."
NO_ERRORS = "No errors."
FIRST_ROWS = "The first {shown:,} of {total:,} are shown."
FIRST_FIELDS = "The first {shown:,} changed fields are shown; {total:,} profiles changed."
CHANGE_COLUMNS = {
    "profile_id": "Profile",
    "patron": "Patron",
    "name": "Name",
    "field": "Field",
    "before": "Before",
    "after": "After",
}
FINDING_COLUMNS = {
    "patron": "Patron",
    "step": "Step",
    "field": "Field",
    "rule": "Rule",
    "value": "Value",
    "message": "What to do",
}
RESERVED = ("Profile", "Patron")
MASKED = "Values show their first letter only."

# Deciding
UNDO = "Undo"
UNDO_ASKS = (
    "Take run {run} of “{sync}” back? Profiles that it created go, and fields that it changed get their former value."
    " What somebody changed since stays."
)
UNDO_RUN = "Undo run {run}"
UNDOING = "Undoing …"
UNDONE = "Run {run} was undone: {undone:,} profiles restored, {deleted:,} removed."
UNDONE_LEFT = " {left:,} fields stay, for somebody changed them since."
UNDONE_PAUSED = " The sync is paused, so that its schedule does not do the same again."
WAS_UNDONE = "This run was undone; its profiles are as they were before."
HELD = "This run is held. Nothing is written until somebody approves it."
APPROVE = "Approve"
REJECT = "Reject"
REJECT_ASKS = "Give run {run} of “{sync}” up? Nothing is written, and the plan is forgotten."
REJECT_RUN = "Reject run {run}"
REJECTED = "Run {run} was rejected; nothing was written."

# The pages
ILS_PAGE = "ILS integration"
ACTIVITY = "Activity"
PATRON_PREVIEW = "Patron preview"
PROFILES = "Profiles"
PROFILE_FIELDS = "Profile fields & types"
USERS = "Users"
EDIT_SYNC = "Edit data sync"
SYNC_DETAILS = "Sync details"
RESULTS = "Results"

# Values
YES = "Yes"
SHOW_VALUES = "Show values"
SHOW_VALUES_HELP = "Values are masked until you ask for them; that you did is kept in the audit."
