"""Runs in a process of their own: queued in the store, then executed by the very command that a person types.

Who started one may go: a page that is left, a notebook that is closed, a runner that dies. How it goes on is in the run's
row, for whoever looks.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from synckit import errors
from synckit.claim import interrupt_dead
from synckit.run.planning import Home
from synckit.store import audit, leases, runs, syncs

_ROOT = Path(__file__).parents[2]
COULD_NOT_BEGIN = "It could not begin; another run was at work, or the program could not be started."


def start(home: Home, name: str, actor: str) -> tuple[int, subprocess.Popen[bytes]]:
    """Begin a run and return its id and its process. Raises `Refused` while another one goes on."""
    run_id = queue(home, name, actor)
    child = execute(home, name, run_id, actor)
    watch(home, run_id, child)
    return run_id, child


def queue(home: Home, name: str, actor: str) -> int:
    """Write down a run that waits to be executed, and who asked for it; return its id. Raises `Refused` while another one goes on."""
    with home.store.write() as conn:
        saved = syncs.load(conn, name)
        interrupt_dead(conn, saved.id)
        newest = runs.list(conn, saved.id, limit=1)
        at_work = leases.is_held(conn, f"sync:{saved.id}")
        if at_work or (newest and newest[0].status in ("queued", "running")):
            raise errors.Refused(f"The sync {name!r} is running already; wait for that run or cancel it.")
        run_id = runs.start(conn, saved.id, saved.version, status="queued")
        audit.add(conn, actor, "run sync", name, f"run {run_id}")
        return run_id


def execute(home: Home, name: str, run_id: int, actor: str | None = None) -> subprocess.Popen[bytes]:
    """Start the process that executes a queued run."""
    return _started(home, ["run", name, "--queued", str(run_id)], actor)


def apply_held(home: Home, run_id: int, actor: str | None = None) -> subprocess.Popen[bytes]:
    """Start the process that applies a held run as it was planned; its stderr says in a sentence why it could not."""
    return _started(home, ["approve", str(run_id)], actor, stderr=subprocess.PIPE)


def watch(home: Home, run_id: int, child: subprocess.Popen[bytes]) -> None:
    """See to it, beside the program, that a run whose process cannot begin does not wait for ever."""

    def look() -> None:
        child.wait()
        give_up(home, run_id)

    threading.Thread(target=look, name=f"watch of run {run_id}", daemon=True).start()


def give_up(home: Home, run_id: int) -> None:
    """Cancel a run whose process ended before it began."""
    with home.store.write() as conn:
        if runs.get(conn, run_id).status == "queued":
            runs.finish(conn, run_id, "cancelled", message=COULD_NOT_BEGIN)


def command() -> list[str]:
    """Return the words that start synckit."""
    return [sys.executable, "-m", "synckit"]


def _started(
    home: Home, words: list[str], actor: str | None, stderr: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    given = {"SYNCKIT_ACTOR": actor, "SYNCKIT_STORE": home.url}
    # A session of its own: the Ctrl-C that ends a page's server or a notebook does not end the run.
    return subprocess.Popen(
        [*command(), *words, "--home", str(home.folder)],
        env={**os.environ, **{name: value for name, value in given.items() if value}},
        cwd=_ROOT,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
    )
