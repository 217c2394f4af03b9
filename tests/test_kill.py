"""kill -9, Ctrl-C and SIGTERM at any moment of a run leave all of it or nothing, and the next run gets to the same end."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from synckit import run
from synckit.apply import advance
from synckit.store import open_store, profiles
from tests import processes
from tests.libraries import Library, mapping, patron
from tests.thorough import times

SEED = 20
KILLS = times(14, thorough=60)
PATRONS = 2000
SMALL = 100
"""Changes from which a run writes a snapshot here."""
PHASES = ("filter", "match", "compare", "report", "apply")


def child(folder: Path, told: Connection) -> None:
    """Run the sync in a process of its own and tell its phases; a small run already writes a snapshot."""
    # A shell that starts the tests in the background hands down an ignored SIGINT.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.default_int_handler)
    advance.SMALL = SMALL
    home = run.Home(open_store(str(folder / "synckit.db")), folder)
    run.run(home, "Nightly", "ann", progress=lambda phase, done, total: told.send(phase))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advance, "SMALL", SMALL)


def changed(number: int) -> dict[str, str]:
    """Return a patron of the second file: cards move on by one, every tenth has no key, some are new."""
    if number % 10 == 0:
        return patron(number, id="", card="")
    return patron(
        number,
        card=f"c{number + 1}" if number % 10 < 9 else f"n{number}",
        first="Ann",
        mail="no mail" if number % 7 == 0 else "",
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace folder with a first run behind it and another file of patrons before it."""
    library = Library(tmp_path_factory.mktemp("prepared") / "library")
    library.patrons(patron(n) for n in range(1, PATRONS + 1))
    library.sync(rows=mapping("last", "first", "card", "mail", "kind"), limits={"read_drop": "90%"})
    library.run()
    library.patrons(changed(n) for n in range(1, PATRONS + 501))
    library.close()
    return library.folder


def copied(prepared: Path, target: Path) -> Path:
    """Copy the workspace while nobody has it open; its connection goes on reading the first folder's file."""
    shutil.copytree(prepared, target)
    return target


def opened(folder: Path) -> Library:
    library = Library(folder)
    library.connection = 1
    return library


def table(folder: Path) -> tuple[object, ...]:
    """Return what there is after a run: profiles, links, findings and changes of the last run."""
    library = opened(folder)
    try:
        last = library.runs()[0]
        return library.profiles(), library.links(), library.findings(last.id), library.changes(last)
    finally:
        library.close()


def started(folder: Path) -> tuple[Any, Connection]:
    """Start a run in a process and return it with the end that hears its phases."""
    hears, tells = processes.Pipe(duplex=False)
    process = processes.process(child, folder, tells)
    process.start()
    tells.close()
    return process, hears


def until(hears: Connection, phase: str) -> None:
    """Wait until a phase begins; return too when the process has ended."""
    with suppress(EOFError):
        while hears.recv() != phase:
            pass


def all_or_nothing(folder: Path, before: tuple[object, ...], after: tuple[object, ...]) -> str:
    """Say whether all of the run is there or nothing of it; anything between fails."""
    library = opened(folder)
    try:
        with library.home.store.read() as conn:
            assert [row[0] for row in conn.exec_driver_sql("pragma quick_check")] == ["ok"]
            assert [
                *conn.exec_driver_sql(
                    "select run_id from findings where run_id not in (select id from runs where status = 'complete')"
                )
            ] == []
            (head,) = conn.exec_driver_sql("select version from head").one()
            (written,) = conn.exec_driver_sql("select max(version) from writes").one()
            live = profiles.count(conn)
        assert head == written
        last = library.runs()[0]
        state = (library.profiles(), library.links())
        assert live == len(library.profiles())
        if len(library.runs()) > 1 and last.status == "complete":
            assert (*state, library.findings(last.id), library.changes(last)) == after
            return "all"
        assert state == before[:2]
        return "nothing"
    finally:
        library.close()


def killed(folder: Path, phase: str, seconds: float) -> None:
    """Run the sync and kill it some seconds after a phase began."""
    process, hears = started(folder)
    until(hears, phase)
    time.sleep(seconds)
    process.kill()
    process.join(30)
    hears.close()


def whole_run(folder: Path) -> float:
    """Run the sync to its end and return how many seconds the apply took."""
    process, hears = started(folder)
    until(hears, "apply")
    begun = time.monotonic()
    process.join(60)
    hears.close()
    assert process.exitcode == 0
    return time.monotonic() - begun


class Reach:
    """How long after the apply began kills are drawn: it moves towards the commit, however slow the machine is now."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def learn(self, seen: str) -> None:
        """Kill later after a kill that came before the commit, and earlier after one that came too late."""
        self.seconds *= 1.3 if seen == "nothing" else 0.8


def test_a_kill_at_any_moment_leaves_all_or_nothing(prepared: Path, tmp_path: Path) -> None:
    chosen = random.Random(SEED)
    before = table(prepared)
    whole = copied(prepared, tmp_path / "whole")
    reach = Reach(whole_run(whole))
    after = table(whole)

    def once(number: int, share: float) -> str:
        folder = copied(prepared, tmp_path / str(number))
        in_any_phase = number % 10 == 0
        killed(folder, PHASES[number // 10 % 5] if in_any_phase else "apply", reach.seconds * share)
        seen = all_or_nothing(folder, before, after)
        if in_any_phase:
            converges(folder, seen, after)
        else:
            reach.learn(seen)
        shutil.rmtree(folder)
        return seen

    with ThreadPoolExecutor(2) as two:
        seen = [*two.map(once, range(KILLS), [chosen.random() for _ in range(KILLS)])]
    assert set(seen) == {"all", "nothing"}


def converges(folder: Path, seen: str, after: tuple[object, ...]) -> None:
    """The next run interrupts the stale row, ends where the whole run ended, and leaves no patrons lying about."""
    library = opened(folder)
    try:
        last = library.run()
        assert [each.status for each in library.runs()][:2] == [
            "complete",
            "complete" if seen == "all" else "interrupted",
        ]
        assert (library.profiles(), library.links(), library.findings(last.id)) == after[:3]
        assert list((folder / "runs").iterdir()) == []
        assert list((folder / "snapshots").glob("*.draft")) == []
        assert library.run().version is None
    finally:
        library.close()


@pytest.mark.parametrize(
    ("phase", "sent"),
    [
        ("filter", signal.SIGINT),
        ("match", signal.SIGTERM),
        ("compare", signal.SIGINT),
        ("report", signal.SIGTERM),
        ("apply", signal.SIGINT),
    ],
)
def test_an_interrupted_run_is_cancelled_and_applies_nothing(
    prepared: Path, tmp_path: Path, sent: signal.Signals, phase: str
) -> None:
    before = table(prepared)
    folder = copied(prepared, tmp_path / "library")
    process, hears = started(folder)
    until(hears, phase)
    os.kill(process.pid or 0, sent)
    process.join(30)
    hears.close()
    library = opened(folder)
    assert [each.status for each in library.runs()] == ["cancelled", "complete"]
    assert (library.profiles(), library.links()) == before[:2]
    library.close()
    assert list((folder / "runs").iterdir()) == []
