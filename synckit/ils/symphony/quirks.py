"""What Symphony's records need before a path can be followed."""

from __future__ import annotations

from typing import Any

from synckit.ils.symphony.catalogue import BLOCKS

Record = dict[str, Any]

_NEVER = ("NEVER", "00000000", "0000-00-00", "")
_DATES = ("privilegeExpiresDate", "createdDate", "lastActivityDate", "birthDate")
EMAILS = ("EMAIL", "LIB-EMAIL", "SENDEMAIL", "E-MAIL")
PHONES = ("PHONE", "HOMEPHONE", "DAYPHONE", "LIB-PHONE", "WORKPHONE")
MOBILES = ("CELLPHONE", "MOBILE", "CELL", "MOBILEPHONE")


def plain(node: Any) -> Any:
    """Return a resource of either layout as one shape: its key beside its fields.

    >>> plain({"resource": "/user/patron", "key": "7", "fields": {"library": {"@resource": "/policy/library", "@key": "LAW"}}})
    {'key': '7', 'library': {'key': 'LAW'}}
    """
    if isinstance(node, list):
        return [plain(each) for each in node]
    if not isinstance(node, dict):
        return node
    fields = node.get("fields")
    if isinstance(fields, dict) and "key" in node:
        return {"key": node["key"], **{name: plain(each) for name, each in fields.items()}}
    if isinstance(fields, dict):
        return {name: plain(each) for name, each in fields.items()}
    return {name.lstrip("@"): plain(each) for name, each in node.items() if name not in ("resource", "@resource")}


def tidied(resource: Record) -> Record:
    """Return a patron with dates that are dates, and what the preferred address says.

    >>> tidied({"@key": "7", "birthDate": "NEVER", "preferredName": "Zo", "usePreferredName": False})
    {'key': '7', 'birthDate': None, 'preferredName': 'Zo', 'usePreferredName': False, 'preferred': None}
    """
    made: Record = plain(resource)
    for key in _DATES:
        if made.get(key) in _NEVER and key in made:
            made[key] = None
    if "preferredName" in made:
        made["preferred"] = made["preferredName"] if made.get("usePreferredName") is True else None
    for entry in made.get("customInformation") or ():
        if isinstance(entry, dict) and entry.get("data") in _NEVER:
            entry["data"] = None
    if any(block in made for block in BLOCKS):
        made["contact"] = _contact(made)
    return made


def _contact(patron: Record) -> Any:
    """Return e-mails and phones, those of the preferred address first."""
    chosen = f"address{patron.get('preferredAddress') or 1}"
    rows: list[Any] = []
    for block in sorted(BLOCKS, key=lambda each: each != chosen):
        entries = patron.get(block)
        if not isinstance(entries, list | None):
            return [entries]
        rows += entries or []
    emails = _data(rows, EMAILS)
    return {
        "email": next(iter(emails), None),
        "secondary_email": next(iter(emails[1:]), None),
        "phone": next(iter(_data(rows, PHONES)), None),
        "mobile": next(iter(_data(rows, MOBILES)), None),
    }


def _data(rows: list[Any], codes: tuple[str, ...]) -> list[Any]:
    """Return what stands at some codes, each value once, empty ones left out."""
    found = [each.get("data") for each in rows if isinstance(each, dict) and code_of(each) in codes]
    return [each for at, each in enumerate(found) if each and each not in found[:at]]


def code_of(entry: Record) -> str:
    """Return the code of an entry of an address or of custom information.

    >>> code_of({"code": {"key": "EMAIL"}, "data": "a@example.org"})
    'EMAIL'
    """
    code = entry.get("code")
    return str(code.get("key") or "") if isinstance(code, dict) else ""
