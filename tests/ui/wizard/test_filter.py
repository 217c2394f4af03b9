"""Step 2, Filter: conditions of each kind, groups, and how many patrons are left."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import synckit
from synckit.ui import library as opened
from tests.ui import library

ROWS = [
    "id,kind,age,since,active,first,last,mail",
    "1,ST,19,2025-09-01,true,Ann,Lee,ann@example.org",
    "2,ST,20,2024-09-01,false,Bo,Ray,bo@example.org",
    "3,GR,25,2023-09-01,true,Cy,Fox,",
    "4,FAC,50,2001-09-01,true,Di,Ash,di@example.org",
]
SETTINGS = {"id": "id", "type.kind": "code", "type.age": "integer"}


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library whose patrons have a code, a number, a date and a truth."""
    folder = tmp_path_factory.mktemp("former")
    (folder / "patrons.csv").write_text("\n".join(ROWS) + "\n", "utf-8")
    with synckit.open(folder / "library") as ws:
        ws.import_fields(library.FIELDS)
        ws.add_connection("Our patrons", "files", {"path": str(folder / "patrons.csv"), **SETTINGS})
        yaml = library.SYNC.replace("card, to: library_card_number", "id, to: library_card_number")
        ws.save(synckit.Sync.from_yaml(yaml))
    return folder


@pytest.fixture
def home(former: Path, tmp_path: Path) -> Path:
    """A copy of that library."""
    return library.copied(former, tmp_path)


@pytest.fixture
def step(wizard, home):
    """Return a function that opens the step on the sync, its patrons read, with a filter of its own."""

    def start(parts: list[dict] | None = None, op: str = "all", **query: str):
        w = wizard(None, home=home)
        ws = w.workspace
        draft = ws.draft_of("Students")
        content = ws.draft(draft).content
        if parts is not None:
            content["filter"] = {"op": op, "parts": parts}
            ws.save_draft(draft, 1, content)
        w.draft = draft
        w.at.query_params["draft"] = str(draft)
        w.step(2)
        opened.opened().readings.of("Our patrons", library.ADMIN).wait(20)
        return settled(w)

    return start


def settled(w):
    """Draw the page until nothing is waited for."""
    for _ in range(20):
        if not [each for each in w.at.caption if each.value.startswith(("Looking", "Reading"))]:
            break
        w.run()
    return w


def condition(id: str, field=None, operator=None, value=None) -> dict:
    return {"id": id, "field": field, "operator": operator, "value": value}


def box(w, id: str, attr: str):
    """Return the widget of a condition, whatever it is."""
    kinds = (w.at.selectbox, w.at.multiselect, w.at.text_input, w.at.date_input, w.at.number_input, w.at.radio)
    key = w.key("filter", id, attr)
    return next(each for kind in kinds for each in kind if each.key == key or str(each.key).startswith(f"{key}:"))


def put(w, id: str, attr: str, value):
    box(w, id, attr).set_value(value).run()
    assert not w.at.exception
    return settled(w)


def parts(w) -> list[dict]:
    return w.kept["filter"]["parts"]


def only(w):
    """The id of the single row that is shown."""
    key = next(str(each.key) for each in w.at.selectbox if ":field:" in str(each.key))
    return key.split(":")[3]


def test_without_a_filter_everybody_is_taken_and_one_may_go_on(step):
    w = step([])
    assert "All 4 patrons are taken" in w.texts()
    assert not w.has("Delete")
    assert w.has("Clear")
    assert w.press("Next").at.query_params["step"] == "3"
    assert w.workspace.draft(w.draft).version == 2


def test_a_condition_is_chosen_and_the_patrons_counted(step):
    w = step([])
    row = only(w)
    put(w, row, "field", "kind")
    put(w, row, "operator", "in")
    put(w, row, "value", ["ST", "GR"])
    assert parts(w) == [condition(row, "kind", "in", ["ST", "GR"])]
    assert "3 of 4 patrons meet the filter" in w.texts()
    assert "3 left" in w.texts()


def test_each_condition_says_how_many_are_left_after_it(step):
    w = step([condition("a", "kind", "equals", "ST"), condition("b", "age", "at_least", 20)])
    said = [each.value for each in w.at.caption if each.value.endswith(" left")]
    assert said == ["2 left", "1 left"]
    w.at.radio(key=w.key("filter", "op")).set_value("any").run()
    w = settled(w)
    said = [each.value for each in w.at.caption if each.value.endswith("so far")]
    assert said == ["2 so far", "4 so far"]


CASES = [
    ("kind", "equals", "ST", 2),
    ("kind", "not_equals", "ST", 2),
    ("kind", "not_in", ["ST", "GR"], 1),
    ("kind", "starts_with", "F", 1),
    ("mail", "is_empty", None, 1),
    ("mail", "contains", "example", 3),
    ("last", "matches", "^(Lee|Ray)$", 2),
    ("age", "less_than", 20, 1),
    ("age", "between", [20, 30], 2),
    ("age", "in", [19, 50], 2),
    ("since", "before", "2024-01-01", 2),
    ("since", "between", ["2023-01-01", "2024-12-31"], 2),
    ("since", "in_the_last", "400 months", 4),
    ("since", "not_in_the_last", "400 months", 0),
    ("active", "is_true", None, 3),
    ("active", "equals", False, 1),
]


