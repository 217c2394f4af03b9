"""Undo: a run's changes taken back, as a change of their own.

What somebody changed since stays, and is named; the sync of a run that was scheduled is paused, or it would do it again.
"""

from __future__ import annotations

from dataclasses import dataclass

from synckit import errors
from synckit.store import (
    Change,
    Connection,
    Store,
    audit,
    foresight,
    retention,
    reversal,
    runs,
    syncs,
    vanished,
    watermarks,
)


@dataclass(frozen=True)
class Undone:
    """What an undo did."""

    run: int
    undone: int
    """Profiles with at least one field restored."""
    deleted: int
    """Profiles that the run had made and that went again, with their links."""
    left: list[tuple[int, str]]
    """(profile_id, column name) that stay as they are, since somebody changed them after the run."""
    paused: bool
    """Whether the sync was scheduled and is paused now."""


def undo(store: Store, run_id: int, actor: str) -> Undone:
    """Take a run back. Raises NotFound; Refused when it wrote nothing, was undone already, or is too old.

    >>> undo(store, 7, "ann")  # doctest: +SKIP
    Undone(run=7, undone=120, deleted=3, left=[(41, 'email')], paused=True)
    """
    with store.read() as conn:
        _undoable(conn, run_id)
    with store.change("undo", actor, run_id) as change:
        run, version = _undoable(change.conn, run_id)
        back = reversal.reverse(change, version)
        runs.update(change.conn, run_id, undone_version=change.version)
        watermarks.forget(change.conn, run.sync_id)
        vanished.forget_run(change.conn, run_id)
        paused = _pause(change, run.sync_id)
        audit.add(change.conn, actor, "undo run", str(run_id), f"{back.restored} restored, {back.deleted} deleted")
        return Undone(run_id, back.restored, back.deleted, [*back.left], paused)


def foresee(store: Store, run_id: int, most: int = 20) -> foresight.Foreseen:
    """Return what undoing a run would do, with the first of each kind; nothing is written. Raises as `undo` does.

    >>> foresee(store, 7).deleted  # doctest: +SKIP
    3
    """
    with store.read() as conn:
        _, version = _undoable(conn, run_id)
        return foresight.foresee(conn, version, most)


def _undoable(conn: Connection, run_id: int) -> tuple[runs.SavedRun, int]:
    """Return a run that can be undone, and the version it wrote. Raises Refused, NotFound."""
    run = runs.get(conn, run_id)
    if run.undone_version is not None:
        raise errors.Refused(f"Run {run_id} was undone already; run the sync again to bring its changes back.")
    if run.version is None:
        raise errors.Refused(f"Run {run_id} is {run.status} and wrote nothing, so there is nothing to undo.")
    if retention.is_pruned(conn, run.version):
        raise errors.Refused(f"Run {run_id} is too old to undo: the values from before it are no longer kept.")
    return run, run.version


def _pause(change: Change, sync_id: int) -> bool:
    """Pause the sync if it is scheduled."""
    sync = syncs.by_id(change.conn, sync_id)
    if sync.status != "Scheduled":
        return False
    syncs.set_status(change.conn, sync_id, paused=True)
    return True
