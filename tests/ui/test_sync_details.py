"""Sync details, drawn in memory: every setting readable, what ran, and the ways on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import synckit
from synckit.access import Person, Role
from synckit.definition.code import as_python
from synckit.store import occurrences
from synckit.ui import signing_in
from synckit.ui.words import details as text
from tests.ui import library
from tests.ui.test_data_syncs import DAILY, address, button, has, texts, workspace

PAGE = Path(__file__).parents[2] / "pages" / "syncs" / "sync_details.py"


@pytest.fixture
def page(app) -> AppTest:
    return opened(app())


def opened(at: AppTest, name: str = "Students") -> AppTest:
    at.switch_page(str(PAGE))
    at.query_params["sync"] = name
    at.run()
    assert not at.exception
    return at


def test_every_setting_is_readable(page):
    said = texts(page)
    assert [each.value for each in page.header] == ["Name & Setup", "Filter", "Map", "Review & Execute", "Run history"]
    for setting in (
        "**Our patrons**",
        "**Create & Update**",
        "Makes profiles for patrons who have none and changes those that exist.",
        "**Report Error**",
        "**Library card number**",
        "- Kind is ST",
        "**20%**",
        text.NOT_SCHEDULED,
        text.NOT_RUN,
    ):
        assert setting in said


def test_the_map_is_a_table_with_sources_and_targets(page):
    rows = page.table[0].value
    assert list(rows.columns) == ["ILS field", "Profile field"]
    assert rows.iloc[0].tolist() == ["“Student” for everybody", "Type"]


def test_each_section_of_a_draft_leads_to_its_step(page):
    for step, section in enumerate(text.SECTIONS, 1):
        at = button(opened(page), f"Edit *{section}*").click().run()
        assert address(at) == {"draft": "1", "step": str(step)}


def test_a_complete_sync_shows_totals_and_no_edit(page):
    workspace().sync("Students").run()
    at = opened(page)
    assert {each.label: each.value for each in at.metric} == {
        "New Profiles Created": "3",
        "Existing Profiles Updated": "0",
        "Errors": "1",
    }
    assert not has(at, "Edit *Map*")
    at = button(at, "Run 1").click().run()
    assert address(at) == {"sync": "Students", "run": "1"}


def test_a_schedule_is_shown_with_its_next_ten_runs(page):
    workspace().sync("Students").schedule(**DAILY, last="2100-03-01", blackout=["2099-12-24..2099-12-26"])
    at = opened(page)
    said = texts(at)
    for setting in ("**1 day**", "**2100-03-01**", "**2099-12-24..2099-12-26**", "**Europe/Berlin**"):
        assert setting in said
    runs = next(each.value for each in at.text if "Dec 2099" in each.value).split("\n")
    assert [len(runs), runs[0]] == [10, "Tue 1 Dec 2099, 02:30"]


def test_due_times_that_led_to_no_run_are_told(page):
    import datetime as dt

    sync = workspace().sync("Students")
    with workspace().home.store.write() as conn:
        due = dt.datetime(2026, 11, 2, 13, 5, tzinfo=dt.UTC)
        occurrences.claim(conn, sync.saved.id, due, "missed")
        occurrences.claim(conn, sync.saved.id, due + dt.timedelta(days=1), "ran")
    said = texts(opened(page))
    assert "- 2 Nov 2026, 13:05 — Missed: no runner was at work" in said
    assert "3 Nov 2026" not in said


def test_the_run_history_is_read_a_page_at_a_time(page):
    from synckit.store import runs

    saved = workspace().sync("Students").saved
    with workspace().home.store.write() as conn:
        for _ in range(30):
            runs.finish(conn, runs.start(conn, saved.id, saved.version), "complete", counts={"created": 1}, findings=0)
    at = opened(page)
    assert len([each for each in at.button if str(each.key).startswith("run-")]) == 25
    at.query_params["page"] = "2"
    at.run()
    assert has(at, "Run 1")


def test_the_history_counts_no_profiles_that_were_not_written(page):
    from synckit.store import runs

    with workspace().home.store.write() as conn:
        for status in ("complete", "held", "stopped", "failed"):
            runs.finish(conn, runs.start(conn, 1, 1), status, counts={"created": 3, "updated": 0}, findings=0)
    told = [each.value for each in opened(page).text]
    wanted = (("–", "–", "–"), ("–", "–", "0"), ("–", "–", "0"), ("3", "0", "0"))
    assert [tuple(told[place : place + 3]) for place in range(len(told) - 18, len(told), 5)] == [*wanted]


def test_a_run_begins_and_a_schedule_is_set_here_too(page):
    page.button(key="do-schedule").click().run()
    at = page.button(key="schedule-sync").click().run()
    assert workspace().sync("Students").status == "Scheduled"
    at = at.button(key="do-run").click().run()
    assert not at.exception
    from synckit.ui import library as opened_library

    opened_library.opened().jobs.wait()
    assert [each["status"] for each in workspace().runs()] == ["complete"]


def test_the_definition_is_given_as_yaml_and_as_python_that_makes_it(page):
    yaml, python = (each.value for each in page.code)
    definition = workspace().sync("Students").definition
    assert synckit.Sync.from_yaml(yaml) == definition
    assert python == as_python(definition).strip()
    made = python.split("from_dict(\n")[1].split("\n    )\n")[0]
    import ast

    assert synckit.Sync.from_dict(ast.literal_eval(made.strip())) == definition


def test_a_sync_that_is_not_there_is_one_sentence(page):
    at = opened(page, "Studnets")
    assert at.title[0].value == text.GONE
    assert "Did you mean 'Students'?" in texts(at)


def test_without_a_sync_in_the_address_the_page_says_how_to_choose_one(page):
    at = opened(page, "")
    assert (at.title[0].value, text.NO_SYNC_SAYS in texts(at)) == (text.NO_SYNC, True)


def test_after_its_deletion_the_page_says_so(page):
    page.menu_button(key="icon-actions").click("delete").run()
    page.text_input(key="delete-typed").set_value("Students").run()
    at = page.button(key="delete-sync").click().run()
    assert not at.exception
    assert "“Students” was deleted; profiles are kept." in texts(at)


def test_a_viewer_reads(app, monkeypatch):
    monkeypatch.setattr(signing_in, "person", lambda: Person("vi", Role.VIEWER))
    at = opened(app())
    assert [str(each.key) for each in at.button] == []
    assert [each.split(": ")[1] for each in at.menu_button[0].options] == ["Export"]


def test_hostile_names_are_shown_as_text(app, tmp_path):
    hostile = "![x](http://evil.example)"
    home = library.make(tmp_path)
    with synckit.open(home) as ws:
        changed = ws.sync("Students").definition.changed(name=hostile)
        ws.save(changed.changed(filter={"all": [{"field": "kind", "operator": "equals", "value": "<img src=x>"}]}))
    at = opened(app(home=home), hostile)
    assert at.title[0].value.startswith(r"\!\[x\]\(")
    assert not re.search(r"(?<!\\)<img", "".join(each.value for each in at.markdown))
