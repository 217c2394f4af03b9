"""A workspace of Ann's, with a connection to a small file and a sync over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import synckit
from tests.workspace.test_workspace import SYNC


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[synckit.Workspace]:
    (tmp_path / "people.csv").write_text("id,last,mail\n1,Lee,lee@example.org\n2,Ray,ray@example.org\n", "utf-8")
    with synckit.open(tmp_path / "library", actor="ann") as made:
        made.add_connection("File", "files", {"path": str(tmp_path / "people.csv"), "id": "id"})
        made.save(synckit.Sync.from_yaml(SYNC))
        yield made
