"""Step 3, Map: rows, what they may choose, what they do to patrons, suggestions, steps, value maps, and fields that are gone."""

from __future__ import annotations

import re
import time

import pytest

import synckit
from synckit.definition import draft
from synckit.ui import library as opened
from synckit.ui.wizard import suggestions, value_map
from synckit.ui.words import mapping as text
from tests.ui import library

FIELDS = """
types: [Student, Faculty]
all_types:
  - {name: library_card_number, type: text, unique: true}
  - {name: home_branch, type: choice, options: [Main, Law]}
type_specific:
  Student:
    - {name: level, type: text}
  Faculty:
    - {name: department, type: text}
"""
COMMON = {"first": "first_name", "last": "last_name", "mail": "email", "card": "library_card_number"}


@pytest.fixture
def on_map(wizard, tmp_path):
    """Return a function that opens Map on a draft with some rows."""

    def start(*rows, home=None, **content):
        folder = home or library.make(tmp_path)
        with synckit.open(folder) as ws:
            ws.import_fields(FIELDS)
            draft_id = ws.new_draft()
            told = {**draft.blank(), "name": "New", "connection": "Our patrons", "match_on": [["library_card_number"]]}
            ws.save_draft(draft_id, ws.draft(draft_id).version, {**told, "mapping": [*rows], **content})
        return wizard(draft=draft_id, home=folder, step="3")

    return start


def row(source=(), to=None, scope="system", profile_type=None, **more):
    """Return a row of a draft, its id the field that it writes."""
    told = {
        "id": str(to).replace(".", "-"),
        "origin": "from",
        "from": [source] if isinstance(source, str) else [*source],
    }
    return {**told, "scope": scope, "profile_type": profile_type, "to": to, **more}


def looked(page, said="have a value"):
    """Draw the page until what is looked at beside it is there."""
    end = time.monotonic() + 20
    while said not in page.texts() and time.monotonic() < end:
        page.run()
    assert said in page.texts()
    return page


def widget(page, *parts):
    """Return the widget of a row; of a select that knows its field, whatever kind of field that is."""
    start = page.key("map", *parts)
    kinds = (page.at.selectbox, page.at.multiselect, page.at.text_input, page.at.number_input)
    return next(each for kind in kinds for each in kind if each.key == start or each.key.startswith(f"{start}:"))


def choose(page, value, *parts):
    widget(page, *parts).set_value(value)
    return page.run()


def button(page, key):
    # what moves places counts how often it did
    return next(each for each in page.at.button if each.key == key or str(each.key).startswith(f"{key}-"))


def test_a_new_map_has_one_row_and_says_what_is_missing(on_map):
    page = on_map()
    [blank] = page.kept["mapping"]
    assert draft.is_blank_row(blank)
    assert "Map Type: every new profile needs it." in page.texts()
    assert "Map Library card number: it is a match key." in page.texts()
    assert not page.has(text.DELETE)


def test_the_filter_stands_on_top_and_leads_to_its_step(on_map):
    condition = {"id": "c", "field": "kind", "operator": "in", "value": ["ST", "GR"]}
    page = on_map(filter={"op": "all", "parts": [condition]})
    assert "Filtered by Kind is any of ST, GR" in page.texts()
    page.press(text.CHANGE_FILTER)
    assert page.at.query_params["step"] == "2"


def test_without_a_connection_the_step_asks_for_one(on_map):
    page = on_map(connection=None)
    page.press(text.TO_SETUP)
    assert page.at.query_params["step"] == "1"


def test_a_row_is_filled_in_from_left_to_right(on_map):
    page = on_map(row(to=None))
    choose(page, ["first"], "None", "from")
    assert widget(page, "None", "scope").options == ["System Field", "All Types Field", "Type Specific Field"]
    choose(page, "system", "None", "scope")
    choose(page, "first_name", "None", "to")
    [kept] = page.kept["mapping"]
    assert (kept["from"], kept["scope"], kept["to"]) == (["first"], "system", "first_name")
    assert "First → First name" in page.texts()


