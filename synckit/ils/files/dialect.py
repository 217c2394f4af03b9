"""How one CSV file is written: its encoding, its delimiter and its header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from synckit.errors import IlsError
from synckit.ils.batches import flaw, is_clean
from synckit.ils.files.naming import distinct
from synckit.ils.files.settings import FileSettings
from synckit.ils.files.sources import Source, reading

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 1 << 18
_ROWS = 100


@dataclass(frozen=True)
class Dialect:
    """How one CSV file is written.

    >>> Dialect("utf-8", ",", ("id", "email", "email_2"), ("id", "email", "email")).width
    3
    """

    encoding: str
    delimiter: str
    names: tuple[str, ...]
    headers: tuple[str, ...]
    """The header cells as written."""

    @property
    def width(self) -> int:
        """How many values a row has."""
        return len(self.names)


def dialect_of(source: Source, settings: FileSettings) -> Dialect:
    """Return how a file is written; IlsError where it has no header that can be read."""
    with reading(source), source.text(settings.encoding) as file:
        sample = file.read(_SAMPLE)
        whole = len(sample) < _SAMPLE
    if not sample.strip():
        raise IlsError(f"The file {source.path} is empty; check the export that writes it.")
    delimiter = settings.delimiter or ("\t" if source.format == "tsv" else _sniffed(sample, whole))
    header = _header(sample, delimiter, source)
    encoding = source.encoding(settings.encoding)
    return Dialect(encoding, delimiter, distinct(header), tuple(header))


def _header(sample: str, delimiter: str, source: Source) -> list[str]:
    try:
        header = next(_rows(sample, delimiter, strict=True))
    except (csv.Error, StopIteration):
        raise IlsError(f"The header of {source.path} cannot be read; mend its quotes.") from None
    text = "".join(header)
    if not is_clean(text):
        raise IlsError(f"The header of {source.path} holds {flaw(text)}; set the encoding of the connection.")
    return header


def _sniffed(sample: str, whole: bool) -> str:
    """Return the delimiter under which most rows are as wide as the header; a comma where none is found."""
    scores = [(_agreement(sample, each, whole), each) for each in _DELIMITERS]
    return max(scores, key=lambda score: score[0])[1]


def _agreement(sample: str, delimiter: str, whole: bool) -> tuple[float, int]:
    try:
        rows = list(islice(_rows(sample, delimiter, strict=False), _ROWS))
    except csv.Error:
        return 0.0, 0
    if not whole and len(rows) < _ROWS:
        rows = rows[:-1]
    width = len(rows[0]) if rows else 0
    if width < 2:
        return 0.0, 0
    return sum(len(row) == width for row in rows) / len(rows), width


def _rows(sample: str, delimiter: str, strict: bool) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, strict=strict)
    return (row for row in reader if not is_blank(row, 2))


def is_blank(row: Sequence[str], width: int) -> bool:
    """Return whether a row is a blank line; in a file of one column a blank is a value.

    >>> is_blank([], 1), is_blank([" "], 3), is_blank([""], 1)
    (True, True, False)
    """
    return not row or (width > 1 and len(row) == 1 and not row[0].strip(" \t"))
