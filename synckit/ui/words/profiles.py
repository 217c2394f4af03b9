"""The words of Profiles: the list, one profile, its form, merging, importing, downloads."""

from __future__ import annotations

from synckit.ui.words import columns

SAYS = "The people that syncs keep in step, and those made by hand."

# The list
SEARCH = "Search"
SEARCH_HINT = "Name, e-mail, card number or profile id"
SEARCH_HINT_MASKED = "Name, whole card number or profile id"
TYPE = "Profile type"
ALL_TYPES = "All types"
DELETED = "Deleted profiles"
COLUMNS = (columns.PROFILE, "Name", "Type", "Email")
NO_NAME = "No name"
NONE = "No profiles yet"
NONE_SAYS = "A sync makes them of patrons; you can also import a spreadsheet or make one by hand."
NONE_FOUND = "No profile found"
NONE_FOUND_SAYS = "Every word has to stand in the name, the e-mail or a unique field. Check the spelling or the type."
NONE_FOUND_MASKED = (
    "Every word has to stand in the name. While values are masked, an e-mail or a number is found only as a whole, and only"
    " where its field is unique. Check the spelling or the type."
)
NONE_FOUND_SHOW = "With “{switch}” on, parts of e-mails and of numbers are found too."
NONE_DELETED = "No deleted profile found"
NONE_DELETED_SAYS = "Deleted profiles keep no values, so they are found by their id alone."
NO_MORE = "There is nothing on this page"
NO_MORE_SAYS = "Profiles may have been deleted meanwhile."
FIRST_PAGE = "First page"
CLEAR = "Clear search"
EXACT = "Found by id or unique field."
LOOKING = "Looking …"
PREVIOUS = "Previous"
NEXT = "Next"
PAGE = "Page {page:,}"
NEW = "New profile"
IMPORT = "Import"
DOWNLOAD = "Download"
DOWNLOAD_ALL = "Download all (CSV)"

# The profiles of a run
OF_RUN = "Profiles of run {run} of “{sync}”"
RUN_CREATED = "Created"
RUN_UPDATED = "Updated"
RUN_NONE = {"created": "The run created no profiles.", "updated": "The run updated no profiles."}
ALL_PROFILES = "All profiles"
RUN_RESULTS = "View Results"
DOWNLOAD_RUN = {
    "created": "Created profiles (CSV)",
    "updated": "Updated profiles (CSV)",
    "changes": "Changed fields, before and after (CSV)",
}

# One profile
PROFILE_OF = "Profile {id} · {type}"
PROFILE_DELETED = "Profile {id} · deleted"
NO_ID = "The address names no profile; look for it in the list."
IS_DELETED = "This profile was deleted. Syncs skip its patrons until it is released."
IS_DELETED_FREE = "This profile was deleted. No patron is linked to it."
FIELDS = "Fields"
FIELD_COLUMNS = ("Field", "Value", "Written by", "When")
EMPTY = "Empty: {fields}"
NOTHING = "–"
UNKNOWN = "Before the history that is kept"
BY_SYNC = "{sync}, run {run}"
BY_RUN = "A deleted sync, run {run}"
UNDO_OF = "{actor}, undo of run {run}"
BY_HAND = {
    "edit": "{actor}, by hand",
    "import": "{actor}, import",
    "merge": "{actor}, merge",
    "delete": "{actor}, delete",
    "release": "{actor}, release",
    "catalogue": "{actor}, profile fields",
}
LINKS = "Linked patrons"
NO_LINKS = "No patron is linked to this profile."
LINK_COLUMNS = ("Connection", "Patron", "How", "Vanished")
LINK_OWN, LINK_MERGED = "Own link", "By a merge"
VANISHED = "Noticed by run {run}"
GONE = "{connection} no longer has patron {patron}; run {run} noticed."
HISTORY = "History"
NO_HISTORY = "Nothing has been kept."
ORDER = "Order"
NEWEST, OLDEST = "Newest first", "Oldest first"
HISTORY_COLUMNS = ("When", "Who", "What", "Field", columns.BEFORE, columns.AFTER)
HISTORY_ROWS = "{first:,} to {last:,} of {total:,}."
MADE = "Made"
KINDS = {
    "run": "Sync",
    "undo": "Undo",
    "edit": "Edit",
    "import": "Import",
    "merge": "Merge",
    "delete": "Delete",
    "release": "Release",
    "catalogue": "Profile fields",
}

