"""The searches that stand for a filter find at least the patrons who meet it."""

import pytest

from synckit.definition import Condition, Group, Sql
from synckit.ils.alma.pushdown import MOST, searches

GROUPS = {"patron_type", "user_group"}


def equal(field, value):
    return Condition(field=field, operator="equals", value=value)


def test_a_group_code_becomes_a_search():
    assert searches(equal("user_group", "08"), GROUPS) == ("user_group~08",)


def test_one_of_several_conditions_is_enough():
    filter = Group(conditions=[Sql(sql="barcode > email"), equal("last_name", "Smith"), equal("patron_type", "GST")])
    assert searches(filter, GROUPS) == ("user_group~GST",)


@pytest.mark.parametrize(
    "filter",
    [
        None,
        Sql(sql="patron_type = 'ST'"),
        equal("last_name", "Smith"),
        equal("patron_type", ""),
        equal("patron_type", "A B"),
        equal("patron_type", "AND"),
        equal("patron_type", "É"),
        equal("patron_type", "a~b"),
        Condition(field="patron_type", operator="not_equals", value="08"),
        Condition(field="patron_type", operator="starts_with", value="0"),
        Condition(field="patron_type", operator="is_empty"),
        Condition(field="patron_type", operator="in", value=[f"G{n}" for n in range(MOST + 1)]),
        Group(op="any", conditions=[equal("patron_type", "08"), equal("last_name", "Smith")]),
        Group(conditions=[Group(op="any", conditions=[equal("patron_type", "08")])]),
    ],
)
def test_what_alma_cannot_judge_is_read_as_a_whole(filter):
    assert searches(filter, GROUPS) == ()
