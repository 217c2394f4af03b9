"""The loop: due syncs run in processes of their own, once each, by one runner at a time."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from synckit.errors import Refused
from synckit.runner import Runner
from synckit.store import leases, occurrences, runs, syncs
from synckit.workspace import schedules
from tests.libraries import Library, patron

ROOT = Path(__file__).parents[2]
START = "2026-12-01T00:00:00Z"
LATER = "2026-12-01T02:31:00Z"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("SYNCKIT_NOW", START)
    monkeypatch.delenv("SYNCKIT_STORE", raising=False)
    made = Library(tmp_path / "home")
    made.patrons([patron(1), patron(2)])
    made.sync("last", "card", "kind")
    schedules.schedule(made.home, "Nightly", {"date": "2026-12-01", "time": "02:30", "every": "1 day"})
    monkeypatch.setenv("SYNCKIT_NOW", LATER)
    yield made
    made.close()


def statuses(library: Library) -> list[str]:
    with library.home.store.read() as conn:
        return [each.status for each in occurrences.list(conn, syncs.load(conn, "Nightly").id)]


def test_once_runs_what_is_due_and_waits_for_it(library: Library) -> None:
    (run_id,) = Runner(library.home).once()
    with library.home.store.read() as conn:
        assert runs.get(conn, run_id).status == "complete"
    assert (len(library.profiles()), statuses(library)) == (2, ["ran"])
    assert Runner(library.home).once() == []


def test_once_is_refused_while_another_runner_works(library: Library) -> None:
    with library.home.store.write() as conn:
        leases.acquire(conn, "runner", "elsewhere:1:1", 30)
    with pytest.raises(Refused, match=r"^Another runner is at work in this workspace; it runs what is due\.$"):
        Runner(library.home).once()


def test_a_run_that_fails_is_written_down_and_the_runner_goes_on(library: Library) -> None:
    (library.folder / "patrons.csv").unlink()
    (run_id,) = Runner(library.home).once()
    with library.home.store.read() as conn:
        assert runs.get(conn, run_id).status == "failed"
    assert statuses(library) == ["failed"]


def test_a_second_runner_stands_by_and_takes_over(library: Library) -> None:
    first, second = Runner(library.home), Runner(library.home)
    assert (first.tick(), second.tick()) == (True, False)
    first.stop()
    first.forever()
    assert second.tick()
    second._end()


def test_racing_runners_run_each_due_time_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(1, 4):
        monkeypatch.setenv("SYNCKIT_NOW", f"2026-12-{day:02}T02:31:00Z")
        runners = [Runner(library.home) for _ in range(4)]
        found: list[int] = []

        def race(each: Runner, found: list[int] = found) -> None:
            try:
                found.extend(each.once())
            except Refused:
                return

        threads = [threading.Thread(target=race, args=(each,)) for each in runners]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(found) == 1
    assert statuses(library) == ["ran"] * 3


def runner(library: Library, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "synckit", "runner", "--home", str(library.folder), *words]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )


def wait_for(condition: Any, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_the_command_runs_until_it_is_ended(library: Library) -> None:
    with runner(library) as loop:
        wait_for(lambda: statuses(library) == ["ran"] and len(library.profiles()) == 2)
        loop.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        assert loop.wait(10) == 0
        assert time.monotonic() - begun < 5
    with library.home.store.read() as conn:
        assert not leases.is_held(conn, "runner")


def test_a_runner_that_is_killed_is_replaced_at_once_and_nothing_runs_twice(library: Library) -> None:
    for _ in range(3):
        with runner(library) as loop:
            wait_for(lambda: statuses(library) != [])
            loop.kill()
            loop.wait(10)
    Runner(library.home).once()
    wait_for(lambda: library.runs()[0].status in ("complete", "interrupted"))
    assert len(library.runs()) == 1
    with runner(library, "--once", "--json") as again:
        out, _ = again.communicate(timeout=60)
    assert (again.returncode, out) == (0, "[]\n")


def test_a_queued_run_is_cancelled_by_nobody_but_executed_after_a_restart(library: Library) -> None:
    with library.home.store.write() as conn:
        saved = syncs.load(conn, "Nightly")
        due = dt.datetime(2026, 12, 1, 2, 30, tzinfo=dt.UTC)
        run_id = runs.start(conn, saved.id, saved.version, status="queued")
        occurrences.claim(conn, saved.id, due, "ran", run_id)
    assert Runner(library.home).once() == [run_id]
    assert library.runs()[0].status == "complete"
