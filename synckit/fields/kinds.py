"""The types and scopes of fields, and what a name is made of."""

from __future__ import annotations

import enum
import re
import unicodedata


class FieldType(enum.StrEnum):
    """What a value is; it decides operators, comparison and rules, never the stored text."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    CHOICES = "choices"
    CODE = "code"
    """ILS fields only: text that compares exactly, perhaps with a table of labels."""


class Scope(enum.StrEnum):
    """Which profiles have a field: fixed for every library, every type's, or one type's."""

    SYSTEM = "system"
    ALL_TYPES = "all_types"
    TYPE_SPECIFIC = "type_specific"


NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER})
DATES = frozenset({FieldType.DATE, FieldType.DATETIME})
TEXTS = frozenset(FieldType) - NUMBERS - DATES - {FieldType.BOOLEAN}
"""Types whose values compare as text, codes included."""

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
"""A field's name: lower-case letters, digits and single underscores; `__` parts type and name in a column."""


def slug(text: str) -> str:
    """Return the lower-case form of a type's name that stands in keys and columns.

    >>> slug("Visiting  Étudiant (2nd)")
    'visiting_etudiant_2nd'
    """
    marked = unicodedata.normalize("NFKD", text)
    bare = "".join(each for each in marked if not unicodedata.combining(each))
    lowered = unicodedata.normalize("NFC", bare).lower()
    words = "".join(each if each.isalnum() else " " for each in lowered).split()
    return "_".join(words)


def label_of(name: str) -> str:
    """Return the label that a field has when nobody gives it one.

    >>> label_of("graduation_year")
    'Graduation year'
    """
    return name.replace("_", " ").replace(".", " ").strip().capitalize()
