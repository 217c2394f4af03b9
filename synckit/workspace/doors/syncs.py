"""Syncs: saved, found, listed, set up as drafts, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from synckit.access import Act, needs
from synckit.claim import interrupt_dead
from synckit.definition import Sync
from synckit.definition.lacks import Lack
from synckit.store import audit, syncs
from synckit.workspace import drafting, saving
from synckit.workspace.doors.door import Door
from synckit.workspace.drafting import Draft
from synckit.workspace.handles import SyncHandle
from synckit.workspace.overview import Listed, Overview, listed, overview
from synckit.workspace.schedules import Rehearsal, rehearsal, rehearsed


class Syncs(Door):
    """The syncs of a workspace."""

    @needs(Act.EDIT)
    def save(self, sync: Sync, replacing: str | None = None) -> SyncHandle:
        """Save a sync: a new one, or a new version of the one of that name. Raises `DefinitionError`, `Refused`.

        `replacing` is the name that the sync has so far, where it gets another one.
        """
        saving.check(self.home, sync)
        with self.home.store.write() as conn:
            saving.put(conn, sync, self.home.zone, replacing)
            audit.add(conn, self.actor, "save sync", sync.name)
        return SyncHandle(self.home, sync.name, self.person)

    def sync(self, name: str) -> SyncHandle:
        """Return a sync. Raises `NotFound`, naming the nearest."""
        with self.home.store.read() as conn:
            syncs.load(conn, name)
        return SyncHandle(self.home, name, self.person)

    def syncs(self) -> list[SyncHandle]:
        """Return every sync, by name."""
        with self.home.store.read() as conn:
            return [SyncHandle(self.home, name, self.person) for name in syncs.names(conn)]

    @needs(Act.DELETE)
    def delete_sync(self, name: str) -> None:
        """Delete a sync with its runs, findings and before-images; profiles and links stay. Raises `Refused` while it runs."""
        with self.home.store.write() as conn:
            interrupt_dead(conn, syncs.load(conn, name).id)
            syncs.delete(conn, name, self.actor)

    def overview(self, search: str = "", status: str | None = None, page: int = 1) -> Overview:
        """Return one page of the list of syncs, drafts of new ones among them."""
        return overview(self.home, search, status, page)

    def listed(self, name: str) -> Listed:
        """Return one sync as it stands in the list: status, next due time, last run, working copy. Raises `NotFound`."""
        return listed(self.home, name)

    def would_run(self, settings: dict[str, Any], timezone: str | None = None, count: int = 10) -> list[datetime]:
        """Return the first due times that a schedule (`date`, `time`, `every`, `last`, `blackout`) would have.

        Raises `DefinitionError`.
        """
        return rehearsed(settings, timezone or self.home.zone, count)

    def rehearse(
        self,
        settings: dict[str, Any],
        timezone: str | None = None,
        former: dict[str, Any] | None = None,
        count: int = 10,
    ) -> Rehearsal:
        """Return what a schedule would do and what speaks against it; `former` is the one that it takes the place of."""
        return rehearsal(settings, timezone or self.home.zone, former, count)

    @needs(Act.EDIT)
    def new_draft(self) -> int:
        """Begin a new sync and return the id of its draft."""
        return drafting.begin(self.home, self.actor)

    @needs(Act.EDIT)
    def draft_of(self, name: str) -> int:
        """Return the id of the working copy of a sync, begun where there is none. Raises `Refused` for a Complete one."""
        return drafting.working_copy(self.home, name, self.actor)

    @needs(Act.EDIT)
    def duplicate(self, name: str) -> int:
        """Begin a new sync with the settings of another and return the id of its draft. Raises `NotFound`."""
        return drafting.duplicate(self.home, name, self.actor)

    @needs(Act.EDIT)
    def duplicate_draft(self, draft_id: int) -> int:
        """Begin a new sync with the settings of a draft and return the id of its own. Raises `NotFound`."""
        return drafting.duplicate_draft(self.home, draft_id, self.actor)

    @needs(Act.EDIT)
    def draft(self, draft_id: int) -> Draft:
        """Return a draft with the status of its sync. Raises `NotFound`."""
        return drafting.load(self.home, draft_id)

    @needs(Act.EDIT)
    def save_draft(self, draft_id: int, seen: int, content: Mapping[str, Any]) -> int:
        """Keep a draft and return its new version. Raises `Moved` when another than the `seen` version is kept."""
        return drafting.save(self.home, draft_id, seen, content, self.actor)

    @needs(Act.EDIT)
    def drop_draft(self, draft_id: int) -> None:
        """Forget a draft; a sync that it was a working copy of stays as it is. Raises `NotFound`."""
        drafting.drop(self.home, draft_id, self.actor)

    @needs(Act.EDIT)
    def drop_blank_draft(self, draft_id: int) -> bool:
        """Forget the draft of a new sync if nothing is filled in in it; return whether it was forgotten. Raises `NotFound`."""
        return drafting.drop_blank(self.home, draft_id)

    @needs(Act.EDIT)
    def name_taken(self, draft_id: int, name: str) -> str:
        """Return the sentence for a name that another sync than the draft's has, or "". Raises `NotFound`."""
        return drafting.taken(self.home, draft_id, name)

    @needs(Act.EDIT)
    def draft_lacks(self, draft_id: int, content: Mapping[str, Any]) -> list[Lack]:
        """Return what keeps a draft from being a sync, in the order of the steps."""
        return drafting.lacks(self.home, draft_id, content)

    @needs(Act.EDIT)
    def finish_draft(self, draft_id: int, seen: int, over: bool = False) -> SyncHandle:
        """Make the sync, or its next version, of a draft, which is gone then.

        Raises `Moved` when draft or sync were saved meanwhile (`over`: take the place of the sync's newer version),
        `DefinitionError`, `Refused`.
        """
        name = drafting.finish(self.home, draft_id, seen, over, self.actor)
        return SyncHandle(self.home, name, self.person)
