"""A definition on its way into the store: judged against its connection and the catalogue, tried out, saved."""

from __future__ import annotations

from typing import Any

from synckit import errors, ils
from synckit.claim import interrupt_dead
from synckit.definition import Sync, validate
from synckit.run import Home
from synckit.store import catalogue, connections, runs, syncs
from synckit.workspace.schedules import on_save


def check(home: Home, sync: Sync) -> None:
    """Raise `DefinitionError` for what does not fit, `SuiteError` for a piece of SQL or a pattern that cannot run."""
    from synckit.plan.build import try_out

    with home.store.read() as conn:
        connection = connections.load(conn, sync.connection)
        fields = catalogue.load(conn)
    known = {field.name: field for field in connection.fields}
    validate(sync, fields, known)
    if sync.incremental and not ils.tells_changes(connection.kind):
        raise sync.problem(
            ("incremental",), f"{ils.name(connection.kind)} cannot tell who changed; leave incremental out."
        )
    try_out(sync, fields, known)


def put(conn: Any, sync: Sync, zone: str, replacing: str | None = None) -> None:
    """Save a checked definition. Raises `Refused` while the sync runs, or when another sync has the name."""
    known = replacing or sync.name
    if known in syncs.names(conn):
        _refuse_running(conn, known)
    on_save(conn, sync, zone, replacing)


def _refuse_running(conn: Any, name: str) -> None:
    saved = syncs.load(conn, name)
    interrupt_dead(conn, saved.id)
    newest = runs.list(conn, saved.id, limit=1)
    if newest and newest[0].status in ("queued", "running"):
        raise errors.Refused(
            f"The sync {name!r} is running; wait for run {newest[0].id} or cancel it before changing it."
        )
