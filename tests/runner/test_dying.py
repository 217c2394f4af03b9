"""kill -9 of the runner and of its children at every named place: the next runner gets to the same end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from synckit.run import apart
from synckit.runner import Runner
from synckit.store import leases, occurrences, runs, syncs
from synckit.workspace import schedules
from tests.libraries import Library, patron
from tests.runner import here

ROOT = Path(__file__).parents[2]
DYING = Path(__file__).with_name("dying.py")
PHASES = ("load", "filter", "match", "compare", "report", "apply", "applied")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("SYNCKIT_NOW", "2026-12-01T00:00:00Z")
    monkeypatch.delenv("SYNCKIT_STORE", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    made = Library(tmp_path / "home")
    made.patrons([patron(1), patron(2)])
    made.sync("last", "card", "kind")
    schedules.schedule(made.home, "Nightly", {"date": "2026-12-01", "time": "02:30", "every": "1 day"})
    monkeypatch.setenv("SYNCKIT_NOW", "2026-12-01T02:31:00Z")
    yield made
    made.close()


def dying(where: str) -> list[str]:
    return [sys.executable, str(DYING), where]


def seen(library: Library) -> tuple[list[str], list[str], int]:
    """Return what became of the due times and of the runs, and how many profiles there are."""
    with library.home.store.read() as conn:
        past = [each.status for each in occurrences.list(conn, syncs.load(conn, "Nightly").id)]
        return past, [each.status for each in runs.list(conn)], len(library.profiles())


def ends_well(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day after, everything is as if nothing had died."""
    monkeypatch.setenv("SYNCKIT_NOW", "2026-12-02T02:31:00Z")
    here.runner(library.home).once()
    past, done, profiles = seen(library)
    assert (past[0], done[0], profiles) == ("ran", "complete", 2)
    assert not {"queued", "running"} & {*done}
    assert len(past) == 2
    assert list((library.folder / "runs").iterdir()) == []
    with library.home.store.read() as conn:
        assert not leases.is_held(conn, "runner")


@pytest.mark.parametrize("where", ["queued", "started", "gathered"])
def test_a_runner_that_is_killed_leaves_one_run(library: Library, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    words = [*dying(where), "runner", "--once", "--home", str(library.folder)]
    done = subprocess.run(words, cwd=ROOT, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    Runner(library.home).once()
    wait_until_no_run_goes(library)
    Runner(library.home).once()
    assert seen(library) == (["ran"], ["complete"], 2)
    ends_well(library, monkeypatch)


def wait_until_no_run_goes(library: Library) -> None:
    """A child that outlived its runner ends its run by itself."""
    end = time.monotonic() + 30
    while {"queued", "running"} & {*seen(library)[1]}:
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("phase", PHASES)
def test_a_child_that_is_killed_leaves_all_or_nothing(
    library: Library, monkeypatch: pytest.MonkeyPatch, phase: str
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(apart, "command", lambda: dying(phase))
        Runner(library.home).once()
    Runner(library.home).once()
    past, done, profiles = seen(library)
    whole = phase == "applied"
    assert (past, profiles) == (["ran"] if whole else ["failed"], 2 if whole else 0)
    assert done == ["complete" if whole else "interrupted"]
    ends_well(library, monkeypatch)


def test_a_child_that_cannot_begin_is_cancelled(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "command", lambda: [sys.executable, "-c", "pass"])
    Runner(library.home).once()
    assert seen(library)[1] == ["cancelled"]


@pytest.mark.parametrize(
    "jump", ["2026-12-01T01:31:00Z", "2026-12-01T03:31:00Z", "2027-12-01T02:31:00Z", "2025-12-01T02:31:00Z"]
)
def test_a_clock_that_jumps_while_a_run_goes_on_runs_nothing_twice(
    library: Library, monkeypatch: pytest.MonkeyPatch, jump: str
) -> None:
    slow = "import time, runpy, sys; from synckit import claim; tick = claim.Claim.tick\n"
    slow += "claim.Claim.tick = lambda self, *told: (tick(self, *told), time.sleep(0.1))[0]\n"
    slow += "from synckit.cli import main; sys.exit(main(sys.argv[1:]))"
    monkeypatch.setattr(apart, "command", lambda: [sys.executable, "-c", slow])
    runner = Runner(library.home)
    runner.tick()
    until_running(library)
    monkeypatch.setenv("SYNCKIT_NOW", jump)
    for _ in range(20):
        runner.tick()
        time.sleep(0.05)
    monkeypatch.setenv("SYNCKIT_NOW", "2026-12-01T02:32:00Z")
    while runner._children.are_going:
        runner.tick()
    runner._end()
    with library.home.store.read() as conn:
        done = runs.list(conn)
        due = [each.due for each in occurrences.list(conn, syncs.load(conn, "Nightly").id)]
    assert len(due) == len({*due})
    assert [each.status for each in done].count("complete") >= 1
    assert len([each for each in done if each.version]) == 1
    assert not {"queued", "running"} & {each.status for each in done}
    assert len(library.profiles()) == 2


def until_running(library: Library) -> None:
    end = time.monotonic() + 30
    while seen(library)[1] != ["running"]:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_sigterm_ends_runner_and_child_within_two_seconds(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.patrons([patron(number) for number in range(1, 200_000)])
    words = [sys.executable, "-m", "synckit", "runner", "--home", str(library.folder)]
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL, env=dict(os.environ)) as loop:
        until_running(library)
        begun = time.monotonic()
        loop.send_signal(signal.SIGTERM)
        assert loop.wait(20) == 0
        took = time.monotonic() - begun
    assert seen(library) == (["failed"], ["cancelled"], 0)
    # A loaded machine may take its time; the patience that ends a child is 1.5 s.
    assert took < 6
