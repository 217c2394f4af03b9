"""Profiles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from synckit import profiles
from synckit.access import Act, needs
from synckit.profiles import Imported
from synckit.workspace.doors.door import Door

if TYPE_CHECKING:
    import pandas as pd


class People(Door):
    """The profiles of a workspace."""

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
