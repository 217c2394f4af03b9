"""From a saved sync to its plan: what it stands on in the store, the extract, the engine, the plan. Nothing is written."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from synckit import clock, engine, ils, plan, secrets, snapshots, store
from synckit.claim import own_folder
from synckit.definition import Sync
from synckit.fields import Catalogue, IlsField
from synckit.ils import Extract
from synckit.plan import Inputs, Plan
from synckit.run import reading
from synckit.run.reading import EVERYBODY, Reading
from synckit.snapshots import Attached
from synckit.store import catalogue, connections, runs, syncs

Progress = Callable[[str, int, int], None]
"""Told the phase, how many rows are done, and how many there are (0 when nobody knows)."""


@dataclass(frozen=True)
class Home:
    """Where a workspace lives."""

    store: store.Store
    folder: Path
    zone: str = "UTC"
    """The workspace's time zone, for syncs without one of their own."""
    url: str | None = field(default=None, repr=False)
    """The store, where it is not in the folder; it may hold a password."""

    @property
    def snapshots(self) -> Path:
        """The folder of the profile snapshots, made if it is not there: the engine opens only what exists."""
        path = self.folder / "snapshots"
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path


@dataclass(frozen=True)
class Subject:
    """A sync with all that a plan of it needs from the store."""

    saved: syncs.SavedSync
    sync: Sync
    catalogue: Catalogue
    connection: connections.SavedConnection
    last_read: int | None
    zone: str
    reading: Reading = EVERYBODY

    @property
    def fields(self) -> dict[str, IlsField]:
        """The ILS fields of the connection, by name."""
        return {field.name: field for field in self.connection.fields}


@dataclass(frozen=True)
class Planned:
    """A plan, with what applying it needs beside it."""

    plan: Plan
    attached: Attached
    folder: Path
    """The run's own folder, with the extract; `forget` deletes it."""

    def forget(self) -> None:
        """Delete the extract and close the engine."""
        self.plan.con.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def subject(home: Home, name: str, limit: int | None = None) -> Subject:
    """Read a sync and what it stands on; `limit` as the run has it. Raises `NotFound`."""
    with home.store.read() as conn:
        saved = syncs.load(conn, name)
        sync = Sync.from_dict(saved.definition)
        last = runs.last_complete(conn, saved.id)
        read = (last.counts or {}).get("read") if last and _same_filter(conn, saved, last) else None
        return Subject(
            saved,
            sync,
            catalogue.load(conn),
            connections.load(conn, sync.connection),
            read,
            sync.timezone or home.zone,
            reading.choose(conn, saved, sync, limit),
        )


def _same_filter(conn: Any, saved: syncs.SavedSync, last: runs.SavedRun) -> bool:
    """Return whether a run asked for the same patrons: an ILS may leave out whom the filter leaves out."""
    before = syncs.version(conn, saved.id, last.sync_version)
    return bool(before.get("filter") == saved.definition.get("filter"))


def connected(saved: connections.SavedConnection) -> ils.Connector:
    """Return the connector of a saved connection. Raises `StoreError` where its secrets cannot be opened."""
    return ils.connector(saved.kind, saved.settings, secrets.opened(saved.id, saved.secrets), saved.fields)


def load(home: Home, about: Subject, fields: Collection[str], folder: Path, progress: Progress) -> Extract:
    """Read the patrons with the given fields into an extract in `folder`. Raises `IlsError`."""
    connector = connected(about.connection)
    since = about.reading.since
    return connector.patrons(
        [name for name in fields if name in about.fields],
        folder,
        lambda rows: progress("load", rows, 0),
        about.sync.filter,
        since.isoformat(timespec="seconds") if since else None,
        about.reading.also,
    )


def make_plan(
    home: Home,
    name: str,
    as_of: date | None = None,
    limit: int | None = None,
    progress: Progress = lambda phase, done, total: None,
) -> Planned:
    """Return the plan of a sync over its patrons as they are now; nothing is written."""
    about = subject(home, name, limit)
    folder = own_folder(home.folder / "runs")
    try:
        return _planned(home, about, as_of or clock.today(about.zone), limit, folder, progress)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def rehearse(home: Home, sync: Sync, former: str | None, extract: Extract) -> Planned:
    """Return the plan of a definition that is not saved, over patrons that were read before; nothing is written.

    `former` is the sync that the definition would be the next version of. `forget` leaves the extract where it is.
    """
    folder = own_folder(home.folder / "runs")
    try:
        about = _unsaved(home, sync, former)
        return _planned(home, about, clock.today(about.zone), None, folder, lambda phase, done, total: None, extract)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _unsaved(home: Home, sync: Sync, former: str | None) -> Subject:
    """Return what a plan of a definition stands on: the sync so far, or one that is not there yet."""
    with home.store.read() as conn:
        connection, fields = connections.load(conn, sync.connection), catalogue.load(conn)
    zone = sync.timezone or home.zone
    if former is None:
        saved = syncs.SavedSync(0, sync.name, connection.id, 0, "Draft", False, clock.now(), None, sync.as_dict())
        return Subject(saved, sync, fields, connection, None, zone)
    about = subject(home, former)
    # A fall in the number of patrons read says something only where the same were asked for.
    asks_the_same = connection.id == about.connection.id and sync.filter == about.sync.filter
    last_read = about.last_read if asks_the_same else None
    return replace(about, sync=sync, connection=connection, last_read=last_read, zone=zone, reading=EVERYBODY)


