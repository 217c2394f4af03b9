"""Step 4, Review & Execute: what is read there, what a run would do, and what becomes of the draft by each button."""

from __future__ import annotations

import time

import pytest

import synckit
from synckit.access import Person, Role
from synckit.definition import draft
from synckit.ui import library as opened
from synckit.ui.words import review as text
from synckit.ui.words import wizard as frame
from tests.ui import library

SETTINGS = {
    "type": "update",
    "empty_fields": "replace",
    "incorrect_values": "skip",
    "errors": "stop",
    "on_conflict": "reject",
}


@pytest.fixture
def on_review(wizard, tmp_path):
    """Return a function that opens Review on a draft with the settings of the tiny library's sync."""

    def start(copy=None, home=None, **content):
        folder = home or library.make(tmp_path)
        with synckit.open(folder) as ws:
            draft_id = ws.draft_of(copy) if copy else ws.duplicate("Students")
            told = ws.draft(draft_id)
            ws.save_draft(draft_id, told.version, {**told.content, **content})
        return wizard(draft=draft_id, home=folder, step="4")

    return start


def looked(page, said="patrons read, a run would"):
    """Draw the page until what is looked at beside it is there."""
    end = time.monotonic() + 20
    while said not in page.texts() and time.monotonic() < end:
        page.run()
    assert said in page.texts()
    return page


def scheduled(tmp_path, **more):
    """Make a library whose sync is Scheduled."""
    home = library.make(tmp_path)
    with synckit.open(home) as ws:
        ws.sync("Students").schedule(date="2099-01-01", time="02:00", every="1 day", **more)
    return home


def plan_of(name):
    return opened.opened().workspace.sync(name)


def test_every_setting_is_read_and_leads_to_its_step(on_review):
    page = on_review(**SETTINGS)
    said = page.texts()
    for each in ("Update", "Replace", "Skip", "Stop Sync", "Reject", "Library card number", "Kind is ST"):
        assert each in said
    assert list(page.at.table[0].value.columns) == ["ILS field", "Profile field"]
    for label, step in (("Name & Setup", "1"), ("Filter", "2"), ("Map", "3")):
        page.step(4).press(text.EDIT.format(step=label))
        assert page.at.query_params["step"] == step


def test_what_lacks_is_said_step_by_step_and_nothing_can_be_run(on_review):
    page = on_review(match_on=[], mapping=[])
    assert "Choose at least one match key." in page.texts()
    assert "Map Type: every new profile needs it." in page.texts()
    assert not page.has(text.EXECUTE)
    assert not page.has(text.SCHEDULE)


def test_a_run_s_counts_add_up_and_its_first_rows_are_masked(on_review):
    page = looked(on_review())
    assert (
        "Of 4 patrons read, a run would create 3 profiles, update 0, leave 0 unchanged, skip 0, reject 0 and filter out 1."
        in page.texts()
    )
    made = next(each.value for each in page.at.dataframe if "First name" in each.value.columns)
    assert made["First name"].tolist() == ["A•••", "B•••", "C•••"]
    assert made["Type"].tolist() == ["Student", "Student", "Student"]
    assert made["Patron"].tolist() == ["1", "2", "3"]
    wrong = next(each.value for each in page.at.dataframe if "Rule" in each.value.columns)
    assert wrong.to_numpy().tolist() == [["Email", "Does not read as the field’s type", "1"]]


def test_limits_that_would_hold_the_run_are_said(on_review):
    page = looked(on_review(limits={"create": 1}), "would be held")
    assert "it passes a limit: Profiles created." in page.texts()


def test_a_run_that_would_stop_says_so(on_review):
    broken = [{**row, "from": ["kind"]} if row["to"] == "library_card_number" else row for row in rows()]
    page = looked(on_review(errors="stop", mapping=broken), "would be stopped")
    assert page.has(text.EXECUTE)


def rows():
    """Return the map of the tiny library's sync, as a draft has it."""
    ends = {"first": "first_name", "last": "last_name", "mail": "email", "card": "library_card_number"}
    told = [{**draft.blank_row(), "from": [source], "to": to} for source, to in ends.items()]
    return [{**draft.blank_row(), "origin": "constant", "constant": "Student", "to": "type"}, *told]


