"""Which due times have come, and what becomes of each: one run of the latest, the rest missed or skipped.

Nothing here remembers a former tick: due times are computed from the definition, each is written down once (the store
refuses a second time), and how far was looked is kept with the sync. So restarts, two runners and a clock that jumps
change nothing but when it is noticed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from synckit import recurrence
from synckit.claim import interrupt_dead
from synckit.definition import Sync
from synckit.store import audit, occurrences, runs, syncs
from synckit.workspace import schedules

FAILURES = 5
"""So many failures running pause a sync."""
_FIRST_REST = dt.timedelta(minutes=15)
_LONGEST_REST = dt.timedelta(hours=24)
_RUN_TO_OCCURRENCE = {"complete": "ran", "held": "held"}
_GOES_ON = ("queued", "running")


@dataclass(frozen=True)
class Rules:
    """What the runner may be told."""

    late: dt.timedelta = dt.timedelta(hours=12)
    """A due time that was missed by no more than this still runs."""
    failures: int = FAILURES


@dataclass
class Calendar:
    """When each sync is due next, so that a look at a thousand of them is a look at two short lists.

    It only says whom to look at: what is due is computed anew, from the definition.
    """

    known: dict[int, tuple[int, bool, dt.datetime, dt.datetime | None]] = field(default_factory=dict)
    """By sync: version, whether it is paused, when it was looked at, and its next due time."""
    at_work: set[int] | None = None
    """The syncs with a run that is to be settled; None: the store is to be asked, which takes longer."""

    def is_quiet(self, sync_id: int, version: int, paused: bool, now: dt.datetime) -> bool:
        """Return whether nothing can have come since the last look."""
        former = self.known.get(sync_id)
        if former is None or former[:2] != (version, paused) or now < former[2]:
            return False
        return paused or (former[3] is not None and now < former[3])


def consider(conn: Any, zone: str, now: dt.datetime, rules: Rules, calendar: Calendar | None = None) -> list[int]:
    """Settle the due times that have come and queue the runs they lead to; return the syncs that were looked at."""
    calendar = calendar or Calendar()
    if calendar.at_work is None:
        calendar.at_work = occurrences.unsettled(conn)
    touched = []
    for sync_id, version, paused in syncs.scheduled(conn):
        if sync_id not in calendar.at_work and calendar.is_quiet(sync_id, version, paused, now):
            continue
        saved = syncs.by_id(conn, sync_id)
        interrupt_dead(conn, saved.id)
        settle(conn, saved, rules)
        if not syncs.by_id(conn, saved.id).paused:
            _consider(conn, saved, zone, now, rules)
            if not _is_at_work(conn, saved.id):
                schedules.end_if_over(conn, saved, zone, now)
        syncs.considered(conn, saved.id, now)
        after = syncs.by_id(conn, saved.id)
        calendar.known[saved.id] = (after.version, after.paused, now, schedules.next_due(after, zone))
        (calendar.at_work.add if _is_at_work(conn, saved.id) else calendar.at_work.discard)(saved.id)
        touched.append(saved.id)
    return touched


def _consider(conn: Any, saved: syncs.SavedSync, zone: str, now: dt.datetime, rules: Rules) -> None:
    sync = Sync.from_dict(saved.definition)
    if sync.schedule is None:
        return
    occurrences.to_come(conn, saved.id, now)
    since = min(saved.considered_at or saved.created_at, now)
    due = recurrence.between(sync.schedule, sync.timezone or zone, since, now)
    for each in due[:-1]:
        occurrences.claim(conn, saved.id, each, "missed")
    if due:
        _latest(conn, saved, due[-1], now, rules)


def _latest(conn: Any, saved: syncs.SavedSync, due: dt.datetime, now: dt.datetime, rules: Rules) -> None:
    """Queue the latest due time's run, unless it is too late, the sync is at work, or it rests after a failure."""
    if now - due > rules.late:
        occurrences.claim(conn, saved.id, due, "missed")
    elif _is_at_work(conn, saved.id) or now < _rests_until(conn, saved.id):
        occurrences.claim(conn, saved.id, due, "skipped")
    elif occurrences.claim(conn, saved.id, due, "ran"):
        run_id = runs.start(conn, saved.id, saved.version, status="queued")
        occurrences.mark(conn, saved.id, due, "ran", run_id)


def _is_at_work(conn: Any, sync_id: int) -> bool:
    newest = runs.list(conn, sync_id, limit=1)
    return bool(newest) and newest[0].status in _GOES_ON


def _rests_until(conn: Any, sync_id: int) -> dt.datetime:
    """Return until when a sync rests after failures in a row: a quarter of an hour, then twice as long each time."""
    failed = failures(conn, sync_id)
    if not failed or failed[0].finished_at is None:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    rest: dt.timedelta = min(_FIRST_REST * 2 ** (len(failed) - 1), _LONGEST_REST)
    return failed[0].finished_at + rest


def failures(conn: Any, sync_id: int) -> list[runs.SavedRun]:
    """Return the runs of a sync that failed one after another up to now, the newest first."""
    found = []
    for run in runs.list(conn, sync_id, limit=50):
        if run.status in ("failed", "interrupted"):
            found.append(run)
        elif run.status not in (*_GOES_ON, "cancelled"):
            break
    return found


def settle(conn: Any, saved: syncs.SavedSync, rules: Rules) -> None:
    """Write down how the runs of occurrences ended, and pause a sync that keeps failing.

    Only a failure that is news pauses: a sync that somebody resumed has another try.
    """
    news = False
    for each in occurrences.list(conn, saved.id, limit=20):
        if each.run_id is None:
            continue
        status = runs.get(conn, each.run_id).status
        ended = _RUN_TO_OCCURRENCE.get(status, "failed")
        if status not in _GOES_ON and each.status == "ran" != ended:
            occurrences.mark(conn, saved.id, each.due, ended, each.run_id)
            news = True
    failed = failures(conn, saved.id) if news else []
    if failed and not saved.paused and (len(failed) >= rules.failures or _is_refused(failed[0])):
        syncs.set_status(conn, saved.id, paused=True)
        audit.add(conn, "runner", "pause sync", saved.name, _why(failed))


def _is_refused(run: runs.SavedRun) -> bool:
    """Return whether the library system refused the credentials: trying again would lock the account."""
    return run.problem == "CredentialsRefused"


def _why(failed: list[runs.SavedRun]) -> str:
    return "credentials refused" if _is_refused(failed[0]) else f"{len(failed)} failures running"
