"""The list of syncs: searched, filtered, a page at a time, and quick for a thousand."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import synckit
from synckit.definition import Sync
from synckit.store import runs, syncs
from tests.workspace.test_workspace import SYNC

SCHEDULE = {"date": "2099-12-01", "time": "02:30", "every": "1 day"}


@pytest.fixture
def workspace(tmp_path: Path) -> synckit.Workspace:
    (tmp_path / "people.csv").write_text("id,last,mail\n1,Lee,lee@example.org\n2,Ray,no address\n", "utf-8")
    with synckit.open(tmp_path / "library") as made:
        made.add_connection("File", "files", {"path": str(tmp_path / "people.csv"), "id": "id"})
        made.save(Sync.from_yaml(SYNC))
        yield made


def many(workspace: synckit.Workspace, count: int) -> None:
    """Make syncs of one definition, each scheduled and with a run, without judging each anew."""
    definition = workspace.sync("People").definition
    timed = definition.changed(frequency="recurring", schedule=SCHEDULE)
    with workspace.home.store.write() as conn:
        for place in range(count):
            data = timed.changed(name=f"Sync {place:04}").as_dict()
            sync_id, version = syncs.save(conn, data, status="Scheduled")
            run = runs.start(conn, sync_id, version)
            runs.finish(conn, run, "complete", counts={"read": 10, "created": place}, findings=1)


def names(workspace: synckit.Workspace, *given: object) -> list[str]:
    return [each.name for each in workspace.overview(*given).rows]  # type: ignore[arg-type]


def test_an_empty_workspace_has_one_page_of_nothing(tmp_path: Path):
    with synckit.open(tmp_path / "empty") as ws:
        found = ws.overview()
    assert (found.rows, found.total, found.page, found.pages) == ((), 0, 1, 1)


def test_a_line_says_what_the_list_shows(workspace):
    sync = workspace.sync("People")
    sync.run()
    sync.schedule(**SCHEDULE, timezone="Europe/Berlin")
    (line,) = workspace.overview().rows
    assert (line.name, line.status, line.zone, line.frequency) == ("People", "Scheduled", "Europe/Berlin", "recurring")
    assert line.next.isoformat() == "2099-12-01T02:30:00+01:00"
    assert (line.last["status"], line.last["counts"]["created"], line.last["findings"]) == ("complete", 1, 2)


def test_drafts_of_new_syncs_stand_among_the_syncs(workspace):
    first, nameless = workspace.duplicate("People"), workspace.new_draft()
    workspace.save_draft(nameless, 1, {**workspace.draft(nameless).content, "connection": "File"})
    workspace.new_draft()
    found = workspace.overview()
    assert [(each.name, each.is_saved) for each in found.rows] == [
        ("", False),
        ("People", True),
        ("People (copy)", False),
    ]
    assert found.rows[2].draft == first
    assert found.total == 3


def test_a_working_copy_counts_as_edited_once_it_was_saved(workspace):
    draft = workspace.draft_of("People")
    assert [(each.draft, each.is_edited) for each in workspace.overview().rows] == [(draft, False)]
    workspace.save_draft(draft, 1, {**workspace.draft(draft).content, "type": "update"})
    assert [each.is_edited for each in workspace.overview().rows] == [True]


def test_search_and_status_are_kept_apart_from_the_page(workspace):
    many(workspace, 60)
    assert names(workspace, "peo") == ["People"]
    assert names(workspace, "", "Draft") == ["People"]
    found = workspace.overview("SYNC 00", "Scheduled", 2)
    assert (found.found, found.total, found.page, found.pages) == (60, 61, 2, 3)
    assert [found.rows[0].name, len(found.rows)] == ["Sync 0025", 25]


def test_a_page_behind_the_last_is_the_last(workspace):
    many(workspace, 30)
    assert workspace.overview(page=99).page == 2
    assert workspace.overview("nobody", page=99).rows == ()


def test_a_run_that_goes_on_is_not_the_last_one(workspace):
    workspace.sync("People").run()
    saved = workspace.sync("People").saved
    with workspace.home.store.write() as conn:
        runs.start(conn, saved.id, saved.version)
    assert workspace.overview().rows[0].last["run"] == 1


def test_a_thousand_syncs_are_listed_quickly(workspace):
    many(workspace, 1_000)
    workspace.overview()
    begun = time.perf_counter()
    found = workspace.overview(page=20)
    seconds = time.perf_counter() - begun
    assert len(found.rows) == 25
    assert seconds < 1.0  # 0.03 on a quiet machine
