"""The words of ILS integration."""

from __future__ import annotations

SAYS = "The library systems that patrons come from. Secrets are entered once, sealed, and never shown again."

# Before there is one
NONE = "No library system is connected yet"
NONE_SAYS = "Connect your own below, or add the sample library to try everything without one."
NONE_ASK = "An admin of this workspace connects it."
ADD_SAMPLE = "Add the sample library"
SAMPLE_SAYS = "Just looking? The sample library is a made-up one with patrons, profiles and three syncs."
SAMPLE_ADDED = "The sample library is added; open Data syncs to run one of its syncs."

# One connection
TELLS = "{system} · {fields}"
FIELDS_ONE, FIELDS_MANY = "1 field", "{count} fields"
USED_BY = "Used by {syncs}"
UNUSED = "No sync uses it"
AND_MORE = "{first} and {more} more"
SEALED = "Sealed: {secrets}"
TEST = "Test connection"
TESTING = "Testing …"
VIEW_FIELDS = "View fields"
HIDE_FIELDS = "Hide fields"
READING_FIELDS = "Reading fields …"
NO_FIELDS = "It offers no fields."
READ_AGAIN = "Read fields again"
READ_AGAIN_SAYS = "Reads what the system offers now. A field that a sync uses is never taken away."
FIELDS_SAME = "“{name}” offers the same {fields} as before."
FIELDS_MOVED = "“{name}” offers {fields} now"
APPEARED = "new: {names}"
VANISHED = "gone: {names}"
RETYPED = "of another type: {names}"
EDIT = "Edit settings"
EDIT_OF = "Settings of “{name}”"
NAME_HELD = "A connection that a sync uses keeps its name."
SECRETS_STAY = "Leave a secret empty to keep it. It has to be entered again when the address changes."
KEPT_AS_IS = "Entered; leave empty to keep it"
SAVE_CHANGES = "Save changes"
CANCEL = "Cancel"
ENTER_AGAIN = "Enter secrets again"
SAVE_SECRETS = "Save secrets"
SECRETS_SAVED = "The secrets of “{name}” are sealed."
REMOVE = "Remove"
REMOVE_OF = "Remove “{name}”"
REMOVE_SAYS = "Its links between patrons and profiles go with it; profiles stay. This cannot be undone."
REMOVE_HELD = "It is used by {syncs}. Delete those syncs first."
TYPE_NAME = "Type the name to confirm"
NAME_DIFFERS = "The name is another one; nothing was removed."
REMOVE_CONNECTION = "Remove connection"
REMOVED = "The connection “{name}” was removed."

# A new one
NEW = "New connection"
SYSTEM = "Library system"
NAME = "Name of the connection"
NAME_HELP = "Syncs name the connection by it."
MORE_SETTINGS = "More settings"
SAVE = "Save connection"
MADE = "The connection “{name}” is made; it offers {fields}."

# Tables
FIELD_COLUMNS = {
    "field": "Field",
    "label": "Label",
    "type": "Type",
    "list": "List",
    "codes": "Codes",
    "sample": "Sample values",
}
STEPS = {
    "reached": "Reached",
    "signed in": "Signed in",
    "rights": "Rights",
    "patrons": "Patrons visible",
    "libraries": "Libraries visible",
    "sample fields": "Sample fields",
    "files": "Files",
    "fields": "Fields",
    "suggestions": "Suggestions",
}
