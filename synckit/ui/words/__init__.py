"""Every word of the interface, so that one thing has one name on every page."""

from __future__ import annotations

PRODUCT = "synckit"
PAGE = "Data syncs"
PAGE_SAYS = "Keeps person profiles in step with the patron records of the library system."

# Before there is anything to show
NO_WORKSPACE = "No workspace yet"
NO_WORKSPACE_SAYS = "Connections, syncs and profiles are kept in one folder. It is made when you start."
NO_SYNCS = "No data syncs yet"
NO_SYNCS_SAYS = "A sync says which patrons to take, which field goes where, and what identifies a person."
ADD_SAMPLE = "Add the sample library"
ADDING_SAMPLE = "Adding the sample library …"

# What is not there
NEVER = "–"

# A run that goes on
RUNNING = "“{sync}” is running"
APPROVING = "“{sync}”: the approved run is being applied"
CANCEL_RUN = "Cancel run"
CANCELLING = "Cancelling …"
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

# Runs
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
TOTALS = {"created": "Created", "updated": "Updated", "errors": "Errors"}
"""What is said before the totals of a run on a phone."""
SPAN = "{first} to {last}"
MASKED = "Values show their first letter only."

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
