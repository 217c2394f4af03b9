"""Profiles, drawn in memory: found, looked at, changed by hand and by a spreadsheet; by role."""

from __future__ import annotations

import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import synckit
from synckit.access import Person, Role
from synckit.ui import library as opened
from synckit.ui import profile_form, profile_import, signing_in, words
from synckit.ui.words import profiles as text
from synckit.ui.words.rules import RULES
from tests.ui import library

PAGE = "pages/profiles/profiles.py"
FILE = b"profile_id,type,first_name,last_name,email\n1,,Anna,,\n,Student,Eve,Hill,eve@example.org\n"


def plain(said: str) -> str:
    return re.sub(r"[\\\u2060]", "", said)


def texts(at: AppTest) -> str:
    kinds = (at.error, at.warning, at.info, at.success, at.caption, at.header, at.markdown, at.text)
    return plain("\n".join(str(each.value) for kind in kinds for each in kind))


def press(at: AppTest, label: str) -> AppTest:
    at = next(each for each in at.button if plain(each.label) == label).click().run()
    assert not at.exception
    return at


def buttons(at: AppTest) -> list[str]:
    return [plain(each.label) for each in at.button]


def visit(at: AppTest, **params: str) -> AppTest:
    at = at.switch_page(PAGE)
    at.query_params.clear()
    for name, value in params.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def shown(at: AppTest) -> AppTest:
    at.toggle(key="show-values-switch").set_value(True).run()
    assert not at.exception
    return at


def ws() -> synckit.Workspace:
    return opened.opened().workspace


@pytest.fixture
def start(app):
    """Return a function that makes the library, runs its sync, and draws the first page."""

    def make(**settings: object) -> AppTest:
        at = app(**settings)
        ws().sync("Students").run()
        return at

    return make


@pytest.fixture
def viewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "person", lambda: Person("vic", Role.VIEWER))


def test_without_a_workspace_the_page_says_how_to_start(app, tmp_path):
    at = visit(app(home=tmp_path / "none"))
    assert at.title[0].value == "Profiles"
    assert words.NO_WORKSPACE in texts(at)


def test_a_workspace_without_profiles_says_how_they_come(app):
    at = visit(app())
    assert f"**{text.NONE}**" in texts(at)
    assert buttons(at)[:2] == ["New profile", "Import"]


def test_the_list_is_masked_until_values_are_asked_for(start):
    at = visit(start())
    assert [each for each in buttons(at) if "•" in each] == ["A••• L•••", "B••• R•••", "C••• F•••"]
    assert "a•••@example.org" in texts(at)
    at = shown(at)
    assert "Ann Lee" in buttons(at)
    assert "ann@example.org" in texts(at)


def test_words_and_type_come_from_the_address(start):
    at = visit(start(), q="lee", type="Student")
    assert [each for each in buttons(at) if "•" in each] == ["A••• L•••"]
    at.text_input(key="q").set_value("nobody").run()
    assert text.NONE_FOUND in texts(at)
    at = press(at, text.CLEAR)
    assert len([each for each in buttons(at) if "•" in each]) == 3
    assert text.EXACT in texts(at.text_input(key="q").set_value("102").run())


def test_where_words_are_looked_for_is_said_by_what_is_seen(start, monkeypatch):
    at = visit(start(), q="example.org")
    more = text.NONE_FOUND_SHOW.format(switch=words.SHOW_VALUES)
    assert f"{text.NONE_FOUND_MASKED} {more}" in texts(at)
    assert at.text_input(key="q").placeholder == text.SEARCH_HINT_MASKED
    at = shown(at)
    assert at.text_input(key="q").placeholder == text.SEARCH_HINT
    assert "Ann Lee" in buttons(at)
    assert text.NONE_FOUND_SAYS in texts(at.text_input(key="q").set_value("nobody").run())
    monkeypatch.setattr(signing_in, "person", lambda: Person("vic", Role.VIEWER))
    said = texts(at.run())
    assert (text.NONE_FOUND_MASKED in said, more in said) == (True, False)


def test_an_unknown_type_in_the_address_is_every_type(start):
    at = visit(start(), type="Nobody")
    assert len([each for each in buttons(at) if "•" in each]) == 3


