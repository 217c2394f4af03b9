"""The saved definitions of syncs, every version kept: a run goes on with the version it began with."""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from synckit import clock, errors
from synckit.store import audit, schema

STATUSES = ("Draft", "Scheduled", "Complete")
_BUSY = ("queued", "running")
_S = schema.syncs.c


@dataclass(frozen=True)
class SavedSync:
    """A sync as it is stored; `definition` is its latest version as plain data."""

    id: int
    name: str
    connection_id: int
    version: int
    status: str
    paused: bool
    created_at: dt.datetime
    considered_at: dt.datetime | None
    """Up to when its due times were looked at."""
    definition: dict[str, Any]


def save(
    conn: sa.Connection, definition: Mapping[str, Any], status: str | None = None, replacing: str | None = None
) -> tuple[int, int]:
    """Save a definition and return (sync id, version); an unchanged one gets no new version.

    `status` is one of STATUSES; None keeps it (Draft for a new sync). `replacing` is the name so far, for a new name.
    Raises NotFound for an unknown connection, Refused for a name that another sync has.
    """
    connection_id = _connection_id(conn, str(definition["connection"]))
    name = str(definition["name"])
    found = _row(conn, replacing or name)
    if found is None and replacing is not None:
        raise errors.NotFound.of("sync", replacing, names(conn))
    if found is not None and found.name != name and _row(conn, name) is not None:
        raise errors.Refused(f"A sync named {name!r} exists already; choose another name.")
    if found is None:
        return _insert(conn, name, connection_id, definition, status or "Draft")
    changed = version(conn, found.id, found.version) != dict(definition)
    number = found.version + changed
    values = {"name": name, "connection_id": connection_id, "version": number, "status": status or found.status}
    conn.execute(sa.update(schema.syncs).where(_S.id == found.id).values(values))
    if changed:
        _add_version(conn, found.id, number, definition)
    return found.id, number


def load(conn: sa.Connection, name: str) -> SavedSync:
    """Return a sync. Raises NotFound, which names the nearest."""
    found = _row(conn, name)
    if found is None:
        raise errors.NotFound.of("sync", name, names(conn))
    return SavedSync(**found._mapping, definition=version(conn, found.id, found.version))


def by_id(conn: sa.Connection, sync_id: int) -> SavedSync:
    """Return a sync by its id. Raises NotFound."""
    found = conn.scalar(sa.select(_S.name).where(_S.id == sync_id))
    if found is None:
        raise errors.NotFound(f"There is no sync with the id {sync_id}; it may have been deleted.")
    return load(conn, found)


def version(conn: sa.Connection, sync_id: int, number: int) -> dict[str, Any]:
    """Return one version of a definition, as it was saved."""
    v = schema.sync_versions.c
    found: dict[str, Any] = conn.execute(
        sa.select(v.definition).where(v.sync_id == sync_id, v.version == number)
    ).scalar_one()
    return found


def names(conn: sa.Connection) -> tuple[str, ...]:
    """Return the names of all syncs, in order."""
    return tuple(conn.scalars(sa.select(_S.name).order_by(_S.name)))


def list(conn: sa.Connection) -> tuple[SavedSync, ...]:
    """Return all syncs, by name."""
    v = schema.sync_versions.c
    joined = sa.and_(v.sync_id == _S.id, v.version == _S.version)
    asked = sa.select(schema.syncs, v.definition).join_from(schema.syncs, schema.sync_versions, joined)
    return tuple(SavedSync(*row) for row in conn.execute(asked.order_by(_S.name)))


def some(conn: sa.Connection, sync_ids: Sequence[int]) -> dict[int, SavedSync]:
    """Return syncs by their ids; those that are not there are left out."""
    v = schema.sync_versions.c
    joined = sa.and_(v.sync_id == _S.id, v.version == _S.version)
    asked = sa.select(schema.syncs, v.definition).join_from(schema.syncs, schema.sync_versions, joined)
    return {row[0]: SavedSync(*row) for row in conn.execute(asked.where(_S.id.in_(sync_ids)))}


def of_connection(conn: sa.Connection, connection_id: int) -> tuple[SavedSync, ...]:
    """Return the syncs that read a connection, by name."""
    v = schema.sync_versions.c
    joined = sa.and_(v.sync_id == _S.id, v.version == _S.version)
    asked = sa.select(schema.syncs, v.definition).join_from(schema.syncs, schema.sync_versions, joined)
    own = asked.where(_S.connection_id == connection_id).order_by(_S.name)
    return tuple(SavedSync(*row) for row in conn.execute(own))


