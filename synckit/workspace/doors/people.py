"""Profiles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synckit import profiles
from synckit.access import Act, needs
from synckit.profiles import Imported, Pair, Preview
from synckit.store import audit, catalogue
from synckit.store import profiles as stored
from synckit.workspace import profile_files, profile_looks
from synckit.workspace.doors.door import Door
from synckit.workspace.profile_looks import Found, Happened, Whole

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
        return profile_files.bring_all(self.home, source, self.actor)

    @needs(Act.EXPORT)
    def export_profiles(self, path: str | Path, raw: bool = False) -> int:
        """Write every profile to a file and return how many."""
        return profiles.export(self.home.store, Path(path), raw)

    # What pages show, masked unless the person asked, and may, see values

    def find_profiles(
        self, text: str = "", profile_type: str | None = None, deleted: bool = False, page: int = 1
    ) -> Found:
        """Return a page of 50 profiles, by id: in which each word of a text stands, or that it names as a whole.

        A profile's id and the value of a unique field are found at once; words are looked for row by row in names
        and, where values are shown, in e-mail and unique fields.
        """
        return profile_looks.find(self.home, text, profile_type, deleted, page, self.values_shown)

    def profiles_of_run(self, run_id: int, made: bool, page: int = 1) -> Found:
        """Return a page of 50 profiles that a run made, or else changed. Raises `NotFound`."""
        return profile_looks.of_run(self.home, run_id, made, page, self.values_shown)

    def profile(self, profile_id: int) -> Whole:
        """Return one profile: fields, who wrote each, links. A deleted one has no fields. Raises `NotFound`."""
        return profile_looks.whole(self.home, profile_id, self.values_shown)

    def profile_history(self, profile_id: int) -> list[Happened]:
        """Return what happened to a profile, the oldest first. Raises `NotFound`."""
        return profile_looks.history(self.home, profile_id, self.values_shown)

    # By hand

    @needs(Act.PEOPLE)
    def profile_to_edit(self, profile_id: int) -> tuple[int, dict[str, str | None]]:
        """Return the version of a profile and its stored texts by field key, as they are. Raises `NotFound`.

        Where values are masked, that somebody saw these is kept in the audit.
        """
        with self.home.store.read() as conn:
            row = stored.get(conn, profile_id)
            texts = {field.key: row[field.column] for field in catalogue.load(conn).fields}
        if not self.values_shown:
            with self.home.store.write() as conn:
                audit.add(conn, self.actor, "show values", f"profile {profile_id}")
        return row["version"], texts

    @needs(Act.PEOPLE)
    def make_profile(self, values: Mapping[str, Any]) -> int:
        """Make a profile and return its id. Raises `Unfit`."""
        return profiles.make(self.home.store, values, self.actor)

    @needs(Act.PEOPLE)
    def edit_profile(self, profile_id: int, values: Mapping[str, Any], seen: int | None = None) -> tuple[str, ...]:
        """Set fields of a profile and return the keys of those that changed. Raises `Unfit`, `Refused`, `Moved`, `NotFound`."""
        return profiles.edit(self.home.store, profile_id, values, self.actor, seen)

    @needs(Act.PEOPLE)
    def compare_profiles(self, keep_id: int, drop_id: int) -> list[Pair]:
        """Return two profiles side by side, as a merge would see them. Raises `Refused`, `NotFound`."""
        return profile_looks.masked_pairs(profiles.compare(self.home.store, keep_id, drop_id), self.values_shown)

    @needs(Act.PEOPLE)
    def merge_profiles(self, keep_id: int, drop_id: int) -> tuple[str, ...]:
        """Merge one profile into another and return the keys of the fields that were filled. Raises `Refused`, `NotFound`."""
        return profiles.merge(self.home.store, keep_id, drop_id, self.actor)

    @needs(Act.PEOPLE)
    def delete_profile(self, profile_id: int) -> None:
        """Delete a profile; syncs skip its patrons until it is released. Raises `Refused`, `NotFound`."""
        profiles.delete(self.home.store, profile_id, self.actor)

    @needs(Act.PEOPLE)
    def release_profile(self, profile_id: int) -> None:
        """Let syncs make the person of a deleted profile anew. Raises `Refused`, `NotFound`."""
        profiles.release(self.home.store, profile_id, self.actor)

    # By file

    @needs(Act.PEOPLE)
    def preview_upload(self, name: str, data: bytes) -> Preview:
        """Judge an uploaded spreadsheet and write nothing. Raises `Refused`, `IlsError`."""
        return profile_files.preview(self.home, name, data, self.actor, self.values_shown)

    @needs(Act.PEOPLE)
    def import_upload(self, name: str, data: bytes) -> Imported:
        """Import an uploaded spreadsheet, all of it or nothing. Raises `Unfit`, `Refused`, `IlsError`."""
        return profile_files.bring(self.home, name, data, self.actor, self.values_shown)

    @needs(Act.EXPORT)
    def download_profiles(self) -> bytes:
        """Return every profile as CSV, formulas disarmed."""
        made = profile_files.all_profiles(self.home)
        self._note_export("all")
        return made

    @needs(Act.EXPORT)
    def download_run(self, run_id: int, part: str) -> bytes:
        """Return as CSV what a run `created` or `updated`, or its `changes`. Raises `Refused`, `NotFound`."""
        made = profile_files.of_run(self.home, run_id, part)
        self._note_export(f"run {run_id}: {part}")
        return made

    def _note_export(self, what: str) -> None:
        with self.home.store.write() as conn:
            audit.add(conn, self.actor, "export profiles", what)