# By hand
EDIT = "Edit"
EDIT_TITLE = "Edit profile {id}"
NEW_TITLE = "New profile"
REQUIRED = "{label} (required)"
YES, NO = "Yes", "No"
SAVE = "Save"
MAKE = "Make profile"
CANCEL = "Cancel"
SAVED = "Profile {id} was saved: {fields}."
UNCHANGED = "Nothing was changed."
WAS_MADE = "Profile {id} was made."
UNFIT = "Nothing was saved. Mend what is marked, then save again."
SHOW_NOW = "Show what it is now"
CHOOSE_TYPE = "Choose the profile type first; it decides which fields there are."
MERGE = "Merge"
MERGE_TITLE = "Merge another profile into profile {id}"
MERGE_SAYS = (
    "Fields that are empty here take the other profile's values, and its patrons are linked here. The other profile is"
    " deleted."
)
OTHER = "Id of the other profile"
OTHER_HINT = "For example 41"
NO_NUMBER = "An id is a whole number; the list shows it in front of each name."
PAIR_COLUMNS = ("Field", "Profile {keep}", "Profile {drop}", columns.AFTER)
WOULD_FILL = "{count} fields would be filled."
WOULD_FILL_ONE = "One field would be filled."
WOULD_FILL_NONE = "No field would be filled; patrons move all the same."
MERGE_NOW = "Merge profile {drop} into profile {keep}"
MERGED_ONE = "Profile {drop} was merged into this one; one field was filled."
MERGED = "Profile {drop} was merged into this one; {count} fields were filled."
DELETE = "Delete"
DELETE_ASKS = (
    "Delete profile {id}, {name}? Its values go; the history keeps them for undo. Syncs skip its patrons until it is"
    " released."
)
DELETE_NOW = "Delete profile {id}"
WAS_DELETED = "Profile {id} was deleted. Syncs skip its patrons until it is released."
RELEASE = "Release"
RELEASE_ASKS = "Release profile {id}? Its patrons are no longer linked to it, so that the next sync makes them anew."
RELEASE_NOW = "Release profile {id}"
WAS_RELEASED = "Profile {id} was released; the next sync can make its patrons anew."

# Import
IMPORT_TITLE = "Import a spreadsheet"
IMPORT_SAYS = (
    "The headers are field keys, such as last_name. A row with a profile_id updates that profile, and its empty cells"
    " keep what is there; a row without one makes a profile. Nothing is written before you have seen what would be."
)
IMPORT_FILE = "Spreadsheet"
KEYS = "Field keys"
KEYS_COLUMNS = ("Header", "Field", "Type")
CHECKING = "Checking every row …"
SENT_ALREADY = "This file was imported. Choose it again to import it once more."
IMPORTING = "Importing …"
WOULD_CREATE, WOULD_UPDATE, UNCHANGED_ROWS, PROBLEMS = "To create", "To update", "Unchanged", "Problems"
FIRST_ROWS = "First rows"
ROW_COLUMNS = ("Row", "Outcome", columns.PROFILE)
OUTCOMES = {"created": "Create", "updated": "Update", "unchanged": "Unchanged", "wrong": "Problem"}
NO_ROWS = "The file holds no rows."
BLANK = "{count} empty rows are passed over."
BLANK_ONE = "One empty row is passed over."
HAS_PROBLEMS = "Nothing can be imported while a row breaks a rule. Mend these rows in the file and upload it again."
FIRST_PROBLEMS = "The first {shown:,} of {total:,} problems are shown."
PROBLEM_COLUMNS = ("Row", "Field", "Rule", "Value", columns.WHAT_TO_DO)
WHOLE_ROW = "The row"
IMPORT_NOW = "Import {count} profiles"
IMPORT_NOW_ONE = "Import one profile"
NOTHING_NEW = "The profiles have all of this already; there is nothing to import."
IMPORTED = "Imported: {created:,} created, {updated:,} updated, {unchanged:,} unchanged."