def test_every_kind_of_operator_counts_and_is_left_as_it_was(step):
    given = [
        {"id": f"g{place}", "op": "all", "parts": [condition(f"a{place}", field, operator, value)]}
        for place, (field, operator, value, _) in enumerate(CASES)
    ]
    w = step(given, op="any")
    assert (parts(w), w.workspace.draft(w.draft).version) == (given, 2)
    reading = opened.opened().readings.of("Our patrons", library.ADMIN)
    counted = [w.workspace.filter_look(reading.patrons, {"op": "all", "parts": [each]}).met for each in given]
    assert counted == [count for *_, count in CASES]


TYPED = [
    ("age", "at_least", "20", 20),
    ("age", "at_least", "2.5", 2.5),
    ("last", "equals", "lee", "lee"),
    ("since", "on_or_after", dt.date(2024, 9, 1), "2024-09-01"),
    ("kind", "equals", "FAC", "FAC"),
    ("active", "equals", True, True),
]


def test_what_is_typed_becomes_the_value(step):
    given = [condition(f"a{place}", each[0], each[1]) for place, each in enumerate(TYPED)]
    w = step(given)
    for place, each in enumerate(TYPED):
        box(w, f"a{place}", "value").set_value(each[2])
    w.run()
    assert [each["value"] for each in parts(w)] == [each[3] for each in TYPED]


def test_a_period_is_a_number_and_a_unit(step):
    w = step([condition("a", "since", "in_the_last")])
    key = w.key("filter", "a", "value", "since", "in_the_last")
    w.at.number_input(key=f"{key}:count").set_value(3).run()
    assert parts(w)[0]["value"] == "3 months"
    w.at.selectbox(key=f"{key}:unit").set_value("years").run()
    assert parts(w)[0]["value"] == "3 years"


def test_between_has_two_inputs_and_says_when_they_are_the_wrong_way_round(step):
    w = step([condition("a", "age", "between")])
    key = w.key("filter", "a", "value", "age", "between")
    w.at.text_input(key=f"{key}:0").set_value("30").run()
    assert parts(w)[0]["value"] == [30, None]
    w.at.text_input(key=f"{key}:1").set_value("20").run()
    assert "low end first" in w.texts()
    w.press("Next")
    assert w.at.query_params["step"] == "2"


def test_a_value_that_is_no_number_is_said_and_not_counted(step):
    w = put(step([condition("a", "age", "at_least")]), "a", "value", "old")
    assert "'old' is no number" in w.texts()
    assert "All 4 patrons are taken" in w.texts()


def test_operators_fit_the_type_of_the_field(step):
    w = step([condition("a", "kind"), condition("b", "since"), condition("c", "active")])
    offered = {each: box(w, each, "operator").options for each in "abc"}
    assert "contains" in offered["a"]
    assert "is in the last" in offered["b"]
    assert "contains" not in offered["b"]
    assert offered["c"][-2:] == ["is true", "is false"]


def test_another_field_keeps_an_operator_that_fits_and_forgets_the_value(step):
    w = put(step([condition("a", "kind", "equals", "ST")]), "a", "field", "last")
    assert parts(w) == [condition("a", "last", "equals", None)]
    w = put(w, "a", "field", "active")
    assert parts(w) == [condition("a", "active", "equals", None)]
    w = put(put(w, "a", "operator", "is_true"), "a", "field", "last")
    assert parts(w) == [condition("a", "last", None, None)]


def test_another_operator_keeps_a_value_that_fits(step):
    w = put(step([condition("a", "kind", "equals", "ST")]), "a", "operator", "in")
    assert parts(w)[0]["value"] == ["ST"]
    put(w, "a", "operator", "contains")
    assert parts(w)[0]["value"] == "ST"
    put(w, "a", "operator", "is_empty")
    assert parts(w)[0]["value"] is None


def test_the_most_frequent_codes_are_suggested_first(step):
    w = step([condition("a", "kind", "in")])
    assert box(w, "a", "value").options == ["ST", "FAC", "GR"]


def test_a_field_that_vanished_is_said_and_never_replaced(step):
    given = [condition("a", "branch", "equals", "MAIN"), condition("b", "kind", "equals", "ST")]
    w = step(given)
    assert "branch is no longer available; choose another field." in w.texts()
    assert box(w, "a", "field").value is None
    assert parts(w) == given
    w.press("Next")
    assert (w.at.query_params["step"], parts(w)) == ("2", given)
    w = put(w, "a", "field", "kind")
    assert parts(w)[0] == condition("a", "kind", "equals", None)


