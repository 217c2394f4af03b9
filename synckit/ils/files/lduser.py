"""The file drop of Symphony's flat user dump (LDUSER): one document a user, one line a value.

A user becomes a flat record: the common names, and every other value by the name of its line. Blocks of addresses and
extended information prefix theirs (`USER_ADDR1.EMAIL`). PINs are never kept. A line that is not there is unknown, for a report may
leave it out; an empty one is empty. A line that does not begin with a dot goes on with the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from synckit.errors import IlsError
from synckit.fields import FieldType, IlsField
from synckit.ils.batches import is_clean
from synckit.ils.files.sources import Source

Record = dict[str, str | None]

BOUNDARY, FORM = "*** DOCUMENT BOUNDARY ***", "FORM="
_LINE = re.compile(r"\.([^.|\s]+)\.\s*(?:\|a(.*))?", re.DOTALL)
_BLOCK = re.compile(r"(USER_[A-Z0-9]+)_(BEGIN|END)")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NONE = ("", "NEVER", "00000000")
_DROPPED = frozenset({"USER_PIN", "USER_WEB_AUTH_PIN", "USER_PASSWORD"})
_DATES = frozenset({"USER_PRIV_GRANTED", "USER_PRIV_EXPIRES", "USER_BIRTH_DATE", "USER_LAST_ACTIVITY"})
_CODES = frozenset({"patron_type", "home_library", "status"})
COMMON = {
    "barcode": "USER_ID",
    "alt_id": "USER_ALT_ID",
    "first_name": "USER_FIRST_NAME",
    "middle_name": "USER_MIDDLE_NAME",
    "last_name": "USER_LAST_NAME",
    "preferred_name": "USER_PREFERRED_NAME",
    "patron_type": "USER_PROFILE",
    "home_library": "USER_LIBRARY",
    "status": "USER_STATUS",
    "expires": "USER_PRIV_EXPIRES",
    "updated": "USER_LAST_ACTIVITY",
    "birth_date": "USER_BIRTH_DATE",
}
"""Common name -> line."""
_ADDRESSES = ("USER_ADDR1", "USER_ADDR2", "USER_ADDR3")


def records(source: Source, encoding: str | None) -> Iterator[tuple[Record, str | None]]:
    """Yield (record, problem) for each user of a dump. Raises IlsError where a file holds none."""
    found = False
    for document in _documents(source, encoding):
        found = True
        record = _record(document)
        sound = is_clean("".join(value for value in record.values() if value))
        yield (
            (record, None)
            if sound
            else ({}, "holds characters that are not in the file's encoding; name it with encoding=")
        )
    if not found:
        raise IlsError(f"The file {source.path} holds no LDUSER documents; check the report that writes it.")


def _documents(source: Source, encoding: str | None) -> Iterator[list[str]]:
    lines: list[str] | None = None
    with source.text(encoding, "\n") as file:
        for line in file:
            bare = line.rstrip("\r\n")
            if bare == BOUNDARY:
                if lines:
                    yield lines
                lines = []
            elif lines is not None and not bare.startswith(FORM):
                lines.append(bare)
    if lines:
        yield lines


def _record(lines: list[str]) -> Record:
    """Return the values of a document by name; a line that repeats joins what it says by semicolons.

    >>> _record([".USER_ID.   |a2100", ".USER_ADDR1_BEGIN.", ".EMAIL.  |aa@x.org", ".USER_ADDR1_END.", ".USER_PIN. |a1234"])
    {'barcode': '2100', 'email': 'a@x.org', 'USER_ID': '2100', 'USER_ADDR1.EMAIL': 'a@x.org'}
    """
    values: Record = {}
    block = ""
    for name, value in _lines(lines):
        if mark := _BLOCK.fullmatch(name):
            block = mark[1] + "." if mark[2] == "BEGIN" else ""
        elif name not in _DROPPED and not name.endswith("_PIN"):
            _put(values, block + name, _value(name, value, block))
    contacts = {key.lower(): _first(values, key) for key in ("EMAIL", "PHONE") if _has(values, key)}
    return {common: values[name] for common, name in COMMON.items() if name in values} | contacts | values


def _lines(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the name and the value of each line, with the lines that go on with it."""
    held: list[str] = []
    for line in [*lines, ".END."]:
        found = _LINE.fullmatch(line)
        if found:
            if held:
                yield held[0], "\n".join(held[1:])
            held = [found[1], found[2] or ""]
        elif held:
            held.append(line)


def _has(values: Record, key: str) -> bool:
    return any(f"{block}.{key}" in values for block in _ADDRESSES)


def _first(values: Record, key: str) -> str | None:
    """Return what the first address with a value says, of several in it the first."""
    found = (values.get(f"{block}.{key}") for block in _ADDRESSES)
    return next((each.split("; ")[0] for each in found if each), "")


def _put(values: Record, name: str, value: str | None) -> None:
    former = values.get(name)
    values[name] = f"{former}; {value}" if former and value else former or value


def _value(name: str, text: str, block: str) -> str | None:
    if block == "USER_XINFO." and text.strip() in _NONE:
        return None
    if name not in _DATES:
        return text
    if text.strip() in _NONE:
        return None
    day = _DAY.fullmatch(text.strip())
    return "-".join(day.groups()) if day else text


def described(field: IlsField) -> IlsField:
    """Return a field that was found in a dump with its type.

    >>> described(IlsField("patron_type")).type
    <FieldType.CODE: 'code'>
    """
    kind = FieldType.CODE if field.name in _CODES else field.type
    if field.name == "email" or field.name.endswith(".EMAIL"):
        kind = FieldType.EMAIL
    if field.name in ("expires", "updated", "birth_date") or field.name in _DATES:
        kind = FieldType.DATE
    return replace(field, type=kind)
