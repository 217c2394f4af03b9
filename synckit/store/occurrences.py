"""What became of each due time of a schedule: ran, missed, skipped, held, failed."""

from __future__ import annotations

import builtins
import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from synckit.store import schema

_O = schema.occurrences.c


@dataclass(frozen=True)
class SavedOccurrence:
    """One due time; `run_id` is the run it led to, if any."""

    sync_id: int
    due: dt.datetime
    status: str
    run_id: int | None


def claim(conn: sa.Connection, sync_id: int, due: dt.datetime, status: str, run_id: int | None = None) -> bool:
    """Write an occurrence down; False when it was written down before, so that each runs once."""
    if conn.scalar(sa.select(_O.status).where(_O.sync_id == sync_id, _O.due == due)) is not None:
        return False
    row = {"sync_id": sync_id, "due": due, "status": status, "run_id": run_id}
    conn.execute(sa.insert(schema.occurrences).values(row))
    return True


def mark(conn: sa.Connection, sync_id: int, due: dt.datetime, status: str, run_id: int | None = None) -> None:
    """Set the status of an occurrence that was claimed."""
    own = sa.and_(_O.sync_id == sync_id, _O.due == due)
    conn.execute(sa.update(schema.occurrences).where(own).values(status=status, run_id=run_id))


def to_come(conn: sa.Connection, sync_id: int, now: dt.datetime) -> None:
    """Forget what was written down for times that have not come: the clock had been wrong."""
    conn.execute(sa.delete(schema.occurrences).where(_O.sync_id == sync_id, _O.due > now, _O.run_id.is_(None)))


def of_run(conn: sa.Connection, run_id: int) -> SavedOccurrence | None:
    """Return the occurrence that led to a run, if any did."""
    found = conn.execute(sa.select(schema.occurrences).where(_O.run_id == run_id)).first()
    return SavedOccurrence(*found) if found else None


def unsettled(conn: sa.Connection) -> set[int]:
    """Return the syncs with an occurrence whose run goes on, or ended otherwise than is written down."""
    r = schema.runs.c
    asked = sa.select(_O.sync_id).join(schema.runs, r.id == _O.run_id).where(_O.status == "ran", r.status != "complete")
    return set(conn.scalars(asked.distinct()))


def not_run(conn: sa.Connection, sync_id: int, limit: int) -> builtins.list[SavedOccurrence]:
    """Return the occurrences of a sync that led to no complete run, the latest first."""
    own = sa.and_(_O.sync_id == sync_id, _O.status != "ran")
    asked = sa.select(schema.occurrences).where(own).order_by(_O.due.desc()).limit(limit)
    return [SavedOccurrence(*row) for row in conn.execute(asked)]


def list(conn: sa.Connection, sync_id: int, limit: int | None = None) -> builtins.list[SavedOccurrence]:
    """Return the occurrences of a sync, the latest first."""
    asked = sa.select(schema.occurrences).where(_O.sync_id == sync_id).order_by(_O.due.desc()).limit(limit)
    return [SavedOccurrence(*row) for row in conn.execute(asked)]
