"""Texts of patrons and users on their way into Markdown."""

from __future__ import annotations

import pytest

from synckit.ui.shown import escaped
from tests.ui import library


@pytest.mark.parametrize("text", library.HOSTILE)
def test_every_mark_of_markdown_is_escaped(text):
    bare = escaped(text).replace("\u2060", "")
    marks = [place for place, sign in enumerate(bare) if sign in "!*[]()<>`_:$~#|=" and bare[place - 1] != "\\"]
    assert marks == []


def test_an_address_is_parted_so_that_it_is_no_link():
    assert "www." not in escaped("www.evil.example").replace("\\", "")


def test_lines_and_marks_of_direction_become_blanks():
    assert escaped("a\nb\u202ec") == "a b c"
