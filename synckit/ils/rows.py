"""From records to the extract: the asked fields of everybody, each patron once, in batches of one size.

A field that no record has any more ends the reading, and so does one that is a list or an object in all of them; where
it is so in some, those patrons are unreadable. What is absent stays apart from what is empty.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from synckit import engine
from synckit.errors import IlsError
from synckit.fields import IlsField
from synckit.ils import writing
from synckit.ils.batches import Batch, Cell, cleaned, is_clean
from synckit.ils.extract import ABSENT, ID, PROBLEM, ROW, Extract, Progress
from synckit.ils.paths import ABSENT as GONE
from synckit.ils.paths import Misfit, finder
from synckit.ils.sweep import Broken, Record, Seen, repeated

BATCH = 2000


def sampled(records: Iterable[Record], fields: Sequence[IlsField]) -> list[dict[str, Cell]]:
    """Return the fields of some records, without those that do not fit.

    >>> sampled([{"n": "Ross"}], [IlsField("name", path="n"), IlsField("mail", path="m")])
    [{'name': 'Ross'}]
    """
    return [{field.name: cell for field in fields if (cell := _fitting(each, field)) is not None} for each in records]


def _fitting(record: Record, field: IlsField) -> Cell:
    try:
        cell = finder(field.path or field.name)(record)
    except Misfit:
        return None
    return None if cell is GONE else cell


def extract(
    system: str,
    pages: Iterable[Sequence[Record | Broken]],
    id_of: Callable[[Record], str],
    asked: Sequence[IlsField],
    folder: Path,
    progress: Progress | None = None,
    *,
    rising: bool = False,
) -> Extract:
    """Write the asked fields of every patron to `folder`, each patron once, and return the extract.

    `rising` says that ids only rise, so that none can come twice. Raises IlsError where a field is in no record any
    more, where no record can be read, or where the disk refuses.
    """
    making = _Making(system, id_of, asked)
    batches = making.batches(pages if rising else _once(system, pages, id_of))
    written = writing.write(folder, asked, batches, progress)
    making.refuse_gone()
    columns = ", ".join([ID, PROBLEM, ABSENT, *(engine.identifier(field.name) for field in asked)])
    file = engine.literal(str(written.path))
    select = f"select file_row_number as {ROW}, {columns} from read_parquet({file}, file_row_number = true)"
    names = tuple(field.name for field in asked)
    digest = making.digest.hexdigest()
    return Extract(select, (written.path,), written.rows, names, digest, written.has_problems, written.has_absent)


def _once(
    system: str, pages: Iterable[Sequence[Record | Broken]], id_of: Callable[[Record], str]
) -> Iterator[list[Record | Broken]]:
    """Yield the pages without those who came before; a whole page of them is a page that came again."""
    seen = Seen()
    for page in pages:
        ids = [str(each.id) if isinstance(each, Broken) else id_of(each) for each in page]
        fresh = seen.fresh(ids)
        if page and not any(fresh):
            raise repeated(system)
        yield [each for each, is_new in zip(page, fresh, strict=True) if is_new]


class _Making:
    """The batches of one extract, and what is known of them at the end."""

    def __init__(self, system: str, id_of: Callable[[Record], str], asked: Sequence[IlsField]) -> None:
        self.digest = hashlib.sha256()
        self._system, self._id_of, self._asked = system, id_of, asked
        self._finders = [finder(field.path or field.name) for field in asked]
        self._met = [False] * len(asked)
        self._rows = self._sound = 0
        self._flaw = ""

    def batches(self, pages: Iterable[Sequence[Record | Broken]]) -> Iterator[Batch]:
        """Yield batches of one size, so that the digest does not depend on that of the pages."""
        waiting: list[Record | Broken] = []
        for page in pages:
            waiting += page
            while len(waiting) >= BATCH:
                yield self._batch(waiting[:BATCH])
                del waiting[:BATCH]
            if not waiting:
                continue
        if waiting:
            yield self._batch(waiting)

    def _batch(self, records: Sequence[Record | Broken]) -> Batch:
        batch = Batch(
            [each.id if isinstance(each, Broken) else self._id_of(each) for each in records],
            [each.message if isinstance(each, Broken) else None for each in records],
            [None] * len(records),
            [],
        )
        for at, field in enumerate(self._asked):
            batch.columns.append(self._column(at, field, records, batch))
        self._rows += len(batch)
        self._sound += sum(problem is None for problem in batch.problems)
        self.digest.update(repr((batch.ids, batch.problems, batch.absent, batch.columns)).encode("utf-8", "replace"))
        return batch

    def _column(self, at: int, field: IlsField, records: Sequence[Record | Broken], batch: Batch) -> list[Cell]:
        follow = self._finders[at]
        try:
            column = [None if type(each) is Broken else follow(each) for each in records]
        except Misfit:
            column = [self._tried(follow, field, each, row, batch) for row, each in enumerate(records)]
        if GONE in column:
            column = [self._absent(field, row, batch) if cell is GONE else cell for row, cell in enumerate(column)]
            self._met[at] |= any(row is None or field.name not in row for row in batch.absent)
        else:
            self._met[at] = True
        if field.many:
            column = [[cell] if isinstance(cell, str) else cell for cell in column]
        if not is_clean("".join(_texts(column))):
            column = [_cleaned(cell, field, row, batch) for row, cell in enumerate(column)]
        return column

    def _tried(self, follow: Callable[[Any], Cell], field: IlsField, record: Any, row: int, batch: Batch) -> Cell:
        if isinstance(record, Broken):
            return None
        try:
            return follow(record)
        except Misfit:
            self._flaw = f"{self._system} sends no text any more where {field.name} stands"
            batch.problems[row] = f"The record holds a list or an object where {field.name} is expected."
            return None

    @staticmethod
    def _absent(field: IlsField, row: int, batch: Batch) -> None:
        if field.absent == "unknown":
            batch.absent[row] = [*(batch.absent[row] or ()), field.name]

    def refuse_gone(self) -> None:
        """Raise IlsError where no record has one of the fields, or none can be read."""
        if self._rows and not self._sound and self._flaw:
            raise IlsError(f"{self._flaw}; nothing was applied; map another field, or ask who runs it.")
        for field, met in zip(self._asked, self._met, strict=True):
            if self._rows and not met and field.absent == "unknown":
                raise IlsError(
                    f"{self._system} no longer has the field {field.name!r} in any patron; nothing was applied; "
                    "map another field, or test the connection."
                )


def _texts(column: Sequence[Cell]) -> Iterator[str]:
    for cell in column:
        if type(cell) is str:
            yield cell
        elif cell:
            yield from (each for each in cell if each)


def _cleaned(cell: Cell, field: IlsField, row: int, batch: Batch) -> Cell:
    for text in _texts([cell]):
        if not is_clean(text):
            what = "a NUL character" if "\0" in text else "half a character"
            batch.problems[row] = f"The record holds {what} in {field.name}."
            return cleaned(cell)  # type: ignore[no-any-return]
    return cell
