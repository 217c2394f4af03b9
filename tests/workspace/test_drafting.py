"""Drafts: syncs in the making and working copies, by two people at once, until somebody finishes them."""

from __future__ import annotations

from pathlib import Path

import pytest

import synckit
from synckit import errors
from synckit.access import Person, Role
from synckit.definition.draft import blank_row
from tests.workspace.test_workspace import SYNC

SCHEDULE = {"date": "2099-12-01", "time": "02:30", "every": "1 day"}


@pytest.fixture
def ann(tmp_path: Path) -> synckit.Workspace:
    (tmp_path / "people.csv").write_text("id,last,mail\n1,Lee,lee@example.org\n", "utf-8")
    with synckit.open(tmp_path / "library", actor="ann") as made:
        made.add_connection("File", "files", {"path": str(tmp_path / "people.csv"), "id": "id"})
        made.save(synckit.Sync.from_yaml(SYNC))
        yield made


@pytest.fixture
def bo(ann: synckit.Workspace) -> synckit.Workspace:
    return ann.acting(Person("bo", Role.ANALYST))


def edited(ws: synckit.Workspace, draft: int, **changes: object) -> int:
    """Save a draft with changes and return its version."""
    kept = ws.draft(draft)
    return ws.save_draft(draft, kept.version, {**kept.content, **changes})


def test_a_new_draft_is_no_sync_until_it_is_finished(ann):
    draft = ann.new_draft()
    assert [lack.step for lack in ann.draft_lacks(draft, ann.draft(draft).content)][:2] == ["setup", "setup"]
    version = edited(ann, draft, **{**ann.draft(ann.duplicate("People")).content, "name": "Others"})
    assert [sync.name for sync in ann.syncs()] == ["People"]
    assert ann.finish_draft(draft, version).name == "Others"
    with pytest.raises(errors.NotFound, match="finished or deleted"):
        ann.draft(draft)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(ann, bo):
    draft = ann.new_draft()
    content = ann.draft(draft).content
    bo.save_draft(draft, 1, {**content, "name": "Bo's"})
    with pytest.raises(errors.Moved, match="bo saved this draft meanwhile"):
        ann.save_draft(draft, 1, {**content, "name": "Ann's"})
    assert (ann.draft(draft).content["name"], ann.draft(draft).actor) == ("Bo's", "bo")


def test_a_draft_is_not_finished_as_somebody_else_left_it(ann, bo):
    draft = ann.draft_of("People")
    edited(bo, draft, type="update")
    with pytest.raises(errors.Moved, match="bo saved this draft meanwhile"):
        ann.finish_draft(draft, 1)


def test_two_people_edit_one_working_copy(ann, bo):
    assert ann.draft_of("People") == bo.draft_of("People")


def test_the_schedule_runs_what_was_confirmed_last(ann):
    ann.sync("People").schedule(**SCHEDULE)
    draft = ann.draft_of("People")
    version = edited(ann, draft, empty_fields="replace")
    assert ann.sync("People").definition.empty_fields == "skip"
    ann.finish_draft(draft, version)
    sync = ann.sync("People")
    assert (sync.definition.empty_fields, sync.status, sync.saved.definition["schedule"]) == (
        "replace",
        "Scheduled",
        SCHEDULE,
    )


def test_another_time_is_no_change_of_the_sync_that_a_working_copy_would_undo(ann):
    ann.sync("People").schedule(**SCHEDULE)
    draft = ann.draft_of("People")
    version = edited(ann, draft, empty_fields="replace")
    ann.sync("People").reschedule(time="04:00")
    ann.finish_draft(draft, version)
    assert ann.sync("People").saved.definition["schedule"]["time"] == "04:00"


def test_a_sync_that_was_changed_meanwhile_is_replaced_only_on_demand(ann):
    draft = ann.draft_of("People")
    version = edited(ann, draft, empty_fields="replace")
    ann.save(synckit.Sync.from_yaml(SYNC + "type: update\n"))
    with pytest.raises(errors.Moved, match="was changed since this draft was begun"):
        ann.finish_draft(draft, version)
    ann.finish_draft(draft, version, over=True)
    assert (ann.sync("People").definition.type, ann.sync("People").definition.empty_fields) == (
        "create_update",
        "replace",
    )


def test_a_working_copy_may_give_the_sync_another_name(ann):
    draft = ann.draft_of("People")
    ann.finish_draft(draft, edited(ann, draft, name="Persons"))
    assert [sync.name for sync in ann.syncs()] == ["Persons"]


def test_a_name_that_is_taken_is_refused(ann):
    draft = ann.duplicate("People")
    with pytest.raises(errors.Refused, match="Another sync is named 'People'"):
        ann.finish_draft(draft, edited(ann, draft, name="People"))


def test_duplicates_get_names_of_their_own(ann):
    made = [ann.duplicate("People") for _ in range(3)]
    assert [ann.draft(each).content["name"] for each in made] == [
        "People (copy)",
        "People (copy 2)",
        "People (copy 3)",
    ]


