import json
import logging
import socket

import pandas as pd
import pytest

from synckit import errors
from synckit.checks import Check, suite
from synckit.fields import Catalogue, FieldType, ProfileField, Scope

FIELDS = [
    Catalogue(("Student", "Faculty")).field("type"),
    ProfileField("email", type=FieldType.EMAIL, unique=True),
    ProfileField("last_name", required=True),
    ProfileField("year", type=FieldType.INTEGER, scope=Scope.TYPE_SPECIFIC, profile_type="Student", required=True),
]
PEOPLE = pd.DataFrame(
    {
        "type": ["Student", "Student", "Faculty", "Faculty"],
        "email": ["a@b.org", "SECRETVALUE", None, "c@d.org"],
        "last_name": ["A", None, "C", "D"],
        "student__year": ["2026", None, None, None],
    },
    index=[10, 20, 30, 40],
)


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """Nothing here may reach for the network."""

    def refuse(*_):
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    logging.getLogger("great_expectations").setLevel(logging.ERROR)


def regex(pattern, **more):
    return Check("r", "email", "expect_column_values_to_match_regex", {"regex": pattern, **more})


def test_a_suite_says_each_rule_with_its_field():
    made = suite.suite("Students", FIELDS, [regex("@")])
    found = [(each.meta["field"], each.meta["rule"]) for each in made.expectations]
    assert found == [
        ("type", "option"), ("type", "required"),
        ("email", "type"), ("email", "length"), ("email", "not_unique"),
        ("last_name", "length"), ("last_name", "required"),
        ("student.year", "type"), ("student.year", "required"),
        ("email", "r"),
    ]  # fmt: skip


def test_what_one_type_requires_is_judged_only_beside_the_type():
    made = suite.suite("Students", [field for field in FIELDS if field.name == "year"])
    assert [each.meta["rule"] for each in made.expectations] == ["type"]


def test_an_exported_suite_reads_back_as_it_was():
    text = suite.export(suite.suite("Étudiants / x", FIELDS, [regex("ü'\"", mostly=0.9)]))
    assert suite.export(suite.from_export(text)) == text


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": "x", "expectations": [1]}', "null"], ids=repr)
def test_what_is_no_suite_is_refused(text):
    with pytest.raises(errors.SuiteError, match="no exported suite"):
        suite.from_export(text)


def test_an_exported_suite_with_an_unknown_expectation_is_refused():
    text = json.dumps({"name": "x", "expectations": [{"type": "expect_nothing", "kwargs": {}}]})
    with pytest.raises(errors.SuiteError, match="No expectation named 'nothing'"):
        suite.from_export(text)


def test_the_rows_that_break_an_expectation_are_all_named():
    frame = pd.DataFrame({"email": ["x"] * 500 + ["@"]}, index=range(1000, 1501))
    assert suite.unexpected(frame, [regex("@"), regex("x")]) == {0: list(range(1000, 1500)), 1: [1500]}


def test_a_met_share_is_broken_by_no_row():
    assert suite.unexpected(PEOPLE, [regex("@", mostly=0.6), regex("@", mostly=0.7)]) == {0: [], 1: [20]}


def test_numbers_compare_as_numbers():
    between = Check("r", "student__year", "expect_column_values_to_be_between", {"min_value": 3000})
    assert suite.unexpected(PEOPLE, [between]) == {0: [10]}


def test_nothing_to_judge_breaks_nothing():
    assert suite.unexpected(PEOPLE, []) == {}
    assert suite.unexpected(PEOPLE[:0], [regex("@")]) == {0: []}
    assert suite.unexpected(pd.DataFrame({"email": [None, None]}), [regex("@")]) == {0: []}


BROKEN = {
    "unknown": (
        Check("r", "email", "expect_column_values_to_match_rgex"),
        "Did you mean 'column_values_to_match_regex'",
    ),
    "surplus": (regex("@", regx="x"), "'regx' extra fields not permitted"),
    "lacking": (Check("r", "email", "expect_column_values_to_be_in_set"), "'value_set' field required"),
    "no regex": (Check("r", "email", "expect_column_values_to_match_regex"), "lacks 'regex'"),
    "bad regex": (regex("("), "could not run, so nothing was judged"),
    "whole column": (
        Check("r", "email", "expect_column_mean_to_be_between", {"min_value": 1}),
        "says nothing about single values",
    ),
    "no numbers": (Check("r", "email", "expect_column_values_to_be_between", {"min_value": 1}), "compares numbers"),
    "not mapped": (Check("r", "city", "expect_column_values_to_be_unique"), "nothing is mapped to that field"),
}


@pytest.mark.parametrize(("check", "said"), BROKEN.values(), ids=BROKEN)
def test_an_expectation_that_cannot_run_is_an_error_that_quotes_no_patron(check, said):
    with pytest.raises(errors.SuiteError, match=said) as caught:
        suite.unexpected(PEOPLE, [check])
    assert "SECRETVALUE" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_validating_counts_and_writes_pages_without_values(tmp_path):
    made = suite.suite("Students / nightly", FIELDS)
    found = suite.validate(PEOPLE, made, tmp_path / "docs")
    counts = found.results.set_index(["field", "rule"])[["evaluated", "unexpected"]]
    assert {key: tuple(row) for key, row in zip(counts.index, counts.to_numpy().tolist(), strict=True)} == {
        ("type", "option"): (4, 0), ("type", "required"): (4, 0),
        ("email", "type"): (3, 1), ("email", "length"): (3, 0), ("email", "not_unique"): (3, 0),
        ("last_name", "length"): (3, 0), ("last_name", "required"): (4, 1),
        ("student.year", "type"): (1, 0), ("student.year", "required"): (2, 1),
    }  # fmt: skip
    assert not found.success
    assert found.docs.is_relative_to(tmp_path)
    assert found.docs.read_text().startswith("<!DOCTYPE html>")
    kept = [path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file()]
    assert not any("SECRETVALUE" in text or "great-expectations-web-assets" in text for text in kept)


def test_validating_again_in_the_same_folder_is_allowed(tmp_path):
    made = suite.suite(
        "ok",
        [ProfileField("last_name")],
        [Check("r", "student__year", "expect_column_values_to_be_between", {"min_value": 1})],
    )
    assert [suite.validate(PEOPLE, made, tmp_path).success for _ in range(2)] == [True, True]


def test_a_suite_that_could_not_run_is_never_valid(tmp_path):
    with pytest.raises(errors.SuiteError, match="could not run, so nothing was judged"):
        suite.validate(PEOPLE, suite.suite("s", [], [regex("(")]), tmp_path)
    with pytest.raises(errors.SuiteError, match="could not run, so nothing was judged"):
        suite.validate(PEOPLE, suite.suite("s", [ProfileField("city")]), tmp_path)
