"""What becomes of due times: ran once, missed, skipped, held, failed; whatever restarts and clocks do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from synckit import clock
from synckit.definition import Sync
from synckit.runner.due import Calendar, Rules, consider
from synckit.store import occurrences, runs, syncs
from synckit.workspace import schedules
from tests.libraries import Library, patron

START = dt.datetime(2026, 12, 1, 0, 0, tzinfo=dt.UTC)
DAILY = {"date": "2026-12-01", "time": "02:30", "every": "1 day"}
HOURLY = {"date": "2026-12-01", "time": "00:30", "every": "1 hours"}


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("SYNCKIT_NOW", START.isoformat())
    made = Library(tmp_path / "home")
    made.patrons([patron(1)])
    made.sync("last", "card", "kind")
    yield made
    made.close()


@pytest.fixture
def at(library: Library, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what sets the clock to so many hours after the start and looks at what is due."""

    def look(hours: float, **rules: Any) -> list[int]:
        monkeypatch.setenv("SYNCKIT_NOW", (START + dt.timedelta(hours=hours)).isoformat())
        with library.home.store.write() as conn:
            before = {run.id for run in runs.queued(conn)}
            consider(conn, "UTC", clock.now(), Rules(**rules))
            return [run.id for run in runs.queued(conn) if run.id not in before]

    return look


def scheduled(library: Library, **schedule: str) -> None:
    schedules.schedule(library.home, "Nightly", schedule)


def finish(library: Library, run_id: int, status: str = "complete", **values: Any) -> None:
    with library.home.store.write() as conn:
        runs.finish(conn, run_id, status, **values)


def rows(library: Library) -> list[tuple[str, str]]:
    with library.home.store.read() as conn:
        found = occurrences.list(conn, syncs.load(conn, "Nightly").id)
    return [(f"{each.due:%d %H:%M}", each.status) for each in reversed(found)]


def saved(library: Library) -> syncs.SavedSync:
    with library.home.store.read() as conn:
        return syncs.load(conn, "Nightly")


def test_a_due_time_runs_once_however_often_it_is_looked_at(library: Library, at: Any) -> None:
    scheduled(library, **DAILY)
    assert at(2) == []
    (run_id,) = at(2.5)
    assert (at(2.5), at(2.6)) == ([], [])
    finish(library, run_id)
    assert (at(26), rows(library)) == ([], [("01 02:30", "ran")])
    assert len(at(27)) == 1


@pytest.mark.parametrize("missed", [0, 1, 2, 10])
def test_what_is_too_late_is_missed_each_once(library: Library, at: Any, missed: int) -> None:
    scheduled(library, **DAILY)
    assert at(2.4 + 24 * missed) == at(2.45 + 24 * missed) == []
    assert [status for _, status in rows(library)] == ["missed"] * missed


@pytest.mark.parametrize(("missed", "late"), [(1, 11.9), (2, 0.5), (10, 12.0)])
def test_the_latest_runs_when_it_is_not_too_late(library: Library, at: Any, missed: int, late: float) -> None:
    scheduled(library, **DAILY)
    found = at(2.5 + 24 * (missed - 1) + late)
    assert len(found) == 1
    assert [status for _, status in rows(library)] == ["missed"] * (missed - 1) + ["ran"]


def test_how_late_is_a_setting(library: Library, at: Any) -> None:
    scheduled(library, **DAILY)
    assert at(3, late=dt.timedelta(minutes=10)) == []
    assert rows(library) == [("01 02:30", "missed")]


def test_a_sync_that_is_at_work_skips_the_later_time(library: Library, at: Any) -> None:
    scheduled(library, **HOURLY)
    (run_id,) = at(0.5)
    assert at(1.5) == []
    finish(library, run_id)
    assert len(at(2.5)) == 1
    assert [status for _, status in rows(library)] == ["ran", "skipped", "ran"]