def test_a_type_specific_field_asks_for_its_type_first(on_map):
    page = on_map(row("kind", to=None, scope=None))
    choose(page, "type_specific", "None", "scope")
    assert widget(page, "None", "type").options == ["Student", "Faculty"]
    choose(page, "Faculty", "None", "type")
    assert widget(page, "None", "to").options == ["Department"]
    choose(page, "faculty.department", "None", "to")
    assert page.kept["mapping"][0]["to"] == "faculty.department"


def test_another_kind_of_field_takes_the_field_away_and_nothing_else(on_map):
    page = on_map(row("kind", "student.level", "type_specific", "Student"))
    choose(page, "all_types", "student-level", "scope")
    [kept] = page.kept["mapping"]
    assert (kept["from"], kept["scope"], kept["profile_type"], kept["to"]) == (["kind"], "all_types", None, None)


def test_a_field_that_is_mapped_is_not_offered_to_other_rows(on_map):
    page = on_map(row("first", "first_name"), row("last", to=None))
    assert "First name" not in widget(page, "None", "to").options
    choose(page, "middle_name", "first_name", "to")
    assert "First name" in widget(page, "None", "to").options
    assert "Middle name" not in widget(page, "None", "to").options


def test_rows_are_added_cleared_and_deleted_without_touching_the_others(on_map):
    page = on_map(row("first", "first_name"), row("last", "last_name"), row("mail", "email"))
    button(page, "delete-last_name").click()
    page.run()
    assert [each["to"] for each in page.kept["mapping"]] == ["first_name", "email"]
    button(page, "clear-first_name").click()
    page.run()
    assert [each["to"] for each in page.kept["mapping"]] == [None, "email"]
    page.press(text.NEW_ROW)
    assert [each["to"] for each in page.kept["mapping"]] == [None, "email", None]


def test_a_row_shows_masked_values_before_and_after_and_which_rule_they_break(on_map):
    page = looked(on_map(row("mail", "email")))
    assert "4 of 4 patrons have a value" in page.texts()
    assert "1 breaks a rule" in page.texts()
    assert "a•••@example.org → a•••@example.org" in page.texts().replace("\u2060", "")
    assert "n••• → n••• (wrong: does not read as the field’s type)" in page.texts()
    assert "no address" not in page.texts()


def test_suggested_rows_are_added_by_one_click(on_map):
    page = on_map()
    page.press(text.ADD_SUGGESTED)
    assert {each["from"][0]: each["to"] for each in page.kept["mapping"]} == COMMON
    assert not page.has(text.ADD_SUGGESTED)


def test_a_double_click_adds_suggestions_and_codes_once(on_map, monkeypatch):
    for module, name in ((suggestions, "_add"), (value_map, "_add_codes")):
        once = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given, once=once: (once(*given), once(*given)))
    page = looked(on_map(row("kind", "type", values=[["ST", "Student"]])), "1 code is not in the map: FAC (1 patron)")
    page.press(text.ADD_CODES).press(text.ADD_SUGGESTED)
    assert page.kept["mapping"][0]["values"] == [["ST", "Student"], ["FAC", "Faculty"]]
    assert [each["to"] for each in page.kept["mapping"]] == ["type", *COMMON.values()]


def test_only_the_suggestions_that_are_chosen_are_added(on_map):
    page = on_map(row("first", "first_name"))
    page.at.button_group[0].set_value(["last_name"])
    page.run()
    page.press(text.ADD_SUGGESTED)
    assert [each["to"] for each in page.kept["mapping"]] == ["first_name", "last_name"]


def test_codes_that_are_no_option_make_a_value_map(on_map):
    page = looked(on_map(row("kind", "type")), "2 codes are not among the options of the field")
    page.press(text.MAKE_MAP)
    assert page.kept["mapping"][0]["values"] == [["ST", "Student"], ["FAC", "Faculty"]]


def test_codes_that_the_map_leaves_out_are_told_and_added(on_map):
    page = looked(on_map(row("kind", "type", values=[["ST", "Student"]])), "1 code is not in the map: FAC (1 patron)")
    page.press(text.ADD_CODES)
    assert page.kept["mapping"][0]["values"] == [["ST", "Student"], ["FAC", "Faculty"]]
    page.run()
    assert not page.has(text.ADD_CODES)


def test_a_code_without_an_option_near_it_has_to_be_given_one(on_map):
    page = on_map(row("kind", "type", values=[["ST", "Student"], ["ZZ", None]]))
    assert "Type: say what ZZ becomes in the value map." in page.texts()


