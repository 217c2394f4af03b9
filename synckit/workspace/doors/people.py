"""Profile fields and profiles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from synckit import profiles
from synckit.access import Act, needs
from synckit.fields import Catalogue
from synckit.profiles import Imported
from synckit.store import catalogue
from synckit.workspace.doors.door import Door

if TYPE_CHECKING:
    import pandas as pd


class People(Door):
    """The profile fields and the profiles of a workspace."""

    @property
    def catalogue(self) -> Catalogue:
        """The profile types and fields."""
        with self.home.store.read() as conn:
            return catalogue.load(conn)

    @needs(Act.FIELDS)
    def import_fields(self, source: str | Path) -> Catalogue:
        """Add and change the profile types and fields that a YAML text or file names; nothing is removed."""
        given = Catalogue.from_yaml(source, known_types=self.catalogue.types)
        with self.home.store.change("catalogue", self.actor) as change:
            merged = catalogue.load(change.conn).merged(given)
            catalogue.save(change, merged)
        return merged

    @needs(Act.UNMASK)
    def profiles(self) -> pd.DataFrame:
        """Return every profile, a row a profile by id, columns `profile_id` and the fields by their keys, typed."""
        return profiles.read(self.home.store)

    @needs(Act.PEOPLE)
    def import_profiles(self, source: Any) -> Imported:
        """Make and change profiles by a frame or a spreadsheet file. Raises `Refused` when a row breaks a rule."""
        return profiles.import_profiles(self.home.store, source, self.actor)

    @needs(Act.EXPORT)
    def export_profiles(self, path: str | Path, raw: bool = False) -> int:
        """Write every profile to a file and return how many."""
        return profiles.export(self.home.store, Path(path), raw)
