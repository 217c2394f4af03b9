"""The runs that go on, as the store knows them: the same for every page, notebook, command line and runner."""

from __future__ import annotations

from dataclasses import dataclass

from synckit.claim import interrupt_dead, is_dead
from synckit.run.planning import Home
from synckit.store import runs, syncs


@dataclass(frozen=True)
class Going:
    """One run that waits or goes on; `total` is 0 while nobody knows it."""

    run_id: int
    sync: str
    waits: bool
    phase: str
    done: int
    total: int
    cancelling: bool


def going(home: Home) -> list[Going]:
    """Return the runs that wait or go on, by the name of their sync; those whose program has ended are marked first."""
    with home.store.read() as conn:
        found = runs.open(conn)
        dead = {run.sync_id for run in found if run.status == "running" and is_dead(conn, run.sync_id)}
        names = {run.sync_id: syncs.by_id(conn, run.sync_id).name for run in found}
    if dead:
        with home.store.write() as conn:
            for sync_id in dead:
                interrupt_dead(conn, sync_id)
            found = runs.open(conn)
    return sorted(
        (_going(run, names[run.sync_id]) for run in found if run.sync_id in names), key=lambda each: each.sync
    )


def _going(run: runs.SavedRun, sync: str) -> Going:
    told = run.progress or {}
    return Going(
        run.id,
        sync,
        run.status == "queued",
        told.get("phase", ""),
        told.get("done", 0),
        told.get("total", 0),
        bool(told.get("cancel")),
    )
