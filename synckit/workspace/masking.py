"""What a page shows of profiles to somebody who does not see values: categories and ids, and of all else the first letter.

Why these stay is in docs/decisions/what-is-masked.md.
"""

from __future__ import annotations

from synckit import report
from synckit.fields import Catalogue, FieldType, ProfileField

CATEGORIES = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.BOOLEAN})


def is_category(field: ProfileField) -> bool:
    """Return whether the values of a field say nothing of one person alone."""
    return field.key == "type" or field.type in CATEGORIES


def readable(catalogue: Catalogue) -> frozenset[str]:
    """Return the keys of the fields whose values everybody sees."""
    return frozenset(field.key for field in catalogue.fields if is_category(field))


def cell(value: str | None, key: str | None, plain: frozenset[str] | None) -> str | None:
    """Return a value of the field `key` as it is shown; `plain` are the keys of readable fields, None: all are."""
    return value if plain is None or key in plain else report.masked(value)
