"""The fields of a connection: what a patron record of that library system offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from synckit.errors import DefinitionError
from synckit.fields.kinds import FieldType

COMMON_FIELDS = (
    "ils_id",
    "barcode",
    "alt_id",
    "first_name",
    "middle_name",
    "last_name",
    "preferred_name",
    "email",
    "secondary_email",
    "phone",
    "mobile",
    "patron_type",
    "home_library",
    "status",
    "expires",
    "created",
    "updated",
    "birth_date",
)
"""The names under which every connection offers these fields, where its system has them."""


@dataclass(frozen=True)
class IlsField:
    """One field of the patron records of a connection.

    >>> IlsField("expires", FieldType.DATE).to_dict()
    {'name': 'expires', 'type': 'date'}
    """

    name: str
    type: FieldType = FieldType.TEXT
    label: str = ""
    many: bool = False
    """A list field: a patron may have several values."""
    path: str = ""
    """Where the connector finds it; its own notation."""
    absent: str = "unknown"
    """What it means when a record lacks the field: "unknown" (never clears anything) or "empty"."""
    codes: tuple[tuple[str, str], ...] = ()
    """(code, label) pairs, where the system tells them."""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise DefinitionError("An ILS field has no name; give it one.")
        if self.absent not in ("unknown", "empty"):
            raise DefinitionError(f"ILS field {self.name!r}: absent is 'unknown' or 'empty', not {self.absent!r}.")

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for the store, without what is as usual."""
        data: dict[str, Any] = {"name": self.name, "type": self.type.value}
        for name, usual in (("label", ""), ("many", False), ("path", ""), ("absent", "unknown")):
            if getattr(self, name) != usual:
                data[name] = getattr(self, name)
        if self.codes:
            data["codes"] = [list(pair) for pair in self.codes]
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Make a field of what `to_dict` gave.

        >>> IlsField.from_dict({"name": "expires", "type": "date"}).type
        <FieldType.DATE: 'date'>
        """
        given = dict(data)
        given["type"] = FieldType(given.get("type", "text"))
        given["codes"] = tuple((str(code), str(label)) for code, label in given.get("codes", ()))
        return cls(**given)