def test_the_row_in_the_middle_goes_and_the_others_stay(step):
    w = step(
        [
            condition("a", "kind", "equals", "ST"),
            condition("b", "age", "at_least", 1),
            condition("c", "mail", "is_empty"),
        ]
    )
    w.at.button(key=w.key("filter", "b", "delete")).click().run()
    assert [each["id"] for each in parts(w)] == ["a", "c"]
    assert (box(w, "a", "value").value, box(w, "c", "field").value) == ("ST", "mail")


def test_a_row_that_was_deleted_does_not_come_back_with_an_empty_filter(step):
    w = step([]).press("+ New Condition")
    first, second = (each["id"] for each in parts(w))
    put(w, first, "field", "mail")
    for id in (first, second):
        w.at.button(key=w.key("filter", id, "delete")).click()
    w.run()
    assert (parts(w), box(w, only(w), "field").value) == ([], None)


def test_a_row_is_cleared_and_a_row_added(step):
    w = step([condition("a", "kind", "equals", "ST")])
    w.at.button(key=w.key("filter", "a", "clear")).click().run()
    row = parts(w)[0]
    assert (row, row["id"] == "a") == (condition(row["id"]), False)
    assert box(w, row["id"], "field").value is None
    w.press("+ New Condition")
    assert len(parts(w)) == 2
    assert w.has("Delete")


def test_a_group_has_its_own_conditions(step):
    w = step([condition("a", "active", "is_true")]).press("+ New Group")
    group = parts(w)[1]
    assert group["op"] == "any"
    inner = group["parts"][0]["id"]
    put(put(put(w, inner, "field", "kind"), inner, "operator", "equals"), inner, "value", "FAC")
    assert "1 of 4 patrons meets the filter" in w.texts()
    w.at.button(key=f"add-{w.key('filter', group['id'], 'new')}").click().run()
    assert len(parts(w)[1]["parts"]) == 2
    w.press("Delete group 2")
    assert [each["id"] for each in parts(w)] == ["a"]


def test_a_group_that_lies_deeper_is_shown_and_kept(step):
    deep = {
        "id": "d",
        "op": "all",
        "parts": [condition("e", "age", "at_least", 18), condition("f", "kind", "equals", "ST")],
    }
    given = [{"id": "g", "op": "any", "parts": [condition("h", "mail", "is_empty"), deep]}]
    w = step(given)
    assert "Age is at least 18" in w.texts()
    assert "3 of 4 patrons meet the filter" in w.texts()
    assert parts(w) == given


def test_sql_is_checked_as_it_is_typed(step):
    w = step([]).press("+ SQL condition")
    row = parts(w)[0]["id"]
    w.at.text_input(key=w.key("filter", row, "sql")).set_value("read_csv('/etc/passwd')").run()
    assert "not allowed" in w.texts()
    assert w.press("Next").at.query_params["step"] == "2"
    w.at.text_input(key=w.key("filter", row, "sql")).set_value("length(last) = 3 and kind = 'ST'").run()
    assert "2 of 4 patrons meet the filter" in settled(w).texts()
    assert w.press("Next").at.query_params["step"] == "3"


def test_the_first_patrons_are_shown_masked_and_the_sql(step):
    w = step([condition("a", "kind", "equals", "ST")])
    shown = w.at.dataframe[0].value
    assert shown["Patron"].tolist() == ["1", "2"]
    assert shown["Kind"].tolist() == ["ST", "ST"]
    assert "Ann" not in shown.to_csv()
    assert '"kind" = ' in w.at.code[0].value


def test_patrons_are_read_again(step):
    w = step([])
    before = opened.opened().readings.of("Our patrons", library.ADMIN).patrons
    w.press("Read again")
    reading = opened.opened().readings.of("Our patrons", library.ADMIN)
    reading.wait(20)
    assert reading.patrons is not before


def test_what_half_a_condition_lacks_is_said(step):
    w = step([condition("a", "kind"), condition("b", "kind", "equals")])
    assert "Kind: choose an operator." in w.texts()
    assert "Kind: enter a value." in w.texts()
    w.press("Next")
    assert "Kind: choose an operator." in w.at.warning[0].value.replace("\\", "")


def test_without_a_connection_the_step_says_what_to_do_first(wizard, home):
    w = wizard(None, home=home).step(2)
    assert "Choose a connection on Name & Setup first" in w.texts()


def test_patrons_that_cannot_be_read_are_said(step, home):
    w = step([])
    (home.parent / "patrons.csv").unlink()
    w.press("Read again")
    opened.opened().readings.of("Our patrons", library.ADMIN).wait(20)
    w.run()
    assert len(w.at.error) == 1
    assert w.has("Read again")


def test_a_reload_finds_the_filter(step, again):
    w = step([condition("a", "kind", "equals", "ST")])
    w = put(w, "a", "value", "GR")
    other = again(w, step="2")
    assert box(other, "a", "value").value == "GR"
