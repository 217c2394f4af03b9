"""Texts of patrons and users on their way into Markdown."""

from __future__ import annotations

import re

import pytest

from synckit.ui.shown import escaped
from tests.ui import library


@pytest.mark.parametrize("text", library.HOSTILE)
def test_every_mark_of_markdown_is_escaped(text):
    bare = escaped(text).replace("\u2060", "")
    marks = [place for place, sign in enumerate(bare) if sign in "!*[]()<>`_:$~#|=" and bare[place - 1] != "\\"]
    assert marks == []


PICTURES = (":streamlit:", ":material_delete:", ":smile:", ":+1:", ":-1:", ":100:", "a:b:c")


@pytest.mark.parametrize("text", PICTURES)
def test_a_word_between_colons_is_no_picture(text):
    # the browser looks for these after the marks were read
    assert not re.search(r":[\w+-]+:", escaped(text).replace("\\", ""))


@pytest.mark.parametrize("text", ["<->", "->", "<-", "--", ">=", "<=", "~="])
def test_marks_are_not_drawn_as_one(text):
    shown = escaped(f"a {text} b").replace("\\", "")
    assert (text in shown, shown.replace("\u2060", "")) == (False, f"a {text} b")


def test_a_time_of_day_is_left_as_it_is():
    assert escaped("at 14:05").replace("\\", "") == "at 14:05"


def test_an_address_is_parted_so_that_it_is_no_link():
    assert "www." not in escaped("www.evil.example").replace("\\", "")


def test_lines_and_marks_of_direction_become_blanks():
    assert escaped("a\nb\u202ec") == "a b c"
