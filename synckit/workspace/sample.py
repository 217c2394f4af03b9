"""The sample library: put into a workspace, so that everything can be tried without an ILS."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from synckit import errors
from synckit.definition import Sync

if TYPE_CHECKING:
    from synckit.workspace import Workspace

DATA = Path(__file__).resolve().parents[2] / "data"
CONNECTION = "Sample library"


def put_in(workspace: Workspace) -> None:
    """Add the sample connection, fields, profiles and syncs; a workspace that has them is left as it is."""
    if any(each["name"] == CONNECTION for each in workspace.connections()):
        return
    patrons = next(iter(sorted(DATA.glob("patrons.ndjson*"))), None)
    if patrons is None:
        raise errors.NotFound(f"The sample library is not in {DATA}; run python data/generate.py.")
    workspace.import_fields(DATA / "fields.yaml")
    workspace.import_profiles(DATA / "profiles.csv")
    workspace.add_connection(CONNECTION, "files", {"path": str(patrons), "id": "ils_id"})
    for path in sorted((DATA / "syncs").glob("*.yaml")):
        workspace.save(Sync.from_yaml(path))