def test_a_page_leads_to_the_next_one(start, monkeypatch):
    from synckit.store import searching

    at = start()
    monkeypatch.setattr(searching.find, "__defaults__", (1, 2))
    at = visit(at)
    assert [each for each in buttons(at) if "•" in each] == ["A••• L•••", "B••• R•••"]
    at = press(at, text.NEXT)
    assert [each for each in buttons(at) if "•" in each] == ["C••• F•••"]
    assert "Page 2" in texts(at)
    at = press(visit(at, page="9"), text.FIRST_PAGE)
    assert "A••• L•••" in buttons(at)


def test_a_profile_says_which_sync_wrote_each_field_and_its_history(start):
    at = start()
    ws().edit_profile(1, {"phone": "12345"})
    at = press(visit(at, q="lee"), "A••• L•••")
    assert at.query_params["profile"] in ("1", ["1"])
    assert "Profile 1 · Student" in texts(at)
    assert buttons(at).count("Students, run 1") == 5
    assert ", by hand" in texts(at)
    assert "Empty: Prefix, Middle name" in texts(at)
    history = at.dataframe[-1].value
    assert history[["What", "Field", "Before", "After"]].values.tolist() == [["Edit", "Phone", "", "1•••"], ["Made", "", "", ""]]  # fmt: skip
    at.segmented_control(key="order").set_value(text.OLDEST).run()
    assert at.dataframe[-1].value["What"].tolist() == ["Made", "Edit"]
    assert at.dataframe[0].value[["Connection", "Patron"]].values.tolist() == [["Our patrons", "1"]]


def test_what_there_is_not_is_one_sentence_with_a_way_back(start):
    at = start()
    for asked in ({"profile": "99"}, {"profile": "99", "do": "edit"}, {"run": "9"}):
        at = visit(at, **asked)
        assert (len(at.error), f"There is no {next(iter(asked))} 9" in at.error[0].value) == (1, True)
        assert text.NEW in buttons(press(at, text.ALL_PROFILES))


def test_an_address_that_names_no_profile_is_one_sentence(start):
    at = start()
    assert visit(at, profile="<b>x</b>").error[0].value == text.NO_ID


def test_a_profile_is_edited_and_what_is_wrong_is_said_at_once(start):
    at = press(visit(start(), profile="1"), text.EDIT)
    assert at.text_input(key="form-1-2-first_name").value == "Ann"
    assert [line.action for line in ws().audit(1)] == ["show values"]
    at.text_input(key="form-1-2-email").set_value("no address")
    at.text_input(key="form-1-2-website").set_value("nowhere")
    at.text_input(key="form-1-2-last_name").set_value("")
    at = press(at, text.SAVE)
    assert text.UNFIT in texts(at)
    assert texts(at).count(":red[The value does not read as") == 2
    assert "The field is required" in texts(at)
    at.text_input(key="form-1-2-email").set_value("new@example.org")
    at.text_input(key="form-1-2-website").set_value("")
    at.text_input(key="form-1-2-last_name").set_value("Leigh")
    at = press(at, text.SAVE)
    assert "Profile 1 was saved: Last name, Email." in texts(at)
    assert ws().profile(1).name == "Ann Leigh"
    assert text.UNCHANGED in texts(press(press(at, text.EDIT), text.SAVE))


CHOSEN = """
all_types:
- {name: branch, type: choice, options: [Main, Law]}
- {name: blocked, type: boolean}
"""


def test_a_choice_a_date_and_yes_or_no_are_emptied(start):
    at = start()
    ws().import_fields(CHOSEN)
    ws().edit_profile(1, {"branch": "Law", "blocked": "true", "birth_date": "2001-02-03"})
    at = press(visit(at, profile="1"), text.EDIT)
    branch, blocked = at.selectbox(key="form-1-4-branch"), at.selectbox(key="form-1-4-blocked")
    born = at.date_input(key="form-1-4-birth_date")
    assert [branch.value, blocked.value, str(born.value)] == ["Law", "true", "2001-02-03"]
    # the browser shows how to empty a box only where it began empty
    assert [each.proto.HasField("default") for each in (branch, blocked)] == [False, False]
    assert not born.proto.default
    branch.set_value(None)
    blocked.set_value(None)
    born.set_value(None)
    at = press(at, text.SAVE)
    assert "Profile 1 was saved: Birth date, Branch, Blocked." in texts(at)
    assert not {"branch", "blocked", "birth_date"} & {each.field.key for each in ws().profile(1).fields if each.value}


