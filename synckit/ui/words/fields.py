"""The words of Profile fields & types."""

from __future__ import annotations

SAYS = "What a profile can hold. System fields come with every library; the others are yours."

# The three scopes
SCOPE = "Scope"
SYSTEM, ALL_TYPES, TYPE_SPECIFIC = "System", "All Types", "Type-Specific"
SYSTEM_SAYS = "Every library has these fields, and nobody changes them."
ALL_TYPES_SAY = "Every profile has these fields, whatever its type."
TYPE_SPECIFIC_SAY = "Profiles of one type alone have these fields."
NO_FIELDS = "No field of your own yet"
NO_FIELDS_SAYS = "A field for all types suits what everybody has: a card number, a home branch."
NO_TYPE_FIELDS = "{type} has no field of its own yet"
NO_TYPE_FIELDS_SAYS = "A field of a type suits what only its people have, as a graduation year of students."
ASK_ADMIN = "An admin of this workspace adds fields."
COUNT_ONE, COUNT_MANY = "1 field", "{count} fields"

# One field
KINDS = {
    "text": "Text",
    "long_text": "Long text",
    "email": "E-mail",
    "phone": "Phone",
    "url": "Web address",
    "integer": "Whole number",
    "number": "Number",
    "date": "Date",
    "datetime": "Date and time",
    "boolean": "Yes or no",
    "choice": "Choice",
    "choices": "Several choices",
}
REQUIRED = "Required"
UNIQUE = "Unique"
AT_MOST = "at most {count} characters"
PATTERN_IS = "pattern {pattern}"
OPTIONS_ARE = "Options: {options}"
USED_BY = "In use by {syncs}"
UNUSED = "No sync uses it"
AND_MORE = "{first} and {more} more"
COUNT = "Count profiles *with {label}*"
COUNTING = "Counting …"
HELD_NONE = "no profile holds a value"
HELD_ONE = "1 profile holds a value"
HELD_MANY = "{count} profiles hold a value"
SYSTEM_COLUMNS = ("Label", "Name", "Type", "Rules", "In use by")

# Changing one
NEW_FIELD = "+ New field"
NEW_FIELD_OF = "New field for {where}"
EVERY_TYPE = "all types"
EDIT = "Edit *{label}*"
EDIT_OF = "Change “{label}”"
REMOVE = "Remove *{label}*"
REMOVE_OF = "Remove “{label}”?"
REMOVE_SAYS = "A field that a sync uses, or in which a profile holds a value, is not removed."
REMOVE_FIELD = "Remove field"
CANCEL = "Cancel"
SAVE_FIELD = "Save field"
SAVING = "Looking at the values that are there …"
NAME = "Name"
NAME_HELP = (
    "Lower-case letters, digits and underscores, as in graduation_year. It never changes; syncs and files use it."
)
LABEL = "Label"
LABEL_HELP = "What people read. Left empty, it is made of the name."
TYPE = "Type"
REQUIRED_HELP = "A profile is not made without it."
UNIQUE_HELP = "No two profiles hold the same value; syncs can tell people apart by it."
OPTIONS = "Options, one a line"
OPTIONS_HELP = "An option that a sync writes or a profile holds is not taken away."
MAX_LENGTH = "Longest value, in characters"
PATTERN = "Pattern"
PATTERN_HELP = "A regular expression (RE2) that the whole value has to match, as in [A-Z][0-9]{6}."
FIELD_ADDED = "The field “{name}” was added."
FIELD_CHANGED = "The field “{name}” was changed."
FIELD_REMOVED = "The field “{name}” was removed."

# Profile types
PROFILE_TYPE = "Profile type"
NEW_TYPE = "+ New type"
TYPE_NAME = "Name of the type"
TYPE_NAME_HELP = "As in Visiting scholar. It never changes."
SAVE_TYPE = "Save type"
REMOVE_TYPE_OF = "Remove {type}"
REMOVE_TYPE_ASKS = "Remove the type “{type}”?"
REMOVE_TYPE_SAYS = "Its own fields go with it. A type that a sync writes or a profile has is not removed."
REMOVE_TYPE = "Remove type"
TYPE_ADDED = "The type “{type}” was added."
TYPE_REMOVED = "The type “{type}” was removed."

# Files
DOWNLOAD = "Download YAML"
FILE_NAME = "profile_fields.yaml"
IMPORT = "Import YAML"
IMPORT_SAYS = "The file adds and changes what it names, and removes nothing. You see what it would do before it does."
UPLOAD = "A fields file"
PASTE = "Or paste it"
PASTE_EXAMPLE = "types: [Student]\nall_types:\n  - {name: home_branch, type: choice, options: [Main, Law]}"
WOULD = "What it would do"
WOULD_NOTHING = "Everything in it is there already; nothing would change."
PLAN_COLUMNS = ("Field or type", "What happens", "Rule", "Now", "Then")
ADDS = {"type": "A new type", "field": "A new field"}
CHANGES = "Changed"
RULES = {
    "label": LABEL,
    "type": TYPE,
    "required": REQUIRED,
    "unique": UNIQUE,
    "options": "Options",
    "max_length": "Longest value",
    "pattern": PATTERN,
}
IMPORT_IT = "Import"
IMPORTED = "The file is imported; the library has {types} and {fields} of its own."
TYPE_ONE, TYPES_MANY = "1 type", "{count} types"
NOT_UTF8 = "The file is not UTF-8; save it as UTF-8."
