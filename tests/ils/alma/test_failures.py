"""What recorded error bodies say."""

import json

import pytest

from synckit.ils.alma import failures
from tests.recorded import recorded


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("princeton_error_429_PER_SECOND_THRESHOLD.json", "PER_SECOND_THRESHOLD"),
        ("princeton_ogrouch.json", "401861"),
        ("umich_alma_error_401861.json", "401861"),
        ("tul_error.json", "402203"),
    ],
)
def test_recorded_errors_are_known_by_their_code(name, code):
    body = recorded(f"alma/{name}").read_bytes()
    assert failures.error_of(body)[0] == code
    assert failures.explained(body).startswith(code)


def test_the_message_of_an_error_is_never_repeated():
    assert "ogrouch" not in failures.explained(recorded("alma/princeton_ogrouch.json").read_bytes())


@pytest.mark.parametrize(
    "body", [b"", b"<html>Log in</html>", b"[]", b"null", b'"x"', b'{"errorList":null}', b"\xff", b"[" * 9999]
)
def test_what_is_no_error_body_says_nothing(body):
    assert failures.explained(body) is None


def test_a_bad_key_is_known_by_its_text():
    assert failures.error_of(b"Invalid API Key") == ("UNAUTHORIZED", "")


def test_hostile_codes_are_not_repeated():
    assert failures.error_of(json.dumps({"errorList": {"error": {"errorCode": "x" * 999}}}).encode()) == ("", "")
