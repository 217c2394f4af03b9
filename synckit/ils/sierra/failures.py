"""What Sierra says when something went wrong: by its numbers, never by descriptions that may repeat what was asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

NOTHING, BAD_PARAMETER = 107, 108
_WORDS = {
    100: "a fault in Sierra itself",
    101: "an invalid argument",
    105: "a missing parameter",
    106: "an unknown parameter",
    107: "nothing found",
    108: "an invalid parameter",
    113: "not signed in",
    114: "the key has no right to this; give it the role Patrons Read",
    116: "the key has no right to this; give it the role Patrons Read",
    117: "the API is switched off",
    118: "the API is not part of this library's licence",
    120: "the token is not valid any more",
    123: "the client key or secret is wrong",
    124: "the client key or secret is wrong",
    127: "the client key or secret is wrong",
    128: "the client key or secret is wrong",
    130: "a body that is no JSON",
    134: "the key has no right to this; give it the role Patrons Read",
}


def code_of(body: bytes) -> int:
    """Return the number of an error body, 0 where there is none.

    >>> code_of(b'{"code":107,"specificCode":0,"httpStatus":404,"name":"Record not found"}')
    107
    """
    code = _said(body).get("code")
    return code if isinstance(code, int) else 0


def explained(body: bytes) -> str | None:
    """Return an error body in words of our own; None where it is no error of Sierra.

    >>> explained(b'{"code":123,"name":"Unauthorized"}')
    'code 123, the client key or secret is wrong'
    """
    code = code_of(body)
    return ", ".join(filter(None, (f"code {code}", _WORDS.get(code, "")))) if code else None


def refused_field(body: bytes, asked: Sequence[str]) -> str | None:
    """Return which of the asked fields this Sierra does not give; None where the error speaks of something else.

    >>> refused_field(b'{"code":108,"description":"Invalid parameter : fields : langPref"}', ["id", "langPref"])
    'langPref'
    """
    said = str(_said(body).get("description") or "") + " " + str(_said(body).get("name") or "")
    words = set(said.replace(":", " ").replace(",", " ").replace("[", " ").replace("]", " ").replace("'", " ").split())
    found = [each for each in asked if each in words and each != "id"]
    return found[0] if code_of(body) == BAD_PARAMETER and found else None


def _said(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
