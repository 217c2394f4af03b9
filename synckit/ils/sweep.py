"""From the pages of a system to the extract: everybody once, what was asked for and nothing else, and numbers that agree."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from synckit import engine, errors
from synckit.errors import IlsError
from synckit.fields import IlsField
from synckit.ils import writing
from synckit.ils.batches import Batch, Cell, cleaned, is_clean
from synckit.ils.extract import ABSENT, ID, PROBLEM, ROW, Extract, Progress
from synckit.ils.paths import ABSENT as GONE
from synckit.ils.paths import Misfit, finder

Record = dict[str, Any]
BATCH = 2000
_RECENT = 1 << 16


@dataclass(frozen=True)
class Broken:
    """A patron whom the system has and cannot send: the id where it is known, and what is wrong, as a sentence."""

    id: str | None
    message: str
    place: int = 0
    """The id after which a keyset goes on: below that of the next patron who can be read."""


Page = list[Record | Broken]


class Seen:
    """Which ids have come, in 8 bytes each: a million of them must not cost what a million records do.

    >>> seen = Seen()
    >>> seen.fresh(["a", "b"]), seen.fresh(["b", "c"])
    ([True, True], [False, True])
    """

    def __init__(self) -> None:
        self._old = np.empty(0, np.int64)
        self._recent: set[int] = set()

    def __len__(self) -> int:
        return len(self._old) + len(self._recent)

    def fresh(self, ids: Sequence[str]) -> list[bool]:
        """Return which of these had not come before, and remember them all."""
        keys = list(map(hash, ids))
        old = self._has(keys)
        found = []
        for key, known in zip(keys, old, strict=True):
            found.append(not known and key not in self._recent)
            if found[-1]:
                self._recent.add(key)
        if len(self._recent) > _RECENT:
            self._old = np.sort(np.concatenate([self._old, np.fromiter(self._recent, np.int64, len(self._recent))]))
            self._recent = set()
        return found

    def _has(self, keys: Sequence[int]) -> list[bool]:
        if not len(self._old):
            return [False] * len(keys)
        wanted = np.array(keys, np.int64)
        at = np.minimum(np.searchsorted(self._old, wanted), len(self._old) - 1)
        return [bool(each) for each in self._old[at] == wanted]


def keyset(
    system: str,
    fetch: Callable[[int], Page],
    id_of: Callable[[Any], int],
    total: Callable[[], int] | None = None,
    start: int = 0,
) -> Iterator[Page]:
    """Yield page after page of patrons whose ids rise, each page asked for by the last id before it.

    A page that is not full is not taken for the last, for a system may give fewer than it is asked for. The end is an
    empty page, when no more than have come are in `total`, or, in a system that tells none, when it is empty again.
    Raises IlsError where ids do not rise, or where patrons are missing.
    """
    last, got = start, 0
    pool = ThreadPoolExecutor(1, "keyset")
    try:
        ahead = pool.submit(fetch, last)
        while page := ahead.result() or _again(system, fetch, last, got, total):
            ids = [id_of(each) for each in page]
            if ids[0] <= last or any(later <= earlier for earlier, later in pairwise(ids)):
                raise repeated(system)
            got += len(page)
            last = ids[-1]
            # the next page comes while this one is worked on
            ahead = pool.submit(fetch, last)
            yield page
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _again(
    system: str, fetch: Callable[[int], Page], last: int, got: int, total: Callable[[], int] | None
) -> Page | None:
    """Return the page after one that was empty; None at the end."""
    told = total() if total else 0
    if total and got >= told:
        return None
    page = fetch(last)
    if total and not page:
        agree(system, got, told)
    return page


def agree(system: str, got: int, told: int) -> None:
    """Raise IlsError unless as many patrons came as the system says it has.

    >>> agree("Koha", 4900, 5000)
    Traceback (most recent call last):
    synckit.errors.IlsError: Koha says that it has 5,000 patrons and 4,900 came; nothing was applied; run again, and ask who runs it if it stays so.
    """
    if got != told:
        raise IlsError(
            f"{system} says that it has {told:,} patrons and {got:,} came; nothing was applied; "
            "run again, and ask who runs it if it stays so."
        )


def repeated(system: str) -> IlsError:
    """Return the error for a page that comes again.

    >>> print(repeated("Koha"))
    Koha sends the same patrons again on the next page; nothing was applied; run again, and ask who runs it if it stays so.
    """
    return IlsError(
        f"{system} sends the same patrons again on the next page; nothing was applied; "
        "run again, and ask who runs it if it stays so."
    )


def asked_of(system: str, names: Sequence[str], fields: Sequence[IlsField]) -> list[IlsField]:
    """Return the fields of these names, each once. Raises IlsError for one that the connection does not have.

    >>> asked_of("Koha", ["surnmae"], [IlsField("surname")])
    Traceback (most recent call last):
    synckit.errors.IlsError: No field of Koha named 'surnmae'. Did you mean 'surname'?
    """
    known = {field.name: field for field in fields}
    for name in names:
        if name not in known:
            raise IlsError(errors.unknown(f"field of {system}", name, known))
    return [known[name] for name in dict.fromkeys(names)]


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
