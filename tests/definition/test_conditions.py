"""Conditions know their values, groups their leaves, and each operator the values it takes."""

import datetime as dt
import math

import pytest

from synckit.definition import OPERATORS, Condition, Group, Sql, operators_for
from synckit.errors import DefinitionError
from synckit.fields import FieldType


def test_values_are_a_tuple_whatever_was_given():
    given = {"is_empty": None, "equals": "a", "in": ["a", 1], "between": (1, 2.5)}
    found = {name: Condition(field="x", operator=name, value=value).values for name, value in given.items()}
    assert found == {"is_empty": (), "equals": ("a",), "in": ("a", 1), "between": (1, 2.5)}


def test_a_date_is_kept_as_iso_text():
    assert Condition(field="x", operator="before", value=dt.date(2026, 12, 1)).value == "2026-12-01"


WRONG = {
    "is_empty": ("x", "takes no value"),
    "equals": (None, "needs a value; for empty fields there is is_empty"),
    "in": ([], "takes a list of values"),
    "not_in": ("ST", "takes a list of values"),
    "between": ([1], "takes two values"),
    "contains": (["a"], "takes one value, not a list"),
    "in_the_last": ("6 moons", "'6 moons' is no period"),
    "in_the_next": ("6 hours", "days, weeks, months or years"),
    "not_equals": (math.nan, "no number to compare with"),
    "starts_with": ({"a": 1}, "a value is text, a number"),
    "at_least": ([None], "holds no null"),
}


@pytest.mark.parametrize("operator", WRONG)
def test_a_value_of_the_wrong_shape_is_refused(operator):
    value, message = WRONG[operator]
    with pytest.raises(DefinitionError, match=message):
        Condition(field="x", operator=operator, value=value)


def test_groups_yield_their_conditions_in_order():
    first, second, third = Sql(sql="a"), Condition(field="b", operator="is_empty"), Sql(sql="c")
    group = Group(conditions=[first, Group(op="any", conditions=[second, third])])
    assert list(group.leaves()) == [first, second, third]
    assert Group.from_dict(group.as_dict()) == group


@pytest.mark.parametrize(
    ("kind", "fitting", "not_fitting"),
    [
        ("text", "contains", "less_than"),
        ("code", "starts_with", "before"),
        ("email", "matches", "between"),
        ("integer", "between", "contains"),
        ("number", "at_most", "in_the_last"),
        ("date", "in_the_next", "is_true"),
        ("datetime", "on_or_before", "matches"),
        ("boolean", "is_false", "at_least"),
    ],
)
def test_a_type_decides_the_operators(kind, fitting, not_fitting):
    names = [each.name for each in operators_for(FieldType(kind))]
    assert fitting in names
    assert not_fitting not in names
    assert names[:6] == ["equals", "not_equals", "in", "not_in", "is_empty", "is_not_empty"]


def test_negative_operators_are_those_that_keep_empty_values():
    negative = [name for name, each in OPERATORS.items() if each.negative]
    assert negative == ["not_equals", "not_in", "not_contains", "not_in_the_last"]
