"""What a workspace does beyond handing on: settings, and syncs whose program was killed."""

from __future__ import annotations

from pathlib import Path

import pytest

import synckit
from synckit import errors
from synckit.store import leases, runs

SYNC = """
name: People
connection: File
match_on: [email]
mapping:
  - {from: last, to: last_name}
  - {from: mail, to: email}
  - {constant: Person, to: type}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> synckit.Workspace:
    (tmp_path / "people.csv").write_text("id,last,mail\n1,Lee,lee@example.org\n", "utf-8")
    made = synckit.open(tmp_path / "library")
    made.add_connection("File", "files", {"path": str(tmp_path / "people.csv"), "id": "id"})
    made.save(synckit.Sync.from_yaml(SYNC))
    return made


def killed(workspace: synckit.Workspace) -> int:
    """Leave a run as a program that was killed leaves it, its lease with it; return the run's id."""
    saved = workspace.sync("People").saved
    with workspace.home.store.write() as conn:
        run = runs.start(conn, saved.id, saved.version)
        leases.acquire(conn, f"sync:{saved.id}", "nobody-there:999999:1", -1)
    return run


def test_a_killed_run_blocks_neither_save_nor_delete(workspace: synckit.Workspace) -> None:
    run = killed(workspace)
    workspace.save(synckit.Sync.from_yaml(SYNC.replace("Person", "Person ")))
    assert workspace.run(run).status == "interrupted"
    killed(workspace)
    workspace.delete_sync("People")
    assert workspace.syncs() == []
    workspace.close()


def test_a_killed_run_is_not_cancelled_but_interrupted(workspace: synckit.Workspace) -> None:
    run = killed(workspace)
    with pytest.raises(errors.Refused, match="is interrupted; only a running run"):
        workspace.cancel(run)
    workspace.close()


def test_settings_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "workspace.yaml").write_text("- New York\n", "utf-8")
    with pytest.raises(errors.DefinitionError, match="write it as timezone"):
        synckit.open(tmp_path)


def test_an_error_of_the_engine_carries_no_value_of_a_patron(workspace: synckit.Workspace) -> None:
    rows = SYNC.replace("{from: last, to: last_name}", "{sql: 'cast(cast(last as integer) as varchar)', to: last_name}")
    sync = workspace.save(synckit.Sync.from_yaml(rows))
    with pytest.raises(errors.SuiteError, match="could not run") as caught:
        sync.plan()
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    workspace.close()
