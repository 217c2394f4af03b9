"""The connections to library systems: settings, references to secrets (never the secrets), and the fields they offer."""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from synckit import clock, errors
from synckit.fields import IlsField
from synckit.store import links, schema, vanished
from synckit.store.transactions import Change

_C = schema.connections.c


@dataclass(frozen=True)
class SavedConnection:
    """One connection as it is stored; `secrets` holds references, not secrets."""

    id: int
    name: str
    kind: str
    settings: dict[str, Any]
    secrets: dict[str, Any]
    fields: tuple[IlsField, ...]
    at: dt.datetime


def save(
    conn: sa.Connection,
    name: str,
    kind: str,
    settings: Mapping[str, Any],
    secrets: Mapping[str, Any],
    fields: Iterable[IlsField],
) -> int:
    """Make a connection, or change the one of that name, and return its id."""
    values = {
        "kind": kind,
        "settings": dict(settings),
        "secrets": dict(secrets),
        "fields": [each.to_dict() for each in fields],
    }
    found: int | None = conn.scalar(sa.select(_C.id).where(_C.name == name))
    if found is not None:
        conn.execute(sa.update(schema.connections).where(_C.id == found).values(values))
        return found
    made: int = conn.execute(
        sa.insert(schema.connections).values(name=name, at=clock.now(), **values)
    ).inserted_primary_key[0]  # type: ignore[index]
    return made


def load(conn: sa.Connection, name: str) -> SavedConnection:
    """Return a connection. Raises NotFound, which names the nearest."""
    found = [each for each in list(conn) if each.name == name]
    if not found:
        raise errors.NotFound.of("connection", name, names(conn))
    return found[0]


def list(conn: sa.Connection) -> builtins.list[SavedConnection]:
    """Return all connections, by name."""
    asked = sa.select(_C.id, _C.name, _C.kind, _C.settings, _C.secrets, _C.fields, _C.at).order_by(_C.name)
    return [
        SavedConnection(*row[:5], fields=tuple(IlsField.from_dict(each) for each in row.fields), at=row.at)
        for row in conn.execute(asked)
    ]


def names(conn: sa.Connection) -> tuple[str, ...]:
    """Return the names of all connections, in order."""
    return tuple(conn.scalars(sa.select(_C.name).order_by(_C.name)))


def used_by(conn: sa.Connection) -> dict[str, builtins.list[str]]:
    """Return the names of the syncs that use each connection, by its name; one that none uses is left out."""
    s = schema.syncs.c
    asked = sa.select(_C.name, s.name).join_from(schema.syncs, schema.connections, s.connection_id == _C.id)
    found: dict[str, builtins.list[str]] = {}
    for name, sync in conn.execute(asked.order_by(_C.name, s.name)):
        found.setdefault(name, []).append(sync)
    return found


def rename(conn: sa.Connection, name: str, new_name: str) -> None:
    """Give a connection that no sync uses another name. Raises Refused, NotFound."""
    found = load(conn, name)
    if new_name != name and new_name in names(conn):
        raise errors.Refused(f"A connection named {new_name!r} exists already; choose another name.")
    _refuse_in_use(conn, found, "renamed")
    conn.execute(sa.update(schema.connections).where(_C.id == found.id).values(name=new_name))


def delete(change: Change, name: str) -> None:
    """Delete a connection that no sync uses, with its links; the profiles stay. Raises Refused, NotFound."""
    found = load(change.conn, name)
    _refuse_in_use(change.conn, found, "removed")
    links.drop_connection(change, found.id)
    vanished.forget_connection(change.conn, found.id)
    change.conn.execute(sa.delete(schema.connections).where(_C.id == found.id))


def _refuse_in_use(conn: sa.Connection, found: SavedConnection, done: str) -> None:
    s = schema.syncs.c
    using = tuple(conn.scalars(sa.select(s.name).where(s.connection_id == found.id).order_by(s.name)))
    if using:
        raise errors.Refused(
            f"The connection {found.name!r} cannot be {done}: it is used by {', '.join(using)} and links "
            f"{links.count(conn, found.id)} profiles; delete those syncs first."
        )
