"""What Alma says when something went wrong: error bodies of several shapes, read without repeating what they say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from synckit.ils.alma.quirks import listed

GONE = frozenset({"401861", "401890"})
"""The codes of a user who is not there; they come with HTTP 400."""

_WORDS = {
    "PER_SECOND_THRESHOLD": "more requests a second than the institution may make",
    "DAILY_THRESHOLD": "the institution's requests of today are used up; run again tomorrow",
    "UNAUTHORIZED": "the API key is not accepted",
    "INVALID_REQUEST": "the request is not accepted",
    "401866": "the API key is not accepted",
    "401852": "an unknown user group",
    "40166404": "an unknown field",
    "402119": "a fault in Alma itself",
    "60101": "a fault in Alma itself",
}
_CODE, _TRACKING = re.compile(r"<(?:\w+:)?errorCode>\s*(\w+)"), re.compile(r"<(?:\w+:)?trackingId>\s*([\w-]+)")
_SOUND = re.compile(r"[\w.-]{1,80}")


def error_of(body: bytes) -> tuple[str, str]:
    """Return the error code and the tracking id of an error body, "" where there is none.

    JSON as documented, with a bare object for the list, wrapped once more, or XML though JSON was asked for.

    >>> error_of(b'{"errorsExist":true,"errorList":{"error":{"errorCode":"401861","trackingId":"E01-1"}}}')
    ('401861', 'E01-1')
    >>> error_of(b'<web_service_result xmlns="x"><errorList><error><errorCode>INVALID</errorCode></error></errorList>')
    ('INVALID', '')
    """
    text = body[:100_000].decode("utf-8", "replace")
    if text.lstrip().startswith("<"):
        return _first(_CODE, text), _first(_TRACKING, text)
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return ("UNAUTHORIZED", "") if "invalid api key" in text.casefold() else ("", "")
    return error_in(answer)


def error_in(answer: Any) -> tuple[str, str]:
    """Return the error code and the tracking id of an answer that was parsed.

    >>> error_in({"web_service_result": {"errorList": {"error": [{"errorCode": "60101"}]}}})
    ('60101', '')
    """
    if isinstance(answer, Mapping) and "web_service_result" in answer:
        answer = answer["web_service_result"]
    errors = answer.get("errorList") if isinstance(answer, Mapping) else None
    found = listed(errors.get("error")) if isinstance(errors, Mapping) else []
    first = found[0] if found and isinstance(found[0], Mapping) else {}
    return _short(first.get("errorCode")), _short(first.get("trackingId"))


def explained(body: bytes) -> str | None:
    """Return an error body in words, never the message in it, which may hold a patron's number; None for no error.

    >>> explained(b'{"errorList":{"error":[{"errorCode":"PER_SECOND_THRESHOLD","trackingId":"E01-2"}]}}')
    'PER_SECOND_THRESHOLD, more requests a second than the institution may make, tracking id E01-2'
    """
    code, tracking = error_of(body)
    if not code:
        return None
    words = _WORDS.get(code, "a user who is not there" if code in GONE else "")
    return ", ".join(filter(None, (code, words, tracking and f"tracking id {tracking}")))


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""


def _short(value: Any) -> str:
    return str(value) if isinstance(value, str) and _SOUND.fullmatch(value) else ""
