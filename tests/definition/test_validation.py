"""A sync is held against its connection and the field catalogue, with the line of what does not fit."""

import re

import pytest

from synckit.definition import Mapping, Sync, validate
from synckit.errors import DefinitionError
from tests.definition.library import CATALOGUE, ILS_FIELDS, SYNC


def check(text):
    validate(Sync.from_yaml(text), CATALOGUE, ILS_FIELDS)


def with_condition(condition):
    return SYNC.replace("{field: expires, operator: is_empty}", f"{{{condition}}}")


def with_row(row):
    return SYNC.replace("{constant: Main, to: home_branch}", f"{{{row}}}")


def test_the_sync_of_the_small_library_fits():
    check(SYNC)


FITTING = [
    "field: email, operator: contains, value: '@'",
    "field: barcode, operator: equals, value: 01",
    "field: barcode, operator: matches, value: '^[0-9]+$'",
    "field: expires, operator: between, value: [2026-01-01, 2026-12-31]",
    "field: created, operator: on_or_after, value: 2026-01-01",
    "field: fines, operator: between, value: [-1.50, 2]",
    "field: visits, operator: in, value: ['1', 2]",
    "field: blocked, operator: equals, value: yes",
    "field: blocked, operator: is_true",
]


@pytest.mark.parametrize("condition", FITTING)
def test_conditions_that_fit_pass(condition):
    check(with_condition(condition))


MISFITTING = {
    "field: barcod, operator: is_empty": "No ILS field named 'barcod'. Did you mean 'barcode'?",
    "field: barcode, operator: less_than, value: 5": "the operator less_than does not fit 'barcode', a code field",
    "field: expires, operator: contains, value: 2026": "the operator contains does not fit 'expires', a date field",
    "field: blocked, operator: before, value: 2026-01-01": "a boolean field. It takes equals, not_equals, in,",
    "field: expires, operator: equals, value: 01/02/2026": "'01/02/2026' is no date",
    "field: created, operator: before, value: 2026-01-01T10:00": "'2026-01-01T10:00' is no date",
    "field: expires, operator: in, value: [2026-01-01, soon]": "'soon' is no date",
    "field: expires, operator: equals, value: 20260101": "20260101 is no date",
    "field: fines, operator: at_least, value: much": "'much' is no number",
    "field: fines, operator: at_least, value: true": "True is no number",
    "field: fines, operator: between, value: [5, 1]": "between takes the low end first",
    "field: expires, operator: between, value: [2026-02-01, 2026-01-01]": "between takes the low end first",
    "field: blocked, operator: equals, value: maybe": "'maybe' is neither true nor false",
    "field: barcode, operator: matches, value: '(?=x)'": "the pattern '(?=x)' cannot be used: it uses a look-ahead",
}


@pytest.mark.parametrize(("condition", "message"), MISFITTING.items(), ids=MISFITTING)
def test_a_condition_that_does_not_fit_is_refused_with_its_line(condition, message):
    with pytest.raises(DefinitionError, match=f"^YAML line 11: .*{re.escape(message)}"):
        check(with_condition(condition))


ROWS = {
    "from: mail, to: notes": "from: No ILS field named 'mail'. Did you mean 'email'?",
    "template: '{surname}', to: notes": "No ILS field named 'surname'.",
    "from: email, to: emial": "No profile field named 'emial'. Did you mean 'email'?",
    "from: expires, to: student.graduation": "Did you mean 'student.graduation_year'?",
    "from: email, to: email": "'email' is written by mapping 4 already",
    "constant: Mian, to: home_branch": "'Mian' is no option of home_branch; the options are Main, Law.",
    "from: barcode, to: home_branch, default: Mian": "'Mian' is no option",
    "from: barcode, to: home_branch, otherwise: {value: Mian}": "'Mian' is no option",
    "from: barcode, to: home_branch, values: {M: Main, L: Lwa}": "'Lwa' is no option",
    "constant: Art; Musik, to: interests": "'Musik' is no option of interests",
    "constant: lots, to: fines": "'lots' is no number",
    "constant: maybe, to: active": "'maybe' is no boolean",
    "constant: 1.5, to: student.graduation_year": "'1.5' is no integer",
    "constant: soon, to: birth_date": "'soon' is no date",
    "from: barcode, to: notes, values: {ST: a, ' st ': b}": "the keys 'ST' and ' st ' of the value map are the same",
    "from: barcode, to: notes, match: matches, values: {'(?=x)': a}": "it uses a look-ahead",
}


@pytest.mark.parametrize(("row", "message"), ROWS.items(), ids=ROWS)
def test_a_mapping_that_does_not_fit_is_refused_with_its_line(row, message):
    with pytest.raises(DefinitionError, match=f"^YAML line 19: .*{re.escape(message)}"):
        check(with_row(row))


def test_what_steps_and_maps_still_change_is_judged_at_the_run():
    check(with_row("constant: MAIN, to: home_branch, steps: [title]"))
    check(with_row("constant: M, to: home_branch, values: {M: Main, X: }"))
    check(with_row("sql: anything, to: home_branch"))


def test_every_match_on_field_is_known_and_mapped():
    with pytest.raises(DefinitionError, match="line 5: .*No profile field named 'emial'. Did you mean 'email'"):
        check(SYNC.replace("[email, last_name]", "[emial, last_name]"))
    with pytest.raises(DefinitionError, match="line 5: .*'phone' is in match_on and is not mapped"):
        check(SYNC.replace("[email, last_name]", "[phone, last_name]"))
    with pytest.raises(DefinitionError, match="line 5: .*a key stands twice"):
        check(SYNC.replace("[email, last_name]", "library_card_number"))


def test_a_sync_that_creates_maps_type_and_last_name():
    text = SYNC.replace("to: type,", "to: notes,")
    with pytest.raises(DefinitionError, match="line 13: .*must map type"):
        check(text)
    check(text + "type: update\n")


def test_an_expectation_names_a_profile_field_or_its_column():
    check(SYNC + "expectations: [{expect: column_values_to_be_unique, column: student__graduation_year}]\n")
    with pytest.raises(DefinitionError, match="No profile field named 'emial'. Did you mean 'email'"):
        check(SYNC + "expectations: [{expect: column_values_to_be_unique, column: emial}]\n")


def test_a_sync_made_in_python_is_named_instead_of_a_line():
    sync = Sync.from_dict(Sync.from_yaml(SYNC).as_dict())
    sync = sync.changed(mapping=[*sync.mapping, Mapping(source="mail", to="notes")])
    with pytest.raises(
        DefinitionError, match="^Sync 'Students nightly', mapping 9, from: No ILS field named 'mail'"
    ) as problem:
        validate(sync, CATALOGUE, ILS_FIELDS)
    assert (problem.value.key, problem.value.line) == ("mapping.8.from", None)