def states(conn: sa.Connection) -> builtins.list[tuple[int, str, str, bool]]:
    """Return (id, name, status, whether it is paused) of every sync, by name: what is cheap to look at for a thousand."""
    asked = sa.select(_S.id, _S.name, _S.status, _S.paused).order_by(_S.name)
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(asked)]


def scheduled(conn: sa.Connection) -> builtins.list[tuple[int, int, bool]]:
    """Return (id, version, whether it is paused) of each scheduled sync: what is cheap to look at every second."""
    asked = sa.select(_S.id, _S.version, _S.paused).where(_S.status == "Scheduled").order_by(_S.id)
    return [(row[0], row[1], row[2]) for row in conn.execute(asked)]


def set_status(conn: sa.Connection, sync_id: int, status: str | None = None, paused: bool | None = None) -> None:
    """Set the status of a sync (one of STATUSES), or whether it is paused; None leaves it."""
    given = {"status": status, "paused": paused}
    values = {key: value for key, value in given.items() if value is not None}
    if values:
        conn.execute(sa.update(schema.syncs).where(_S.id == sync_id).values(values))


def considered(conn: sa.Connection, sync_id: int, moment: dt.datetime) -> None:
    """Remember up to when the due times of a sync were looked at; earlier ones are settled."""
    conn.execute(sa.update(schema.syncs).where(_S.id == sync_id).values(considered_at=moment))


def delete(conn: sa.Connection, name: str, actor: str = "") -> None:
    """Delete a sync with its schedule, runs, findings, held rows and before-images; links and an audit line stay.

    Raises Refused while it is running, NotFound for an unknown name.
    """
    found = load(conn, name)
    r = schema.runs.c
    own = sa.select(r.id).where(r.sync_id == found.id)
    if conn.scalar(own.where(r.status.in_(_BUSY)).limit(1)) is not None:
        raise errors.Refused(f"The sync {name!r} is running; cancel the run before deleting it.")
    versions = sa.select(r.version).where(r.sync_id == found.id, r.version.is_not(None))
    for table in (schema.changes, schema.link_changes):
        conn.execute(sa.delete(table).where(table.c.version.in_(versions)))
    conn.execute(sa.update(schema.writes).where(schema.writes.c.version.in_(versions)).values(pruned=True))
    for table in (schema.findings, schema.held_rows, schema.rejected):
        conn.execute(sa.delete(table).where(table.c.run_id.in_(own)))
    for table in (
        schema.runs,
        schema.occurrences,
        schema.watermarks,
        schema.notice_states,
        schema.drafts,
        schema.sync_versions,
    ):
        conn.execute(sa.delete(table).where(table.c.sync_id == found.id))
    conn.execute(sa.delete(schema.syncs).where(_S.id == found.id))
    audit.add(conn, actor, "delete sync", name)


def _row(conn: sa.Connection, name: str) -> Any:
    return conn.execute(sa.select(schema.syncs).where(_S.name == name)).first()


def _connection_id(conn: sa.Connection, name: str) -> int:
    c = schema.connections.c
    found: int | None = conn.scalar(sa.select(c.id).where(c.name == name))
    if found is None:
        raise errors.NotFound.of("connection", name, conn.scalars(sa.select(c.name).order_by(c.name)))
    return found


def _insert(
    conn: sa.Connection, name: str, connection_id: int, definition: Mapping[str, Any], status: str
) -> tuple[int, int]:
    row = {
        "name": name,
        "connection_id": connection_id,
        "version": 1,
        "status": status,
        "paused": False,
        "created_at": clock.now(),
    }
    sync_id: int = conn.execute(sa.insert(schema.syncs).values(row)).inserted_primary_key[0]  # type: ignore[index]
    _add_version(conn, sync_id, 1, definition)
    return sync_id, 1


def _add_version(conn: sa.Connection, sync_id: int, number: int, definition: Mapping[str, Any]) -> None:
    row = {"sync_id": sync_id, "version": number, "definition": dict(definition), "at": clock.now()}
    conn.execute(sa.insert(schema.sync_versions).values(row))