def test_a_complete_sync_is_duplicated_and_not_edited(ann):
    ann.sync("People").run()
    with pytest.raises(errors.Refused, match="can no longer be edited"):
        ann.draft_of("People")


def test_a_dropped_working_copy_leaves_the_sync_as_it_is(ann):
    draft = ann.draft_of("People")
    edited(ann, draft, type="update")
    ann.drop_draft(draft)
    assert ann.sync("People").definition.type == "create_update"
    assert ann.draft(ann.draft_of("People")).version == 1


def test_a_draft_of_a_new_sync_is_duplicated_too(ann):
    draft = ann.new_draft()
    edited(ann, draft, name="Alumni", type="update")
    copy = ann.draft(ann.duplicate_draft(draft))
    assert (copy.content["name"], copy.content["type"], copy.sync) == ("Alumni (copy)", "update", None)
    edited(ann, draft, name="")
    assert ann.draft(ann.duplicate_draft(draft)).content["name"] == ""


def test_a_draft_that_was_left_blank_is_forgotten_after_a_day(ann, bo, monkeypatch):
    monkeypatch.setenv("SYNCKIT_NOW", "2026-12-01T00:00:00Z")
    blank, filled, named = ann.new_draft(), ann.new_draft(), ann.new_draft()
    edited(ann, blank, mapping=[blank_row()])
    edited(ann, filled, connection="File")
    edited(ann, named, name="Alumni")
    monkeypatch.setenv("SYNCKIT_NOW", "2026-12-02T00:00:00Z")
    assert ann.new_draft() != blank
    assert ann.draft(blank).content["mapping"] != []
    monkeypatch.setenv("SYNCKIT_NOW", "2026-12-02T00:00:01Z")
    bo.new_draft()
    with pytest.raises(errors.NotFound, match="finished or deleted"):
        ann.draft(blank)
    assert (ann.draft(filled).content["connection"], ann.draft(named).content["name"]) == ("File", "Alumni")


def test_only_a_blank_draft_of_a_new_sync_is_forgotten_unasked(ann):
    draft, copy = ann.new_draft(), ann.draft_of("People")
    edited(ann, draft, type="update")
    assert (ann.drop_blank_draft(draft), ann.drop_blank_draft(copy)) == (False, False)
    edited(ann, draft, type=None)
    assert ann.drop_blank_draft(draft)
    with pytest.raises(errors.NotFound, match="finished or deleted"):
        ann.draft(draft)


@pytest.mark.parametrize(
    "act",
    [
        lambda ws: ws.new_draft(),
        lambda ws: ws.draft_of("People"),
        lambda ws: ws.duplicate("People"),
        lambda ws: ws.draft(1),
        lambda ws: ws.save_draft(1, 1, {}),
        lambda ws: ws.duplicate_draft(1),
        lambda ws: ws.drop_draft(1),
        lambda ws: ws.drop_blank_draft(1),
        lambda ws: ws.finish_draft(1, 1),
    ],
)
def test_a_viewer_edits_nothing(ann, act):
    with pytest.raises(errors.Forbidden, match="A viewer may not edit syncs"):
        act(ann.acting(Person("vi", Role.VIEWER)))


def test_a_sync_that_became_complete_meanwhile_is_not_edited_by_a_former_working_copy(ann):
    draft = ann.draft_of("People")
    version = edited(ann, draft, type="update")
    ann.sync("People").run()
    with pytest.raises(errors.Refused, match="Complete and can no longer be edited; duplicate it"):
        ann.finish_draft(draft, version)
    copy = ann.duplicate("People")
    assert (ann.draft(copy).content["type"], ann.draft(copy).content["name"]) == ("update", "People (copy)")
    with pytest.raises(errors.NotFound, match="finished or deleted"):
        ann.draft(draft)


def test_a_new_time_and_its_zone_stay_when_a_working_copy_is_confirmed(ann):
    sync = ann.sync("People")
    sync.schedule(**SCHEDULE)
    draft = ann.draft_of("People")
    version = edited(ann, draft, empty_fields="skip")
    sync.reschedule(**SCHEDULE, timezone="America/New_York")
    ann.finish_draft(draft, version)
    made = ann.sync("People").definition
    assert (made.timezone, made.empty_fields) == ("America/New_York", "skip")


def test_a_zone_that_both_changed_is_asked_about(ann):
    sync = ann.sync("People")
    sync.schedule(**SCHEDULE)
    draft = ann.draft_of("People")
    version = edited(ann, draft, timezone="Europe/Berlin")
    sync.reschedule(**SCHEDULE, timezone="America/New_York")
    with pytest.raises(errors.Moved, match="was changed since this draft was begun"):
        ann.finish_draft(draft, version)
    ann.finish_draft(draft, version, over=True)
    assert ann.sync("People").definition.timezone == "Europe/Berlin"
