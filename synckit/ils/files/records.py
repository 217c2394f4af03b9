"""JSON in: one record after another, numbers with their digits as written, never the whole file at once.

Takes NDJSON, an array of objects, and an object that holds one array of objects. Python's own parser is used
because others round 1.50 to 1.5 and a number of thirty digits to a float.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from synckit.errors import IlsError
from synckit.ils.files.batches import cleaned, flaw, is_clean
from synckit.ils.files.sources import Source, reading

Record = dict[str, Any]


class Digits(str):
    """A JSON number as it was written."""

    __slots__ = ()


_DECODER = json.JSONDecoder(parse_int=Digits, parse_float=Digits, parse_constant=Digits)
_ODD_ESCAPE = re.compile(r"\\u(0000|[dD][89abAB])")
_NO_OBJECT = "is not a JSON object"
_CHUNK = 1 << 20
_LONGEST = 1 << 26


def records(source: Source, encoding: str | None) -> Iterator[tuple[Record, str | None]]:
    """Yield (record, problem) for each record; one that is no object, or cannot be decoded, brings its problem.

    Raises IlsError where a file is no JSON at all, breaks off, or holds no array of objects.
    """
    with reading(source):
        if source.format == "ndjson" or _is_lines(source, encoding):
            yield from _lines(source, encoding)
        else:
            with source.text(encoding) as file:
                yield from _document(Scanner(file, source))


def _is_lines(source: Source, encoding: str | None) -> bool:
    """Return whether a .json file has one object a line: its first value ends and another begins."""
    with source.text(encoding) as file:
        start = file.read(_CHUNK).lstrip()
    try:
        _, end = _DECODER.raw_decode(start)
    except (ValueError, RecursionError):
        return False
    return start.startswith("{") and start[end:].lstrip().startswith("{")


def _lines(source: Source, encoding: str | None) -> Iterator[tuple[Record, str | None]]:
    found = False
    with source.text(encoding, "\n") as file:
        for line in file:
            if line.strip():
                found = True
                yield _record_of_line(line)
    if not found:
        raise IlsError(f"The file {source.path} is empty; check the export that writes it.")


def _record_of_line(line: str) -> tuple[Record, str | None]:
    try:
        value, end = _DECODER.raw_decode(line, len(line) - len(line.lstrip()))
    except (ValueError, RecursionError):
        value, end = None, 0
    if not isinstance(value, dict) or line[end:].strip():
        return {}, _NO_OBJECT
    return _sound(value, line)


def _sound(record: Record, written: str) -> tuple[Record, str | None]:
    """Return the record and no problem, or a record that can be stored and its problem."""
    if is_clean(written) and ("\\u" not in written or not _ODD_ESCAPE.search(written)):
        return record, None
    storable = cleaned(record)
    if storable == record:
        return record, None
    return storable, f"holds {flaw(_all_text(record))}"


def _all_text(node: Any) -> str:
    if isinstance(node, dict):
        return "".join(key + _all_text(each) for key, each in node.items())
    if isinstance(node, list):
        return "".join(map(_all_text, node))
    return node if isinstance(node, str) else ""


def _document(scanner: Scanner) -> Iterator[tuple[Record, str | None]]:
    start = scanner.peek()
    if start == "[":
        yield from _elements(scanner)
    elif start == "{":
        yield from _envelope(scanner)
    elif not start:
        raise IlsError(f"The file {scanner.source.path} is empty; check the export that writes it.")
    else:
        raise scanner.broken("it begins with neither { nor [")
    if scanner.peek():
        raise scanner.broken("there is more after its end")


def _elements(scanner: Scanner) -> Iterator[tuple[Record, str | None]]:
    for value, written in scanner.elements():
        yield _sound(value, written) if isinstance(value, dict) else ({}, _NO_OBJECT)


def _envelope(scanner: Scanner) -> Iterator[tuple[Record, str | None]]:
    """Yield the records of the one array of objects that an object holds; its other values are passed over."""
    arrays = 0
    empty = False
    for _key in scanner.members():
        if scanner.peek() != "[":
            scanner.value()
            continue
        opening = scanner.opening()
        if opening == "{":
            arrays += 1
            if arrays > 1:
                raise IlsError(f"The file {scanner.source.path} holds several arrays of objects; leave only that of the patrons.")
            yield from _elements(scanner)
        else:
            empty = empty or opening == "]"
            scanner.value()
    if not arrays and not empty:
        raise IlsError(f"The file {scanner.source.path} holds no array of objects; export the patrons as an array or as NDJSON.")


class Scanner:
    """Reads JSON values from a text that need not fit into memory."""

    def __init__(self, file: TextIO, source: Source) -> None:
        self.source = source
        self._file = file
        self._text = ""
        self._at = 0
        self._before = 0

    def peek(self) -> str:
        """Return the next character that is not blank, without taking it; "" at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in " \t\r\n":
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def opening(self) -> str:
        """Return the first character inside the array that begins here, without taking anything."""
        while True:
            inside = self._text[self._at + 1 :].lstrip(" \t\r\n")
            if inside or not self._more():
                return inside[:1]

    def take(self, *wanted: str) -> str:
        """Take and return the next character, which must be one of the wanted."""
        found = self.peek()
        if found not in wanted or not found:
            raise self.broken(f"{' or '.join(wanted)} is missing" if found else "it breaks off")
        self._at += 1
        return found

    def members(self) -> Iterator[str]:
        """Yield each key of the object that begins here; its value must be taken before the next."""
        self.take("{")
        if self.peek() == "}":
            self.take("}")
            return
        mark = ","
        while mark == ",":
            key, _ = self.value()
            self.take(":")
            yield key
            mark = self.take(",", "}")

    def elements(self) -> Iterator[tuple[Any, str]]:
        """Yield each element of the array that begins here, with its text as written."""
        self.take("[")
        if self.peek() == "]":
            self.take("]")
            return
        mark = ","
        while mark == ",":
            yield self.value()
            mark = self.take(",", "]")

    def value(self) -> tuple[Any, str]:
        """Take one whole value; return it and its text as written."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                raise self.broken("it is nested too deeply") from None
            except ValueError as problem:
                if len(self._text) - self._at > _LONGEST or not self._more():
                    raise self.broken(getattr(problem, "msg", "it breaks off")) from None
                continue
            # a number at the end of what was read may go on
            if end < len(self._text) or not self._more():
                written, self._at = self._text[self._at : end], end
                return value, written

    def broken(self, what: str) -> IlsError:
        """Return the error for a place where the text is no JSON."""
        where = self._before + self._at
        return IlsError(f"The file {self.source.path} is not sound JSON at character {where:,} ({what}); export it again.")

    def _more(self) -> bool:
        # each read doubles what is held, so that a long value is not tried too often
        chunk = self._file.read(max(_CHUNK, len(self._text) - self._at))
        self._before += self._at
        self._text, self._at = self._text[self._at :] + chunk, 0
        return bool(chunk)
