"""Paths into records."""

from __future__ import annotations

from typing import Any

import pytest

from synckit.ils.paths import ABSENT, Misfit, find
from synckit.ils.values import parsed

RECORD = parsed(
    b"""{"id": 7, "name": "Ross", "none": null, "empty": "", "yes": true, "big": 12345678901234567890.10,
    "group": {"value": "08", "desc": null}, "list": [{"k": "a", "v": "1"}, {"k": "b", "v": null}, {"k": "a", "v": "3"}],
    "deep": [{"t": {"value": "x"}, "v": "4"}], "texts": ["p", "q"], "fixed": {"47": {"value": 0}}}"""
)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("id", "7"),
        ("name", "Ross"),
        ("none", None),
        ("empty", ""),
        ("yes", "true"),
        ("big", "12345678901234567890.10"),
        ("gone", ABSENT),
        ("gone.further", ABSENT),
        ("none.further", None),
        ("group.value", "08"),
        ("group.desc", None),
        ("group.gone", None),
        ("list[0].v", "1"),
        ("list[9].v", None),
        ("list[*].v", ["1", "3"]),
        ("list[?k=b].v", None),
        ("list[?k=a].v", "1"),
        ("list[?k=a]*.v", ["1", "3"]),
        ("list[?k=z]*.v", []),
        ("deep[?t.value=x].v", "4"),
        ("texts[*]", ["p", "q"]),
        ("texts[1]", "q"),
        ("fixed.47.value", "0"),
        ("none[*].v", []),
        ("group[*].value", ["08"]),
    ],
)
def test_what_a_path_finds(path: str, found: Any) -> None:
    assert find(RECORD, path) == found


@pytest.mark.parametrize("path", ["group", "list", "name.further", "name[0]", "list[0]"])
def test_what_does_not_fit_is_never_taken_for_empty(path: str) -> None:
    with pytest.raises(Misfit):
        find(RECORD, path)
