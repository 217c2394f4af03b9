"""CSV patrons, read exactly: every row once, and one that is broken costs no other.

Python's csv in strict mode says where quotes are broken. The lines that such a row had swallowed are read again
one by one, so that a quote that is never closed cannot hide the rest of the file.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TextIO

from synckit.fields import IlsField
from synckit.ils.batches import Batch, Cell, cleaned, flaw, is_clean, parts
from synckit.ils.files.dialect import Dialect, is_blank
from synckit.ils.files.inference import SAMPLE, Guess
from synckit.ils.files.sources import Source, reading

_ROWS = 20_000

Row = tuple[list[str], str | None]
"""The cells, and what is wrong with the row, as in `Batch`."""


class _Lines:
    """The lines of a file, which can be given back."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._file)
        self._taken.append(line)
        return line

    def next_row(self) -> None:
        """Let go of the lines taken so far."""
        self._taken.clear()

    def give_back(self) -> None:
        """Keep the first line that was taken since the last row, and give back the others."""
        self._again.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]


def rows(source: Source, dialect: Dialect) -> Iterator[Row]:
    """Yield the rows below the header, blank lines left out."""
    with reading(source), source.text(dialect.encoding) as file:
        lines = _Lines(file)
        every = _rows(lines, dialect)
        next(every, None)
        yield from every


def _rows(lines: _Lines, dialect: Dialect) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=dialect.delimiter, strict=True)
    width = dialect.width
    while True:
        lines.next_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            lines.give_back()
            yield [""] * width, "has broken quotes"
            continue
        if len(cells) == width:
            yield cells, None
        elif not is_blank(cells, width):
            yield (cells + [""] * width)[:width], f"has {len(cells)} values where the header has {width}"


def discover(source: Source, dialect: Dialect) -> list[Guess]:
    """Return the guessed type of each column, from the first hundred thousand rows."""
    guesses = [Guess() for _ in dialect.names]
    still = list(enumerate(guesses))
    for cells, problem in islice(rows(source, dialect), SAMPLE):
        if problem is None:
            for at, guess in still:
                guess.see(cells[at])
            still = [each for each in still if each[1].open]
        if not still:
            break
    return guesses


def batches(source: Source, dialect: Dialect, asked: Sequence[IlsField], id: IlsField | None) -> Iterator[Batch]:
    """Yield the patrons of one file."""
    places = [(dialect.names.index(field.name), field.many) for field in asked]
    id_place = dialect.names.index(id.name) if id else None
    every = rows(source, dialect)
    while some := list(islice(every, _ROWS)):
        if not is_clean("".join(map("".join, (cells for cells, _ in some)))):
            some = [_storable(*row) for row in some]
        ids: list[str | None] = [None if id_place is None else cells[id_place] for cells, _ in some]
        columns = [_column(some, place, many) for place, many in places]
        yield Batch(ids, [problem for _, problem in some], [None] * len(some), columns)


def _column(some: list[Row], place: int, many: bool) -> list[Cell]:
    return [parts(cells[place]) for cells, _ in some] if many else [cells[place] for cells, _ in some]


def _storable(cells: list[str], problem: str | None) -> Row:
    text = "".join(cells)
    if is_clean(text):
        return cells, problem
    return cleaned(cells), problem or f"holds {flaw(text)}"
