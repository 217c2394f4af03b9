"""What was written to each profile: the before-images that undo and the history of a profile rest on.

A row is one field of one profile in one version. The values a profile was made with are no change; its first entry in
the history says only that it was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from synckit.store import bulk, schema
from synckit.store.transactions import Change

_COLUMNS = ("profile_id", "field", "before", "after")


@dataclass(frozen=True)
class Entry:
    """One line of a profile's history; `field` is a column name, None where the profile was made."""

    at: dt.datetime
    kind: str
    actor: str
    run: int | None
    field: str | None
    before: str | None
    after: str | None
    version: int


def record(change: Change, rows: Iterable[tuple[int, str, str | None, str | None]]) -> None:
    """Keep before-images; a row is (profile_id, column, before, after)."""
    bulk.insert(change.conn, "changes", _COLUMNS, rows, {"version": change.version})


def record_from(change: Change, column: str, found: sa.Select[int, str | None, str | None]) -> int:
    """Keep the before-images of one column that a query of (profile_id, before, after) finds; return how many."""
    rows = found.subquery("found")
    asked = sa.select(sa.literal(change.version), rows.c[0], sa.literal(column), rows.c[1], rows.c[2])
    return change.conn.execute(sa.insert(schema.changes).from_select(["version", *_COLUMNS], asked)).rowcount


def history(conn: sa.Connection, profile_id: int) -> list[Entry]:
    """Return what happened to a profile, the oldest first."""
    w, c, p = schema.writes.c, schema.changes.c, schema.profiles.c
    meta = (w.at, w.kind, w.actor, w.run_id)
    nothing = sa.null()
    made = sa.select(*meta, nothing, nothing, nothing, w.version).join_from(
        schema.writes, schema.profiles, p.created_version == w.version
    )
    changed = sa.select(*meta, c.field, c.before, c.after, w.version).join_from(
        schema.writes, schema.changes, c.version == w.version
    )
    rows = [*conn.execute(made.where(p.profile_id == profile_id))]
    rows += conn.execute(changed.where(c.profile_id == profile_id).order_by(w.version, c.field))
    return [Entry(*row) for row in rows]


def of_version(conn: sa.Connection, version: int) -> list[tuple[Any, ...]]:
    """Return (profile_id, column, before, after) of the fields that a version changed, by profile and column."""
    return [row for rows in read_version(conn, version) for row in rows]


def read_version(conn: sa.Connection, version: int) -> Iterator[list[tuple[Any, ...]]]:
    """Read what `of_version` returns, some thousand at a time."""
    c = schema.changes.c
    asked = sa.select(c.profile_id, c.field, c.before, c.after).where(c.version == version)
    return bulk.chunks(conn, asked.order_by(c.profile_id, c.field))


def is_forgotten(conn: sa.Connection, profile_id: int) -> bool:
    """Say whether writes that may have changed a profile after it was made have lost their before-images."""
    w, p = schema.writes.c, schema.profiles.c
    between = sa.and_(w.version > p.created_version, w.version <= p.version, w.pruned)
    asked = sa.select(1).select_from(schema.profiles.join(schema.writes, between)).where(p.profile_id == profile_id)
    return conn.scalar(asked.limit(1)) is not None


def names_before(conn: sa.Connection, ids: dict[int, int]) -> dict[int, dict[str, str | None]]:
    """Return {profile_id: {column: text}} of the first and last names that profiles had before the version given for each."""
    c = schema.changes.c
    chosen = sa.and_(c.profile_id.in_(ids), c.version.in_(set(ids.values())), c.field.in_(("first_name", "last_name")))
    found: dict[int, dict[str, str | None]] = {}
    for profile_id, version, field, before in conn.execute(
        sa.select(c.profile_id, c.version, c.field, c.before).where(chosen)
    ):
        if ids[profile_id] == version:
            found.setdefault(profile_id, {})[field] = before
    return found
