"""What a run left behind, a page at a time: profiles made and changed, findings, rejected patrons, a held plan.

The database counts and cuts, so that a page of a million costs what a page of a hundred costs.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from synckit.store import bulk, profiles, schema
from synckit.store.findings import COLUMNS, SavedFinding

_C, _F, _H, _R = schema.changes.c, schema.findings.c, schema.held_rows.c, schema.rejected.c
Changed = tuple[int, str, str | None, str | None]
Held = tuple[str, int | None, str | None, str | None]


def made(conn: sa.Connection, version: int, columns: Sequence[str], limit: int, skip: int = 0) -> list[tuple[Any, ...]]:
    """Return (profile_id, *columns) of the profiles that a version made, those deleted since left out.

    A version gives its ids one after the other, so `skip` needs no counting: a page whose profiles were deleted is short.
    """
    rows = profiles.table(columns).c
    first = conn.scalar(sa.select(schema.writes.c.created_from).where(schema.writes.c.version == version))
    if first is None:
        return []
    within = sa.and_(rows.profile_id >= first + skip, rows.profile_id < first + skip + limit)
    there = sa.and_(within, rows.created_version == version, rows.deleted_version.is_(None))
    asked = sa.select(rows.profile_id, *(rows[name] for name in columns)).where(there)
    return [tuple(row) for row in conn.execute(asked.order_by(rows.profile_id))]


def changed(conn: sa.Connection, version: int, limit: int, skip: int = 0) -> list[Changed]:
    """Return (profile_id, column, before, after) of some of the profiles that a version changed, all their fields."""
    own = _C.version == version
    some = sa.select(_C.profile_id).where(own).group_by(_C.profile_id).order_by(_C.profile_id).limit(limit).offset(skip)
    asked = sa.select(_C.profile_id, _C.field, _C.before, _C.after).where(own, _C.profile_id.in_(some))
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(asked.order_by(_C.profile_id, _C.field))]


def found(
    conn: sa.Connection, run_id: int, field: str | None, rule: str | None, limit: int, skip: int = 0
) -> list[SavedFinding]:
    """Return findings of a run in ILS order, of one field and by one rule where they are given; the field "" is none at all."""
    own = [_F.run_id == run_id]
    if field is not None:
        own.append(_F.field == field if field else _F.field.is_(None))
    if rule is not None:
        own.append(_F.rule == rule)
    asked = sa.select(*(_F[name] for name in COLUMNS)).where(*own).order_by(_F.seq).limit(limit).offset(skip)
    return [SavedFinding(*row) for row in conn.execute(asked)]


def found_by(conn: sa.Connection, run_id: int) -> list[tuple[str | None, str, int]]:
    """Return (field, rule, findings) of a run, the most frequent first."""
    number = sa.func.count()
    asked = sa.select(_F.field, _F.rule, number).where(_F.run_id == run_id).group_by(_F.field, _F.rule)
    return [(row[0], row[1], row[2]) for row in conn.execute(asked.order_by(number.desc(), _F.field, _F.rule))]


def reasons(conn: sa.Connection, run_id: int) -> Iterator[builtins.list[tuple[str | None, str, str | None]]]:
    """Read (patron, rule, message) of the findings of rejected patrons, in ILS order, some thousand at a time."""
    yield from _why(conn, run_id, _F.patron.in_(_rejected(run_id)))


def unread(conn: sa.Connection, run_id: int) -> Iterator[builtins.list[tuple[str | None, str, str | None]]]:
    """Read what `reasons` reads, of the patrons of whom nothing could be read."""
    yield from _why(conn, run_id, sa.and_(_F.rule == "unreadable", _F.patron.not_in(_rejected(run_id))))


def _rejected(run_id: int) -> sa.Select[str]:
    return sa.select(_R.patron).where(_R.run_id == run_id, _R.patron.is_not(None))


def _why(
    conn: sa.Connection, run_id: int, whose: sa.ColumnElement[bool]
) -> Iterator[builtins.list[tuple[str | None, str, str | None]]]:
    asked = sa.select(_F.patron, _F.rule, _F.message).where(_F.run_id == run_id, whose).order_by(_F.seq)
    return bulk.chunks(conn, asked)


def held_plan(conn: sa.Connection, run_id: int) -> Held | None:
    """Return the row of a held plan that says what the others are of, None where no plan is kept."""
    asked = sa.select(_H.kind, _H.profile_id, _H.patron, _H.payload).where(_H.run_id == run_id, _H.kind == "plan")
    row = conn.execute(asked.order_by(_H.seq).limit(1)).first()
    return (row[0], row[1], row[2], row[3]) if row else None


def held_patrons(conn: sa.Connection, run_id: int, new: bool, limit: int, skip: int = 0) -> list[Held]:
    """Return rows of a held plan: patrons who would get a new profile, or those whose profile would change."""
    kind = sa.and_(
        _H.run_id == run_id, _H.kind == "patron", _H.profile_id.is_(None) if new else _H.profile_id.is_not(None)
    )
    asked = sa.select(_H.kind, _H.profile_id, _H.patron, _H.payload).where(kind).order_by(_H.seq)
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(asked.limit(limit).offset(skip))]
