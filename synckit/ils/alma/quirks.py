"""What Alma's records need before a path can be followed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from synckit.ils.alma.catalogue import DROPPED

Record = dict[str, Any]

_DATES = ("birth_date", "expiry_date", "purge_date", "status_date", "last_patron_activity_date")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_CODED = (
    "record_type user_title job_category gender user_group campus_code cataloger_level preferred_language "
    "account_type status"
).split()


def tidier(paths: Collection[str]) -> Callable[[Record], Record]:
    """Return what tidies a record as far as these paths go; what is dropped is dropped anyhow.

    >>> tidier(["expiry_date"])({"primary_id": "a", "expiry_date": "2030-01-16Z", "pin_number": "1234"})
    {'primary_id': 'a', 'expiry_date': '2030-01-16'}
    """
    keys = {path.split(".")[0].split("[")[0] for path in paths}
    steps = [step for key, step in _STEPS.items() if key in keys]

    def tidy(record: Record) -> Record:
        kept = {key: value for key, value in record.items() if key not in DROPPED}
        for step in steps:
            step(kept)
        return kept

    return tidy


def tidied(record: Record) -> Record:
    """Return a record with everything in its place.

    >>> tidied({"contact_info": {"email": [{"email_address": "b"}, {"email_address": "a", "preferred": True}]}})
    {'contact_info': {'email': [{'email_address': 'a', 'preferred': True}, {'email_address': 'b'}]}}
    """
    return tidier(_STEPS)(record)


def _contacts(record: Record) -> None:
    """Put the preferred address, e-mail and phone first, and the mobile phone by itself."""
    contacts = record.get("contact_info")
    if not isinstance(contacts, dict):
        return
    tidy = dict(contacts)
    for key in ("address", "email", "phone"):
        if key in tidy:
            tidy[key] = sorted(listed(tidy[key]), key=_not_preferred) if tidy[key] is not None else None
    if "phone" in tidy:
        tidy["mobile"] = next((each.get("phone_number") for each in tidy["phone"] or () if _is_mobile(each)), None)
    record["contact_info"] = tidy


def _not_preferred(entry: Any) -> bool:
    return not (isinstance(entry, dict) and entry.get("preferred") is True)


def _is_mobile(phone: Any) -> bool:
    return isinstance(phone, dict) and any(
        coded(kind).casefold() == "mobile" for kind in listed(phone.get("phone_type"))
    )


def _identifiers(record: Record) -> None:
    """Leave the active identifiers: those given up belong to cards that others may hold now."""
    if record.get("user_identifier") is not None:
        record["user_identifier"] = [each for each in listed(record["user_identifier"]) if is_active(each)]


def is_active(identifier: Any) -> bool:
    """Return whether an identifier is in use; one without a status is.

    >>> is_active({"value": "1", "status": "INACTIVE"}), is_active({"value": "1", "status": {"value": "ACTIVE"}})
    (False, True)
    """
    if not isinstance(identifier, dict):
        return False
    status = identifier.get("status")
    return (coded(status) if isinstance(status, dict) else str(status or "ACTIVE")).upper() == "ACTIVE"


def _day(key: str) -> Callable[[Record], None]:
    def strip(record: Record) -> None:
        value = record.get(key)
        if isinstance(value, str) and (found := _DATE.match(value)):
            record[key] = found.group()

    return strip


def _wrapped(key: str) -> Callable[[Record], None]:
    def wrap(record: Record) -> None:
        if isinstance(record.get(key), str):
            record[key] = {"value": record[key], "desc": None}

    return wrap


_STEPS: dict[str, Callable[[Record], None]] = {
    "contact_info": _contacts,
    "user_identifier": _identifiers,
    **{key: _day(key) for key in _DATES},
    **{key: _wrapped(key) for key in _CODED},
}


def listed(value: Any) -> list[Any]:
    """Return a list as it is, nothing as an empty one, and anything else as the only element.

    >>> listed(None), listed({"a": 1}), listed([1])
    ([], [{'a': 1}], [1])
    """
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def coded(value: Any) -> str:
    """Return the code of a coded value, "" where there is none.

    >>> coded({"value": "08", "desc": "Staff"}), coded({"value": None}), coded("08")
    ('08', '', '08')
    """
    code = value.get("value") if isinstance(value, dict) else value
    return str(code) if isinstance(code, str) else ""
