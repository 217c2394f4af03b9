"""Which values are shown to somebody who does not see them all, and how the others are hidden: the first letter stays.

Pages get what was masked here, so that none can forget it. Why categories and ids stay is in
docs/decisions/what-is-masked.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from synckit import report
from synckit.definition.draft import Content
from synckit.fields import Catalogue, FieldType, IlsField, ProfileField

if TYPE_CHECKING:
    import pandas as pd

_TYPES = frozenset({FieldType.CODE, FieldType.CHOICE, FieldType.CHOICES, FieldType.BOOLEAN})
"""Types whose values say nothing of one person alone."""
_ILS_NAMES = frozenset({"patron_type", "home_library", "status"})
"""ILS fields of which the same is true, though a file cannot say that they are codes."""


def is_category(field: ProfileField) -> bool:
    """Return whether the values that a profile field can hold say nothing of one person alone.

    >>> is_category(ProfileField("type")), is_category(ProfileField("city"))
    (True, False)
    """
    return field.key == "type" or field.type in _TYPES


def is_ils_category(field: IlsField) -> bool:
    """Return whether the values of an ILS field say nothing of one person alone.

    >>> is_ils_category(IlsField("patron_type")), is_ils_category(IlsField("city"))
    (True, False)
    """
    return field.name in _ILS_NAMES or field.type in _TYPES


def reads_categories(row: Mapping[str, Any], fields: Mapping[str, IlsField]) -> bool:
    """Return whether a row of the map reads categories alone, so that its source may be seen wherever it goes."""
    if "constant" in row or row.get("origin") == "constant":
        return True
    names = row.get("from") or []
    names = [names] if isinstance(names, str) else names
    return bool(names) and all(name in fields and is_ils_category(fields[name]) for name in names)


def readable(catalogue: Catalogue) -> frozenset[str]:
    """Return the keys of the profile fields whose values everybody sees."""
    return frozenset(field.key for field in catalogue.fields if is_category(field))


def readable_sources(mapping: Iterable[Content], fields: Mapping[str, IlsField]) -> frozenset[str]:
    """Return the keys of the profile fields of which everybody sees what was read for them, wrong values too."""
    return frozenset(row["to"] for row in mapping if reads_categories(row, fields))


def cell(value: str | None, key: str | None, plain: frozenset[str] | None) -> str | None:
    """Return a value of the field `key` as it is shown; `plain` are the keys of readable fields, None: all are."""
    return value if plain is None or key in plain else report.masked(value)


def hidden_value(value: Any) -> Any:
    """Return a cell of a frame, masked where it is a text."""
    return report.masked(value) if isinstance(value, str) else value


def mask_changes(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return changes, a row a field, with `before` and `after` as everybody sees them."""
    hidden = ~frame["field"].isin(readable(catalogue))
    return frame.assign(
        **{name: frame[name].where(~hidden, frame[name].map(hidden_value)) for name in ("before", "after")}
    )


def mask_created(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return profiles, a column a field, as everybody sees them."""
    hidden = {field.key for field in catalogue.fields} - readable(catalogue)
    return frame.assign(**{name: frame[name].map(hidden_value) for name in frame.columns if name in hidden})
