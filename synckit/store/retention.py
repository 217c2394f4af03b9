"""What is forgotten in time: findings, held plans, rejected patrons and before-images. Profiles, links, runs and the
audit stay. The bytes go too: SQLite overwrites what it deletes (see `sqlite`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from synckit.store import schema


@dataclass(frozen=True)
class Pruned:
    """How many rows went."""

    runs: int
    findings: int
    changes: int


def prune(conn: sa.Connection, before: dt.datetime) -> Pruned:
    """Forget what runs and writes that ended before a moment left behind; those runs cannot be undone any more."""
    r, w = schema.runs.c, schema.writes.c
    over = r.status.not_in(("queued", "running"))
    old_runs = sa.select(r.id).where(over, r.finished_at < before)
    old_writes = sa.select(w.version).where(w.at < before, sa.not_(w.pruned))
    findings = 0
    for table in (schema.findings, schema.held_rows, schema.rejected):
        gone = conn.execute(sa.delete(table).where(table.c.run_id.in_(old_runs))).rowcount
        findings += gone if table is schema.findings else 0
    conn.execute(sa.delete(schema.link_changes).where(schema.link_changes.c.version.in_(old_writes)))
    changes = conn.execute(sa.delete(schema.changes).where(schema.changes.c.version.in_(old_writes))).rowcount
    conn.execute(sa.update(schema.writes).where(w.at < before, sa.not_(w.pruned)).values(pruned=True))
    runs = conn.scalar(sa.select(sa.func.count()).select_from(old_runs.subquery())) or 0
    return Pruned(runs, findings, changes)


def is_pruned(conn: sa.Connection, version: int) -> bool:
    """Tell whether the before-images of a version are gone."""
    w = schema.writes.c
    return bool(conn.scalar(sa.select(w.pruned).where(w.version == version)))
