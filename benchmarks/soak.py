"""A simulated year of a runner with a thousand recurring syncs: what a tick costs, and whether every due time is accounted for.

The clock is set, quarter hour by quarter hour (all schedules fall on one); between two of them lies a tick in which nothing
is due, as nearly all ticks of a real runner are. Runs end at once, one in fifty badly; the real run is `pipeline`'s business.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import time
from pathlib import Path
from typing import Any

import synckit
from synckit import clock, recurrence
from synckit.definition import Sync
from synckit.notices import Watch
from synckit.runner.due import Calendar, Rules, consider
from synckit.store import occurrences, runs, syncs

SEED = 11
START = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
ZONES = ("UTC", "America/New_York", "Europe/Paris", "Australia/Lord_Howe", "Asia/Kathmandu")
RHYTHMS = ("1 day", "1 day", "1 day", "1 week", "1 week", "1 month", "12 hours", "3 days")
QUARTER = dt.timedelta(minutes=15)


def measure(count: int, days: int, folder: Path) -> dict[str, Any]:
    """Return the milliseconds of quiet and of busy ticks, and how many due times became a row or did not."""
    chosen = random.Random(SEED)  # noqa: S311
    _at(START)
    with synckit.open(folder / "soak") as ws:
        _set_up(ws, folder, count, chosen)
        quiet, busy = _year(ws, days, chosen)
        due, found = _accounted(ws, days)
    return {
        "syncs": count,
        "days": days,
        "due": due,
        "unaccounted": due - found,
        "quiet_tick_ms": _spread(quiet),
        "busy_tick_ms": _spread(busy),
        "mean_tick_ms": round(1000 * statistics.mean(quiet + busy), 2),
    }


def _at(moment: dt.datetime) -> None:
    os.environ["SYNCKIT_NOW"] = moment.isoformat()


def _set_up(ws: synckit.Workspace, folder: Path, count: int, chosen: random.Random) -> None:
    (folder / "patrons.csv").write_text("id,last\n1,Lee\n", "utf-8")
    ws.add_connection("Files", "files", {"path": str(folder / "patrons.csv"), "id": "id"})
    with ws.home.store.write() as conn:
        for place in range(count):
            schedule = {
                "date": (START.date() + dt.timedelta(days=1 + chosen.randrange(28))).isoformat(),
                "time": f"{chosen.randrange(24):02}:{chosen.choice((0, 15, 30, 45)):02}",
                "every": chosen.choice(RHYTHMS),
            }
            sync = Sync.from_dict(
                {
                    "name": f"Sync {place:04}",
                    "connection": "Files",
                    "match_on": ["last_name"],
                    "frequency": "recurring",
                    "timezone": chosen.choice(ZONES),
                    "mapping": [{"from": "last", "to": "last_name"}],
                    "schedule": schedule,
                }
            )
            syncs.save(conn, sync.as_dict(), status="Scheduled")


def _year(ws: synckit.Workspace, days: int, chosen: random.Random) -> tuple[list[float], list[float]]:
    calendar, watch = Calendar(), Watch()
    quiet: list[float] = []
    busy: list[float] = []
    _tick(ws, calendar, watch)
    for place in range(1, days * 96 + 1):
        now = START + QUARTER * place
        _at(now - QUARTER / 2)
        quiet.append(_tick(ws, calendar, watch))
        _at(now)
        busy.append(_tick(ws, calendar, watch))
        with ws.home.store.write() as conn:
            for run in runs.queued(conn):
                runs.finish(conn, run.id, "complete" if chosen.random() > 0.02 else "failed")
    return quiet, busy


def _tick(ws: synckit.Workspace, calendar: Calendar, watch: Watch) -> float:
    begun = time.perf_counter()
    with ws.home.store.write() as conn:
        now = clock.now()
        watch.look(conn, consider(conn, "UTC", now, Rules(), calendar), now)
        runs.queued(conn)
    return time.perf_counter() - begun


def _accounted(ws: synckit.Workspace, days: int) -> tuple[int, int]:
    end = START + dt.timedelta(days=days)
    due = found = 0
    with ws.home.store.read() as conn:
        for saved in syncs.list(conn):
            sync = Sync.from_dict(saved.definition)
            if sync.schedule is None or saved.paused:
                continue
            times = {
                each.astimezone(dt.UTC)
                for each in recurrence.between(sync.schedule, sync.timezone or "UTC", START, end)
            }
            rows = [each.due.astimezone(dt.UTC) for each in occurrences.list(conn, saved.id)]
            due += len(times)
            found += len(times & set(rows)) - (len(rows) - len(set(rows)))
    return due, found


def _spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(1000 * each for each in seconds)
    return {"median": round(ordered[len(ordered) // 2], 2), "p99": round(ordered[int(len(ordered) * 0.99)], 2)}
