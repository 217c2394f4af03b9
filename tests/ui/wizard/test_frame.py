"""What stands around the steps: the way on and back, autosave, two windows, and leaving."""

from __future__ import annotations

import datetime as dt

import pytest

from synckit import errors
from synckit.access import Person, Role
from synckit.ui import navigation, signing_in
from synckit.ui.wizard import frame
from tests.ui import library

STEPS = ["Name & Setup", "Filter", "Map", "Review & Execute"]


def stepper(wizard) -> dict[str, bool]:
    return {each.label: not each.disabled for each in wizard.at.button if each.label in STEPS}


def schedule(wizard, sync="Students") -> None:
    tomorrow = dt.date.today() + dt.timedelta(days=1)  # noqa: DTZ011
    wizard.workspace.sync(sync).schedule(date=tomorrow.isoformat(), time="02:30")


def test_a_new_sync_begins_at_its_first_step(wizard):
    w = wizard()
    assert w.at.title[0].value == "New data sync"
    assert stepper(w) == {"Name & Setup": True, "Filter": False, "Map": False, "Review & Execute": False}
    assert "Step 1 of 4" in [each.value for each in w.at.caption]
    assert [w.has(label) for label in ("Back", "Next", "Save & Exit")] == [True, True, True]


@pytest.mark.parametrize(("step", "on"), [(1, True), (2, True), (3, True), (4, False)])
def test_every_step_has_its_buttons(step, on, wizard):
    w = wizard("Students").step(step)
    assert [w.has(label) for label in ("Back", "Next", "Save & Exit")] == [True, on, True]
    assert f"Step {step} of 4" in [each.value for each in w.at.caption]


def test_the_steps_of_a_sync_that_is_there_are_all_open(wizard):
    w = wizard("Students")
    assert (w.at.title[0].value, set(stepper(w).values())) == ("Students", {True})
    assert w.press("Map").at.query_params["step"] == "3"


def test_next_says_what_lacks_all_at_once_and_stays(wizard):
    w = wizard().press("Next")
    assert w.at.query_params.get("step") is None
    said = w.at.warning[0].value.replace("\\", "")
    assert "Give the sync a name." in said
    assert "Choose a connection." in said
    assert "Choose at least one match key." in said


def test_next_leads_on_when_nothing_lacks_and_back_back(wizard):
    w = wizard("Students").press("Next")
    assert w.at.query_params["step"] == "2"
    assert w.press("Next").at.query_params["step"] == "3"
    assert w.press("Back").at.query_params["step"] == "2"


def test_a_click_that_comes_with_the_last_thing_typed_sees_it(wizard):
    w = wizard("Students")
    w.setup("name").set_value("")
    assert "Give the sync a name." in w.press("Next").at.warning[0].value.replace("\\", "")
    w.setup("name").set_value("Others")
    assert w.press("Next").at.query_params["step"] == "2"
    assert w.kept["name"] == "Others"


def test_the_stepper_takes_along_what_is_typed_last(wizard):
    w = wizard("Students")
    w.setup("name").set_value("Typed last")
    assert w.press("Filter").at.query_params["step"] == "2"
    assert (w.kept["name"], w.at.title[0].value) == ("Typed last", "Typed last")


def test_a_step_that_is_none_is_the_first(wizard):
    assert "Step 1 of 4" in [each.value for each in wizard("Students", step="nine").at.caption]


def test_what_is_typed_is_kept_and_found_by_a_reload(wizard, again):
    w = wizard()
    w.setup("name").set_value("Alumni").run()
    assert (w.kept["name"], w.workspace.draft(w.draft).version) == ("Alumni", 2)
    other = again(w)
    assert (other.at.title[0].value, other.setup("name").value) == ("Alumni", "Alumni")


def test_looking_keeps_no_version(wizard):
    w = wizard("Students")
    for step in (1, 2, 3, 4):
        w.step(step)
    assert w.workspace.draft(w.draft).version == 1


def both(wizard, again):
    """Two windows on one draft, of which the second has saved a name and the first types another."""
    mine = wizard()
    theirs = again(mine)
    theirs.setup("name").set_value("Theirs").run()
    mine.setup("name").set_value("Mine").run()
    return mine, theirs


