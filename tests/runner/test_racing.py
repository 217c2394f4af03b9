"""Rounds of racing runners whose winner is killed: every due time runs once, and nothing stays stuck."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path

import pytest

from synckit import run
from synckit.store import occurrences, open_store, runs, syncs
from synckit.workspace import schedules
from tests import processes
from tests.libraries import Library, patron
from tests.runner import here
from tests.thorough import times

SEED = 4
ROUNDS = times(15, thorough=100)
RACERS = 3


def racer(folder: Path, now: str, told: Connection) -> None:
    """Race for the lease and run what is due, until somebody ends it."""
    os.environ["SYNCKIT_NOW"] = now
    home = run.Home(open_store(str(folder / "synckit.db")), folder)
    runner = here.runner(home, told.send)
    while True:
        runner.tick()
        time.sleep(0.005)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("SYNCKIT_NOW", "2026-12-01T00:00:00Z")
    made = Library(tmp_path / "home")
    made.patrons([patron(1), patron(2)])
    made.sync("last", "card", "kind")
    schedules.schedule(made.home, "Nightly", {"date": "2026-12-01", "time": "02:30", "every": "1 day"})
    yield made
    made.close()


def test_racing_runners_whose_winner_is_killed(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = random.Random(SEED)
    killed_early = 0
    for number in range(ROUNDS):
        now = f"{2026 + (number // 336)}-{1 + number // 28 % 12:02}-{1 + number % 28:02}T02:31:00Z"
        now = f"2027{now[4:]}"
        killed_early += one_round(
            library, now, chosen.choice([0, chosen.random() * 0.05, chosen.random() * 0.3]), monkeypatch
        )
    assert killed_early > 0


def one_round(library: Library, now: str, seconds: float, monkeypatch: pytest.MonkeyPatch) -> int:
    """Race, kill the first that begins, and let the others settle; return 1 when its run had not ended."""
    racers = [processes.Pipe(duplex=False) for _ in range(RACERS)]
    started = [processes.process(racer, library.folder, now, tells, daemon=True) for _, tells in racers]
    for each in started:
        each.start()
    heard = {hears: each for (hears, _), each in zip(racers, started, strict=True)}
    (first, *_) = wait(list(heard), timeout=30)
    assert isinstance(first, Connection)
    assert first.recv() == "begins"
    time.sleep(seconds)
    heard[first].kill()
    heard[first].join()
    until_settled(library, now, monkeypatch)
    for each in started:
        each.kill()
        each.join()
    for hears, tells in racers:
        hears.close()
        tells.close()
    return judged(library, now)


def until_settled(library: Library, now: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait until no run of the due time waits or goes on: those that stand by saw to it."""
    monkeypatch.setenv("SYNCKIT_NOW", now)
    end = time.monotonic() + 30
    while True:
        with library.home.store.read() as conn:
            found = occurrences.list(conn, syncs.load(conn, "Nightly").id, limit=1)
            open_runs = runs.open(conn)
        if found and found[0].due.isoformat()[:10] == now[:10] and not open_runs:
            return
        assert time.monotonic() < end, "a run is stuck"
        time.sleep(0.01)


def judged(library: Library, now: str) -> int:
    with library.home.store.read() as conn:
        sync_id = syncs.load(conn, "Nightly").id
        of_day = [each for each in occurrences.list(conn, sync_id) if each.due.isoformat()[:10] == now[:10]]
        assert len(of_day) == 1
        (run_id,) = [each.run_id for each in of_day]
        assert run_id is not None
        done = [each for each in runs.list(conn, sync_id) if each.id >= run_id]
    assert len(done) == 1, "a due time ran twice"
    assert done[0].status in ("complete", "interrupted")
    return int(done[0].status == "interrupted")
