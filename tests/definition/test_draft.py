"""A sync in the making: what it lacks, row by row, and what it becomes once nothing does."""

from __future__ import annotations

import pytest

from synckit.definition import Sync, draft
from synckit.fields import Catalogue, FieldType, IlsField, ProfileField, Scope

CARD = ProfileField("card", label="Card", unique=True)
YEAR = ProfileField("year", type=FieldType.INTEGER, scope=Scope.TYPE_SPECIFIC, profile_type="Student")
CATALOGUE = Catalogue(("Student",), (CARD, YEAR))
FIELDS = {name: IlsField(name) for name in ("kind", "first", "last", "code")} | {
    "expires": IlsField("expires", FieldType.DATE)
}

WHOLE = {
    "name": "Students",
    "connection": "Ours",
    "match_on": ["card", ["last_name", "first_name"]],
    "filter": {"all": [{"field": "kind", "operator": "in", "value": ["ST"]}, {"any": [{"sql": "length(code) > 2"}]}]},
    "mapping": [
        {"constant": "Student", "to": "type"},
        {"from": ["last", "first"], "to": "last_name"},
        {"from": "first", "to": "first_name"},
        {"from": "code", "to": "card", "values": {"a": "1", "b": "2"}, "otherwise": "keep"},
        {"template": "{first} {last}", "to": "preferred_name"},
    ],
}


def says(content, step=None):
    return [each.says for each in draft.lacks(content, CATALOGUE, FIELDS) if step in (None, each.step)]


def edited(**parts):
    return {**draft.of_definition(WHOLE, CATALOGUE), **parts}


def row(**parts):
    return {**draft.blank_row(), **parts}


def condition(**parts):
    return {**draft.blank_condition(), **parts}


def test_a_definition_comes_back_from_its_draft_as_it_was():
    assert draft.definition(draft.of_definition(WHOLE, CATALOGUE)) == WHOLE


def test_a_whole_draft_lacks_nothing_and_is_a_sync():
    assert says(edited()) == []
    assert Sync.from_dict(draft.definition(edited())).ils_fields == ("kind", "code", "last", "first")


def test_rows_have_ids_of_their_own():
    ids = [each["id"] for each in edited()["mapping"]]
    assert len(set(ids)) == 5


def test_scope_and_type_of_a_row_come_from_the_catalogue():
    rows = draft.of_definition({**WHOLE, "mapping": [{"from": "code", "to": "student.year"}]}, CATALOGUE)["mapping"]
    assert (rows[0]["scope"], rows[0]["profile_type"]) == ("type_specific", "Student")


def test_a_blank_draft_says_what_each_step_needs():
    assert says(draft.blank(), "setup") == [
        "Give the sync a name.",
        "Choose a connection.",
        "Choose at least one match key.",
    ]
    assert says(draft.blank(), "map") == [
        "Map Type: every new profile needs it.",
        "Map Last name: every new profile needs it.",
    ]


def test_an_updating_sync_needs_its_match_keys_alone():
    assert says({**draft.blank(), "type": "update", "match_on": [["card"]]}, "map") == ["Map Card: it is a match key."]


def test_blank_rows_are_no_fault_and_are_left_out():
    content = edited()
    content["mapping"] = [*content["mapping"], draft.blank_row()]
    content["filter"] = {"op": "all", "parts": [draft.blank_condition(), draft.blank_group()]}
    assert says(content) == []
    assert "filter" not in draft.definition(content)
    assert len(draft.definition(content)["mapping"]) == 5


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({"field": "gone"}, "gone is no longer available; choose another field."),
        ({"field": "kind"}, "Kind: choose an operator."),
        ({"field": "kind", "operator": "in", "value": []}, "Kind: enter a value."),
        ({"field": "expires", "operator": "between", "value": ["2026-01-01", None]}, "Expires: enter a value."),
        ({"field": "expires", "operator": "in_the_last", "value": "6 moons"}, "Expires: '6 moons' is no period"),
        (
            {"field": "expires", "operator": "between", "value": ["2026-02-01", "2026-01-01"]},
            "Expires: between takes the low end first.",
        ),
        ({"field": "kind", "operator": "matches", "value": "("}, "Kind: the pattern '(' cannot be used"),
        ({"field": "expires", "operator": "contains", "value": "6"}, "Expires: the operator contains does not fit"),
    ],
    ids=[
        "vanished field",
        "no operator",
        "no value",
        "half a pair",
        "no period",
        "high end first",
        "no pattern",
        "operator of another type",
    ],
)
def test_a_half_filled_condition_is_told_with_its_row(part, sentence):
    content = edited(filter={"op": "any", "parts": [condition(id="c1", **part)]})
    found = draft.lacks(content, CATALOGUE, FIELDS)
    assert [(each.step, each.row) for each in found] == [("filter", "c1")]
    assert found[0].says.startswith(sentence)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"from": ["gone"], "to": "email"}, "gone is no longer available; choose another ILS field."),
        ({"from": ["code"]}, "Choose the profile field that code goes to."),
        ({"from": ["code"], "to": "shoe"}, "The profile field shoe is no longer available; choose another one."),
        ({"to": "email"}, "Email: say where its value comes from."),
    ],
    ids=["vanished ILS field", "no target", "vanished target", "no source"],
)
def test_a_half_filled_row_of_the_map_is_told_with_its_row(parts, sentence):
    content = edited()
    content["mapping"] = [*content["mapping"], row(id="m9", **parts)]
    found = draft.lacks(content, CATALOGUE, FIELDS)
    assert [(each.step, each.says, each.row) for each in found] == [("map", sentence, "m9")]


def test_what_a_whole_row_breaks_is_told_with_its_row():
    content = edited()
    content["mapping"] = [*content["mapping"], row(id="m9", **{"from": ["code"], "to": "card"})]
    found = draft.lacks(content, CATALOGUE, FIELDS)
    assert [(each.row, each.says) for each in found] == [("m9", "'card' is written by mapping 4 already.")]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"match_on": [["shoe"]]}, "The profile field shoe is no longer available; choose another match key."),
        ({"match_on": [["card"], ["card"]]}, "The same match key stands twice; delete one."),
        ({"limits": {"create": "many"}}, "'many' is no limit; write a whole number such as 5000"),
    ],
    ids=["vanished key", "key twice", "no limit"],
)
def test_what_the_setup_breaks_is_told_at_its_step(parts, sentence):
    found = says(edited(**parts), "setup")
    assert [each.startswith(sentence) for each in found] == [True]
