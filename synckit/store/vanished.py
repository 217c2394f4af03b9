"""Who is gone from a connection: linked patrons that a reading of everybody did not find. Their profiles stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from synckit.store import bulk, kinds, schema

_V = schema.vanished.c


@dataclass(frozen=True)
class Gone:
    """One patron that is gone."""

    connection_id: int
    ils_id: str
    profile_id: int
    run_id: int
    """The run that noticed."""
    flagged: bool


def settle(
    conn: sa.Connection,
    connection_id: int,
    run_id: int,
    flagged: bool,
    rows: Iterable[tuple[str, int]],
    are_all: bool = True,
) -> int:
    """Remember who is gone now, (ILS id, profile), and return how many are newly gone.

    `are_all` says that whoever is not among them is there, or came back.
    """
    given = bulk.stage(conn, "given_vanished", {"ils_id": sa.Text, "profile_id": kinds.BIG}, rows)
    own = _V.connection_id == connection_id
    if are_all:
        conn.execute(sa.delete(schema.vanished).where(own, _V.ils_id.not_in(sa.select(given.c.ils_id))))
    conn.execute(sa.update(schema.vanished).where(own).values(flagged=flagged))
    known = sa.exists().where(own, _V.ils_id == given.c.ils_id)
    values = (sa.literal(connection_id), given.c.ils_id, given.c.profile_id, sa.literal(run_id), sa.literal(flagged))
    names = [each.name for each in schema.vanished.columns]
    return conn.execute(sa.insert(schema.vanished).from_select(names, sa.select(*values).where(~known))).rowcount


def of_run(conn: sa.Connection, run_id: int) -> list[Gone]:
    """Return those whom a run noticed to be gone and who did not come back since, by ILS id."""
    return _all(conn, _V.run_id == run_id)


def of_profile(conn: sa.Connection, profile_id: int) -> list[Gone]:
    """Return the patrons of a profile that are gone, by connection."""
    return _all(conn, _V.profile_id == profile_id)


def _all(conn: sa.Connection, chosen: sa.ColumnElement[bool]) -> list[Gone]:
    asked = sa.select(schema.vanished).where(chosen).order_by(_V.connection_id, _V.ils_id)
    return [Gone(*row) for row in conn.execute(asked)]


def forget_run(conn: sa.Connection, run_id: int) -> None:
    """Take back what a run noticed."""
    conn.execute(sa.delete(schema.vanished).where(_V.run_id == run_id))


def forget_connection(conn: sa.Connection, connection_id: int) -> None:
    """Forget everybody of a connection that is removed."""
    conn.execute(sa.delete(schema.vanished).where(_V.connection_id == connection_id))
