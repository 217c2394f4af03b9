"""What Symphony says when something went wrong: the codes of its messages, never the messages."""

from __future__ import annotations

import json
import re
from typing import Any

IN_USE = "hatErrorResponse.116"
"""Somebody else has the record open; it passes."""
_WORDS = {
    "sessionTimedOut": "the session has ended",
    "unableToLogin": "the staff user or the password is wrong",
    "unableToLogIn": "the staff user or the password is wrong",
    IN_USE: "a record is in use",
    "hatErrorResponse.46": "a record is locked",
    "unhandledException": "a fault in Symphony itself",
    "recordNotFound": "nothing found",
    "missingClientId": "the client ID is missing or unknown",
    "searchIndexNotFound": "the search index is unknown",
}
_SAFE = re.compile(r"[\w.]{1,60}")


def codes(body: bytes) -> list[str]:
    """Return the codes of an error body, [] where there are none.

    >>> codes(b'{"messageList":[{"code":"sessionTimedOut","message":"The session has timed out."}]}')
    ['sessionTimedOut']
    """
    try:
        said = json.loads(body[:100_000])
    except (ValueError, RecursionError):
        return []
    rows: Any = said.get("messageList") if isinstance(said, dict) else None
    found = [str(each.get("code")) for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []
    return [code for code in found if _SAFE.fullmatch(code)]


def explained(body: bytes) -> str | None:
    """Return an error body in words of our own; None where it is no error of Symphony.

    >>> explained(b'{"messageList":[{"code":"unableToLogin","message":"for LIBSTAFF"}]}')
    'unableToLogin, the staff user or the password is wrong'
    """
    return next((", ".join(filter(None, (code, _WORDS.get(code, "")))) for code in codes(body)), None)
