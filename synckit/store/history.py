"""What happened, a page at a time: runs by sync and status, lines of the audit by person and action, the newest first.

The database counts and cuts, so that a hundred thousand of them cost no more than a page of them.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from synckit.store import schema
from synckit.store.audit import Line
from synckit.store.runs import SavedRun

UNDONE = "undone"
"""What a complete run is that was taken back; no status of its own in the store."""
_R, _A, _S = schema.runs.c, schema.audit.c, schema.syncs.c


def runs(
    conn: sa.Connection, sync: str | None, status: str | None, limit: int, skip: int = 0
) -> tuple[list[tuple[SavedRun, str]], int]:
    """Return runs with the names of their syncs, and how many there are in all."""
    asked = _runs_asked(sync, status)
    total = conn.scalar(sa.select(sa.func.count()).select_from(schema.runs).where(*asked)) or 0
    rows = sa.select(schema.runs).where(*asked).order_by(_R.id.desc()).limit(limit).offset(skip)
    found = [SavedRun(*row) for row in conn.execute(rows)]
    chosen = sa.select(_S.id, _S.name).where(_S.id.in_({each.sync_id for each in found}))
    names: dict[int, str] = {row[0]: row[1] for row in conn.execute(chosen)}
    return [(each, names.get(each.sync_id, "")) for each in found], total


def _runs_asked(sync: str | None, status: str | None) -> list[sa.ColumnElement[bool]]:
    asked: list[sa.ColumnElement[bool]] = []
    if sync is not None:
        asked.append(_R.sync_id == sa.select(_S.id).where(_S.name == sync).scalar_subquery())
    if status == UNDONE:
        asked.append(_R.undone_version.is_not(None))
    elif status is not None:
        asked.append(_R.status == status)
        asked += [_R.undone_version.is_(None)] if status == "complete" else []
    return asked


def audit(
    conn: sa.Connection, actor: str | None, action: str | None, limit: int, skip: int = 0
) -> tuple[list[Line], int]:
    """Return lines of the audit, and how many there are in all."""
    asked = [column == value for column, value in ((_A.actor, actor), (_A.action, action)) if value is not None]
    total = conn.scalar(sa.select(sa.func.count()).select_from(schema.audit).where(*asked)) or 0
    rows = sa.select(schema.audit).where(*asked).order_by(_A.id.desc()).limit(limit).offset(skip)
    return [Line(*row) for row in conn.execute(rows)], total


def actors(conn: sa.Connection) -> list[str]:
    """Return everybody who is in the audit."""
    return _several(conn, _A.actor)


def actions(conn: sa.Connection) -> list[str]:
    """Return everything that was ever done, as the audit calls it."""
    return _several(conn, _A.action)


def _several(conn: sa.Connection, column: sa.Column[Any]) -> list[str]:
    return [*conn.scalars(sa.select(column).distinct().order_by(column))]
