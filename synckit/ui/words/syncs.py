"""The words of Data syncs: the list, what can be done with a sync, and the first steps before there is one."""

from __future__ import annotations

# Before there is a sync
GET_STARTED = "Get Started"
HOW = "How a sync is set up"
FIVE_STEPS = (
    ("Name & Setup", "Name the sync, choose the library system, and say what happens with empty and incorrect values."),
    ("Filter", "Say which patrons are taken; the count is shown after each condition."),
    ("Map", "Say which ILS field goes to which profile field, and look at sample values."),
    ("Review & Execute", "See what would be created and changed before anything is, then execute or schedule."),
    ("Results", "Read what was created, updated and wrong, for every run. A run can be undone."),
)
BEFORE = "Good to have first"
CONNECT = "Connect a library system"
CONNECT_SAYS = "Alma, Symphony, Sierra, Koha, or files that it exports."
FIELDS = "Profile fields & types"
FIELDS_SAY = "The types of person and the fields that your profiles have."
ADD_SAMPLE_SAYS = "A made-up library with three syncs, to try everything without a library system."
NEXT = "Next"
ONLY_LOOKING = "An analyst or an admin sets syncs up; ask one of them."

# The list
NEW_SYNC = "+ Data Sync"
IMPORT = "Import"
SEARCH = "Search by name"
STATUS_FILTER = "Status"
STATUSES = ("Draft", "Scheduled", "Complete")
COLUMNS = ("Name", "Status", "Next Sync", "Profiles Created", "Updated", "Errors", "Actions")
NOT_SCHEDULED = "–"
NOT_RUN = "–"
PAUSED = "Paused"
UNNAMED = "Unnamed draft"
CREATED = "{count} *created* **by {sync}**"
UPDATED = "{count} *updated* **by {sync}**"
ERROR, ERRORS = "{count} *error* **of {sync}**", "{count} *errors* **of {sync}**"
EDITED = "Edited, not confirmed"
NOTHING_FITS = "No data sync fits."
NOTHING_FITS_SAYS = "Change the search or the status, or show them all."
SHOW_ALL = "Show all"
FOUND = "{count} data syncs"
FOUND_1 = "1 data sync"
REFUSED = "“{sync}” did not start: {why}"
NOT_APPLIED = "The held run of “{sync}” was approved and could not be applied: {why}"

# What can be done
ACTIONS = "Actions for {name}"
ITEMS = {
    "view": ":material/visibility: View",
    "results": ":material/bar_chart: View Results",
    "edit": ":material/edit: Edit",
    "run": ":material/play_arrow: Run now",
    "cancel_run": ":material/stop: Cancel run",
    "schedule": ":material/event: Schedule",
    "reschedule": ":material/event: Reschedule",
    "pause": ":material/pause: Pause",
    "resume": ":material/resume: Resume",
    "cancel": ":material/event_busy: Cancel",
    "duplicate": ":material/content_copy: Duplicate",
    "export": ":material/download: Export",
    "delete": ":material/delete: Delete",
}
CANCELLED = "The schedule of “{sync}” is cancelled; the sync is {status}."
PAUSED_NOW = "“{sync}” is paused; it runs by itself again when it is resumed."
RESUMED = "“{sync}” runs next at {due} ({zone})."

# Delete
DELETE_TITLE = "Delete “{sync}”?"
DELETE_SAYS = "The sync goes with its schedule, its runs and their results; what its runs did can no longer be undone. Profiles are kept."
DELETE_ASKS = "Type the name of the sync"
DELETE = "Delete"
DELETED = "“{sync}” was deleted; profiles are kept."
DELETE_DRAFT = "Delete the draft “{name}”?"
DELETE_DRAFT_SAYS = "It was never finished, so nothing else goes with it."
DRAFT_DELETED = "The draft was deleted."

# Export and import
EXPORT_TITLE = "Export “{sync}”"
EXPORT_SAYS = "The whole definition as YAML. Import reads it here or in another workspace; so does the command line."
DOWNLOAD = "Download YAML"
IMPORT_TITLE = "Import a data sync"
IMPORT_SAYS = "A YAML file with the definition of a sync, as Export writes it."
FILE = "YAML file"
NOT_TEXT = "{name} is not UTF-8; save it as UTF-8."
IMPORT_NEW = "Import “{sync}”"
IMPORT_OVER = "Save as a new version of “{sync}”"
IS_THERE = "A sync of this name is there already; its runs and results stay."
IMPORTED = "“{sync}” is imported."
