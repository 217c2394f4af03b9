"""Passwords: kept with their parameters, compared, and refused when they are too weak."""

from __future__ import annotations

import base64
import hashlib

import pytest

from synckit import errors
from synckit.access import passwords


def test_a_kept_password_has_its_parameters_and_not_itself(monkeypatch):
    monkeypatch.undo()
    kept = passwords.hashed("correct horse")
    method, n, r, p, salt, made = kept.split("$")
    assert (method, n, r, p) == ("scrypt", "32768", "8", "1")
    assert (len(base64.b64decode(salt)), len(base64.b64decode(made))) == (16, 32)
    assert "correct" not in kept


def test_the_same_password_is_kept_differently_each_time():
    assert passwords.hashed("correct horse") != passwords.hashed("correct horse")


def test_only_the_password_itself_matches():
    kept = passwords.hashed("correct horse")
    tried = ["correct horse", "correct horse ", "Correct horse", ""]
    assert [passwords.matches(each, kept) for each in tried] == [True, False, False, False]


def test_parameters_of_an_older_version_still_open():
    made = hashlib.scrypt(b"old password", salt=b"0123456789abcdef", n=2**12, r=8, p=2, dklen=32)
    kept = "$".join(
        ["scrypt", "4096", "8", "2", *(base64.b64encode(raw).decode() for raw in (b"0123456789abcdef", made))]
    )
    assert passwords.matches("old password", kept)


def test_one_letter_written_in_two_ways_is_the_same():
    assert passwords.matches("caf\N{LATIN SMALL LETTER E WITH ACUTE} au lait", passwords.hashed("cafe\u0301 au lait"))


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ninechars", "has 10 to 256 characters"),
        ("x" * 257, "has 10 to 256 characters"),
        ("ANN@Example.org", "is not the name of its user"),
    ],
)
def test_a_weak_password_is_refused_and_not_repeated(password, why):
    with pytest.raises(errors.Refused, match=why) as said:
        passwords.check(password, "ann@example.org")
    assert password not in str(said.value)


@pytest.mark.parametrize("password", ["x" * 10, "x" * 256, "ann@example.org1"])
def test_a_long_one_is_taken(password):
    passwords.check(password, "ann@example.org")
