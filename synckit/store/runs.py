"""The runs of syncs: when, as of which day, with what result. The row is finished in the transaction that applies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from synckit import clock, errors
from synckit.store import schema

STATUSES = ("queued", "running", "complete", "stopped", "held", "failed", "cancelled", "interrupted")
_OPEN = ("queued", "running")
_R = schema.runs.c
_SETTABLE = frozenset(_R.keys()) - {"id", "sync_id", "started_at"}


@dataclass(frozen=True)
class SavedRun:
    """One row of runs; `version` is the version of the profiles that it wrote, None when it wrote nothing."""

    id: int
    sync_id: int
    sync_version: int
    status: str
    as_of: dt.date | None
    plan_id: str | None
    base_version: int | None
    version: int | None
    started_at: dt.datetime
    finished_at: dt.datetime | None
    counts: dict[str, Any] | None
    findings: int | None
    seconds: dict[str, Any] | None
    passed: Any
    message: str | None
    undone_version: int | None
    progress: dict[str, Any] | None
    partial: bool
    reading: dict[str, Any] | None = None
    problem: str | None = None
    """The kind of error that it failed by, as errors.py names it."""
    breakdown: dict[str, Any] | None = None
    """Patrons by type before and after the filter, as the plan counted them."""


def start(conn: sa.Connection, sync_id: int, sync_version: int, status: str = "running", **values: Any) -> int:
    """Begin a run and return its id; `values` are further columns (as_of, base_version, partial ...)."""
    given = {"partial": False} | _checked(values)
    row = {"sync_id": sync_id, "sync_version": sync_version, "status": status, "started_at": clock.now()} | given
    run_id: int = conn.execute(sa.insert(schema.runs).values(row)).inserted_primary_key[0]  # type: ignore[index]
    return run_id


def finish(conn: sa.Connection, run_id: int, status: str, **values: Any) -> None:
    """End a run: `status` is one of STATUSES; the time is now, progress goes, further columns as given."""
    update(conn, run_id, **({"finished_at": clock.now(), "progress": None, "status": status} | values))


def update(conn: sa.Connection, run_id: int, **values: Any) -> None:
    """Set columns of a run. Raises NotFound."""
    if conn.execute(sa.update(schema.runs).where(_R.id == run_id).values(_checked(values))).rowcount == 0:
        raise errors.NotFound(f"There is no run {run_id}; it may have been deleted with its sync.")


def progress(conn: sa.Connection, run_id: int, now: dict[str, Any]) -> None:
    """Say how far a run is."""
    update(conn, run_id, progress=now)


def get(conn: sa.Connection, run_id: int) -> SavedRun:
    """Return a run. Raises NotFound."""
    found = conn.execute(sa.select(schema.runs).where(_R.id == run_id)).first()
    if found is None:
        raise errors.NotFound(f"There is no run {run_id}; look it up in the list of runs.")
    return SavedRun(*found)


def list(conn: sa.Connection, sync_id: int | None = None, limit: int | None = None) -> tuple[SavedRun, ...]:
    """Return the runs of one sync or of all, the newest first."""
    asked = sa.select(schema.runs).order_by(_R.id.desc()).limit(limit)
    if sync_id is not None:
        asked = asked.where(_R.sync_id == sync_id)
    return tuple(SavedRun(*row) for row in conn.execute(asked))


def last_ended(conn: sa.Connection, sync_ids: Sequence[int]) -> dict[int, SavedRun]:
    """Return the newest run that ended of each of some syncs, by the id of the sync; those without one are left out."""
    newest = sa.select(sa.func.max(_R.id)).where(_R.sync_id.in_(sync_ids), _R.status.not_in(_OPEN)).group_by(_R.sync_id)
    found = conn.execute(sa.select(schema.runs).where(_R.id.in_(newest)))
    return {run.sync_id: run for run in (SavedRun(*row) for row in found)}


def newest(conn: sa.Connection) -> int:
    """Return the id of the run that began last; 0 when there is none."""
    return conn.scalar(sa.select(sa.func.max(_R.id))) or 0


def last_complete(conn: sa.Connection, sync_id: int) -> SavedRun | None:
    """Return the latest complete run of a sync that read all its patrons, or None."""
    whole = sa.and_(_R.sync_id == sync_id, _R.status == "complete", sa.not_(_R.partial))
    found = conn.execute(sa.select(schema.runs).where(whole).order_by(_R.id.desc()).limit(1)).first()
    return SavedRun(*found) if found else None


def interrupt_stale(conn: sa.Connection, message: str = "The program that ran it ended before it did.") -> int:
    """Mark open runs whose sync nobody holds a lease on (`sync:<id>`) as interrupted; return how many."""
    now = clock.now()
    lease = schema.leases.c
    named = sa.literal("sync:") + sa.cast(_R.sync_id, sa.Text)
    held = sa.exists().where(lease.name == named, lease.owner.is_not(None), lease.expires_at > now)
    values = {"status": "interrupted", "finished_at": now, "progress": None, "message": message}
    return conn.execute(sa.update(schema.runs).where(_R.status.in_(_OPEN), ~held).values(values)).rowcount


def open(conn: sa.Connection) -> tuple[SavedRun, ...]:
    """Return the runs that wait or go on, the oldest first."""
    asked = sa.select(schema.runs).where(_R.status.in_(_OPEN)).order_by(_R.id)
    return tuple(SavedRun(*row) for row in conn.execute(asked))


def queued(conn: sa.Connection) -> tuple[SavedRun, ...]:
    """Return the runs that wait for somebody to execute them, the oldest first."""
    asked = sa.select(schema.runs).where(_R.status == "queued").order_by(_R.id)
    return tuple(SavedRun(*row) for row in conn.execute(asked))


def interrupt(conn: sa.Connection, sync_id: int) -> int:
    """Mark the running runs of a sync as interrupted, for whoever takes its lease knows that they ended; return how many.

    A queued one waits on.
    """
    values = {
        "status": "interrupted",
        "finished_at": clock.now(),
        "progress": None,
        "message": "The program that ran it ended before it did.",
    }
    return conn.execute(
        sa.update(schema.runs).where(_R.sync_id == sync_id, _R.status == "running").values(values)
    ).rowcount


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(values.keys() - _SETTABLE)
    if unknown:
        raise TypeError(f"A run has no {', '.join(unknown)}.")
    return values