def test_values_are_added_changed_and_deleted_in_the_middle(on_map):
    page = on_map(row("kind", "type", values=[["ST", "Student"], ["X", "Faculty"], ["FAC", "Faculty"]]))
    page.press(text.MORE)
    choose(page, "GR", "type", "pair", 1, 0)
    button(page, f"icon-{page.key('map', 'type', 'pair', 0)}-delete").click()
    page.run()
    assert page.kept["mapping"][0]["values"] == [["GR", "Faculty"], ["FAC", "Faculty"]]
    page.press(text.ADD_PAIR)
    choose(page, "AL", "type", "pair", 2, 0)
    choose(page, "Student", "type", "pair", 2, 1)
    assert page.kept["mapping"][0]["values"][2] == ["AL", "Student"]


def test_a_second_quick_click_takes_no_neighbour_of_the_value_it_was_at(on_map):
    page = on_map(row("kind", "type", values=[["A", "Student"], ["B", "Student"], ["C", "Student"], ["D", "Student"]]))
    page.press(text.MORE)
    for place in (0, 2):
        button(page, f"icon-{page.key('map', 'type', 'pair', place)}-delete").click()
    page.run()
    assert [code for code, _ in page.kept["mapping"][0]["values"]] == ["B", "C", "D"]
    assert f"icon-{page.key('map', 'type', 'pair', 0)}-delete-0" not in [each.key for each in page.at.button]


def test_a_value_typed_at_the_moment_of_a_click_is_kept(on_map):
    page = on_map(row("kind", "type", values=[["ST", "Student"], ["X", "Faculty"]]))
    page.press(text.MORE)
    widget(page, "type", "pair", 1, 0).set_value("FAC")
    button(page, f"icon-{page.key('map', 'type', 'pair', 0)}-delete").click()
    page.run()
    assert page.kept["mapping"][0]["values"] == [["FAC", "Faculty"]]


@pytest.mark.parametrize("button_key", ["more-last_name", "more-email", "new-row", "to-filter", "delete-email"])
def test_what_is_typed_last_in_a_row_is_kept_by_whatever_closes_it(on_map, button_key):
    page = on_map(row("last", "last_name", steps=[{"left": 5}]), row("mail", "email"))
    page.press(text.MORE)
    widget(page, "last_name", "default").set_value("None")
    widget(page, "last_name", "step", 0, "left", 0).set_value(9)
    button(page, button_key).click()
    page.run()
    kept = page.kept["mapping"][0]
    assert (kept["default"], kept["steps"]) == ("None", [{"left": 9}])


@pytest.mark.parametrize("button_key", ["done-r7", "edit-r8", "new-row", "clear-r8", "delete-r8"])
def test_what_is_typed_last_in_the_one_open_row_is_kept_by_whatever_closes_it(on_map, button_key):
    page = on_map(*({**row("first"), "id": f"r{n}", "origin": "constant", "constant": "x"} for n in range(16)))
    button(page, "edit-r7").click()
    page.run()
    widget(page, "r7", "constant").set_value("Typed last")
    button(page, button_key).click()
    page.run()
    assert page.kept["mapping"][7]["constant"] == "Typed last"


def test_every_control_of_the_rows_has_a_name_of_its_own(on_map):
    page = on_map(row("first", "first_name"), row("kind", "student.level", "type_specific", "Student"))
    kinds = (page.at.multiselect, page.at.selectbox, page.at.button)
    said = [each.label for kind in kinds for each in kind]
    assert sorted(said) == sorted({*said})
    assert {"ILS Field 2", "Person Profile Field Type 2", "Type 2", "Field Name 2", "More *of row 2*"} <= {*said}


def test_a_folded_row_is_cleared(on_map):
    page = on_map(*({**row("first", "first_name" if n == 3 else None), "id": f"r{n}"} for n in range(16)))
    button(page, "clear-r3").click()
    page.run()
    assert (page.kept["mapping"][3]["from"], page.kept["mapping"][3]["to"]) == ([], None)


