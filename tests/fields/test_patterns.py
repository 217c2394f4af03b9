"""Patterns that RE2 cannot run are found when they are saved."""

import pytest

from synckit.fields import pattern_problem

BAD = {
    "(?=x)": "look-ahead",
    "(?<!x)y": "look-behind",
    r"(a)\1": "earlier group",
    "(?P<n>a)(?P=n)": "earlier group",
    "(?>a)": "atomic",
    "a++": "possessive",
    "a{2}+": "possessive",
    r"a\Z": "write",
    "a{1001}": "1000 times",
    "[a-z": "unterminated",
    "(a": "missing",
    "a)": "unbalanced",
    "*a": "nothing to repeat",
    "a\\": "bad escape",
}


@pytest.mark.parametrize(("pattern", "message"), BAD.items(), ids=BAD)
def test_what_no_engine_runs_is_said(pattern, message):
    assert message in pattern_problem(pattern)


GOOD = [
    "",
    "^P[0-9]+$",
    r"\(?=",
    "[(?=]",
    r"\d+\+",
    r"\p{L}+",
    "[[:alpha:]]",
    "(?i)abc",
    r"a\\1",
    "a{2,5}?",
    "[]a]",
    "[^]]",
    r"(?P<n>a)",
]


@pytest.mark.parametrize("pattern", GOOD)
def test_what_re2_runs_is_let_be(pattern):
    assert pattern_problem(pattern) == ""
