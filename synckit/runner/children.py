"""Runs executed in processes of their own: started, watched, and asked to end.

What a child does is `python -m synckit run`, the very thing that a person types; the run's row in the store tells how it
ended, whoever looks.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from synckit.store import Store, runs, syncs

PATIENCE = 2.0
"""Seconds for a child to end when it is asked to."""


class Children:
    """The processes that this runner started, by the id of their run."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._going: dict[int, subprocess.Popen[bytes]] = {}

    def start(self) -> list[int]:
        """Start a process for every queued run that has none; return the runs' ids."""
        with self._store.read() as conn:
            waiting = [(run.id, syncs.by_id(conn, run.sync_id).name) for run in runs.queued(conn)]
        fresh = [(run_id, name) for run_id, name in waiting if run_id not in self._going]
        for run_id, name in fresh:
            words = ["run", name, "--queued", str(run_id), "--home", str(self._folder)]
            command = [sys.executable, "-m", "synckit", *words]
            self._going[run_id] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        return [run_id for run_id, _ in fresh]

    def gather(self) -> list[int]:
        """Return the runs whose processes have ended since; one that never began is cancelled."""
        ended = [run_id for run_id, child in self._going.items() if child.poll() is not None]
        for run_id in ended:
            del self._going[run_id]
            with self._store.write() as conn:
                if runs.get(conn, run_id).status == "queued":
                    runs.finish(conn, run_id, "cancelled", message="It could not begin; another run was at work.")
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
