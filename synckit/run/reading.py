"""Whom a run reads: everybody, or those who changed since the last run and those it rejected.

Everybody is read unless all is well: the sync is as it was, its last run was applied and not undone, the filter does
not look at the day, and it is not yet time again. So a wrong clock or a lost change never lasts for long.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from synckit.definition import Sync
from synckit.store import findings, runs, syncs, watermarks

OVERLAP = dt.timedelta(hours=1)
"""How much further back is asked for: the clocks of two machines differ."""
MOST_AGAIN = 200
"""With more rejected patrons than this, reading everybody is simpler."""
_NO_ID = re.compile(r"row \d+")


@dataclass(frozen=True)
class Reading:
    """Whom to ask the ILS for."""

    since: dt.datetime | None = None
    """Those who changed since; None: everybody."""
    also: tuple[str, ...] = ()
    """ILS ids of those who are read besides."""


EVERYBODY = Reading()


def choose(conn: Any, saved: syncs.SavedSync, sync: Sync, limit: int | None) -> Reading:
    """Return whom the next run of a sync reads."""
    mark = watermarks.get(conn, saved.id)
    if sync.incremental is None or limit is not None or mark is None or sync.looks_at_the_day:
        return EVERYBODY
    if mark.sync_version != saved.version or mark.since_full + 1 >= sync.incremental.full_every:
        return EVERYBODY
    if _last_ended(conn, saved.id) != mark.run_id:
        return EVERYBODY
    again = findings.to_read_again(conn, mark.run_id)
    if len(again) > MOST_AGAIN or any(map(_NO_ID.fullmatch, again)):
        return EVERYBODY
    return Reading(mark.begun - OVERLAP, tuple(again))


def _last_ended(conn: Any, sync_id: int) -> int | None:
    """Return the newest run that ended, however it did."""
    ended = (run.id for run in runs.list(conn, sync_id, limit=10) if run.status not in ("queued", "running"))
    return next(ended, None)
