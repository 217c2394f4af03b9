"""Limits: at the bound a plan goes through, above it the run is held; shares count from a hundred up."""

from __future__ import annotations

from typing import Any

import pytest

from synckit.definition import Limits
from synckit.plan.limits import passed

NONE = {"read": 1000, "created": 0, "updated": 0, "rejected": 0}


@pytest.mark.parametrize(
    ("limit", "counts", "others", "held"),
    [
        ({"create": 5}, {"created": 5}, {}, False),
        ({"create": 5}, {"created": 6}, {}, True),
        ({"create": "5%"}, {"created": 10}, {"met": 200}, False),
        ({"create": "5%"}, {"created": 11}, {"met": 200}, True),
        ({"create": "5%"}, {"created": 99}, {"met": 99}, False),
        ({"create": 0}, {"created": 1}, {"met": 1}, True),
        ({"reject": "10%"}, {"rejected": 10}, {"met": 100}, False),
        ({"reject": "10%"}, {"rejected": 11}, {"met": 100}, True),
        ({"reject": 3}, {"rejected": 3}, {}, False),
        ({"reject": 3}, {"rejected": 4}, {}, True),
        ({"update": "20%"}, {"updated": 20}, {"matched": 100}, False),
        ({"update": "20%"}, {"updated": 21}, {"matched": 100}, True),
        ({"update": 7}, {"updated": 7}, {}, False),
        ({"update": 7}, {"updated": 8}, {}, True),
        ({"clear": "5%"}, {}, {"matched": 100, "cleared": 5}, False),
        ({"clear": "5%"}, {}, {"matched": 100, "cleared": 6}, True),
        ({"clear": 2}, {}, {"cleared": 2}, False),
        ({"clear": 2}, {}, {"cleared": 3}, True),
        ({}, {"read": 800}, {"last_read": 1000}, False),
        ({}, {"read": 799}, {"last_read": 1000}, True),
        ({}, {"read": 0}, {"last_read": 99}, False),
        ({}, {"read": 0}, {"last_read": None}, False),
        ({"read_drop": 10}, {"read": 90}, {"last_read": 100}, False),
        ({"read_drop": 10}, {"read": 89}, {"last_read": 100}, True),
    ],
)
def test_a_limit_is_passed_above_it_and_not_at_it(
    limit: dict[str, Any], counts: dict[str, int], others: dict[str, Any], held: bool
) -> None:
    whole = {"met": 1000, "matched": 0, "cleared": 0, "last_read": None} | others
    found = passed(Limits.from_dict(limit), NONE | counts, **whole)
    assert found == ((*limit, "read_drop")[0],) * held
