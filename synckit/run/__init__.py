"""The whole way of a patron in order: load -> filter -> map -> check -> match -> plan -> hold or apply.

Owns a run from its first row in the store to its last: the lease that keeps one sync from running twice at
once, three tries when profiles move under a plan, and the status it ends with. Pages, notebooks and the
command line all come through here. `planning` is the half that writes nothing.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from synckit import apply, clock, engine, errors
from synckit.apply import holding
from synckit.claim import Claim, interrupt_dead, own_folder
from synckit.plan import Plan
from synckit.run.planning import Home, Planned, Progress, Subject, connected, make_plan, subject
from synckit.store import audit, catalogue, held, runs, syncs

__all__ = [
    "Home",
    "Planned",
    "Subject",
    "apply_plan",
    "approve",
    "cancel",
    "connected",
    "held_run",
    "make_plan",
    "reject",
    "run",
    "subject",
]

TRIES = 3
"""How often a run plans when profiles change under it."""


def run(
    home: Home,
    name: str,
    actor: str,
    as_of: date | None = None,
    limit: int | None = None,
    progress: Progress = lambda phase, done, total: None,
    began: Callable[[int], None] = lambda run_id: None,
    queued: int | None = None,
) -> int:
    """Run a sync and return the run's id; how it ended is its status. `queued` is the run that waits to be executed.

    Raises what kept it from ending well (`IlsError`, `SuiteError`, `StoreError`, `StalePlan`, `Cancelled`)
    after the run's row says so; a stopped or held run is no exception. `began` is told the run's id.
    """
    about = subject(home, name)
    with _recorded(home, about, actor, as_of, limit, queued=queued) as (run_id, claim):
        began(run_id)
        told = _listening(progress, claim)
        for attempt in range(1, TRIES + 1):
            planned = make_plan(home, name, as_of, limit, told)
            try:
                _conclude(home, planned, run_id, actor, told)
                return run_id
            except errors.StalePlan:
                if attempt == TRIES:
                    raise
            finally:
                planned.forget()
    return run_id


def apply_plan(
    home: Home,
    planned: Planned,
    actor: str,
    override: Collection[str] = (),
    progress: Progress = lambda phase, done, total: None,
) -> int:
    """Apply a plan that somebody looked at, exactly, and return the run's id.

    Raises `Held` unless `override` names the limits it passes, `StalePlan` when it is no longer true.
    """
    apply.refuse_held(planned.plan, override)
    about = subject(home, planned.plan.sync.name)
    with _recorded(home, about, actor, planned.plan.as_of, None, planned.plan) as (run_id, claim):
        approved = dataclasses.replace(planned, plan=holding.overridden(planned.plan))
        _conclude(home, approved, run_id, actor, _listening(progress, claim))
    return run_id


def _conclude(home: Home, planned: Planned, run_id: int, actor: str, progress: Progress) -> None:
    """Apply the plan, or record that it stopped or is held."""
    made = planned.plan
    result = _result(made)
    if made.status == "planned":
        begun = clock.monotonic()
        progress("apply", 0, made.counts["created"] + made.counts["updated"])
        seconds = dict(made.seconds)
        apply.apply(made, home.store, run_id, actor, result, (home.snapshots, planned.attached), progress)
        seconds["apply"] = round(clock.monotonic() - begun, 3)
        with home.store.write() as conn:
            runs.update(conn, run_id, seconds=seconds)
        return
    with home.store.write() as conn:
        apply.report(conn, made, run_id)
        if made.status == "held":
            holding.keep(conn, made, run_id)
            result["message"] = " ".join((str(apply.held(made.sync.name, made.passed)), *made.notes))
        runs.finish(conn, run_id, made.status, **result)


def _result(made: Plan) -> dict[str, Any]:
    return {
        "counts": dict(made.counts),
        "findings": made.findings_count,
        "seconds": dict(made.seconds),
        "passed": list(made.passed),
        "plan_id": made.id,
        "base_version": made.base_version,
        "as_of": made.as_of,
        "partial": made.partial,
        "breakdown": made.by_type,
        "message": " ".join(made.notes) or None,
    }


@contextmanager
def _recorded(
    home: Home,
    about: Subject,
    actor: str,
    as_of: date | None,
    limit: int | None,
    made: Plan | None = None,
    queued: int | None = None,
) -> Iterator[tuple[int, Claim]]:
    """Give a run its row and the sync's lease; whatever goes wrong ends up in the row."""
    partial = made.partial if made else limit is not None
    with Claim(home.store, about.saved.id, about.sync.name) as claim:
        with home.store.write() as conn:
            day = as_of or clock.today(about.zone)
            if queued is not None:
                _begin(conn, queued, about, day)
            run_id = queued or runs.start(conn, about.saved.id, about.saved.version, as_of=day, partial=partial)
            if queued is None:  # who queued one left a line then, and the runner's own are told by their due times
                over = f", over the limits {', '.join(made.passed)}" if made and made.passed else ""
                audit.add(conn, actor, "run sync", about.sync.name, f"run {run_id}{over}")
        claim.run_id = run_id
        try:
            yield run_id, claim
        except BaseException as problem:
            if engine.was_interrupted(problem):
                _record_failure(home, run_id, KeyboardInterrupt())
                raise KeyboardInterrupt from None
            _record_failure(home, run_id, problem)
            raise


