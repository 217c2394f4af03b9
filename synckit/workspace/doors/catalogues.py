"""The profile fields and types: looked at by everybody, changed by admins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from synckit.access import Act, needs
from synckit.fields import Catalogue, ProfileField
from synckit.workspace import cataloguing
from synckit.workspace.cataloguing import Planned
from synckit.workspace.doors.door import Door


class Catalogues(Door):
    """The profile types and fields of a workspace."""

    @property
    def catalogue(self) -> Catalogue:
        """The profile types and fields."""
        return cataloguing.load(self.home)

    @needs(Act.FIELDS)
    def import_fields(self, source: str | Path) -> Catalogue:
        """Add and change the profile types and fields that a YAML text or file names; nothing is removed.

        Raises `DefinitionError`, `Refused` when stored values break a changed rule.
        """
        return cataloguing.import_(self.home, source, self.actor)

    @needs(Act.FIELDS)
    def preview_fields(self, source: str | Path) -> list[Planned]:
        """Return what importing a YAML text or file would add and change; nothing is written. Raises `DefinitionError`."""
        return cataloguing.previewed(self.home, source)

    @needs(Act.FIELDS)
    def add_field(self, field: ProfileField) -> None:
        """Add a profile field. Raises `Refused` when the key is taken, `DefinitionError`."""
        cataloguing.add_field(self.home, field, self.actor)

    @needs(Act.FIELDS)
    def change_field(self, key: str, /, **rules: Any) -> None:
        """Change a field: label, type, required, unique, options, max_length, pattern; what is not named stays.

        Raises `Refused` when stored values or syncs would break it, naming them, `DefinitionError`.
        """
        cataloguing.change_field(self.home, key, rules, self.actor)

    @needs(Act.FIELDS)
    def remove_field(self, key: str) -> None:
        """Remove a profile field. Raises `Refused` while syncs or profiles use it, `DefinitionError` when there is none."""
        cataloguing.remove_field(self.home, key, self.actor)

    @needs(Act.FIELDS)
    def add_type(self, name: str) -> None:
        """Add a profile type. Raises `Refused` when it is there, `DefinitionError`."""
        cataloguing.add_type(self.home, name, self.actor)

    @needs(Act.FIELDS)
    def remove_type(self, name: str) -> None:
        """Remove a profile type with its own fields. Raises `Refused` while syncs or profiles use them, `NotFound`."""
        cataloguing.remove_type(self.home, name, self.actor)

    def fields_in_use(self) -> dict[str, list[str]]:
        """Return the names of the syncs that use each profile field, by its key; a field that none uses is left out."""
        return cataloguing.mapped_by(self.home)

    def field_holders(self, key: str) -> int:
        """Return how many profiles hold a value of a field; with a million profiles this takes a moment."""
        return cataloguing.holders(self.home, key)
