"""What Koha says when something went wrong: five shapes of error bodies, read without repeating what patrons wrote."""

from __future__ import annotations

import json
import re
from typing import Any

_SAYINGS = {
    "Invalid password": "the user name or the password is wrong; it takes the user name, not the card number",
    "Password has expired": "the password has expired",
    "Authentication failure.": "not signed in",
    "Basic authentication disabled": "the preference RESTBasicAuth is off",
    "access_denied": "the client secret is wrong",
    "unauthorized_client": "the client is unknown or was revoked",
    "Unimplemented grant type": "the preference RESTOAuth2ClientCredentials is off, or its database is down",
    "System is under maintenance.": "under maintenance",
    "Something went wrong, check the logs.": "a fault in Koha itself; a card number as user name does this too",
    "Something went wrong, check Koha logs for details.": "a fault in Koha itself",
}
_PLACE = re.compile(r"/body/(\d{1,6})(?:/([\w./]{1,60}))?")
_SAFE = re.compile(r"[\w/.*-]{1,60}")


def explained(body: bytes) -> str | None:
    """Return an error body in words of our own; None where it is no error of Koha.

    >>> explained(b'{"error":"Invalid password","required_permissions":null}')
    'the user name or the password is wrong; it takes the user name, not the card number'
    >>> explained(b'{"error":"Authorization failure.","required_permissions":[{"borrowers":"edit_borrowers"}]}')
    'missing right borrowers: edit_borrowers'
    >>> explained(b'[{"message":"Malformed query string","path":"/query/foo"}]')
    'not understood at /query/foo'
    """
    said = _said(body)
    if isinstance(said, dict) and said.get("required_permissions"):
        return "missing right " + " or ".join(_rights(said["required_permissions"])[:2])
    if isinstance(said, dict) and isinstance(said.get("error"), str):
        return _SAYINGS.get(said["error"])
    for error in _errors(said):
        path = error.get("path")
        if isinstance(path, str) and _SAFE.fullmatch(path):
            return f"not understood at {path}"
    return None


def lacks_rights(body: bytes) -> bool:
    """Return whether a 403 speaks of rights, not of credentials.

    >>> lacks_rights(b'{"error":"Invalid password","required_permissions":null}')
    False
    """
    said = _said(body)
    return isinstance(said, dict) and bool(said.get("required_permissions"))


def unreadable(body: bytes) -> tuple[int, str] | None:
    """Return the place (from 0) and the field of the patron that Koha cannot send; None for another error.

    >>> unreadable(b'{"errors":[{"message":"Month out of range.","path":"/body/50/date_of_birth"}],"status":500}')
    (50, 'date_of_birth')
    """
    places = [_PLACE.fullmatch(str(error.get("path"))) for error in _errors(_said(body))]
    found = [(int(place[1]), place[2] or "a field") for place in places if place]
    return min(found) if found else None


def _said(body: bytes) -> Any:
    try:
        return json.loads(body[:100_000])
    except (ValueError, RecursionError):
        return None


def _errors(said: Any) -> list[dict[str, Any]]:
    found = said.get("errors") if isinstance(said, dict) else said
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _rights(given: Any) -> list[str]:
    pairs = [
        pair
        for each in (given if isinstance(given, list) else [given])
        if isinstance(each, dict)
        for pair in each.items()
    ]
    return [f"{key}: {value}" for key, value in pairs if _SAFE.fullmatch(str(key)) and _SAFE.fullmatch(str(value))]