def _begin(conn: Any, run_id: int, about: Subject, day: date) -> None:
    """Begin a run that was queued. Raises `Refused` when it is not waiting any more."""
    saved = runs.get(conn, run_id)
    if saved.status != "queued" or saved.sync_id != about.saved.id:
        raise errors.Refused(f"Run {run_id} is {saved.status} and does not wait to be executed.")
    runs.update(conn, run_id, status="running", as_of=day, sync_version=about.saved.version)


def _record_failure(home: Home, run_id: int, problem: BaseException) -> None:
    cancelled = isinstance(problem, (errors.Cancelled, KeyboardInterrupt))
    said = (
        str(problem)
        if isinstance(problem, errors.SynckitError)
        else f"An error of synckit itself ({type(problem).__name__}); run it again, and report it if it comes back."
    )
    status = "cancelled" if cancelled else "failed"
    with home.store.write() as conn:
        # What is interrupted after its commit has ended already, and well.
        if runs.get(conn, run_id).status in ("queued", "running"):
            message = "Cancelled; nothing was applied." if cancelled else said
            runs.finish(conn, run_id, status, message=message, problem=type(problem).__name__)


def _listening(progress: Progress, claim: Claim) -> Progress:
    """Return a progress that keeps the lease and hears of a cancellation, until the apply begins to commit."""

    def told(phase: str, done: int, total: int) -> None:
        claim.tick(phase, done, total)
        progress(phase, done, total)

    return told


def approve(home: Home, run_id: int, actor: str, progress: Progress = lambda phase, done, total: None) -> None:
    """Apply a held run's plan exactly as it was kept. Raises `Refused` unless it is held, `StalePlan`."""
    with home.store.read() as conn:
        saved = held_run(conn, run_id)
        name = syncs.by_id(conn, saved.sync_id).name
        fields = catalogue.load(conn)
    about = subject(home, name)
    folder = own_folder(home.folder / "runs")
    con = engine.connect(home.snapshots, writable=folder)
    try:
        with Claim(home.store, about.saved.id, name):
            with home.store.read() as conn:
                held_run(conn, run_id)
                made = holding.overridden(holding.rebuilt(conn, run_id, fields, con))
            said = {"message": " ".join(made.notes) or None}
            apply.apply(made, home.store, run_id, actor, said, None, progress, reported=True)
    finally:
        con.close()
        shutil.rmtree(folder, ignore_errors=True)


def reject(home: Home, run_id: int, actor: str = "") -> None:
    """Give a held run up: its status becomes `cancelled` and nothing is applied. Raises `Refused`."""
    with home.store.write() as conn:
        name = syncs.by_id(conn, held_run(conn, run_id).sync_id).name
        held.drop(conn, run_id)
        runs.finish(conn, run_id, "cancelled", message="Rejected; nothing was applied.")
        audit.add(conn, actor, "reject run", str(run_id), name)


def held_run(conn: Any, run_id: int) -> runs.SavedRun:
    """Return a run that waits for a decision. Raises `Refused` when it does not."""
    saved = runs.get(conn, run_id)
    if saved.status != "held":
        raise errors.Refused(f"Run {run_id} is {saved.status}, not held; only a held run is approved or rejected.")
    return saved


def cancel(home: Home, run_id: int, actor: str = "") -> None:
    """Ask a running run to end with nothing applied. Raises `Refused` when it has ended."""
    with home.store.write() as conn:
        interrupt_dead(conn, runs.get(conn, run_id).sync_id)
        saved = runs.get(conn, run_id)
        if saved.status not in ("queued", "running"):
            raise errors.Refused(f"Run {run_id} is {saved.status}; only a running run is cancelled.")
        audit.add(conn, actor, "cancel run", str(run_id), syncs.by_id(conn, saved.sync_id).name)
        if saved.status == "queued":
            runs.finish(conn, run_id, "cancelled", message="Cancelled; nothing was applied.")
            return
        runs.progress(conn, run_id, {**(saved.progress or {}), "cancel": True})
