"""What a notebook holds: one workspace, and handles on its connections, fields, syncs, plans and runs.

`open` is the door. The handles carry the verbs (`preview plan run apply undo`); everything they do is done by
the modules above, so the command line and the pages use them too and own no logic of their own.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synckit import clock, documents, errors, ils, profiles, report
from synckit.claim import interrupt_dead
from synckit.definition import Sync, validate
from synckit.fields import Catalogue, IlsField
from synckit.profiles import Imported
from synckit.run import Home, connected
from synckit.run import approve as approve_run
from synckit.run import cancel as cancel_run
from synckit.run import reject as reject_run
from synckit.run.going import Going, going
from synckit.store import audit, catalogue, connections, open_store, runs, syncs
from synckit.workspace import connecting, noticing
from synckit.workspace.handles import PlanHandle, RunHandle, SyncHandle
from synckit.workspace.looking import looked_at, read_only
from synckit.workspace.schedules import on_save, runner_health

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PlanHandle", "RunHandle", "SyncHandle", "Workspace", "open"]

SETTINGS = "workspace.yaml"
DATABASE = "synckit.db"


def open(path: str | Path, sample: bool = False, store: str | None = None, actor: str | None = None) -> Workspace:
    """Open a workspace folder, made if it is not there; `sample` puts the sample library into it.

    `store` (or the environment's SYNCKIT_STORE) is the URL of a PostgreSQL database; without it the data is in
    a SQLite file of the folder. `actor` (or SYNCKIT_ACTOR) is the name that history and audit show. Raises `StoreError`.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open(folder) as ws:
    ...     ws.syncs()
    []
    """
    folder = Path(path).expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise errors.StoreError(
            f"The workspace folder {folder} cannot be made: {problem.strerror}; choose another one."
        ) from None
    url = store or os.environ.get("SYNCKIT_STORE")
    home = Home(open_store(url or str(folder / DATABASE)), folder, _zone(folder), url)
    workspace = Workspace(home, actor or os.environ.get("SYNCKIT_ACTOR") or _user())
    if sample:
        from synckit.workspace.sample import put_in

        put_in(workspace)
    return workspace


def _zone(folder: Path) -> str:
    """Return the time zone that the workspace's settings name."""
    path = folder / SETTINGS
    given = (documents.read(path).data if path.exists() else None) or {}
    if not isinstance(given, dict):
        raise errors.DefinitionError(f"{path} holds no settings; write it as timezone: America/New_York.")
    return clock.zone(str(given.get("timezone", "UTC"))).key


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


class Workspace:
    """One library's connections, profile fields, profiles, syncs and runs."""

    def __init__(self, home: Home, actor: str) -> None:
        self.home = home
        self.actor = actor

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self.home.store.close()

    # Connections

    def add_connection(
        self, name: str, kind: str, settings: Mapping[str, str], secrets: Mapping[str, str] | None = None
    ) -> tuple[IlsField, ...]:
        """Make a connection, its secrets sealed, and return the ILS fields that it offers.

        Raises `Refused` when the name exists, `DefinitionError` for settings that do not suffice, `IlsError`, `StoreError`.
        """
        return connecting.add(self.home, name, kind, settings, secrets or {})

    def enter_secrets(self, name: str, secrets: Mapping[str, str]) -> None:
        """Replace secrets of a connection; the others stay. Raises `NotFound`, `DefinitionError`, `StoreError`."""
        connecting.enter(self.home, name, secrets)

    def try_connection(
        self, kind: str, settings: Mapping[str, str], secrets: Mapping[str, str] | None = None
    ) -> list[ils.CheckStep]:
        """Try settings and secrets step by step before they are saved. Raises `DefinitionError`."""
        return ils.connector(kind, ils.settings(kind, settings, secrets), secrets).check()

    def cost(self, sync: str) -> str | None:
        """Return what reading a sync's patrons takes of the requests that its system counts by the day, as a sentence.

        None for a system that counts none. Raises `NotFound`, `IlsError`.
        """
        return connecting.cost(self.home, sync)

    def sample(self, name: str) -> pd.DataFrame:
        """Return what a connection offers: a row a field, with labels, codes, and masked values of some patrons."""
        return connecting.sampled(self.home, name)

    def remove_connection(self, name: str) -> None:
        """Remove a connection with its links; profiles stay. Raises `Refused` while a sync uses it, `NotFound`."""
        with self.home.store.change("catalogue", self.actor) as change:
            connections.delete(change, name)

    def connections(self) -> list[dict[str, Any]]:
        """Return the connections: `name`, `kind`, `settings`, names of its `secrets`, names and types of its `fields`."""
        with self.home.store.read() as conn:
            found = connections.list(conn)
        return [
            {
                "name": each.name,
                "kind": each.kind,
                "settings": each.settings,
                "secrets": sorted(each.secrets),
                "fields": {field.name: field.type.value for field in each.fields},
            }
            for each in found
        ]

    def test_connection(self, name: str) -> list[ils.CheckStep]:
        """Try a connection step by step. Raises `NotFound`, `StoreError` where its secrets cannot be opened."""
        with self.home.store.read() as conn:
            known = connections.load(conn, name)
        return connected(known).check()

    def ils_fields(self, name: str) -> dict[str, IlsField]:
        """Return the ILS fields of a connection by name."""
        with self.home.store.read() as conn:
            return {field.name: field for field in connections.load(conn, name).fields}

    def patrons(
        self, connection: str, filter: Any = None, limit: int | None = None, columns: list[str] | None = None
    ) -> pd.DataFrame:
        """Return the patrons of a connection as they are now, a row a patron in ILS order, text as read.

        `filter` is a filter as in a definition (a dict or a `Group`), `limit` a number of rows, `columns` ILS fields.
        """
        return looked_at(self.home, connection, filter, limit, columns).frame

    # Profile fields and profiles

    @property
    def catalogue(self) -> Catalogue:
        """The profile types and fields."""
        with self.home.store.read() as conn:
            return catalogue.load(conn)

    def import_fields(self, source: str | Path) -> Catalogue:
        """Add and change the profile types and fields that a YAML text or file names; nothing is removed."""
        given = Catalogue.from_yaml(source, known_types=self.catalogue.types)
        with self.home.store.change("catalogue", self.actor) as change:
            merged = catalogue.load(change.conn).merged(given)
            catalogue.save(change, merged)
        return merged

    def profiles(self) -> pd.DataFrame:
        """Return every profile, a row a profile by id, columns `profile_id` and the fields by their keys, typed."""
        return profiles.read(self.home.store)

    def import_profiles(self, source: Any) -> Imported:
        """Make and change profiles by a frame or a spreadsheet file. Raises `Refused` when a row breaks a rule."""
        return profiles.import_profiles(self.home.store, source, self.actor)

    def export_profiles(self, path: str | Path, raw: bool = False) -> int:
        """Write every profile to a file and return how many."""
        return profiles.export(self.home.store, Path(path), raw)

    # Syncs and runs

    def save(self, sync: Sync) -> SyncHandle:
        """Save a sync: a new one, or a new version of the one of that name. Raises `DefinitionError`, `Refused`."""
        with self.home.store.read() as conn:
            connection = connections.load(conn, sync.connection)
            fields = catalogue.load(conn)
        kind, known = connection.kind, {field.name: field for field in connection.fields}
        validate(sync, fields, known)
        if sync.incremental and not ils.tells_changes(kind):
            raise sync.problem(("incremental",), f"{ils.name(kind)} cannot tell who changed; leave incremental out.")
        _try_out(sync, fields, known)
        with self.home.store.write() as conn:
            if sync.name in syncs.names(conn):
                self._refuse_running(conn, sync.name)
            on_save(conn, sync, self.home.zone)
        return SyncHandle(self.home, sync.name, self.actor)

    def sync(self, name: str) -> SyncHandle:
        """Return a sync. Raises `NotFound`, naming the nearest."""
        with self.home.store.read() as conn:
            syncs.load(conn, name)
        return SyncHandle(self.home, name, self.actor)

    def syncs(self) -> list[SyncHandle]:
        """Return every sync, by name."""
        with self.home.store.read() as conn:
            return [SyncHandle(self.home, name, self.actor) for name in syncs.names(conn)]

    def delete_sync(self, name: str) -> None:
        """Delete a sync with its runs, findings and before-images; profiles and links stay. Raises `Refused` while it runs."""
        with self.home.store.write() as conn:
            interrupt_dead(conn, syncs.load(conn, name).id)
            syncs.delete(conn, name, self.actor)

    def _refuse_running(self, conn: Any, name: str) -> None:
        interrupt_dead(conn, syncs.load(conn, name).id)
        newest = runs.list(conn, syncs.load(conn, name).id, limit=1)
        if newest and newest[0].status in ("queued", "running"):
            raise errors.Refused(
                f"The sync {name!r} is running; wait for run {newest[0].id} or cancel it before changing it."
            )

    def run(self, run_id: int) -> RunHandle:
        """Return a run. Raises `NotFound`."""
        report.document(self.home, run_id)
        return RunHandle(self.home, run_id, self.actor)

    def runs(self, sync: str | None = None, limit: int | None = None) -> list[dict[str, Any]]:
        """Return the run documents of one sync or of all, the newest first."""
        return report.documents(self.home, sync, limit)

    def going(self) -> list[Going]:
        """Return the runs that wait or go on, whoever started them: phase, rows done, rows in all."""
        return going(self.home)

    def runner_health(self) -> dict[str, Any]:
        """Return whether a runner is at work (`working`) and when it last gave a sign of life (`heartbeat`, None: never)."""
        return runner_health(self.home)

    def notices(self) -> dict[str, Any]:
        """Return the settings of notices without secrets, the names of the secrets, and the last notices."""
        return noticing.shown(self.home)

    def set_notices(self, settings: Mapping[str, Any]) -> None:
        """Set up who is told of trouble; what is not named stays, "" takes a setting away. Raises `DefinitionError`."""
        noticing.save(self.home, settings, self.actor)

    def test_notices(self) -> dict[str, str]:
        """Send a test message and return, by channel, "" or why it was not taken. Raises `Refused` without a channel."""
        return noticing.test(self.home)

    def audit(self, limit: int | None = None) -> list[audit.Line]:
        """Return who did what, the newest first."""
        with self.home.store.read() as conn:
            return audit.list(conn, limit)

    def approve(self, run_id: int, progress: Any = lambda phase, done, total: None) -> RunHandle:
        """Apply a held run exactly as it was planned. Raises `Refused`, `StalePlan`."""
        approve_run(self.home, run_id, self.actor, progress)
        return RunHandle(self.home, run_id, self.actor)

    def reject(self, run_id: int) -> RunHandle:
        """Give a held run up. Raises `Refused`."""
        reject_run(self.home, run_id)
        return RunHandle(self.home, run_id, self.actor)

    def cancel(self, run_id: int) -> None:
        """Ask a running run to end with nothing applied. Raises `Refused`."""
        cancel_run(self.home, run_id)

    def sql(self, query: str) -> pd.DataFrame:
        """Answer a DuckDB query over copies of `profiles`, `runs`, `changes`, `findings` and `patrons`; nothing is written."""
        return read_only(self.home, query)


def _try_out(sync: Sync, fields: Catalogue, known: Mapping[str, IlsField]) -> None:
    """Lower the definition once, so that a wrong piece of SQL or pattern is refused when it is saved."""
    from synckit.plan.build import try_out

    try_out(sync, fields, known)