def test_a_form_that_was_left_is_opened_anew(start):
    at = press(visit(start(), profile="1"), text.EDIT)
    at.text_input(key="form-1-2-city").set_value("Bonn")
    at = press(at, text.ALL_PROFILES)
    ws().edit_profile(1, {"city": "Ulm"})
    at = press(visit(at, profile="1"), text.EDIT)
    assert at.text_input(key="form-1-3-city").value == "Ulm"


def test_a_profile_that_is_sent_twice_is_made_once(start, monkeypatch):
    at = press(visit(start()), text.NEW)
    at.selectbox(key="form-None-1-type").select("Student").run()
    at.text_input(key="form-None-1-last_name").set_value("Hill")
    with monkeypatch.context() as cut_short:
        # a second click ends the drawing of the first one before the form is closed
        cut_short.setattr(profile_form, "_leave", lambda profile_id: st.rerun())
        at = press(at, text.MAKE)
    at = press(at, text.MAKE)
    assert "Profile 4 was made." in texts(at)
    assert len(ws().find_profiles().rows) == 4


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(start):
    at = press(visit(start(), profile="1"), text.EDIT)
    ws().edit_profile(1, {"city": "Ulm"})
    at.text_input(key="form-1-2-city").set_value("Bonn")
    at = press(at, text.SAVE)
    assert "was changed meanwhile" in texts(at)
    at = press(at, text.SHOW_NOW)
    assert at.text_input(key="form-1-3-city").value == "Ulm"


def test_a_profile_is_made_with_inputs_that_fit(start):
    at = start()
    ws().import_fields(
        "all_types:\n- {name: branch, type: choice, options: [Main, Law]}\n- {name: blocked, type: boolean}\n"
        "- {name: topics, type: choices, options: [Art, Music]}\n"
        "type_specific:\n  Student:\n  - {name: grad, type: integer}\n"
    )
    at = press(visit(at), text.NEW)
    assert text.CHOOSE_TYPE in texts(at)
    at.selectbox(key="form-None-1-type").select("Student").run()
    at.text_input(key="form-None-1-last_name").set_value("Hill")
    at.selectbox(key="form-None-1-branch").select("Law")
    at.selectbox(key="form-None-1-blocked").select("false")
    at.multiselect(key="form-None-1-topics").set_value(["Art", "Music"])
    at.text_input(key="form-None-1-student.grad").set_value("2027")
    at.date_input(key="form-None-1-birth_date").set_value("1899-12-31")
    at = press(at, text.MAKE)
    assert "Profile 4 was made." in texts(at)
    values = {each.field.key: each.value for each in ws().profile(4).fields if each.value}
    assert values == {
        "type": "Student", "last_name": "Hill", "birth_date": "1899-12-31", "branch": "Law", "blocked": "false",
        "topics": "Art; Music", "student.grad": "2027",
    }  # fmt: skip


def test_two_profiles_are_merged_after_a_look(start):
    at = start()
    ws().edit_profile(2, {"city": "Ulm"})
    at = press(visit(at, profile="1"), text.MERGE)
    at.text_input(key="merge-1").set_value("x").run()
    assert text.NO_NUMBER in texts(at)
    at.text_input(key="merge-1").set_value("1").run()
    assert "cannot be merged with itself" in texts(at)
    at.text_input(key="merge-1").set_value("2").run()
    pairs = at.dataframe[0].value
    assert pairs[pairs["Field"] == "City"].values.tolist() == [["City", "", "U•••", "U•••"]]
    assert text.WOULD_FILL_ONE in texts(at)
    at = press(at, "Merge profile 2 into profile 1")
    assert "Profile 2 was merged into this one" in texts(at)
    assert [row.id for row in ws().find_profiles().rows] == [1, 3]


def test_a_profile_is_deleted_found_and_released(start):
    at = visit(start(), profile="2")
    assert "Delete profile 2, B••• R•••?" in texts(at)
    at = press(at, "Delete profile 2")
    assert text.IS_DELETED in texts(at)
    at = press(at, "Release profile 2")
    assert text.IS_DELETED_FREE in texts(at)
    at = visit(at, deleted="true")
    assert at.toggle(key="deleted").value is True
    assert "B••• R•••" in buttons(at)


