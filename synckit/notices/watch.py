"""Looks at syncs and writes down the notices that their changes of state make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from synckit.notices import channels, states, wording
from synckit.store import notices, occurrences, runs, syncs

FRESHNESS = dt.timedelta(hours=1)
"""How often it is asked who has not succeeded for long."""


class Watch:
    """What a runner looks through: the syncs that it touched, those in trouble, and once an hour those that are stale."""

    def __init__(self) -> None:
        self._asked: dt.datetime | None = None

    def look(self, conn: Any, touched: Iterable[int], now: dt.datetime) -> None:
        """Write down what changed, in the caller's transaction."""
        for sync_id in sorted({*touched, *notices.troubled(conn)}):
            _change(conn, syncs.by_id(conn, sync_id))
        if self._asked is None or abs(now - self._asked) >= FRESHNESS:
            self._asked = now
            _stale(conn, now)


def _change(conn: Any, saved: syncs.SavedSync) -> None:
    former, stale = notices.state(conn, saved.id)
    newest = next(iter(runs.list(conn, saved.id, limit=1)), None)
    state = states.state_of(saved.paused, newest.status if newest else None, former)
    kind = states.told(former, state)
    if stale and newest and newest.status == "complete" and state == notices.WELL and _is_later(conn, saved, newest):
        stale, kind = False, states.RECOVERED
    if kind:
        _write(conn, kind, saved, newest)
    if (state, stale) != notices.state(conn, saved.id):
        notices.remember(conn, saved.id, state, stale)


def _is_later(conn: Any, saved: syncs.SavedSync, newest: runs.SavedRun) -> bool:
    """Return whether a run ended after the newest notice that the sync was stale."""
    said = next((each for each in notices.list(conn) if (each.kind, each.sync) == (states.STALE, saved.name)), None)
    return said is None or (newest.finished_at is not None and newest.finished_at > said.at)


def _stale(conn: Any, now: dt.datetime) -> None:
    days = channels.plain(conn)[0].get("stale_days", 0)
    if not days:
        return
    waiting = {sync_id: paused for sync_id, _, paused in syncs.scheduled(conn)}
    since = notices.last_successes(conn, waiting)
    for sync_id in [each for each in since if now - since[each] >= dt.timedelta(days=days)]:
        state, stale = notices.state(conn, sync_id)
        newest_due = next(iter(occurrences.list(conn, sync_id, limit=1)), None)
        was_due = newest_due is not None and newest_due.due >= since[sync_id]
        if not stale and (waiting[sync_id] or was_due):
            _write(conn, states.STALE, syncs.by_id(conn, sync_id), None)
            notices.remember(conn, sync_id, state, True)


def _write(conn: Any, kind: str, saved: syncs.SavedSync, run: runs.SavedRun | None) -> None:
    said, _ = channels.plain(conn)
    text = wording.text(kind, saved.name, run, said.get("link", ""), said.get("stale_days", 0))
    notices.add(conn, kind, saved.name, run.id if run else None, text, channels.names(conn))
