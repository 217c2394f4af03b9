"""Runs that take place in the runner's own process: killing it kills both, and no time goes into starting another one.

The real children have tests of their own (`test_runner.py`, `test_dying.py`).
"""

from __future__ import annotations

from collections.abc import Callable

from synckit import run
from synckit.errors import SynckitError
from synckit.runner import Runner
from synckit.store import runs


class Here:
    """In the place of the runner's children."""

    are_going = False

    def __init__(self, home: run.Home, told: Callable[[str], object]) -> None:
        self._home, self._told = home, told

    def start(self) -> list[int]:
        with self._home.store.read() as conn:
            waiting = [each.id for each in runs.queued(conn)]
        for run_id in waiting:
            self._told("begins")
            try:
                run.run(self._home, "Nightly", "runner", queued=run_id)
            except SynckitError:
                continue
            self._told("ended")
        return waiting

    def gather(self) -> list[int]:
        return []

    def end(self) -> None:
        """Nothing goes on."""


def runner(home: run.Home, told: Callable[[str], object] = lambda said: None) -> Runner:
    """Return a runner whose runs take place here; `told` hears when one begins and when it has ended."""
    made = Runner(home)
    made._children = Here(home, told)  # type: ignore[assignment]
    return made
