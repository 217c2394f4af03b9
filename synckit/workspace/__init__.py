"""What a notebook holds: one workspace, and handles on its connections, fields, syncs, plans and runs.

`open` is the door. The handles carry the verbs (`preview plan run apply undo`); everything they do is done by
the modules above, so the command line and the pages use them too and own no logic of their own.
"""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import Self

from synckit import clock, documents, errors
from synckit.access import Act, Person
from synckit.run import Home
from synckit.store import open_store
from synckit.workspace.doors import Catalogues, Connections, People, Previews, Results, Runs, Syncs, Users, Watching
from synckit.workspace.handles import PlanHandle, RunHandle, SyncHandle

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
    workspace = Workspace(home, Person(actor or os.environ.get("SYNCKIT_ACTOR") or _user()))
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


class Workspace(Catalogues, Connections, People, Previews, Syncs, Runs, Results, Users, Watching):
    """One library's connections, profile fields, profiles, syncs and runs, as somebody at work sees them."""

    def acting(self, person: Person, values_shown: bool = False) -> Workspace:
        """Return this workspace as another person may use it; values are masked unless `values_shown` asks and may."""
        return Workspace(self.home, person, values_shown and person.may(Act.UNMASK))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self.home.store.close()
