"""What Sierra's records need before a path can be followed."""

from __future__ import annotations

from typing import Any

from synckit.ils.sierra.catalogue import PIN_TAG

Record = dict[str, Any]


def tidied(record: Record) -> Record:
    """Return a record with the name parted, codes without padding, each e-mail by itself, and no PIN.

    >>> tidied({"names": ["ROSS, Ann Marie"], "emails": ["a@x.org, b@y.org"], "homeLibraryCode": "ma   "})["name"]
    {'last': 'ROSS', 'first': 'Ann', 'middle': 'Marie'}
    """
    made = dict(record)
    if "names" in made:
        made["name"] = _name(made["names"])
    if isinstance(made.get("emails"), list):
        made["emails"] = _emails(made["emails"])
    if isinstance(made.get("homeLibraryCode"), str):
        made["homeLibraryCode"] = made["homeLibraryCode"].rstrip()
    if isinstance(made.get("varFields"), list):
        made["varFields"] = [_content(each) for each in made["varFields"] if not _is_pin(each)]
    if isinstance(made.get("message"), str):
        made["message"] = {"code": made["message"]}
    return made


def _name(names: Any) -> Any:
    """Return the parts of the first name, or what does not fit as it is, so that it is not taken for empty."""
    if names is None or names == []:
        return None
    if not isinstance(names, list) or not isinstance(names[0], str):
        return [names]
    last, comma, rest = names[0].partition(", ")
    if not comma:
        return {"last": last.rstrip(","), "first": None, "middle": None}
    first, _, middle = rest.strip().partition(" ")
    return {"last": last, "first": first, "middle": middle.strip()}


def _emails(entries: list[Any]) -> list[Any]:
    """Return each address by itself: one entry may hold several, joined by commas."""
    found: list[Any] = []
    for entry in entries:
        found += [part.strip() for part in entry.split(",") if part.strip()] if isinstance(entry, str) else [entry]
    return found


def _is_pin(field: Any) -> bool:
    return isinstance(field, dict) and str(field.get("fieldTag")) == PIN_TAG


def _content(field: Any) -> Any:
    """Return a variable field whose content is in its subfields with the content joined."""
    if not isinstance(field, dict) or field.get("content") is not None:
        return field
    parts = [each.get("content") for each in field.get("subfields") or () if isinstance(each, dict)]
    return field | {"content": " ".join(part for part in parts if isinstance(part, str))} if parts else field
