"""A definition in words."""

from __future__ import annotations

import pytest

from synckit.fields import Catalogue, FieldType, IlsField
from synckit.ui import readable

CATALOGUE = Catalogue.from_yaml("""
types: [Student]
all_types:
- {name: library_card_number, type: text, unique: true}
type_specific:
  Student:
  - {name: graduation_year, type: integer}
""")
FIELDS = {
    each.name: each
    for each in (
        IlsField("patron_type", FieldType.CODE, codes=(("ST", "Student"), ("GR", "Graduate"), ("X", ""))),
        IlsField("expires", FieldType.DATE),
        IlsField("email"),
        IlsField("barcode"),
    )
}


def said(**part: object) -> str:
    return readable.condition(part, FIELDS)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({"field": "patron_type", "operator": "in", "value": ["ST", "GR"]}, "is any of Student (ST), Graduate (GR)"),
        ({"field": "patron_type", "operator": "not_equals", "value": "X"}, "is not X"),
        ({"field": "patron_type", "operator": "is_empty"}, "is empty"),
    ],
)
def test_codes_are_told_with_their_labels(part, sentence):
    assert said(**part) == f"Patron type {sentence}"


def test_two_ends_periods_unknown_fields_and_sql_read_as_sentences():
    assert said(field="expires", operator="between", value=["2026-01-01", "2026-12-31"]) == (
        "Expires is between 2026-01-01 and 2026-12-31"
    )
    assert said(field="expires", operator="in_the_last", value="6 months") == "Expires is in the last 6 months"
    assert said(field="gone", operator="is_true") == "gone is true"
    assert said(sql="length(barcode) > 5") == "SQL: length(barcode) > 5"


def test_every_operator_has_words():
    from synckit.definition import OPERATORS
    from synckit.ui.words import choices

    assert set(OPERATORS) == set(choices.OPERATORS)


def test_groups_are_told_deeper_than_their_heads():
    inside = {"any": [{"field": "email", "operator": "is_empty"}, {"field": "barcode", "operator": "is_empty"}]}
    group = {"all": [{"field": "expires", "operator": "after", "value": "2026-01-01"}, inside]}
    assert [(each.depth, each.says) for each in readable.filter_lines(group, FIELDS)] == [
        (0, "All of these:"),
        (1, "Expires is after 2026-01-01"),
        (1, "Any of these:"),
        (2, "Email is empty"),
        (2, "Barcode is empty"),
    ]


def test_one_condition_needs_no_head_and_no_filter_no_line():
    group = {"all": [{"field": "email", "operator": "is_empty"}]}
    assert [each.says for each in readable.filter_lines(group, FIELDS)] == ["Email is empty"]
    assert readable.filter_lines(None, FIELDS) == []


def rows(*mapping: dict[str, object]) -> list[tuple[str, str, str, str]]:
    found = readable.mapping_rows({"mapping": list(mapping)}, CATALOGUE, FIELDS)
    return [(each["source"], each["does"], each["target"], each["own"]) for each in found]


def test_rows_of_the_map_say_where_a_value_comes_from_and_what_is_done():
    assert rows(
        {"from": ["email", "barcode"], "to": "email", "steps": ["lower", {"replace": ["a", "b"]}], "empty": "replace"},
        {"from": "patron_type", "to": "type", "values": {"ST": "Student", "GR": ""}, "otherwise": {"value": "Student"}},
        {"constant": "x", "to": "notes", "default": "y"},
        {"from": "expires", "to": "student.graduation_year", "incorrect": "skip"},
    ) == [
        ("Email or Barcode", "lower case; replace “a”, “b”", "Email", "Empty: Replace"),
        ("Patron type", "Student (ST) → Student; Graduate (GR) → empty; any other value becomes “Student”", "Type", ""),
        ("“x” for everybody", "empty becomes “y”", "Notes", ""),
        ("Expires", "", "Student: Graduation year", "Incorrect: Skip"),
    ]


def test_setup_tells_each_choice_with_its_meaning():
    definition = {"connection": "Ours", "type": "create", "match_on": ["library_card_number", ["email", "last_name"]]}
    found = {each.label: each for each in readable.setup(definition, CATALOGUE, "Europe/Berlin")}
    assert found["Type"].value == "Create"
    assert found["Type"].meaning.startswith("Makes profiles for patrons who have none;")
    assert found["Empty Fields Strategy"].value == "Skip"
    assert found["Match keys"].value == "1. Library card number, 2. Email and Last name"
    assert found["Time zone"].value == "Europe/Berlin"


def test_a_definition_that_is_not_finished_is_told_as_far_as_it_goes():
    found = {each.label: each.value for each in readable.setup({"name": ""}, CATALOGUE, "UTC")}
    assert (found["Connection"], found["Match keys"]) == ("Not chosen yet", "Not chosen yet")
    assert readable.mapping_rows({}, CATALOGUE, FIELDS) == []


def test_limits_tell_the_usual_one_too():
    found = {each.label: each.value for each in readable.limits({"limits": {"create": 5000}})}
    assert (found["Profiles created"], found["Profiles updated"]) == ("5000", "No limit")
    assert found["Fewer patrons read than last time"] == "20%"
    assert {each.value for each in readable.limits({"limits": {"read_drop": None}})} == {"No limit"}
