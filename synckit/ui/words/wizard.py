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
TAKE_OVER = "Take over {actor}’s version"
KEEP_MINE = "Keep mine"
SYNC_MOVED = "The sync “{sync}” was changed since this working copy was begun."
OVER_SYNC = "Save mine over it"
NOT_OVER = "Keep it as a working copy"
SAVED = "“{name}” is saved."
KEPT_COPY = "Your changes to “{name}” are kept as a working copy; confirm them on Review & Execute."
KEPT_DRAFT = "“{name}” is kept as a draft. {lack}"
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
TYPE = "Type"
TYPES = {"create": "Create", "update": "Update", "create_update": "Create & Update"}
TYPES_SAY = {
    "create": "Makes profiles for patrons who have none; profiles that exist are left alone.",
    "update": "Changes profiles that exist; nobody new is added.",
    "create_update": "Makes new profiles and changes those that exist.",
}
FREQUENCY = "Frequency"
FREQUENCIES = {"single": "Single", "recurring": "Recurring"}
FREQUENCIES_SAY = {
    "single": "Runs once, now or at a time that you choose.",
    "recurring": "Runs again and again, by a schedule.",
}
FREQUENCY_FIXED = "The frequency cannot change while the sync is scheduled. Cancel the schedule first."

STRATEGIES = "Strategies"
EMPTY_FIELDS = "Empty Fields Strategy"
EMPTY_CHOICES = {"replace": "Replace", "skip": "Skip"}
EMPTY_SAYS = {
    "replace": "Clears the mapped profile field when the ILS field is empty.",
    "skip": "Keeps the value that the profile field has.",
}
INCORRECT_VALUES = "Incorrect Value Strategy"
INCORRECT_CHOICES = {"report": "Report Error", "skip": "Skip"}
INCORRECT_SAYS = {
    "report": "The value is not written, and the results list it as an error.",
    "skip": "The value is not written, and nothing is recorded.",
}
ERRORS = "Non-Critical Errors Strategy"
ERRORS_CHOICES = {"continue": "Continue & Report", "stop": "Stop Sync"}
ERRORS_SAY = {
    "continue": "The patron is left out and reported; the run goes on.",
    "stop": "The run ends at the first such patron, and nothing is applied.",
}

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
CONFLICT = "When a later key meets a profile that an earlier key speaks against"
CONFLICT_CHOICES = {"create": "New person", "update": "Same person", "reject": "Report"}
CONFLICT_SAYS = {
    "create": "A child with a card of its own and a parent’s e-mail becomes a profile of its own.",
    "update": "The later key decides all the same; the profile is changed.",
    "reject": "Nothing is written for the patron, and the results list them.",
}
TIMEZONE = "Time zone"
TIMEZONE_USUAL = "The library’s own: {zone}"
TIMEZONE_HELP = "Schedules, and periods such as “in the last 6 months”, follow it."
LIMITS = "Limits"
LIMITS_SAY = (
    "A run that passes a limit is held: nothing is written until somebody approves it. Write a number such as 5000 or a share"
    " such as 20%; leave empty for no limit."
)
LIMIT_NAMES = {
    "create": "New profiles",
    "update": "Profiles changed",
    "clear": "Profiles with a field cleared",
    "reject": "Patrons rejected",
    "read_drop": "Fewer patrons than last time",
}
USUAL_READ_DROP = "20%"
VANISHED = "Patrons who are gone from the library system"
VANISHED_CHOICES = {"report": "Report", "flag": "Report and flag"}
VANISHED_SAYS = {
    "report": "The results list their profiles; nothing changes.",
    "flag": "Their profiles are flagged as well. No profile is ever deleted.",
}
INCREMENTAL = "Read only patrons who changed since the last run"
FULL_EVERY = "Read everybody every so many runs"
NO_LONGER = "{name} is no longer available"
