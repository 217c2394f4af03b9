"""Data syncs, drawn in memory: what a person sees and what the buttons do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

import synckit
from synckit.ui import library as opened
from synckit.ui import tables, words
from tests.ui import library

PAGE = Path(__file__).parents[2] / "pages" / "syncs" / "data_syncs.py"


def button(at: AppTest, label: str):
    return next(each for each in at.button if each.label == label)


def press(at: AppTest, label: str) -> AppTest:
    """Press a button, let the run that it began end, and draw the page again."""
    button(at, label).click().run()
    assert not at.exception
    opened.opened().jobs.wait()
    return at.run()


def totals(at: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in at.metric}


def texts(at: AppTest) -> str:
    return "\n".join(each.value for kind in (at.error, at.warning, at.info, at.success, at.caption) for each in kind)


@pytest.fixture
def ran(app) -> AppTest:
    return press(app(), words.RUN_NOW)


def test_without_a_workspace_the_page_says_how_to_start_and_makes_none(app, tmp_path):
    at = app(home=tmp_path / "none")
    assert at.header[0].value == words.NO_WORKSPACE
    at = button(at, words.GET_STARTED).click().run()
    assert str(tmp_path / "none") in at.code[0].value
    assert not (tmp_path / "none").exists()


def test_an_empty_workspace_offers_to_start(app, tmp_path):
    synckit.open(tmp_path / "empty").close()
    at = app(home=tmp_path / "empty")
    assert (at.header[0].value, button(at, words.GET_STARTED).label) == (words.NO_SYNCS, "Get Started")


def test_the_sample_library_is_added_by_a_button(app, tmp_path):
    at = button(app(home=tmp_path / "new"), words.GET_STARTED).click().run()
    at = button(at, words.ADD_SAMPLE).click().run()
    assert not at.exception
    assert [each.value for each in at.markdown if "Students nightly" in each.value] == ["**Students nightly**"]


def test_a_database_that_is_none_is_one_sentence(app, tmp_path):
    home = tmp_path / "broken"
    home.mkdir()
    (home / "synckit.db").write_text("this is no database, only a text that is long enough" * 40)
    at = app(home=home)
    assert (len(at.error), len(at.exception)) == (1, 0)


def test_the_list_names_each_sync_with_its_status(app):
    at = app()
    assert "**Students**" in [each.value for each in at.markdown]
    assert words.NOT_RUN in texts(at)
    assert [each.label for each in at.button][:2] == ["Run now", "View Results"]


def test_a_run_shows_its_totals(ran):
    assert totals(ran) == {
        "New Profiles Created": "3",
        "Existing Profiles Updated": "0",
        "Errors": "1",
        "Patrons read": "4",
        "Unchanged": "0",
        "Skipped": "0",
        "Rejected": "0",
        "Filtered out": "1",
    }


def test_a_run_shows_the_profiles_it_created(ran):
    made = ran.dataframe[0].value
    assert made["First name"].tolist() == ["Ann", "Bo", "Cy"]
    assert made["Email"].tolist() == ["ann@example.org", "bo@example.org", ""]


def test_errors_show_the_value_masked(ran):
    ran = press(ran, words.VIEW_ERRORS)
    row = ran.dataframe[0].value.iloc[0]
    assert (row["Patron"], row["Field"], row["Rule"], row["Value"]) == ("3", "Email", "type", "n•••")


def test_an_update_shows_before_and_after(ran, tmp_path):
    library.write_patrons(tmp_path, city="a")
    ran = press(ran, words.RUN_NOW)
    changed = ran.dataframe[0].value
    assert changed.values.tolist() == [["1", "Anna Lee", "First name", "Ann", "Anna"]]
    assert totals(ran)["Existing Profiles Updated"] == "1"


def test_an_earlier_run_is_chosen_by_the_address(ran):
    ran = press(ran, words.RUN_NOW)
    assert totals(ran)["New Profiles Created"] == "0"
    ran.query_params["run"] = "1"
    assert totals(ran.run())["New Profiles Created"] == "3"


def test_an_earlier_run_is_chosen_from_the_list(ran):
    ran = press(ran, words.RUN_NOW)
    ran.selectbox[0].select_index(1).run()
    assert (ran.query_params["run"], totals(ran)["New Profiles Created"]) == ("1", "3")
    assert button(ran, words.RUN_NOW).click().run().query_params["sync"] == "Students"
    assert "run" not in ran.query_params


def test_undo_asks_and_then_takes_the_run_back(ran):
    assert not [each for each in ran.button if each.label == words.UNDO]
    ran = button(ran, "Undo run 1").click().run()
    assert "Run 1 was undone: 0 profiles restored, 3 removed" in re.sub(r"\\", "", texts(ran))
    assert words.WAS_UNDONE in texts(ran)
    assert "Undo run 1" not in [each.label for each in ran.button]


def test_a_held_run_shows_what_it_would_do_and_is_approved(app):
    at = press(app(limits="limits: {create: 2}\n"), words.RUN_NOW)
    assert words.HELD.replace(".", "") in re.sub(r"[\\.]", "", texts(at))
    assert totals(at)["New profiles to create"] == "3"
    assert at.dataframe[0].value["First name"].tolist() == ["Ann", "Bo", "Cy"]
    at = press(at, words.APPROVE)
    assert at.selectbox[0].options[0].endswith("Complete")
    assert totals(at)["New Profiles Created"] == "3"


def test_a_held_run_is_rejected(app):
    at = press(app(limits="limits: {create: 2}\n"), words.RUN_NOW)
    at = button(at, "Reject run 1").click().run()
    assert "nothing was written" in texts(at)
    assert words.APPROVE not in [each.label for each in at.button]


def test_a_failed_run_says_why_in_one_sentence(ran, tmp_path):
    (tmp_path / "patrons.csv").unlink()
    ran = press(ran, words.RUN_NOW)
    assert len(ran.error) == 1
    assert "patrons" in ran.error[0].value


def test_a_sync_that_runs_elsewhere_is_refused_in_one_sentence(app):
    at = app()
    ws = opened.opened().workspace
    from synckit.claim import Claim

    with Claim(ws.home.store, ws.sync("Students").saved.id, "Students"):
        at = press(at, words.RUN_NOW)
    assert "running already" in at.error[0].value


def test_the_button_of_a_running_sync_is_off(app):
    from synckit.run import apart

    at = app()
    apart.queue(opened.opened().workspace.home, "Students")
    assert button(at.run(), words.RUN_NOW).disabled


def test_texts_of_patrons_show_as_they_are_and_only_in_tables(app):
    at = press(app(hostile=library.HOSTILE), words.RUN_NOW)
    assert at.dataframe[0].value["Last name"].tolist()[3:] == library.HOSTILE
    spoken = "\n".join(each.value for each in at.markdown) + texts(at)
    assert "evil" not in spoken


def test_a_hostile_name_of_a_sync_is_shown_as_text(app, tmp_path):
    home = library.make(tmp_path)
    with synckit.open(home) as ws:
        ws.save(synckit.Sync.from_yaml(library.SYNC.replace("name: Students", "name: '![x](http://evil.example)'")))
    at = app(home=home)
    assert any(r"\!\[x\]\(" in each.value for each in at.markdown)


def test_a_big_table_shows_some_rows_and_says_how_many_there_are(app, monkeypatch):
    monkeypatch.setattr(tables, "MOST", 2)
    at = press(app(), words.RUN_NOW)
    assert len(at.dataframe[0].value) == 2
    assert "The first 2 of 3 are shown." in texts(at)


def test_an_unknown_sync_or_run_in_the_address_falls_back_to_the_first(ran):
    ran.query_params["sync"], ran.query_params["run"] = "Nobody", "99"
    assert totals(ran.run())["New Profiles Created"] == "3"


def test_the_entry_script_runs_before_a_page_that_is_asked_for_directly(app):
    at = app().switch_page(str(PAGE)).run()
    assert not at.exception
    assert at.title[0].value == words.PAGE
    assert [path.name for path in PAGE.parents[1].glob("*.py")] == []
    assert hasattr(PagesManager, "uses_pages_directory")
