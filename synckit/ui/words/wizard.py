"""The words of the wizard's frame and of its first step."""

from __future__ import annotations

NEW = "New data sync"
BACK_TO_LIST = "Data syncs"
STEPS = ("Name & Setup", "Filter", "Map", "Review & Execute")
PLACE = "Step {step} of 4"
BACK = "Back"
NEXT = "Next"
SAVE_EXIT = "Save & Exit"
LACKS = "Before you go on:"
NO_DRAFT = "No draft is open"
NO_DRAFT_SAYS = "Begin a new data sync, or choose Edit beside one in the list."
GONE = "This draft is gone"
TO_LIST = "Go to Data syncs"
WORKING_COPY = (
    "“{sync}” is scheduled. What you change here is a working copy: the schedule runs the sync as it was confirmed last,"
    " until you confirm this one on Review & Execute."
)
MOVED = "{actor} saved this draft meanwhile, perhaps in another window. Yours is not kept until you choose."
MOVED_FIRST = "{actor} saved this draft meanwhile. This is what was saved; look at it before you go on."
TAKE_OVER = "Take over {actor}’s version"
KEEP_MINE = "Keep mine"
SYNC_MOVED = "The sync “{sync}” was changed since this working copy was begun; it is not saved yet."
OVER_SYNC = "Save mine over it"
NOT_OVER = "Keep it as a working copy"
SAVED = "“{name}” is saved."
KEPT_COPY = "Your changes to “{name}” are kept as a working copy; confirm them on Review & Execute."
KEPT_DRAFT = "“{name}” is kept as a draft. {lack}"
NOTHING_KEPT = "Nothing was filled in, so no draft is kept."
NAMELESS = "The new sync"

# Name & Setup
NAME = "Name"
NAME_HELP = "What the sync is called in the list and in results. Every sync has a name of its own."
CONNECTION = "Connection"
CONNECTION_HELP = "The library system that patrons are read from."
CHOOSE_CONNECTION = "Choose a connection"
NO_CONNECTION = "No library system is connected yet"
NO_CONNECTION_SAYS = "Patrons are read from a library system or a file. You can go on here and connect one later."
SET_UP_ILS = "Set up ILS integration"
CONNECTION_GONE = "The connection “{name}” is no longer available; choose another one."

HOW = "What a run does"
FREQUENCY_FIXED = "The frequency cannot change while the sync is scheduled. Cancel the schedule first."

STRATEGIES = "Strategies"

MATCH = "How a patron finds their profile"
MATCH_SAYS = (
    "A patron belongs to the profile whose key has the same value. Keys are tried from the top; the first that fits decides."
    " A key of several fields fits only when all of them agree. Later runs remember who is whom, so a new card or e-mail is an"
    " update and not a new person."
)
MATCH_KEY = "Match key {place}"
MATCH_CHOOSE = "Choose one or several profile fields"
MATCH_UNIQUE = "{label} (unique)"
ADD_KEY = "+ Match Key"
MOVE_KEY_UP = "Move match key {place} up"
DELETE_KEY = "Delete match key {place}"

MORE = "More"
TIMEZONE = "Time zone"
TIMEZONE_USUAL = "The library’s own: {zone}"
TIMEZONE_HELP = "Schedules, and periods such as “in the last 6 months”, follow it."
LIMITS = "Limits"
LIMITS_SAY = (
    "A run that passes a limit is held: nothing is written until somebody approves it. Write a number such as 5000 or a share"
    " such as 20%; leave empty for no limit."
)
USUAL_READ_DROP = "20%"
INCREMENTAL = "Read only patrons who changed since the last run"
FULL_EVERY = "After how many runs everybody is read again"
NO_LONGER = "{name} is no longer available"
