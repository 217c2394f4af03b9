"""Syncs: saved, found, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synckit import errors, ils
from synckit.access import Act, needs
from synckit.claim import interrupt_dead
from synckit.definition import Sync, validate
from synckit.fields import Catalogue, IlsField
from synckit.store import catalogue, connections, runs, syncs
from synckit.workspace.doors.door import Door
from synckit.workspace.handles import SyncHandle
from synckit.workspace.schedules import on_save


class Syncs(Door):
    """The syncs of a workspace."""

    @needs(Act.EDIT)
    def save(self, sync: Sync) -> SyncHandle:
        """Save a sync: a new one, or a new version of the one of that name. Raises `DefinitionError`, `Refused`."""
        with self.home.store.read() as conn:
            connection = connections.load(conn, sync.connection)
            fields = catalogue.load(conn)
        kind, known = connection.kind, {field.name: field for field in connection.fields}
        validate(sync, fields, known)
        if sync.incremental and not ils.tells_changes(kind):
            raise sync.problem(("incremental",), f"{ils.name(kind)} cannot tell who changed; leave incremental out.")
        _try_out(sync, fields, known)
        with self.home.store.write() as conn:
            if sync.name in syncs.names(conn):
                self._refuse_running(conn, sync.name)
            on_save(conn, sync, self.home.zone)
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

    def _refuse_running(self, conn: Any, name: str) -> None:
        interrupt_dead(conn, syncs.load(conn, name).id)
        newest = runs.list(conn, syncs.load(conn, name).id, limit=1)
        if newest and newest[0].status in ("queued", "running"):
            raise errors.Refused(
                f"The sync {name!r} is running; wait for run {newest[0].id} or cancel it before changing it."
            )


def _try_out(sync: Sync, fields: Catalogue, known: Mapping[str, IlsField]) -> None:
    """Lower the definition once, so that a wrong piece of SQL or pattern is refused when it is saved."""
    from synckit.plan.build import try_out

    try_out(sync, fields, known)
