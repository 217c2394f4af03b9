"""One run of a sync at a time: the lease that a running sync holds, kept alive by its own progress, and its folder.

A program that died leaves its lease behind. It is taken over at once when its process is known to be gone
from this machine, and otherwise when it has run out; the patrons it left in its folder go with the next run.
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from synckit import clock, errors
from synckit.store import Store, leases, runs

SECONDS = 600.0
"""How long a lease holds without a sign of life."""
BEAT = 0.3
"""Seconds between two looks at the store within a phase."""


class Claim:
    """The right to run one sync; `tick` keeps it and hears of a cancellation."""

    def __init__(self, store: Store, sync_id: int, name: str) -> None:
        self._store, self._lease, self._name = store, f"sync:{sync_id}", name
        self._fence, self._last, self._phase = 0, 0.0, ""
        self.run_id: int | None = None

    def __enter__(self) -> Self:
        """Take the lease. Raises `Refused` while another run of the sync goes on."""
        owner = f"{socket.gethostname()}:{os.getpid()}:{id(self)}"
        with self._store.write() as conn:
            free_dead(conn, self._lease)
            fence = leases.acquire(conn, self._lease, owner, SECONDS)
            if fence is None:
                raise errors.Refused(f"The sync {self._name!r} is running already; wait for that run or cancel it.")
            runs.interrupt(conn, int(self._lease.partition(":")[2]))
        self._fence = fence
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._store.write() as conn:
            leases.release(conn, self._lease, self._fence)

    def tick(self, phase: str, done: int, total: int) -> None:
        """Say how far the run is. Raises `Cancelled` when somebody asked for it."""
        now, begins = clock.monotonic(), phase != self._phase
        self._phase = phase
        # Once it applies, this thread holds the write lock: the store cannot be asked.
        if self.run_id is None or not (begins or (phase != "apply" and now - self._last >= BEAT)):
            return
        self._last = now
        with self._store.write() as conn:
            if not leases.renew(conn, self._lease, self._fence, SECONDS):
                raise errors.Refused(f"Another run of {self._name!r} took over; nothing of this one was applied.")
            if (runs.get(conn, self.run_id).progress or {}).get("cancel"):
                raise errors.Cancelled(f"The run of {self._name!r} was cancelled; nothing was applied.")
            runs.progress(conn, self.run_id, {"phase": phase, "done": done, "total": total})


def interrupt_dead(conn: Any, sync_id: int) -> None:
    """Mark the open runs of a sync as interrupted when the program that ran them has ended."""
    free_dead(conn, f"sync:{sync_id}")
    if is_dead(conn, sync_id):
        runs.interrupt(conn, sync_id)


def is_dead(conn: Any, sync_id: int) -> bool:
    """Say whether nobody works on a sync: its lease ran out or was given back, or its holder has ended.

    A clock that jumped ends leases early: a program that is seen to live goes on all the same.
    """
    lease = f"sync:{sync_id}"
    holder = leases.holder(conn, lease)
    if holder and _is_here(holder):
        return not _is_process(holder)
    return not leases.is_held(conn, lease)


def free_dead(conn: Any, lease: str) -> None:
    """Give back a lease whose holder is known to have ended."""
    holder = leases.holder(conn, lease)
    if holder and is_gone(holder):
        leases.release_held(conn, lease, holder)


def own_folder(parent: Path) -> Path:
    """Make a run's own folder, and delete those of programs that ended without doing so."""
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in parent.glob("*@*@*"):
        if is_gone(left.name.replace("@", ":")):
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{socket.gethostname()}@{os.getpid()}@", dir=parent))


@contextmanager
def passing_folder(parent: Path) -> Iterator[Path]:
    """Give a folder of `own_folder` that goes with the block; one that a kill leaves behind is deleted by the next."""
    folder = own_folder(parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_gone(owner: str) -> bool:
    """Say whether the process that took a lease is known to have ended: it was on this machine and is no more."""
    return _is_here(owner) and not _is_process(owner)


def _is_here(owner: str) -> bool:
    return owner.rsplit(":", 2)[0] == socket.gethostname() and os.name != "nt"


def _is_process(owner: str) -> bool:
    try:
        os.kill(int(owner.rsplit(":", 2)[1]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
