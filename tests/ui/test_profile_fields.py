"""Profile fields & types, drawn in memory: fields of the three scopes, added, changed, removed, imported."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

import synckit
from synckit import errors
from synckit.access import Person, Role
from synckit.ui import library as opened
from synckit.ui import words as general
from synckit.ui.words import fields as words
from tests.ui import library

PAGE = "pages/profiles/profile_fields.py"
MORE = """
types: [Student, Faculty]
all_types:
  - {name: home_branch, label: Home branch, type: choice, options: [Main, Law]}
type_specific:
  Student:
    - {name: graduation_year, label: Graduation year, type: integer}
"""


@pytest.fixture
def page(app) -> AppTest:
    at = app()
    opened.opened().workspace.import_fields(MORE)
    opened.opened().workspace.remove_type("Person")
    opened.opened().workspace.sync("Students").run()
    return at.switch_page(PAGE).run()


def press(at: AppTest, label: str, place: int = 0) -> AppTest:
    """Press a button, by its label; where that names a field, the one at a place."""
    about = re.compile(re.escape(label).replace(re.escape("{label}"), ".*"))
    at = [each for each in at.main.button if about.fullmatch(each.label)][place].click().run()
    assert not at.exception
    return at


def fill(at: AppTest, **given: str) -> AppTest:
    named = {each.label: each for each in (*at.text_input, *at.text_area)}
    for label, value in given.items():
        named[label].set_value(value)
    return at


def look_at(at: AppTest, scope: str) -> AppTest:
    return at.segmented_control(key="scope").set_value(scope).run()


def spoken(at: AppTest) -> str:
    kinds = (at.main.markdown, at.main.caption, at.main.text, at.error, at.success)
    return plain("\n".join(str(each.value) for kind in kinds for each in kind))


def plain(said: str) -> str:
    return said.replace("\\", "").replace("\u2060", "")


def known() -> synckit.Catalogue:
    return opened.opened().workspace.catalogue


def test_fields_of_all_types_are_shown_with_rules_and_users(page):
    said = spoken(page)
    assert ["library_card_number" in said, "Unique" in said, "In use by Students" in said] == [True] * 3
    assert ["Options: Main, Law" in said, "No sync uses it" in said] == [True] * 2


def test_the_buttons_of_each_row_name_its_field(page):
    said = [each.label for each in page.main.button if "*" in each.label]
    assert len(set(said)) == len(said)
    assert "Edit *Library card number*" in said


def test_system_fields_are_read_only(page):
    at = look_at(page, words.SYSTEM)
    table = at.dataframe[0].value
    assert table.loc[4].tolist() == ["Last name", "last_name", "Text", "Required", "Students"]
    assert [each.label for each in at.main.button] == [words.IMPORT]


def test_fields_of_a_type_are_shown_by_type(page):
    at = look_at(page, words.TYPE_SPECIFIC)
    assert at.selectbox(key="profile-type").options == ["Student · 1 field", "Faculty · 0 fields"]
    assert "student.graduation_year" in spoken(at)
    at = at.selectbox(key="profile-type").set_value("Faculty").run()
    assert "Faculty has no field of its own yet" in spoken(at)


def test_holders_are_counted_only_when_somebody_asks(page):
    assert "profiles hold" not in spoken(page)
    assert "3 profiles hold a value" in spoken(press(page, words.COUNT))


def test_a_field_is_added(page):
    at = press(page, words.NEW_FIELD)
    at = press(fill(at, Name="campus_id", Label="Campus ID", Pattern="C[0-9]+"), words.SAVE_FIELD)
    assert at.success[0].value == "The field “Campus ID” was added\\."
    added = known().field("campus_id")
    assert (added.type.value, added.max_length, added.pattern) == ("text", 256, "C[0-9]+")


def test_a_field_of_a_type_with_options_is_added(page):
    at = press(look_at(page, words.TYPE_SPECIFIC), words.NEW_FIELD)
    at = next(each for each in at.selectbox if each.label == words.TYPE).set_value("choice").run()
    at = press(fill(at, **{"Name": "level", words.OPTIONS: "Bachelor\n\n Master "}), words.SAVE_FIELD)
    assert known().field("student.level").options == ("Bachelor", "Master")


def test_a_name_that_is_none_is_one_sentence_and_the_form_stays(page):
    at = press(fill(press(page, words.NEW_FIELD), Name="Campus ID"), words.SAVE_FIELD)
    assert "a name is made of lower-case letters" in plain(at.error[0].value)
    assert words.SAVE_FIELD in [each.label for each in at.button]


def test_label_and_options_change_and_what_is_in_use_is_refused(page):
    at = press(page, words.EDIT, 1)
    at = press(fill(at, **{"Label": "Branch", words.OPTIONS: "Main\nLaw\nMusic"}), words.SAVE_FIELD)
    branch = known().field("home_branch")
    assert (branch.label, branch.options) == ("Branch", ("Main", "Law", "Music"))
    at = press(at, words.EDIT, 0)
    at.number_input[0].set_value(2)
    at = press(at, words.SAVE_FIELD)
    assert "3 profiles hold a value that does not fit (profiles 1, 2, 3)" in plain(at.error[0].value)
    assert known().field("library_card_number").max_length == 256


def test_what_somebody_else_changed_in_a_field_meanwhile_stays(page):
    at = press(page, words.EDIT, 1)
    opened.opened().workspace.change_field("home_branch", options=["Main", "Law", "Art"])
    at = press(fill(at, Label="Branch"), words.SAVE_FIELD)
    assert (known().field("home_branch").label, known().field("home_branch").options[-1]) == ("Branch", "Art")
    at = press(at, words.EDIT, 1)
    opened.opened().workspace.change_field("home_branch", label="Library")
    at = press(fill(at, Label="House"), words.SAVE_FIELD)
    assert "Somebody else changed the same meanwhile" in at.error[0].value
    assert known().field("home_branch").label == "Library"


def test_a_field_is_removed_unless_it_is_in_use(page):
    at = press(press(page, words.REMOVE, 0), words.REMOVE_FIELD)
    assert "it is used by the syncs Students and 3 profiles" in plain(at.error[0].value)
    at = press(at, words.CANCEL)
    at = press(press(at, words.REMOVE, 1), words.REMOVE_FIELD)
    assert "was removed" in at.success[0].value
    assert "home_branch" not in known().keys


def test_types_are_added_and_removed_unless_they_are_in_use(page):
    at = press(look_at(page, words.TYPE_SPECIFIC), words.NEW_TYPE)
    at = press(fill(at, **{words.TYPE_NAME: "Visiting scholar"}), words.SAVE_TYPE)
    assert known().types == ("Student", "Faculty", "Visiting scholar")
    at = press(press(at, "Remove Student"), words.REMOVE_TYPE)
    assert "it is used by the syncs Students and 3 profiles" in plain(at.error[0].value)
    at = at.selectbox(key="profile-type").set_value("Faculty").run()
    at = press(press(at, "Remove Faculty"), words.REMOVE_TYPE)
    assert known().types == ("Student", "Visiting scholar")


def test_a_file_is_previewed_and_then_imported(page):
    at = press(page, words.IMPORT)
    given = "types: [Staff]\nall_types:\n- {name: home_branch, label: Home branch, type: choice, options: [Main, Law, Music]}"
    at = fill(at, **{words.PASTE: given}).run()
    assert at.dataframe[0].value.values.tolist() == [
        ["Staff", words.ADDS["type"], "", "", ""],
        ["home_branch", words.CHANGES, "Options", "Main, Law", "Main, Law, Music"],
    ]
    assert "Staff" not in known().types
    at = press(at, words.IMPORT_IT)
    assert at.success[0].value.startswith("The file is imported")
    assert known().field("home_branch").options == ("Main", "Law", "Music")


def test_a_file_that_changes_nothing_or_is_wrong_is_said_so(page):
    at = fill(press(page, words.IMPORT), **{words.PASTE: "types: [Student]"}).run()
    assert words.WOULD_NOTHING in spoken(at)
    at = fill(at, **{words.PASTE: "types: [Student]\ncolour: red"}).run()
    assert "line 2" in plain(at.error[0].value)
    assert words.IMPORT_IT not in [each.label for each in at.button]


def test_a_pasted_path_is_no_file_of_the_server(page, tmp_path):
    (tmp_path / "secret.yaml").write_text("canary: here\n", "utf-8")
    at = fill(press(page, words.IMPORT), **{words.PASTE: str(tmp_path / "secret.yaml")}).run()
    assert len(at.error) == 1
    assert "canary" not in plain(at.error[0].value)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_who_is_no_admin_reads_and_changes_nothing(page, monkeypatch, role):
    monkeypatch.setattr("synckit.ui.signing_in.person", lambda: Person("vic", role))
    at = page.run()
    assert {each.label.partition(" *")[0] for each in at.main.button} == {"Count profiles"}
    at = look_at(at, words.TYPE_SPECIFIC)
    assert {each.label.partition(" *")[0] for each in at.main.button} == {"Count profiles"}


def test_doors_are_shut_to_a_viewer(page):
    ws = opened.opened().workspace.acting(Person("vic", Role.VIEWER))
    for asked in (
        lambda: ws.import_fields(MORE),
        lambda: ws.preview_fields(MORE),
        lambda: ws.add_field(synckit.ProfileField("card")),
        lambda: ws.change_field("home_branch", label="x"),
        lambda: ws.remove_field("home_branch"),
        lambda: ws.add_type("Staff"),
        lambda: ws.remove_type("Faculty"),
    ):
        with pytest.raises(errors.Forbidden, match="may not change profile fields"):
            asked()


def test_without_a_workspace_the_page_says_how_to_start(app, tmp_path):
    at = app(home=tmp_path / "none").switch_page(PAGE).run()
    assert at.header[0].value == general.NO_WORKSPACE


def test_hostile_labels_and_types_do_not_act(app):
    at = app()
    workspace = opened.opened().workspace
    for place, name in enumerate(library.HOSTILE):
        workspace.add_field(synckit.ProfileField(f"field_{place}", label=name))
        workspace.add_type(name)
    at = at.switch_page(PAGE).run()
    at = press(press(at, words.EDIT, 1), words.REMOVE, 2)
    at = look_at(at, words.TYPE_SPECIFIC)
    at = at.selectbox(key="profile-type").set_value(library.HOSTILE[0]).run()
    assert not at.exception
    acting = re.compile(r"(?<!\\)[<\[!]")
    assert not [each.value for each in at.main.markdown if acting.search(each.value)]
    assert not [each.label for each in at.main.button if acting.search(each.label)]
