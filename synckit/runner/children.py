"""The runs that this runner executes, each in a process of its own: started, watched, and asked to end."""

from __future__ import annotations

import subprocess

from synckit.run import Home, apart
from synckit.store import runs, syncs

PATIENCE = 1.5
"""Seconds for a child to end when it is asked to."""


class Children:
    """The processes that this runner started, by the id of their run."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._going: dict[int, subprocess.Popen[bytes]] = {}

    def start(self) -> list[int]:
        """Start a process for every queued run that has none; return the runs' ids."""
        with self._home.store.read() as conn:
            waiting = [(run.id, syncs.by_id(conn, run.sync_id).name) for run in runs.queued(conn)]
        fresh = [(run_id, name) for run_id, name in waiting if run_id not in self._going]
        for run_id, name in fresh:
            self._going[run_id] = apart.execute(self._home, name, run_id)
        return [run_id for run_id, _ in fresh]

    def gather(self) -> list[int]:
        """Return the runs whose processes have ended since; one that never began is cancelled."""
        ended = [run_id for run_id, child in self._going.items() if child.poll() is not None]
        for run_id in ended:
            del self._going[run_id]
            apart.give_up(self._home, run_id)
        return ended

    @property
    def are_going(self) -> bool:
        """Whether any has not ended."""
        return bool(self._going)

    def end(self) -> None:
        """Ask all to end, which before the apply means that nothing is applied, and see to it that they do."""
        for child in self._going.values():
            child.terminate()
        for child in self._going.values():
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.gather()