def test_what_is_typed_last_on_a_page_of_values_is_kept_by_the_next_page(on_map):
    page = on_map(row("kind", "type", values=[[f"C{n}", "Student"] for n in range(45)]))
    page.press(text.MORE)
    widget(page, "type", "pair", 19, 0).set_value("Typed last")
    page.at.pagination[0].set_value(3)
    page.run()
    assert page.kept["mapping"][0]["values"][19] == ["Typed last", "Student"]
    assert widget(page, "type", "pair", 40, 0).value == "C40"
    button(page, "add-pair-type").click()
    page.run()
    assert widget(page, "type", "pair", 45, 0).value == ""


def test_a_value_that_is_chosen_for_one_that_is_gone_is_kept_by_a_click(on_map):
    page = on_map(row("kind", "type", values=[["ST", "Pupil"]]))
    page.press(text.MORE)
    widget(page, "type", "pair", 0, 1).set_value("Student")
    button(page, "add-pair-type").click()
    page.run()
    assert page.kept["mapping"][0]["values"] == [["ST", "Student"], ["", None]]


def test_how_values_match_and_what_the_others_become_is_chosen(on_map):
    page = on_map(row("kind", "type", values=[["ST", "Student"]]))
    page.press(text.MORE)
    choose(page, "starts_with", "type", "match")
    choose(page, "value", "type", "otherwise")
    choose(page, "Faculty", "type", "otherwise-value", "type")
    [kept] = page.kept["mapping"]
    assert (kept["match"], kept["otherwise"]) == ("starts_with", {"value": "Faculty"})
    choose(page, "incorrect", "type", "otherwise")
    choose(page, "equals", "type", "match")
    assert not {"match", "otherwise"} & set(page.kept["mapping"][0])


def test_a_value_that_is_no_option_any_more_stays_and_is_told(on_map):
    page = on_map(row("kind", "type", values=[["ST", "Pupil"]]))
    page.press(text.MORE)
    assert "Pupil is no longer available" in widget(page, "type", "pair", 0, 1).options
    assert page.kept["mapping"][0]["values"] == [["ST", "Pupil"]]


def test_a_long_value_map_is_paged(on_map):
    page = on_map(row("kind", "type", values=[[f"C{n}", "Student"] for n in range(45)]))
    page.press(text.MORE)
    assert len([each for each in page.at.text_input if ":pair:" in each.key]) == 20
    assert len(page.kept["mapping"][0]["values"]) == 45


@pytest.mark.parametrize(
    ("step", "args", "written"),
    [
        ("lower", {}, "lower"),
        ("left", {0: 5}, {"left": 5}),
        ("pad", {0: 8, 1: "x"}, {"pad": [8, "x"]}),
        ("replace", {0: "a", 1: "b"}, {"replace": ["a", "b"]}),
        ("split", {0: ";", 1: 2}, {"split": [";", 2]}),
        ("date", {0: "%d.%m.%Y"}, {"date": "%d.%m.%Y"}),
        ("join", {0: "/"}, {"join": "/"}),
    ],
)
def test_steps_take_the_arguments_that_fit_them(on_map, step, args, written):
    page = on_map(row("last", "last_name"))
    page.press(text.MORE)
    choose(page, step, "last_name", "add-step")
    for place, value in args.items():
        choose(page, value, "last_name", "step", 0, step, place)
    assert page.kept["mapping"][0]["steps"] == [written]
    assert draft.plain_row(page.kept["mapping"][0])["steps"] == [written]


def test_steps_change_places_and_go(on_map):
    page = on_map(row("last", "last_name", steps=["lower", {"left": 5}, "digits"]))
    page.press(text.MORE)
    button(page, f"icon-{page.key('map', 'last_name', 'step', 1)}-up").click()
    page.run()
    assert page.kept["mapping"][0]["steps"] == [{"left": 5}, "lower", "digits"]
    button(page, f"icon-{page.key('map', 'last_name', 'step', 1)}-delete").click()
    page.run()
    assert page.kept["mapping"][0]["steps"] == [{"left": 5}, "digits"]


def test_a_second_quick_click_takes_no_neighbour_of_the_step_it_was_at(on_map):
    page = on_map(row("last", "last_name", steps=["lower", "trim", "digits"]))
    page.press(text.MORE)
    for place in (0, 1):
        button(page, f"icon-{page.key('map', 'last_name', 'step', place)}-delete").click()
    page.run()
    assert page.kept["mapping"][0]["steps"] == ["trim", "digits"]


