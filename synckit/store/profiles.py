"""The people: making, changing, deleting and reading profiles.

A deleted profile stays as a row without values, so that its id is never given again and readers learn of it; the values
it had are in `changes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from synckit import errors
from synckit.store import bulk, changes, kinds, schema
from synckit.store.transactions import Change

_FIXED = schema.ROW_COLUMNS


def table(columns: Sequence[str]) -> sa.TableClause:
    """Return the profiles table with the given field columns."""
    return sa.table("profiles", *(sa.column(name) for name in (*_FIXED, *columns)))


def columns(conn: sa.Connection) -> tuple[str, ...]:
    """Return the field columns that the table has."""
    f = schema.profile_fields.c
    return (*schema.SYSTEM_COLUMNS, *conn.scalars(sa.select(f.column_name).order_by(f.position)))


def next_id(conn: sa.Connection) -> int:
    """Return the id that the next new profile gets."""
    return (conn.scalar(sa.select(sa.func.max(schema.profiles.c.profile_id))) or 0) + 1


def insert(change: Change, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Make profiles; a row is (profile_id, *values of columns), its ids at least `next_id`. Rows may be a generator."""
    if (
        change.conn.scalar(sa.select(schema.writes.c.created_from).where(schema.writes.c.version == change.version))
        is None
    ):
        _note_first(change, next_id(change.conn))
    same = {"created_version": change.version, "version": change.version}
    bulk.insert(change.conn, "profiles", ("profile_id", *columns), rows, same)


def update(change: Change, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set columns of profiles; a row is (*values of columns, profile_id). Clear unique values first, so swaps work."""
    bulk.update(change.conn, "profiles", "profile_id", columns, rows, {"version": change.version})


def clear(change: Change, column: str, profile_ids: Iterable[int]) -> None:
    """Empty one column of some profiles."""
    update(change, (column,), ((None, profile_id) for profile_id in profile_ids))


def mark_deleted(change: Change, profile_ids: Iterable[int]) -> None:
    """Delete profiles: their values go to `changes`, their rows stay empty. Ids already deleted are passed over."""
    conn = change.conn
    names = columns(conn)
    rows = table(names)
    picked = bulk.stage(
        conn, "picked_profiles", {"profile_id": kinds.BIG}, ((each,) for each in dict.fromkeys(profile_ids))
    )
    chosen = sa.and_(rows.c.profile_id.in_(sa.select(picked.c.profile_id)), rows.c.deleted_version.is_(None))
    for name in names:
        changes.record_from(
            change, name, sa.select(rows.c.profile_id, rows.c[name], sa.null()).where(chosen, rows.c[name].is_not(None))
        )
    emptied: dict[str, Any] = dict.fromkeys(names)
    conn.execute(
        sa.update(rows).where(chosen).values(**emptied, version=change.version, deleted_version=change.version)
    )


def rows_since(conn: sa.Connection, version: int, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return (profile_id, version, deleted_version, *columns) of every profile newer than a version, by id."""
    rows = table(columns)
    asked = (rows.c.profile_id, rows.c.version, rows.c.deleted_version, *(rows.c[name] for name in columns))
    first = conn.scalar(sa.select(sa.func.min(schema.writes.c.created_from)).where(schema.writes.c.version > version))
    touched = sa.and_(rows.c.version > version, rows.c.version != rows.c.created_version)
    found = [tuple(row) for row in conn.execute(sa.select(*asked).where(touched))]
    if first is not None:
        untouched = sa.and_(rows.c.profile_id >= first, rows.c.version == rows.c.created_version)
        found += [tuple(row) for row in conn.execute(sa.select(*asked).where(untouched))]
    return sorted(found, key=lambda row: row[0])


def read_all(
    conn: sa.Connection, columns: Sequence[str], chosen: sa.ColumnElement[bool] | None = None
) -> Iterator[list[tuple[Any, ...]]]:
    """Read (profile_id, version, *columns) of every profile that is not deleted, by id, in lists of some thousand.

    `chosen` is a condition of `searching` that only some of them meet.
    """
    rows = table(columns)
    asked = (rows.c.profile_id, rows.c.version, *(rows.c[name] for name in columns))
    live = rows.c.deleted_version.is_(None)
    some = live if chosen is None else sa.and_(live, chosen)
    return bulk.chunks(conn, sa.select(*asked).where(some).order_by(rows.c.profile_id))


def get(conn: sa.Connection, profile_id: int) -> dict[str, Any]:
    """Return one profile with all its columns, deleted or not. Raises NotFound."""
    rows = table(columns(conn))
    found = conn.execute(sa.select(rows).where(rows.c.profile_id == profile_id)).mappings().first()
    if found is None:
        raise errors.NotFound(f"There is no profile {profile_id}; look it up on the Profiles page.")
    return dict(found)


def some(conn: sa.Connection, columns: Sequence[str], profile_ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """Return (profile_id, *columns) of a few thousand profiles at most, by id; deleted ones are left out."""
    rows = table(columns)
    chosen = sa.and_(rows.c.profile_id.in_(profile_ids), rows.c.deleted_version.is_(None))
    asked = sa.select(rows.c.profile_id, *(rows.c[name] for name in columns)).where(chosen)
    return [tuple(row) for row in conn.execute(asked.order_by(rows.c.profile_id))]


def count(conn: sa.Connection) -> int:
    """Return how many profiles there are."""
    live = schema.profiles.c.deleted_version.is_(None)
    return conn.scalar(sa.select(sa.func.count()).select_from(schema.profiles).where(live)) or 0


def created_in(conn: sa.Connection, version: int) -> list[int]:
    """Return the ids of the profiles that a version made, those deleted since included."""
    c = schema.profiles.c
    first = conn.scalar(sa.select(schema.writes.c.created_from).where(schema.writes.c.version == version))
    if first is None:
        return []
    asked = sa.select(c.profile_id).where(c.profile_id >= first, c.created_version == version)
    return list(conn.scalars(asked.order_by(c.profile_id)))


def deleted_ids(conn: sa.Connection) -> list[int]:
    """Return the ids of every deleted profile."""
    c = schema.profiles.c
    asked = sa.select(c.profile_id).where(c.deleted_version.is_not(None), c.version != c.created_version)
    return list(conn.scalars(asked))


def _note_first(change: Change, first: int) -> None:
    """Remember from which id on this write makes profiles."""
    own = schema.writes.c.version == change.version
    change.conn.execute(sa.update(schema.writes).where(own).values(created_from=first))
