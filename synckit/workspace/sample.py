"""The sample library: put into a workspace, so that everything can be tried without an ILS."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from synckit import errors
from synckit.access import Act
from synckit.definition import Sync
from synckit.store import audit, profiles

if TYPE_CHECKING:
    from synckit.workspace import Workspace

DATA = Path(__file__).resolve().parents[2] / "data"
CONNECTION = "Sample library"


def put_in(workspace: Workspace) -> None:
    """Add what is missing of the sample: connection, fields, profiles, syncs; what is there is left as it is."""
    workspace.person.require(Act.CONNECT)
    patrons = next(iter(sorted(DATA.glob("patrons.ndjson*"))), None)
    if patrons is None:
        raise errors.NotFound(f"The sample library is not in {DATA}; run python data/generate.py.")
    if all(each["name"] != CONNECTION for each in workspace.connections()):
        workspace.import_fields(DATA / "fields.yaml")
        workspace.add_connection(CONNECTION, "files", {"path": str(patrons), "id": "ils_id"})
    with workspace.home.store.read() as conn:
        empty = profiles.count(conn) == 0
    if empty and not workspace.runs():
        workspace.import_profiles(DATA / "profiles.csv")
    known = {sync.name for sync in workspace.syncs()}
    for sync in map(Sync.from_yaml, sorted((DATA / "syncs").glob("*.yaml"))):
        if sync.name not in known:
            workspace.save(sync)
    with workspace.home.store.write() as conn:
        audit.add(conn, workspace.actor, "add sample library")
