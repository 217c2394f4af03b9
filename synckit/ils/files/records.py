"""JSON in: one record after another, numbers with their digits as written, never the whole file at once.

Takes NDJSON, an array of objects, and an object that holds one array of objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from synckit.errors import IlsError
from synckit.ils.batches import cleaned, flaw, is_clean
from synckit.ils.files.scanner import CHUNK, Scanner
from synckit.ils.files.sources import Source, reading
from synckit.ils.values import DECODER

Record = dict[str, Any]


_ODD_ESCAPE = re.compile(r"\\u(0000|[dD][89abAB])")
_NO_OBJECT = "is not a JSON object"


def records(source: Source, encoding: str | None) -> Iterator[tuple[Record, str | None]]:
    """Yield (record, problem) for each record; one that is no object, or cannot be decoded, brings its problem.

    Raises IlsError where a file is no JSON at all, breaks off, or holds no array of objects.
    """
    with reading(source):
        if source.format == "alma":
            from synckit.ils.files import alma_xml

            yield from alma_xml.records(source)
        elif source.format == "lduser":
            from synckit.ils.files import lduser

            yield from lduser.records(source, encoding)
        elif source.format == "ndjson" or _is_lines(source, encoding):
            yield from _lines(source, encoding)
        else:
            with source.text(encoding) as file:
                yield from _document(Scanner(file, source))


def _is_lines(source: Source, encoding: str | None) -> bool:
    """Return whether a .json file has one object a line: its first value ends and another begins."""
    with source.text(encoding) as file:
        start = file.read(CHUNK).lstrip()
    try:
        _, end = DECODER.raw_decode(start)
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
        value, end = DECODER.raw_decode(line, len(line) - len(line.lstrip()))
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
                raise IlsError(
                    f"The file {scanner.source.path} holds several arrays of objects; leave only that of the patrons."
                )
            yield from _elements(scanner)
        else:
            empty = empty or opening == "]"
            scanner.value()
    if not arrays and not empty:
        raise IlsError(
            f"The file {scanner.source.path} holds no array of objects; export the patrons as an array or as NDJSON."
        )
