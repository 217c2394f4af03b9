"""Rows of the map that suggest themselves: names decide, what is mapped is left out, codes meet the nearest option."""

from __future__ import annotations

import pytest

from synckit.definition import draft, lacks
from synckit.definition.suggesting import Suggestion, pairs_for, row_of, suggested
from synckit.fields import Catalogue, FieldType, IlsField
from tests.definition.library import CATALOGUE, ILS_FIELDS

COMMON = {name: name for name in ("first_name", "last_name", "barcode", "patron_type", "email", "expires")}


def found(content=None, catalogue=CATALOGUE, fields=ILS_FIELDS, common=COMMON):
    return [(each.source, each.target) for each in suggested(content or draft.blank(), catalogue, fields, common)]


def test_fields_of_the_same_meaning_are_suggested_in_the_order_of_the_profile():
    assert found() == [
        ("patron_type", "type"),
        ("first_name", "first_name"),
        ("last_name", "last_name"),
        ("email", "email"),
        ("barcode", "library_card_number"),
        ("fines", "fines"),
    ]


def test_what_is_mapped_already_is_not_suggested():
    content = {**draft.blank(), "mapping": [{**draft.blank_row(), "from": ["email"], "to": "email"}]}
    assert "email" not in [target for _, target in found(content)]


@pytest.mark.parametrize(
    ("name", "label", "target"),
    [
        ("zip", "", "postal_code"),
        ("contact.postcode", "", "postal_code"),
        ("x1", "Street address", "address_1"),
        ("salutation", "", "prefix"),
        ("f9", "Graduation year", "student.graduation_year"),
        ("HOME_BRANCH", "", "home_branch"),
        ("shoe_size", "", None),
    ],
)
def test_names_labels_and_usual_other_names_count(name, label, target):
    pairs = found(fields={name: IlsField(name, label=label)}, common={})
    assert pairs == ([(name, target)] if target else [])


def test_a_column_of_another_name_stands_for_the_common_field():
    fields = {"surname": IlsField("surname"), "cardnumber": IlsField("cardnumber")}
    pairs = found(fields=fields, common={"last_name": "surname", "barcode": "cardnumber"})
    assert pairs == [("surname", "last_name"), ("cardnumber", "library_card_number")]


def test_a_barcode_goes_to_the_unique_field_of_several():
    catalogue = Catalogue.from_yaml("all_types: [{name: card, type: text}, {name: barcode, type: text, unique: true}]")
    assert found(catalogue=catalogue, fields={"barcode": IlsField("barcode", FieldType.CODE)}, common=COMMON) == [
        ("barcode", "barcode")
    ]


def test_a_suggestion_becomes_a_row_that_lacks_nothing():
    row = row_of(Suggestion("expires", "student.graduation_year"), CATALOGUE)
    assert (row["scope"], row["profile_type"]) == ("type_specific", "Student")
    assert lacks.of_row(row, CATALOGUE, ILS_FIELDS) == ""


@pytest.mark.parametrize(
    ("code", "label", "option"),
    [
        ("STUDENT", "", "Student"),
        ("FAC", "", "Faculty"),
        ("17", "Faculty member", "Faculty"),
        ("Studnt", "", "Student"),
        ("ST", "", None),
        ("ZZ", "", None),
        ("S", "", None),
    ],
)
def test_a_code_meets_the_nearest_option_or_none(code, label, option):
    assert pairs_for([code], ["Student", "Staff", "Faculty"], {code: label}) == [[code, option]]


def test_without_options_a_code_stays_what_it_is():
    assert pairs_for(["MAIN"], ()) == [["MAIN", "MAIN"]]
