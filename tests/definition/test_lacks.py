"""What keeps a draft from being a sync, row by row."""

from __future__ import annotations

import pytest

from synckit.definition import draft, lacks
from tests.definition.drafts import CATALOGUE, FIELDS, condition, edited, row


def says(content, step=None):
    return [each.says for each in lacks.of_draft(content, CATALOGUE, FIELDS) if step in (None, each.step)]


def test_a_whole_draft_lacks_nothing():
    assert says(edited()) == []


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


def test_blank_rows_are_no_fault():
    content = edited()
    content["mapping"] = [*content["mapping"], draft.blank_row()]
    content["filter"] = {"op": "all", "parts": [draft.blank_condition(), draft.blank_group()]}
    assert says(content) == []


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
    found = lacks.of_draft(content, CATALOGUE, FIELDS)
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
    found = lacks.of_draft(content, CATALOGUE, FIELDS)
    assert [(each.step, each.says, each.row) for each in found] == [("map", sentence, "m9")]


def test_what_a_whole_row_breaks_is_told_with_its_row():
    content = edited()
    content["mapping"] = [*content["mapping"], row(id="m9", **{"from": ["code"], "to": "card"})]
    found = lacks.of_draft(content, CATALOGUE, FIELDS)
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
