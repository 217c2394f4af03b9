"""Which values are shown as they are, and how the others are hidden (docs/decisions/what-is-masked.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synckit import report
from synckit.fields import Catalogue, FieldType, IlsField

if TYPE_CHECKING:
    import pandas as pd

CATEGORIES = frozenset({FieldType.CODE, FieldType.CHOICE, FieldType.CHOICES, FieldType.BOOLEAN})
"""Types whose values say nothing of one person alone; they are shown as they are."""
CATEGORY_NAMES = frozenset({"patron_type", "home_library", "status"})
"""ILS fields of which the same is true, though a file cannot say that they are codes."""


def is_category(field: IlsField) -> bool:
    """Return whether the values of an ILS field say nothing of one person alone."""
    return field.name in CATEGORY_NAMES or field.type in CATEGORIES


def says_nothing(key: str, type: FieldType) -> bool:
    return key == "type" or type in CATEGORIES


def hidden_value(value: Any) -> Any:
    return report.masked(value) if isinstance(value, str) else value


def said(value: Any, is_shown: bool) -> str:
    text = "" if value is None else str(value)
    return text if is_shown else report.masked(text) or ""


def mask_changes(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    hidden = ~frame["field"].isin([field.key for field in catalogue.fields if says_nothing(field.key, field.type)])
    return frame.assign(
        **{name: frame[name].where(~hidden, frame[name].map(hidden_value)) for name in ("before", "after")}
    )


def mask_created(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    known = {field.key: field.type for field in catalogue.fields}
    hidden = [name for name in frame.columns if name in known and not says_nothing(name, known[name])]
    return frame.assign(**{name: frame[name].map(hidden_value) for name in hidden})
