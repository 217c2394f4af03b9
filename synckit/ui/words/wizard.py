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
