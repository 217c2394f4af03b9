"""A sync's schedule in the store: set, taken away, and the status that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from synckit import clock, errors, recurrence
from synckit.definition import Schedule, Sync
from synckit.run import Home
from synckit.store import audit, leases, runs, syncs


def next_due(saved: syncs.SavedSync, zone: str) -> datetime | None:
    """Return the next due time of a sync, in its own time zone; None without a schedule or while paused."""
    if saved.status != "Scheduled" or saved.paused:
        return None
    sync = Sync.from_dict(saved.definition)
    return recurrence.next_after(sync.schedule, sync.timezone or zone, clock.now()) if sync.schedule else None


def on_save(conn: Any, sync: Sync, zone: str, replacing: str | None = None) -> None:
    """Save a definition: one with a schedule schedules the sync, one without keeps the schedule it has.

    `replacing` is the name of the sync so far, where it gets another one.
    """
    kept = _former(conn, replacing or sync.name)
    if sync.schedule is None and kept is not None:
        sync = _with(sync, kept)
    elif sync.schedule is not None and (kept is None or kept.schedule != sync.schedule):
        _refuse_past(sync, zone)
    sync_id, _ = syncs.save(conn, sync.as_dict(), replacing=replacing)
    syncs.set_status(conn, sync_id, _status(conn, sync_id, sync, zone))
    if sync.schedule and (kept is None or kept.schedule != sync.schedule):
        syncs.considered(conn, sync_id, clock.now())


def schedule(home: Home, name: str, settings: dict[str, Any], actor: str = "") -> datetime | None:
    """Give a sync a schedule and return its first due time. Raises `Refused` for a time in the past."""
    with home.store.write() as conn:
        saved = syncs.load(conn, name)
        given = {key: value for key, value in settings.items() if value is not None}
        zone = given.pop("timezone", None)
        sync = Sync.from_dict(
            {**saved.definition, "schedule": given, **({"timezone": zone} if zone else {}), **_frequency(given)}
        )
        _refuse_past(sync, home.zone)
        syncs.save(conn, sync.as_dict(), status="Scheduled")
        syncs.set_status(conn, saved.id, paused=False)
        syncs.considered(conn, saved.id, clock.now())
        audit.add(conn, actor, "schedule sync", name, _said(sync))
        return recurrence.next_after(sync.schedule, sync.timezone or home.zone, clock.now()) if sync.schedule else None


def reschedule(home: Home, name: str, changes: dict[str, Any], actor: str = "") -> datetime | None:
    """Change parts of a schedule, from now on, and return the next due time.

    What is not named stays, an empty text or list takes a part away; without a new date the rhythm goes on from the first
    day. Raises `Refused` for a sync without a schedule, and for a schedule with no due time to come.
    """
    with home.store.write() as conn:
        saved = syncs.load(conn, name)
        if saved.status != "Scheduled":
            raise errors.Refused(f"The sync {name!r} is {saved.status} and has no schedule to change; schedule it.")
        given = {key: value for key, value in changes.items() if value is not None}
        zone = given.pop("timezone", None)
        former = saved.definition["schedule"]
        settings = {key: value for key, value in {**former, **given}.items() if value not in ("", [], ())}
        sync = Sync.from_dict(
            {**saved.definition, "schedule": settings, **({"timezone": zone} if zone else {}), **_frequency(settings)}
        )
        if settings.get("date") != former["date"] or sync.schedule is None or sync.schedule.every is None:
            _refuse_past(sync, home.zone)
        due = recurrence.next_after(sync.schedule, sync.timezone or home.zone, clock.now()) if sync.schedule else None
        if due is None:
            raise errors.Refused(f"The schedule of {name!r} would have no run any more; choose a later last day.")
        syncs.save(conn, sync.as_dict())
        syncs.considered(conn, saved.id, clock.now())
        audit.add(conn, actor, "reschedule sync", name, _said(sync))
        return None if saved.paused else due


def pause(home: Home, name: str, actor: str = "") -> None:
    """Let the schedule of a sync rest; due times that pass meanwhile are passed over. Raises `Refused`."""
    with home.store.write() as conn:
        saved = syncs.load(conn, name)
        if saved.status != "Scheduled" or saved.paused:
            raise errors.Refused(f"The sync {name!r} has no schedule that goes on, so there is nothing to pause.")
        syncs.set_status(conn, saved.id, paused=True)
        audit.add(conn, actor, "pause sync", name)


def resume(home: Home, name: str, actor: str = "") -> datetime | None:
    """Let a paused schedule go on from now and return its next due time. Raises `Refused` when it is not paused."""
    with home.store.write() as conn:
        saved = syncs.load(conn, name)
        if not saved.paused:
            raise errors.Refused(f"The sync {name!r} is not paused.")
        syncs.set_status(conn, saved.id, paused=False)
        syncs.considered(conn, saved.id, clock.now())
        audit.add(conn, actor, "resume sync", name)
        return next_due(syncs.load(conn, name), home.zone)


def upcoming(saved: syncs.SavedSync, zone: str, count: int) -> list[datetime]:
    """Return the next due times of a sync, in its own time zone; none while it is paused."""
    found: list[datetime] = []
    due = next_due(saved, zone)
    sync = Sync.from_dict(saved.definition)
    while due and sync.schedule and len(found) < count:
        found.append(due)
        due = recurrence.next_after(sync.schedule, sync.timezone or zone, due)
    return found


def rehearsed(settings: dict[str, Any], zone: str, count: int) -> list[datetime]:
    """Return the first due times that a schedule would have from now on. Raises `DefinitionError`."""
    given = Schedule.from_dict({key: value for key, value in settings.items() if value is not None})
    clock.zone(zone)
    found: list[datetime] = []
    due = recurrence.next_after(given, zone, clock.now())
    while due and len(found) < count:
        found.append(due)
        due = recurrence.next_after(given, zone, due)
    return found


@dataclass(frozen=True)
class Rehearsal:
    """What a schedule would do from now on."""

    runs: tuple[datetime, ...]
    """Its first due times."""
    problem: str
    """Why it cannot be set, or ""."""


def rehearsal(settings: dict[str, Any], zone: str, former: dict[str, Any] | None, count: int) -> Rehearsal:
    """Return what a schedule would do, and what speaks against it; the first day of `former` may be over."""
    first, last = settings.get("date"), settings.get("last")
    if first and last and str(last) < str(first):
        return Rehearsal((), "The last execution is before the first day; choose a later one.")
    try:
        due = tuple(rehearsed(settings, zone, count))
        given = Schedule.from_dict({key: value for key, value in settings.items() if value is not None})
    except errors.DefinitionError as problem:
        return Rehearsal((), str(problem))
    goes_on = former is not None and given.every is not None and str(former.get("date")) == str(first)
    begins = next(recurrence.occurrences(given, zone), None)
    if begins is None or (goes_on and not due):
        return Rehearsal(due, "No run is left; choose a later last execution or fewer days without runs.")
    if begins < clock.now() and not goes_on:
        return Rehearsal(due, "The first run is in the past; choose a later date or time.")
    return Rehearsal(due, "")


def end_if_over(conn: Any, saved: syncs.SavedSync, zone: str, now: datetime) -> None:
    """Make a sync whose schedule has no due time any more Complete, or Draft when it never ran."""
    sync = Sync.from_dict(saved.definition)
    if sync.schedule and recurrence.next_after(sync.schedule, sync.timezone or zone, now) is None:
        syncs.set_status(conn, saved.id, "Complete" if _has_run(conn, saved.id) else "Draft")


def runner_health(home: Home) -> dict[str, Any]:
    """Return whether a runner is at work and when it last gave a sign of life."""
    with home.store.read() as conn:
        ends = leases.expires(conn, leases.RUNNER)
        return {
            "working": leases.is_held(conn, leases.RUNNER),
            "heartbeat": ends - timedelta(seconds=leases.RUNNER_SECONDS) if ends else None,
        }


def _said(sync: Sync) -> str:
    """Return a schedule as the audit says it: `date 2026-12-01, time 02:30, every 1 day`."""
    rows = sync.as_dict().get("schedule") or {}
    return ", ".join(f"{key} {value}" for key, value in rows.items())


def _frequency(given: dict[str, Any]) -> dict[str, str]:
    return {"frequency": "recurring"} if "every" in given else {"frequency": "single"}


def cancel(home: Home, name: str, actor: str = "") -> str:
    """Take the schedule away and return the status: Complete when the sync has run, else Draft."""
    with home.store.write() as conn:
        saved = syncs.load(conn, name)
        if saved.status != "Scheduled":
            raise errors.Refused(f"The sync {name!r} is {saved.status} and has no schedule to cancel.")
        definition = {key: value for key, value in saved.definition.items() if key != "schedule"}
        status = "Complete" if _has_run(conn, saved.id) else "Draft"
        syncs.save(conn, Sync.from_dict(definition).as_dict(), status=status)
        syncs.set_status(conn, saved.id, paused=False)
        audit.add(conn, actor, "cancel schedule", name)
        return status


def _former(conn: Any, name: str) -> Sync | None:
    if name not in syncs.names(conn):
        return None
    former = Sync.from_dict(syncs.load(conn, name).definition)
    return former if former.schedule else None


def _with(sync: Sync, former: Sync) -> Sync:
    return Sync.from_dict(
        {**sync.as_dict(), "schedule": former.as_dict()["schedule"], "frequency": former.frequency.value}
    )


def _refuse_past(sync: Sync, zone: str) -> None:
    first = next(recurrence.occurrences(sync.schedule, sync.timezone or zone), None) if sync.schedule else None
    if first is None:
        raise errors.Refused(f"The schedule of {sync.name!r} has no run at all; its last day is before its first.")
    if first < clock.now():
        raise errors.Refused(
            f"The first run of {sync.name!r}, {first.isoformat()}, is in the past; choose a later date or time."
        )


def _status(conn: Any, sync_id: int, sync: Sync, zone: str) -> str:
    if sync.schedule and recurrence.next_after(sync.schedule, sync.timezone or zone, clock.now()):
        return "Scheduled"
    return "Complete" if _has_run(conn, sync_id) else "Draft"


def _has_run(conn: Any, sync_id: int) -> bool:
    return any(each.status == "complete" for each in runs.list(conn, sync_id))
