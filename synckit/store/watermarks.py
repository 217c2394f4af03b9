"""How far each sync has read: the moment from which its next run may ask for changes alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from synckit.store import schema

_W = schema.watermarks.c


@dataclass(frozen=True)
class Watermark:
    """Where the last run of a sync stood."""

    run_id: int
    sync_version: int
    begun: dt.datetime
    """When that run began to read."""
    since_full: int
    """Runs since everybody was read."""


def get(conn: sa.Connection, sync_id: int) -> Watermark | None:
    """Return the watermark of a sync; None when it has to read everybody."""
    names = (_W.run_id, _W.sync_version, _W.begun, _W.since_full)
    found = conn.execute(sa.select(*names).where(_W.sync_id == sync_id)).first()
    return Watermark(*found) if found else None


def move(conn: sa.Connection, sync_id: int, mark: Watermark) -> None:
    """Set the watermark of a sync, in the transaction that applies the run."""
    forget(conn, sync_id)
    conn.execute(sa.insert(schema.watermarks).values(sync_id=sync_id, **vars(mark)))


def forget(conn: sa.Connection, sync_id: int) -> None:
    """Take the watermark of a sync away, so that its next run reads everybody."""
    conn.execute(sa.delete(schema.watermarks).where(_W.sync_id == sync_id))