def test_a_step_that_lacks_something_is_told(on_map):
    page = on_map(row("last", "last_name", steps=[{"replace": ["", ""]}]))
    assert "Last name: steps 1: the step replace takes a text that is not empty." in page.texts()


@pytest.mark.parametrize("origin", ["constant", "template", "sql"])
def test_a_value_may_come_from_elsewhere(on_map, origin):
    page = on_map(row(to="last_name"))
    page.press(text.MORE)
    choose(page, origin, "last_name", "origin")
    said = {"constant": "Lee", "template": "{last}!", "sql": "upper(last)"}[origin]
    choose(page, said, "last_name", origin)
    assert draft.plain_row(page.kept["mapping"][0]) == {origin: said, "to": "last_name"}


def test_a_constant_of_a_choice_is_one_of_its_options(on_map):
    page = on_map(row(to="type", origin="constant"))
    assert widget(page, "type", "constant").options == ["Person", "Student", "Faculty"]
    choose(page, "Student", "type", "constant")
    assert page.kept["mapping"][0]["constant"] == "Student"


def test_strategies_of_a_row_and_a_default(on_map):
    page = on_map(row("mail", "email"), empty_fields="replace")
    page.press(text.MORE)
    assert widget(page, "email", "empty").options == ["As the sync: Replace", "Replace", "Skip"]
    choose(page, "skip", "email", "empty")
    choose(page, "skip", "email", "incorrect")
    choose(page, "none@example.org", "email", "default")
    [kept] = page.kept["mapping"]
    assert (kept["empty"], kept["incorrect"], kept["default"]) == ("skip", "skip", "none@example.org")
    choose(page, "sync", "email", "empty")
    assert "empty" not in page.kept["mapping"][0]


def test_an_ils_field_that_is_gone_stays_until_somebody_takes_it_out(on_map):
    page = on_map(row(("first", "nick"), "first_name"))
    assert "nick is no longer available; choose another ILS field." in page.texts()
    assert page.kept["mapping"][0]["from"] == ["first", "nick"]
    choose(page, ["first"], "first_name", "from")
    page.run()
    assert page.kept["mapping"][0]["from"] == ["first"]
    assert "no longer available" not in page.texts()


def test_a_profile_field_that_is_gone_is_never_another_one(on_map):
    page = on_map(row("first", "nickname", "all_types"))
    assert widget(page, "nickname", "to").value is None
    assert widget(page, "nickname", "to").placeholder == "nickname is no longer available"
    page.run()
    assert page.kept["mapping"][0]["to"] == "nickname"
    assert "The profile field nickname is no longer available; choose another one." in page.texts()


def test_of_many_rows_one_is_open_and_drawing_stays_quick(on_map):
    rows = [{**row("first"), "id": f"r{n}"} for n in range(40)]
    page = on_map(*rows)
    assert not list(page.at.multiselect)
    button(page, "edit-r7").click()
    page.run()
    assert [each.key for each in page.at.multiselect] == [page.key("map", "r7", "from")]
    began = time.perf_counter()
    page.run()
    assert time.perf_counter() - began < 3  # an AppTest draws the whole tree as well; the script itself takes a tenth
    page.press(text.DONE)
    assert not list(page.at.multiselect)


def test_hostile_patrons_and_codes_do_nothing(on_map, tmp_path):
    home, patrons = library.make(tmp_path, library.HOSTILE), tmp_path / "patrons.csv"
    patrons.write_text(re.sub(r"(?m)^(50.),ST", rf"\1,{library.HOSTILE[0]}", patrons.read_text("utf-8")), "utf-8")
    page = looked(on_map(row("kind", "type", values=[["ST", "Student"]]), row("last", "last_name"), home=home))
    said = [str(each.value) for kind in (page.at.markdown, page.at.caption) for each in kind]
    assert any("evil" in each for each in said)
    assert not any("](https" in each or "<img" in each.replace("\\<", "") for each in said)


def test_whoever_may_not_edit_sees_no_map(on_map):
    page = on_map()
    ws = opened.opened().workspace.acting(synckit.access.Person("vi", synckit.access.Role.VIEWER))
    with pytest.raises(synckit.errors.Forbidden, match="viewer may not"):
        ws.draft(page.draft)
