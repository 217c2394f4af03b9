"""What fields are called on pages: one name each, and a type's own field says the type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from synckit.fields import Catalogue, IlsField
from synckit.fields.kinds import label_of


def of_profile_fields(catalogue: Catalogue, reserved: Collection[str] = ()) -> dict[str, str]:
    """Return the label of each profile field by its key; the key stands behind where two are called the same, or as a reserved word."""
    said = {
        each.key: f"{each.profile_type}: {each.label}" if each.profile_type else each.label for each in catalogue.fields
    }
    return _apart(said, reserved)


def of_ils_fields(fields: Mapping[str, IlsField], reserved: Collection[str] = ()) -> dict[str, str]:
    """Return the label of each ILS field by its name; the name stands behind where two are called the same, or as a reserved word.

    >>> of_ils_fields({"patron_type": IlsField("patron_type"), "a": IlsField("a", label="Kind"), "b": IlsField("b", label="Kind")})
    {'patron_type': 'Patron type', 'a': 'Kind (a)', 'b': 'Kind (b)'}
    """
    return _apart({name: field.label or label_of(name) for name, field in fields.items()}, reserved)


def _apart(said: dict[str, str], reserved: Collection[str] = ()) -> dict[str, str]:
    alike = Counter(said.values())
    return {key: f"{label} ({key})" if alike[label] > 1 or label in reserved else label for key, label in said.items()}
