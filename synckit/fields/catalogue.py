"""A library's profile types and profile fields: one frozen value that every step reads."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from synckit.errors import DefinitionError, unknown
from synckit.fields import catalogue_yaml
from synckit.fields.kinds import Scope, slug
from synckit.fields.profile import ProfileField
from synckit.fields.system import SYSTEM_FIELDS

RESERVED_COLUMNS = frozenset(
    {"profile_id", "created_version", "version", "deleted_version", "deleted", *(each.name for each in SYSTEM_FIELDS)}
)
"""Columns that no custom field may take."""


@dataclass(frozen=True)
class Catalogue:
    """The profile types, and the fields beyond the system's; a wrong combination raises DefinitionError.

    >>> catalogue = Catalogue(("Student",), (ProfileField("card", unique=True),))
    >>> catalogue.columns[-2:], catalogue.field("type").options
    (('notes', 'card'), ('Student',))
    """

    types: tuple[str, ...] = ()
    custom: tuple[ProfileField, ...] = ()
    """All Types fields first, then those of each type, in the order of the types."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "types", tuple(self.types))
        _check_types(self.types)
        for field in self.custom:
            self._check_field(field)
        ordered = sorted(self.custom, key=lambda field: self._place(field.profile_type))
        object.__setattr__(self, "custom", tuple(ordered))
        columns = [field.column for field in ordered]
        twice = {column for column in columns if columns.count(column) > 1}
        if twice:
            raise DefinitionError(f"Two profile fields are named {min(twice)!r}; names are given once.")

    @classmethod
    def empty(cls) -> Catalogue:
        """Return the catalogue of a new workspace: the type Person and the system fields.

        >>> Catalogue.empty().types
        ('Person',)
        """
        return cls(("Person",))

    @cached_property
    def fields(self) -> tuple[ProfileField, ...]:
        """Every field: the system's, with `type` offering the profile types, then the custom ones."""
        first, *rest = SYSTEM_FIELDS
        return (dataclasses.replace(first, options=self.types), *rest, *self.custom)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The column names of every field, in that order."""
        return tuple(field.column for field in self.fields)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of every field, in that order."""
        return tuple(field.key for field in self.fields)

    @cached_property
    def _by_key(self) -> dict[str, ProfileField]:
        return {field.key: field for field in self.fields}

    @cached_property
    def _by_column(self) -> dict[str, ProfileField]:
        return {field.column: field for field in self.fields}

    def field(self, key: str) -> ProfileField:
        """Return the field written so in mappings. Raises DefinitionError, which names the nearest.

        >>> Catalogue.empty().field("emial")
        Traceback (most recent call last):
        synckit.errors.DefinitionError: No profile field named 'emial'. Did you mean 'email'?
        """
        if key not in self._by_key:
            raise DefinitionError(unknown("profile field", key, self.keys), key)
        return self._by_key[key]

    def by_column(self, column: str) -> ProfileField:
        """Return the field of a column of the store. Raises DefinitionError, which names the nearest."""
        if column not in self._by_column:
            raise DefinitionError(unknown("profile column", column, self.columns), column)
        return self._by_column[column]

    def of_type(self, profile_type: str) -> tuple[ProfileField, ...]:
        """Return the fields that profiles of a type have, those of every type included."""
        return tuple(field for field in self.fields if field.profile_type in (None, profile_type))

    @cached_property
    def digest(self) -> str:
        """Sixteen hex digits that change with anything in the catalogue."""
        data = {"types": self.types, "fields": [field.to_dict() for field in self.fields]}
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]

    def merged(self, other: Catalogue) -> Catalogue:
        """Return this catalogue with the other's types and fields added or changed; nothing is removed.

        >>> Catalogue(("A",)).merged(Catalogue(("B",), (ProfileField("card"),))).columns[-1]
        'card'
        """
        types = dict.fromkeys((*self.types, *other.types))
        fields = {field.key: field for field in (*self.custom, *other.custom)}
        return Catalogue(tuple(types), tuple(fields.values()))

    @classmethod
    def from_yaml(cls, source: str | Path, known_types: tuple[str, ...] = ()) -> Catalogue:
        """Read a catalogue from YAML text or a file; its Type-Specific fields may be of types known already.

        Raises DefinitionError, with the line, for unknown keys, types and rules.

        >>> Catalogue.from_yaml("types: [Student]\\nall_types:\\n- {name: card}\\n").custom[0].label
        'Card'
        """
        types, custom = catalogue_yaml.read(source, known_types)
        return cls(types, custom)

    def to_yaml(self) -> str:
        """Return the YAML that `from_yaml` reads back as this very catalogue."""
        return catalogue_yaml.write(self.types, self.custom)

    def _place(self, profile_type: str | None) -> int:
        return -1 if profile_type is None else self.types.index(profile_type)

    def _check_field(self, field: ProfileField) -> None:
        if field.scope is Scope.SYSTEM:
            raise DefinitionError(f"Profile field {field.name!r}: the system's fields are fixed.")
        if field.column in RESERVED_COLUMNS:
            raise DefinitionError(f"Profile field {field.name!r}: the name is taken by the system; choose another.")
        if field.profile_type is not None and field.profile_type not in self.types:
            hint = unknown("profile type", field.profile_type, self.types)
            raise DefinitionError(f"Profile field {field.name!r}: {hint}")


def _check_types(types: tuple[str, ...]) -> None:
    seen: dict[str, str] = {}
    for name in types:
        if not slug(name) or name != name.strip():
            raise DefinitionError(f"Profile type {name!r}: a type is named with letters or digits, no blanks around.")
        if slug(name) in seen:
            raise DefinitionError(f"Profile types {seen[slug(name)]!r} and {name!r} are too much alike; rename one.")
        seen[slug(name)] = name
