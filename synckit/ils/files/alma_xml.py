"""The file drop of Alma's "Export users": XML files, alone or in a zip, one user after another.

A user becomes a flat record of the names that the Alma connector uses. XML is read as it comes, a document type
(in which entity bombs are built) is refused before anything in it is expanded, and nothing of a zip is written to disk.
"""

from __future__ import annotations

import zipfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fnmatch import fnmatch
from functools import lru_cache
from typing import IO, Any
from xml.parsers import expat

from synckit.errors import IlsError
from synckit.fields import IlsField
from synckit.ils.alma.catalogue import fields
from synckit.ils.alma.quirks import coded, listed, tidied
from synckit.ils.files.sources import Source, unreadable
from synckit.ils.paths import ABSENT, PathField, find

Record = dict[str, Any]

_CHUNK = 1 << 18
_LONGEST = 1 << 24
_DEEPEST = 40
_LARGE, _DENSE = 1 << 28, 200
_LISTS = {
    "addresses": "address",
    "emails": "email",
    "phones": "phone",
    "address_types": "address_type",
    "email_types": "email_type",
    "phone_types": "phone_type",
    "user_identifiers": "user_identifier",
    "user_statistics": "user_statistic",
    "user_blocks": "user_block",
    "user_notes": "user_note",
    "user_roles": "user_role",
    "proxy_for_users": "proxy_for_user",
}
_CODED = frozenset(
    "record_type user_title job_category gender user_group campus_code cataloger_level preferred_language account_type "
    "country address_type email_type phone_type id_type statistic_category category_type note_type block_type "
    "block_description role_type".split()
)
_TRUE = {"true": True, "false": False}


def records(source: Source) -> Iterator[tuple[Record, str | None]]:
    """Yield (record, problem) for each user of an XML file, or of every XML file in a zip.

    Raises IlsError where a file is no sound XML, has a document type, or holds no users.
    """
    found = False
    for name, content in _documents(source):
        for user in _users(content, name):
            found = True
            yield flat(user), None if user.get("primary_id") else "has no primary_id"
    if not found:
        raise IlsError(f"The file {source.path} holds no users; check the export profile that writes it.")


def flat(user: Record) -> Record:
    """Return the fields of a user by their names; a key that the user lacks is left out, for it is unknown.

    >>> flat({"primary_id": "a", "expiry_date": "2030-01-16Z"})["expires"]
    '2030-01-16'
    """
    tidy = tidied(user)
    values = {each.name: (each, find(tidy, each.path)) for each in _catalogue(tidy)}
    return {
        name: [] if value is ABSENT and each.many else None if value is ABSENT else value
        for name, (each, value) in values.items()
        if value is not ABSENT or each.absent == "empty"
    }


def described(field: IlsField) -> IlsField:
    """Return a field that was found in the records with the type and the label of the catalogue.

    >>> described(IlsField("patron_type")).type
    <FieldType.CODE: 'code'>
    """
    if field.name.startswith(("user_identifier.", "user_statistic.")):
        return replace(field, absent="empty")
    known = {each.name: each for each in _fields((), ())}.get(field.name)
    return replace(field, type=known.type, label=known.label, many=known.many, absent=known.absent) if known else field


def _catalogue(user: Record) -> tuple[PathField, ...]:
    ids = [coded(each.get("id_type")) for each in listed(user.get("user_identifier"))]
    kinds = [coded(each.get("category_type")) for each in listed(user.get("user_statistic"))]
    return _fields(tuple(dict.fromkeys(filter(None, ids))), tuple(dict.fromkeys(filter(None, kinds))))


@lru_cache(1024)
def _fields(ids: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[PathField, ...]:
    # which identifier is the second one is a choice for a site, not for one user
    return tuple(each for each in fields(ids, kinds) if each.name != "alt_id")


def _documents(source: Source) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the name and the content of every XML file."""
    if not _is_zip(source):
        with source.bytes() as content:
            yield str(source.path), content
        return
    with _opened(source) as archive:
        members = [each for each in archive.infolist() if not each.is_dir() and fnmatch(each.filename.lower(), "*.xml")]
        if not members:
            raise IlsError(f"The zip {source.path} holds no .xml file; check the export profile that writes it.")
        for member in sorted(members, key=lambda each: each.filename):
            if member.file_size > _LARGE and member.file_size > _DENSE * max(1, member.compress_size):
                raise IlsError(f"The zip {source.path} unpacks to far more than it should; check where it comes from.")
            with archive.open(member) as content:
                yield f"{source.path}", content


def _is_zip(source: Source) -> bool:
    return source.path.name.lower().endswith(".zip")


@contextmanager
def _opened(source: Source) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source.path) as archive:
            yield archive
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as problem:
        raise unreadable(source.path, problem) from problem


def _users(content: IO[bytes], name: str) -> Iterator[Record]:
    reader = _Reader()
    try:
        while chunk := content.read(_CHUNK):
            reader.parser.Parse(chunk, False)
            while reader.users:
                yield reader.users.popleft()
        reader.parser.Parse(b"", True)
    except expat.ExpatError as problem:
        what = expat.errors.messages[problem.code]
        raise IlsError(
            f"The file {name} is not sound XML at line {problem.lineno:,} ({what}); export it again."
        ) from None
    except _Hostile as problem:
        raise IlsError(f"The file {name} {problem}; check where it comes from.") from None


class _Hostile(Exception):
    """Something that no export of users holds."""


class _Reader:
    """Builds users out of the events of the parser, one at a time."""

    def __init__(self) -> None:
        self.users: deque[Record] = deque()
        self._open: list[_Element] = []
        self._depth = 0
        self._size = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _refuse(self, *_: object) -> None:
        raise _Hostile("has a document type, which no export of users has")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(" ")[2]
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Hostile("is nested too deeply")
        if self._open or tag == "user":
            if not self._open:
                self._size = 0
            self._open.append(_Element(tag, attributes))

    def _text(self, text: str) -> None:
        if self._open:
            self._size += len(text)
            if self._size > _LONGEST:
                raise _Hostile("holds a user of more than 16 MB")
            self._open[-1].text.append(text)

    def _end(self, _tag: str) -> None:
        self._depth -= 1
        if not self._open:
            return
        done = self._open.pop()
        if self._open:
            self._open[-1].children.append(done)
        else:
            value = done.value(is_user=True)
            self.users.append(value if isinstance(value, dict) else {})


class _Element:
    """One element, and what it is in the JSON of the API."""

    __slots__ = ("attributes", "children", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[_Element] = []
        self.text: list[str] = []

    def value(self, is_user: bool = False) -> Any:
        """Return the element as the API writes it: coded values with their label, attributes as keys."""
        if self.tag in _CODED or (self.tag == "status" and "desc" in self.attributes):
            return {"value": "".join(self.text).strip(), "desc": self.attributes.get("desc")}
        plain: Record = {key: _TRUE.get(value, value) for key, value in self.attributes.items()}
        if not self.children:
            text = "".join(self.text)
            return {**plain, "value": text} if plain and not is_user else text
        for child in self.children:
            if child.tag in _LISTS:
                plain[_LISTS[child.tag]] = [each.value() for each in child.children]
            else:
                plain[child.tag] = child.value()
        return plain