def _planned(
    home: Home,
    about: Subject,
    as_of: date,
    limit: int | None,
    folder: Path,
    progress: Progress,
    extract: Extract | None = None,
) -> Planned:
    started, begun = clock.monotonic(), clock.now()
    extract = extract or load(home, about, about.sync.ils_fields, folder, progress)
    loaded = clock.monotonic()
    con = engine.connect(*extract.paths, home.snapshots, writable=folder)
    try:
        attached = snapshots.attach(con, home.store, home.snapshots, about.catalogue.columns, about.connection.id)
        inputs = Inputs(
            about.sync,
            about.catalogue,
            about.fields,
            extract,
            as_of,
            about.zone,
            attached.profiles,
            attached.links,
            None if about.reading.since else about.last_read,
            limit,
        )
        built = plan.build(con, inputs, lambda phase: progress(phase, 0, extract.rows))
        gone = _find_vanished(con, about, attached, limit)
    except BaseException:
        con.close()
        raise
    seconds = {"load": round(loaded - started, 3), "plan": round(clock.monotonic() - loaded, 3), "apply": 0.0}
    sealed = _sealed(about, extract, attached, built, as_of, limit, con, seconds)
    goes_on = about.sync.incremental is not None and limit is None
    made = replace(sealed, since=about.reading.since, begun=begun if goes_on else None, vanished=gone)
    return Planned(made, attached, folder)


VANISHED = """with missing as materialized (
  select l.ils_id, l.profile_id from links as l anti join considered as c on c._id = l.ils_id where not l.merged
) select m.ils_id, m.profile_id from missing as m semi join profiles as p on p.profile_id = m.profile_id"""


def _find_vanished(con: engine.Connection, about: Subject, attached: Attached, limit: int | None) -> str:
    """Make the table of those who are gone, and return whether these are all, some, or not known."""
    if not (attached.links and attached.profiles) or limit is not None:
        return ""
    if about.reading.since is None and about.sync.filter is None:
        con.execute(f"create table vanished as {VANISHED}")
        return "all"
    named = _named_as_gone(about)
    if not named:
        return ""
    engine.hold(con, "named_as_gone", ("ils_id",), [(each,) for each in named])
    con.execute(f"create table vanished as {VANISHED} where m.ils_id in (select ils_id from named_as_gone)")
    return "some"


def _named_as_gone(about: Subject) -> list[str]:
    """Return whom the ILS itself says were deleted since the last run, where it can say so."""
    connector = connected(about.connection) if about.reading.since else None
    return (
        connector.gone(about.reading.since) if about.reading.since and isinstance(connector, ils.TellsDeletions) else []
    )


def _sealed(
    about: Subject,
    extract: Extract,
    attached: Attached,
    built: plan.Built,
    as_of: date,
    limit: int | None,
    con: engine.Connection,
    seconds: dict[str, float],
) -> Plan:
    return Plan(
        id=plan.plan_id(about.sync, about.catalogue, extract.digest, attached.version, as_of, limit),
        sync=about.sync,
        sync_id=about.saved.id,
        sync_version=about.saved.version,
        connection_id=about.connection.id,
        catalogue=about.catalogue,
        as_of=as_of,
        base_version=attached.version,
        counts=built.counts,
        findings_count=con.execute("select count(*) from findings").fetchall()[0][0],
        passed=built.passed,
        stopped=built.stopped,
        partial=limit is not None or about.reading.since is not None,
        wide=built.wide,
        con=con,
        seconds=seconds,
        portable=built.portable,
        by_type=built.by_type,
        notes=_notes(extract),
    )


def _notes(extract: Extract) -> tuple[str, ...]:
    """Say which fields are gone or new since the connection was made; a field that the sync reads fails the run instead."""
    said = {
        "Fields gone since the connection was made": extract.missing,
        "Fields new since the connection was made": extract.added,
    }
    return tuple(f"{what}: {', '.join(names)}." for what, names in said.items() if names)