def test_execute_makes_the_sync_and_begins_its_run(on_review):
    page = on_review(name="Fresh", **{**SETTINGS, "type": "create"})
    page.press(text.EXECUTE)
    here = opened.opened()
    here.jobs.wait()
    sync = here.workspace.sync("Fresh")
    made = sync.definition
    assert (made.type, made.empty_fields, made.incorrect_values) == ("create", "replace", "skip")
    assert (made.errors, made.on_conflict) == ("stop", "reject")
    assert [run["status"] for run in sync.runs()] == ["complete"]
    assert sync.runs()[0]["counts"]["created"] == 3
    assert "“Fresh” is saved, and its run has begun." in page.texts()


def test_a_recurring_sync_has_no_execute(on_review):
    page = on_review(frequency="recurring")
    assert not page.has(text.EXECUTE)
    assert page.has(text.SCHEDULE)


def test_a_single_sync_is_scheduled_for_one_time(on_review):
    page = on_review(name="Later")
    page.press(text.SCHEDULE)
    labels = [each.label for kind in (page.at.date_input, page.at.time_input) for each in kind]
    assert labels == ["Date", "Time"]
    page.press(text.SET_SCHEDULE)
    sync = opened.opened().workspace.sync("Later")
    assert (sync.status, sync.definition.schedule.every) == ("Scheduled", None)
    assert "“Later” is scheduled. It runs next at" in page.texts()


def test_a_recurring_sync_is_scheduled_with_its_next_ten_runs_listed(on_review):
    page = on_review(name="Nightly", frequency="recurring")
    page.press(text.SCHEDULE)
    assert "The next 10 runs, in UTC" in page.texts()
    assert {"Repeats Every"} <= {each.label for each in page.at.number_input}
    assert "Last Execution" in [each.label for each in page.at.date_input]
    page.press(text.SET_SCHEDULE)
    sync = opened.opened().workspace.sync("Nightly")
    assert (sync.status, str(sync.definition.schedule.every)) == ("Scheduled", "1 day")


def test_a_time_in_the_past_cannot_be_scheduled_and_the_draft_stays(on_review):
    page = on_review(name="Late")
    page.press(text.SCHEDULE)
    page.at.date_input[0].set_value(synckit.clock.today("UTC").replace(year=2020))
    page.run()
    assert "in the past" in page.texts()
    assert page.button(text.SET_SCHEDULE).disabled
    page.press(text.NOT_NOW)
    assert page.has(text.EXECUTE)
    assert page.kept["name"] == "Late"


def test_a_schedule_that_is_half_filled_in_is_there_again_after_another_step(on_review):
    page = on_review(name="Nightly", frequency="recurring")
    page.press(text.SCHEDULE)
    page.at.number_input[0].set_value(3)
    page.at.date_input[0].set_value(synckit.clock.today("UTC").replace(year=2030)).run()
    page.step(2).step(4)
    assert (page.at.number_input[0].value, page.at.date_input[0].value.year) == (3, 2030)
    page.press(text.NOT_NOW).press(text.SCHEDULE)
    assert page.at.number_input[0].value == 1


def test_a_schedule_that_is_refused_leaves_a_saved_sync_and_says_so(on_review, monkeypatch):
    page = on_review(name="Refused")
    page.press(text.SCHEDULE)

    def refuse(*_):
        raise synckit.errors.Refused("No time is left.")

    monkeypatch.setattr("synckit.ui.scheduling.set_schedule", refuse)
    page.press(text.SET_SCHEDULE)
    assert opened.opened().workspace.sync("Refused").status == "Draft"
    assert "“Refused” is saved, but it has no new schedule: No time is left." in page.texts()


def test_changes_of_a_scheduled_sync_are_confirmed_and_it_keeps_its_schedule(on_review, tmp_path):
    page = on_review("Students", scheduled(tmp_path), empty_fields="replace")
    assert not page.has(text.EXECUTE)
    assert plan_of("Students").definition.empty_fields == "skip"
    page.press(text.CONFIRM)
    sync = plan_of("Students")
    assert (sync.status, sync.definition.empty_fields) == ("Scheduled", "replace")
    assert str(sync.definition.schedule.every) == "1 day"