def test_a_version_that_somebody_else_saved_is_asked_about(wizard, again):
    mine, _ = both(wizard, again)
    assert "saved this draft meanwhile" in mine.texts()
    assert mine.kept["name"] == "Theirs"
    mine.press("Next")
    assert mine.kept["name"] == "Theirs"


def test_their_version_is_taken_over(wizard, again):
    mine, _ = both(wizard, again)
    label = next(each.label for each in mine.at.button if each.label.startswith("Take over"))
    mine.press(label)
    assert (mine.setup("name").value, mine.kept["name"]) == ("Theirs", "Theirs")
    assert not mine.has("Keep mine")
    mine.setup("name").set_value("Next").run()
    assert mine.kept["name"] == "Next"


def test_mine_is_kept_over_the_version_that_was_seen(wizard, again):
    mine, theirs = both(wizard, again)
    mine.press("Keep mine")
    assert (mine.kept["name"], mine.has("Keep mine")) == ("Mine", False)
    theirs.setup("name").set_value("Theirs again").run()
    assert theirs.has("Keep mine")


def test_a_still_newer_version_is_asked_about_again(wizard, again):
    mine, theirs = both(wizard, again)
    theirs.setup("name").set_value("Newer").run()
    mine.press("Keep mine")
    assert (mine.kept["name"], mine.has("Keep mine")) == ("Newer", True)


def test_a_filter_that_is_given_up_is_not_in_the_one_that_is_taken_over(wizard, again):
    mine = wizard("Students", step="2")
    mine.workspace.save_draft(mine.draft, 1, {**mine.kept, "filter": {"op": "all", "parts": []}})
    mine.run()
    theirs = again(mine, step="1")
    theirs.setup("name").set_value("Theirs").run()
    mine.press("+ New Condition")
    mine.press(next(each.label for each in mine.at.button if each.label.startswith("Take over")))
    assert mine.run().kept["filter"]["parts"] == []


def test_mine_cannot_be_kept_in_a_draft_that_is_gone(wizard, again):
    mine, theirs = both(wizard, again)
    theirs.workspace.drop_draft(mine.draft)
    mine.press("Keep mine")
    assert mine.at.title[0].value == "This draft is gone"


def test_what_was_asked_for_on_an_earlier_visit_is_not_done_on_the_next(wizard):
    w = wizard("Students")
    session = w.at.session_state[f"draft-{w.draft}"]
    w.at.switch_page(str(navigation.page(navigation.ACTIVITY))).run()
    w.at.run()
    session.wanted["to-list"] = lambda: pytest.fail("It was done.")
    w.at.switch_page(str(navigation.page(navigation.EDIT_SYNC)))
    w.at.query_params["draft"] = str(w.draft)
    assert w.run().at.title[0].value == "Students"


def test_who_comes_back_without_changes_finds_the_newest(wizard, again):
    mine = wizard()
    theirs = again(mine)
    mine.at.switch_page(str(navigation.page(navigation.ACTIVITY))).run()
    mine.at.run()
    theirs.setup("name").set_value("Theirs").run()
    mine.at.switch_page(str(navigation.page(navigation.EDIT_SYNC)))
    mine.at.query_params["draft"] = str(mine.draft)
    assert mine.run().setup("name").value == "Theirs"


def test_a_draft_that_is_gone_is_said_with_a_way_back(wizard):
    w = wizard()
    w.workspace.drop_draft(w.draft)
    w.run()
    assert w.at.title[0].value == "This draft is gone"
    assert "finished or deleted" in w.texts()


@pytest.mark.parametrize("draft", ["", "nine", "99"])
def test_without_a_draft_the_page_says_where_to_begin(draft, app):
    at = app()
    at.switch_page(str(navigation.page(navigation.EDIT_SYNC)))
    at.query_params["draft"] = draft
    at.run()
    assert not at.exception
    assert at.title[0].value in ("No draft is open", "This draft is gone")


def test_a_viewer_cannot_open_a_draft(wizard, monkeypatch):
    w = wizard()
    monkeypatch.setattr(signing_in, "person", lambda: Person("vera", Role.VIEWER))
    w.run()
    assert "may not edit syncs" in w.texts()
    assert not w.has("Save & Exit")
    acting = w.workspace.acting(Person("vera", Role.VIEWER))
    with pytest.raises(errors.Forbidden, match="may not edit syncs"):
        acting.draft(w.draft)
    with pytest.raises(errors.Forbidden, match="may not edit syncs"):
        acting.name_taken(w.draft, "x")