@pytest.mark.parametrize(
    ("ended", "written"), [("complete", "ran"), ("held", "held"), ("failed", "failed"), ("stopped", "failed")]
)
def test_how_a_run_ended_is_written_down(library: Library, at: Any, ended: str, written: str) -> None:
    scheduled(library, **DAILY)
    (run_id,) = at(2.5)
    finish(library, run_id, ended)
    at(3)
    assert rows(library) == [("01 02:30", written)]


def test_failures_rest_longer_each_time_and_then_pause(library: Library, at: Any) -> None:
    scheduled(library, date="2026-12-01", time="00:30", every="1 hours")
    for hour in range(200):
        for run_id in at(0.5 + hour):
            finish(library, run_id, "failed")
    statuses = [status for _, status in rows(library)]
    assert statuses.count("failed") == 5
    assert saved(library).paused
    assert statuses.count("skipped") > 0
    assert saved(library).status == "Scheduled"


def test_refused_credentials_are_tried_once(library: Library, at: Any) -> None:
    scheduled(library, **DAILY)
    (run_id,) = at(2.5)
    finish(library, run_id, "failed", problem="CredentialsRefused")
    assert (at(26.5), saved(library).paused) == ([], True)


def test_a_paused_sync_rests_and_goes_on_from_when_it_is_resumed(library: Library, at: Any) -> None:
    scheduled(library, **DAILY)
    schedules.pause(library.home, "Nightly")
    assert (at(2.5), at(60), schedules.next_due(saved(library), "UTC")) == ([], [], None)
    schedules.resume(library.home, "Nightly")
    assert (at(61), rows(library)) == ([], [])
    assert len(at(74.5)) == 1


@pytest.mark.parametrize("jump", [-1, 1, -24 * 365, 24 * 365])
def test_a_clock_that_jumps_and_comes_back_runs_nothing_twice_and_goes_on(library: Library, at: Any, jump: int) -> None:
    scheduled(library, **DAILY)
    ran = at(2.5)
    for run_id in ran:
        finish(library, run_id)
    for run_id in at(3 + jump):
        ran.append(run_id)
        finish(library, run_id)
    for run_id in (*at(3.1), *at(26.5)):
        ran.append(run_id)
        finish(library, run_id)
    with library.home.store.read() as conn:
        found = occurrences.list(conn, saved(library).id)
    due = [each.due for each in found]
    assert len(set(due)) == len(due)
    assert ("02 02:30", "ran") in rows(library)


def test_a_schedule_that_is_over_ends(library: Library, at: Any) -> None:
    scheduled(library, date="2026-12-01", time="02:30")
    (run_id,) = at(2.5)
    assert saved(library).status == "Scheduled"
    finish(library, run_id)
    at(2.6)
    assert saved(library).status == "Complete"


def test_the_last_day_itself_runs(library: Library, at: Any) -> None:
    scheduled(library, **DAILY, last="2026-12-03")
    ran = 0
    for day in range(6):
        for run_id in at(2.5 + 24 * day):
            finish(library, run_id)
            ran += 1
    at(24 * 7)
    assert (ran, saved(library).status) == (3, "Complete")


def test_a_new_schedule_knows_nothing_of_the_time_before(library: Library, at: Any) -> None:
    scheduled(library, **DAILY)
    at(24 * 3)
    scheduled(library, date="2026-12-10", time="02:30", every="1 day")
    assert Sync.from_dict(saved(library).definition).schedule is not None
    assert at(24 * 4) == []


def test_a_calendar_changes_nothing_but_the_time_it_takes(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    scheduled(library, **HOURLY)
    calendar = Calendar()
    seen = []
    for minute in range(0, 60 * 30, 10):
        monkeypatch.setenv("SYNCKIT_NOW", (START + dt.timedelta(minutes=minute)).isoformat())
        with library.home.store.write() as conn:
            consider(conn, "UTC", clock.now(), Rules(), calendar)
            for run in runs.queued(conn):
                seen.append(minute)
                runs.finish(conn, run.id, "complete")
        if minute == 600:
            schedules.pause(library.home, "Nightly")
        if minute == 900:
            schedules.resume(library.home, "Nightly")
    assert seen == [*range(30, 601, 60), *range(930, 1800, 60)]