def test_a_working_copy_of_a_scheduled_sync_is_confirmed_with_another_schedule(on_review, tmp_path):
    page = on_review("Students", scheduled(tmp_path), empty_fields="replace")
    page.press(text.RESCHEDULE)
    page.at.number_input[0].set_value(3)
    page.run()
    page.press(text.SET_SCHEDULE)
    sync = plan_of("Students")
    assert (sync.status, sync.definition.empty_fields) == ("Scheduled", "replace")
    assert str(sync.definition.schedule.every) == "3 days"


def test_a_sync_that_was_changed_meanwhile_is_asked_about_and_not_overwritten(on_review, tmp_path):
    page = on_review("Students", scheduled(tmp_path), empty_fields="replace")
    ws = opened.opened().workspace
    ws.save(ws.sync("Students").definition.changed(errors="stop"))
    page.press(text.CONFIRM)
    assert "was changed since this working copy was begun" in page.texts()
    assert ws.sync("Students").definition.empty_fields == "skip"
    page.press(frame.NOT_OVER)
    assert page.has(text.CONFIRM)
    page.press(text.CONFIRM).press(frame.OVER_SYNC)
    assert ws.sync("Students").definition.empty_fields == "replace"


def test_a_draft_that_somebody_else_saved_meanwhile_is_shown_and_not_run(on_review):
    page = on_review(name="Shared")
    ws = opened.opened().workspace
    ws.save_draft(page.draft, ws.draft(page.draft).version, {**page.kept, "errors": "stop"})
    page.press(text.EXECUTE)
    assert "saved this draft meanwhile" in page.texts()
    assert "Stop Sync" in page.texts()
    assert "Shared" not in [sync.name for sync in ws.syncs()]


def test_what_is_refused_is_said_within_the_wizard(on_review):
    page = on_review("Students", empty_fields="replace")
    plan_of("Students").run()
    page.press(text.EXECUTE)
    assert "is Complete and can no longer be edited; duplicate it instead." in page.texts()
    assert page.has("Save & Exit")


def test_a_zone_that_is_changed_in_setup_is_the_one_of_a_schedule_begun_before(on_review):
    page = on_review(name="Nightly", frequency="recurring")
    page.press(text.SCHEDULE)
    page.at.number_input[0].set_value(3).run()
    page.step(1).setup("timezone").set_value("Asia/Tokyo").run()
    page.step(4).press(text.SET_SCHEDULE)
    made = plan_of("Nightly").definition
    assert (made.timezone, str(made.schedule.every)) == ("Asia/Tokyo", "3 days")


def test_a_working_copy_of_a_sync_that_is_not_scheduled_can_be_executed(on_review, tmp_path):
    page = on_review("Students", empty_fields="replace")
    page.press(text.EXECUTE)
    opened.opened().jobs.wait()
    sync = plan_of("Students")
    assert (sync.status, sync.definition.empty_fields) == ("Complete", "replace")


def test_the_definition_is_shown_as_yaml_and_as_python_on_request(on_review):
    page = on_review(name="Told")
    assert not page.at.code
    page.at.button_group(key=page.key("review", "as")).select(text.AS_YAML)
    page.run()
    assert synckit.Sync.from_yaml(page.at.code[0].value).name == "Told"
    page.at.button_group(key=page.key("review", "as")).select(text.AS_PYTHON)
    page.run()
    assert page.at.code[0].value.startswith("import synckit")


def test_an_analyst_sees_values_masked_and_no_switch(on_review, monkeypatch):
    from synckit.ui import signing_in

    monkeypatch.setattr(signing_in, "person", lambda: Person("ann", Role.ANALYST))
    page = looked(on_review())
    assert not page.at.toggle
    assert page.has(text.EXECUTE)


def test_hostile_patrons_do_nothing(on_review, tmp_path):
    page = looked(on_review(home=library.make(tmp_path, library.HOSTILE)))
    said = [str(each.value) for kind in (page.at.markdown, page.at.caption, page.at.warning) for each in kind]
    assert not any("](https" in each or "<img" in each for each in said)


def test_save_and_exit_on_review_saves_without_running(on_review):
    page = on_review(name="Kept")
    page.press("Save & Exit")
    sync = opened.opened().workspace.sync("Kept")
    assert (sync.status, sync.runs()) == ("Draft", [])
