"""A plan to the store: everything it says in one transaction, or nothing. The only code that writes profiles for a sync.

Profiles, links, before-images, findings and the run's own result are committed together, so whatever kills
the process leaves all of a run or none of it. Under the write lock the plan is first held against what has
changed since it was made (`synckit.apply.freshness`). Meanwhile the next snapshot is written by the engine
in a thread, and gets its name after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import count
from pathlib import Path
from typing import Any

from synckit import errors
from synckit.apply import freshness
from synckit.apply.advance import Advance
from synckit.definition import Vanished
from synckit.plan import Plan
from synckit.snapshots import Attached
from synckit.store import Change, Store, audit, changes, findings, links, profiles, runs, syncs, vanished, watermarks
from synckit.store import held as held_rows

Progress = Callable[[str, int, int], None]
"""Told the phase, how many rows are done, and how many there are."""

LIMITS_SAID = {
    "create": "profiles it would create",
    "update": "profiles it would change",
    "clear": "profiles of which it would clear a field",
    "reject": "patrons it would reject",
    "read_drop": "patrons that are missing since the last run",
}


def refuse_held(plan: Plan, override: Collection[str] = ()) -> None:
    """Raise `Held` when the plan passes limits that `override` does not name, `Refused` when its sync stops."""
    if plan.stopped:
        raise errors.Refused(
            f"The sync {plan.sync.name!r} stops at the first rejected patron, and there is one; correct it, or set errors to continue."
        )
    passed = tuple(name for name in plan.passed if name not in override)
    if passed:
        raise held(plan.sync.name, passed)


def held(sync: str, passed: Collection[str]) -> errors.Held:
    """Return the error that says which limits are passed."""
    said = ", ".join(f"{name} ({LIMITS_SAID[name]})" for name in passed)
    return errors.Held(
        f"The sync {sync!r} passes its limits: {said}; look at the plan, then approve the run or raise the limit.",
        tuple(passed),
    )


def apply(
    plan: Plan,
    store: Store,
    run_id: int,
    actor: str,
    result: dict[str, Any],
    snapshot: tuple[Path, Attached] | None = None,
    progress: Progress = lambda phase, done, total: None,
    reported: bool = False,
) -> None:
    """Write the plan and finish its run as `complete`, in one transaction.

    `result` are further columns of the run's row; `snapshot` is the folder to advance and what the plan was
    made from; `reported` says that the findings are stored already (a held run). Raises `StalePlan`.
    """
    if not plan.changes_anything:
        with store.write() as conn:
            freshness.check_definition(conn, plan)
            _finish(conn, plan, run_id, actor, result, None, reported)
        return
    advance: Advance | None = None
    try:
        with store.change("run", actor, run_id) as change:
            freshness.check(change, plan)
            first = profiles.next_id(change.conn)
            # A snapshot made from an older moment would leave out what others wrote since: theirs is then overlay.
            if snapshot and change.version - 1 == plan.base_version:
                advance = Advance(plan, *snapshot)
                advance.start(change.version, first)
            _write(change, plan, first, progress)
            _finish(change.conn, plan, run_id, actor, result, change.version, reported)
            if advance:
                advance.wait()
    except BaseException:
        if advance:
            advance.discard()
        raise
    if advance:
        advance.settle()


def _write(change: Change, plan: Plan, first: int, progress: Progress) -> None:
    updated = plan.changed_indexes()
    total = plan.counts["created"] + plan.counts["updated"]
    done = count(1)

    def counted(rows: Any) -> Any:
        for row in rows:
            number = next(done)
            if number % 10_000 == 0:
                progress("apply", number, total)
            yield row

    _clear_moving(change, plan, updated)
    if updated:
        columns = [plan.columns[i] for i in updated]
        profiles.update(change, columns, counted(plan.updated_rows(updated)))
    if plan.counts["created"]:
        profiles.insert(change, plan.columns, counted(plan.created_rows(first)))
    _link(change, plan, first)
    changes.record(change, plan.change_rows())


def _clear_moving(change: Change, plan: Plan, updated: list[int]) -> None:
    """Empty unique fields that change before they are written: two profiles may swap their values."""
    for i in updated:
        if plan.wide.judged[i].target.unique:
            profiles.clear(change, plan.columns[i], plan.moving_ids(i))


def _link(change: Change, plan: Plan, first: int) -> None:
    if plan.counts["created"]:
        created = ((ils_id, first + place) for place, ils_id in enumerate(plan.created_ids()) if ils_id)
        links.add(change, plan.connection_id, created)
    matched = list(plan.link_rows())
    if matched:
        links.upsert(change, plan.connection_id, matched)


def _finish(
    conn: Any, plan: Plan, run_id: int, actor: str, result: dict[str, Any], version: int | None, reported: bool
) -> None:
    _still_wanted(conn, run_id, "held" if reported else "running")
    if reported:
        held_rows.drop(conn, run_id)
        audit.add(conn, actor, "approve run", str(run_id), plan.sync.name)
    else:
        report(conn, plan, run_id)
    runs.finish(conn, run_id, "complete", version=version, reading=_read(conn, plan, run_id), **result)
    if syncs.by_id(conn, plan.sync_id).status == "Draft":
        syncs.set_status(conn, plan.sync_id, "Complete")


def _read(conn: Any, plan: Plan, run_id: int) -> dict[str, Any] | None:
    """Move the sync's watermark, remember who is gone, and return what the run's row says of its reading."""
    said: dict[str, Any] = {"since": plan.since.isoformat(timespec="seconds")} if plan.since else {}
    if plan.begun:
        former = watermarks.get(conn, plan.sync_id)
        done = former.since_full + 1 if former and plan.since else 0
        watermarks.move(conn, plan.sync_id, watermarks.Watermark(run_id, plan.sync_version, plan.begun, done))
    if plan.vanished:
        flagged = plan.sync.vanished is Vanished.FLAG
        rows = plan.vanished_rows()
        said["vanished"] = vanished.settle(conn, plan.connection_id, run_id, flagged, rows, plan.vanished == "all")
    return said or None


def _still_wanted(conn: Any, run_id: int, status: str) -> None:
    """Raise `Cancelled` or `Refused` when the run was cancelled, rejected or taken over before this moment."""
    saved = runs.get(conn, run_id)
    if (saved.progress or {}).get("cancel"):
        raise errors.Cancelled(f"Run {run_id} was cancelled; nothing was applied.")
    if saved.status != status:
        raise errors.Refused(f"Run {run_id} is {saved.status} by now, so nothing was applied; look at the newest run.")


def report(conn: Any, plan: Plan, run_id: int) -> None:
    """Store the plan's findings and the source values of its rejected patrons."""
    findings.add(conn, run_id, plan.finding_rows())
    findings.reject(conn, run_id, plan.rejected_rows())