def test_a_spreadsheet_is_looked_at_before_it_is_imported(start):
    at = press(visit(start()), text.IMPORT)
    at.file_uploader(key="import-file").upload("people.csv", FILE, "text/csv").run()
    assert {each.label: each.value for each in at.metric} == {
        "To create": "1", "To update": "1", "Unchanged": "0", "Problems": "0",
    }  # fmt: skip
    first = at.dataframe[-1].value
    assert first[["Row", "Outcome", "Profile", "First name"]].values.tolist() == [["1", "Update", "1", "A•••"], ["2", "Create", "", "E•••"]]  # fmt: skip
    assert len(ws().find_profiles().rows) == 3
    at = press(at, "Import 2 profiles")
    assert "Imported: 1 created, 1 updated, 0 unchanged." in texts(at)
    assert [row.name for row in ws().find_profiles().rows] == ["Anna Lee", "Bo Ray", "Cy Fox", "Eve Hill"]


def test_a_spreadsheet_that_is_sent_twice_is_imported_once(start, monkeypatch):
    at = press(visit(start()), text.IMPORT)
    at.file_uploader(key="import-file").upload("people.csv", FILE, "text/csv").run()
    with monkeypatch.context() as cut_short:
        # a second click ends the drawing of the first one before the page is left
        cut_short.setattr(profile_import, "go", st.rerun)
        at = press(at, "Import 2 profiles")
    assert text.SENT_ALREADY in texts(at.run())
    assert "Import 2 profiles" not in buttons(at)
    assert len(ws().find_profiles().rows) == 4


def test_problems_of_a_spreadsheet_are_a_table_and_nothing_can_be_imported(start):
    at = visit(start(), do="import")
    wrong = b"type,last_name,email\nStudent,Hill,no address\nNobody,Ray,\n"
    at.file_uploader(key="import-file").upload("people.csv", wrong, "text/csv").run()
    assert not at.exception
    problems = at.dataframe[1].value
    assert problems[["Row", "Field", "Rule", "Value"]].values.tolist() == [
        ["1", "Email", RULES["type"], "n•••"], ["2", "Type", RULES["option"], "N•••"],
    ]  # fmt: skip
    assert not [each for each in buttons(at) if each.startswith("Import ")]


def test_a_spreadsheet_that_cannot_be_read_is_one_sentence(start):
    at = visit(start(), do="import")
    at.file_uploader(key="import-file").upload("people.csv", b"type,lastname\nStudent,Hill\n", "text/csv").run()
    assert "Did you mean 'last_name'" in texts(at)


def test_the_profiles_of_a_run(start, tmp_path):
    at = start()
    library.write_patrons(tmp_path, city="a")
    ws().sync("Students").run()
    at = visit(at, run="1")
    assert "Profiles of run 1 of “Students”" in texts(at)
    assert len([each for each in buttons(at) if "•" in each]) == 3
    at = press(visit(at, run="2"), text.RUN_UPDATED)
    assert [each for each in buttons(at) if "•" in each] == ["A••• L•••"]
    assert text.RUN_NONE["created"] in texts(press(at, text.RUN_CREATED))


def test_a_viewer_reads_masked_and_cannot_act(start, viewer):
    at = visit(start())
    assert not [each for each in at.toggle if each.key == "show-values-switch"]
    assert "A••• L•••" in buttons(at)
    assert not {text.NEW, text.IMPORT} & set(buttons(at))
    assert not at.get("download_button")
    at = visit(at, profile="1", do="edit")
    assert not {text.EDIT, text.MERGE, "Delete profile 1", text.SAVE} & set(buttons(at))
    assert "Ann" not in texts(at)


def test_texts_of_patrons_show_as_they_are_and_do_not_act(start):
    at = shown(visit(start(hostile=library.HOSTILE)))
    spoken = [each.label for each in at.button if each.key and each.key.startswith("open-")][3:]
    assert [plain(each) for each in spoken] == [f"Eve {name}" for name in library.HOSTILE]
    assert not [each for each in spoken if re.search(r"(?<!\\)[!\[<:$]|www\.", each)]
    at = visit(at, profile="4")
    assert plain(at.header[0].value) == f"Eve {library.HOSTILE[0]}"
    assert r"\!\[x\]\(" in at.header[0].value
    at = visit(at, profile="4", do="edit")
    assert at.text_input(key="form-4-2-last_name").value == library.HOSTILE[0]
