"""Field types, ILS fields, profile fields and their scopes, and the catalogue that holds a library's profile fields.

Everything here is frozen data. A field's name is a lower-case slug that never changes, for it names a column.

`kinds.py` types, scopes, slugs · `ils.py` the fields of a connection · `profile.py` the fields of a profile ·
`system.py` those that every library has · `catalogue.py` all of them together · `catalogue_yaml.py` to and from YAML ·
`patterns.py` which regular expressions every engine understands.
"""

from synckit.fields.catalogue import RESERVED_COLUMNS, Catalogue
from synckit.fields.ils import COMMON_FIELDS, IlsField
from synckit.fields.kinds import DATES, NUMBERS, TEXTS, FieldType, Scope, slug
from synckit.fields.patterns import pattern_problem
from synckit.fields.profile import ProfileField
from synckit.fields.system import SYSTEM_FIELDS

__all__ = [
    "COMMON_FIELDS",
    "DATES",
    "NUMBERS",
    "RESERVED_COLUMNS",
    "SYSTEM_FIELDS",
    "TEXTS",
    "Catalogue",
    "FieldType",
    "IlsField",
    "ProfileField",
    "Scope",
    "pattern_problem",
    "slug",
]