def test_save_and_exit_saves_a_sync_that_lacks_nothing(wizard):
    w = wizard("Students")
    w.setup("name").set_value("Students (all)").run()
    w.press("Save & Exit")
    assert w.at.title[0].value == "Data syncs"
    assert [each.name for each in w.workspace.syncs()] == ["Students (all)"]
    with pytest.raises(errors.NotFound, match="not there any more"):
        w.workspace.draft(w.draft)


def test_save_and_exit_keeps_what_lacks_something_as_a_draft(wizard):
    w = wizard()
    w.setup("name").set_value("Alumni")
    w.press("Save & Exit")
    assert w.at.title[0].value == "Data syncs"
    assert w.kept["name"] == "Alumni"
    assert [each.name for each in w.workspace.syncs()] == ["Students"]


@pytest.mark.parametrize("label", ["Save & Exit", "Back", "Data syncs"])
def test_a_new_sync_in_which_nothing_is_filled_in_leaves_no_draft(wizard, label):
    w = wizard().press(label)
    assert w.at.title[0].value == "Data syncs"
    assert [each.name for each in w.workspace.overview().rows] == ["Students"]


def test_the_way_to_the_list_takes_along_what_is_typed_last(wizard):
    w = wizard()
    w.setup("name").set_value("Typed last")
    w.press("Data syncs")
    assert (w.at.title[0].value, w.kept["name"]) == ("Data syncs", "Typed last")


def test_there_is_a_way_out_of_a_step_that_fails(wizard, monkeypatch):
    def fails(*drawn: object) -> None:
        raise errors.StoreError("The disk is full.")

    w = wizard("Students", step="2")
    monkeypatch.setattr(frame.filter, "show", fails)
    assert "The disk is full." in w.run().texts()
    assert stepper(w) == dict.fromkeys(STEPS, True)
    assert w.press("Data syncs").at.title[0].value == "Data syncs"


def test_a_blank_draft_stays_when_another_one_is_left(wizard, again):
    first = wizard()
    again(first, draft=str(first.workspace.new_draft())).press("Data syncs")
    assert first.run().at.title[0].value == "New data sync"


def test_save_and_exit_of_a_scheduled_sync_keeps_a_working_copy(wizard):
    w = wizard("Students")
    schedule(w)
    w.run()
    assert "working copy" in w.texts()
    w.setup("empty_fields").set_value("replace")
    w.press("Save & Exit")
    assert w.kept["empty_fields"] == "replace"
    assert w.workspace.sync("Students").definition.empty_fields == "skip"


def test_a_sync_that_was_changed_meanwhile_is_not_saved_over_unasked(wizard):
    w = wizard("Students")
    ws = w.workspace
    ws.save(ws.sync("Students").definition.changed(errors="stop"))
    w.press("Save & Exit")
    assert "was changed since" in w.texts()
    assert ws.sync("Students").definition.errors == "stop"
    w.press("Save mine over it")
    assert ws.sync("Students").definition.errors == "continue"


def test_save_and_exit_shows_first_what_somebody_else_saved_in_the_draft(wizard, again):
    mine = wizard("Students")
    again(mine).setup("empty_fields").set_value("replace").run()
    mine.press("Save & Exit")
    assert mine.at.title[0].value == "Students"
    assert "saved this draft meanwhile. This is what was saved" in mine.texts()
    assert mine.setup("empty_fields").value == "replace"
    mine.press("Save & Exit")
    assert mine.at.title[0].value == "Data syncs"
    assert mine.workspace.sync("Students").definition.empty_fields == "replace"


def test_a_sync_that_was_changed_meanwhile_may_stay_a_working_copy(wizard):
    w = wizard("Students")
    ws = w.workspace
    ws.save(ws.sync("Students").definition.changed(errors="stop"))
    w.press("Save & Exit").press("Keep it as a working copy")
    assert w.at.title[0].value == "Data syncs"
    assert (ws.sync("Students").definition.errors, ws.draft(w.draft).id) == ("stop", w.draft)


@pytest.mark.parametrize("name", library.HOSTILE)
def test_a_hostile_name_does_nothing(name, wizard, again):
    w = wizard()
    w.setup("name").set_value(name).run()
    assert not w.at.exception
    assert "](" not in w.at.title[0].value.replace("\\]\\(", "")
