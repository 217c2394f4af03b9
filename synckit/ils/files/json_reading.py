"""JSON and NDJSON patrons: their fields, and batches of the asked ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from synckit import errors
from synckit.errors import IlsError
from synckit.fields import IlsField
from synckit.ils.batches import Batch, Cell
from synckit.ils.files.inference import SAMPLE
from synckit.ils.files.naming import distinct
from synckit.ils.files.paths import ABSENT, Finder, named, written
from synckit.ils.files.records import Record, records
from synckit.ils.files.shapes import Shape, leaves
from synckit.ils.files.sources import Source

_ROWS = 5_000


def discover(sources: Sequence[Source], encoding: str | None) -> list[IlsField]:
    """Return the fields of the records, from the first hundred thousand of each file."""
    shape = Shape()
    for source in sources:
        for record, problem in islice(records(source, encoding), SAMPLE):
            if problem is None:
                shape.see(record)
    found = leaves(shape, str(sources[0].path))
    names = distinct(named(path) for path, _, _ in found)
    return [
        IlsField(name, type, many=many, path=written(path))
        for name, (path, type, many) in zip(names, found, strict=True)
    ]


class JsonReading:
    """One reading of all files; knows at its end which fields were nowhere, and which keys were new."""

    def __init__(self, sources: Sequence[Source], encoding: str | None) -> None:
        self._sources = sources
        self._encoding = encoding
        self._keys: set[str] = set()
        self._met: set[str] = set()
        self._sound = 0

    def batches(self, asked: Sequence[IlsField], id: IlsField | None) -> Iterator[Batch]:
        """Yield the patrons; IlsError at the end if an asked field was in none of them."""
        finders = [Finder(field) for field in asked]
        find_id = Finder(id) if id else None
        every = (each for source in self._sources for each in records(source, self._encoding))
        while rows := list(islice(every, _ROWS)):
            yield self._batch(rows, finders, find_id)
        self._refuse_gone([*finders, *([find_id] if find_id else [])])

    def _batch(self, rows: list[tuple[Record, str | None]], finders: list[Finder], find_id: Finder | None) -> Batch:
        all_records = [record for record, _ in rows]
        sound = [problem is None for _, problem in rows]
        self._sound += sum(sound)
        self._keys.update(*all_records)
        absent: list[list[str] | None] = [None] * len(rows)
        columns = [self._column(all_records, finder, absent, sound) for finder in finders]
        nobody: list[list[str] | None] = [None] * len(rows)
        ids = self._column(all_records, find_id, nobody, sound) if find_id else [None] * len(rows)
        return Batch([_one(each) for each in ids], [problem for _, problem in rows], absent, columns)

    def _column(
        self, records: list[Record], find: Finder, absent: list[list[str] | None], sound: list[bool]
    ) -> list[Cell]:
        values = find.all(records)
        gone = [at for at, value in enumerate(values) if value is ABSENT] if ABSENT in values else []
        for at in gone:
            values[at] = None
            if sound[at]:
                absent[at] = [*(absent[at] or ()), find.name]
        if sum(sound) > sum(sound[at] for at in gone):
            self._met.add(find.name)
        return values

    def _refuse_gone(self, finders: list[Finder]) -> None:
        for finder in finders:
            if self._sound and finder.name not in self._met:
                near = errors.nearest(finder.key, sorted(self._keys))
                raise IlsError(
                    f"The field {finder.name!r} is in no record of {self._sources[0].path}; "
                    f"restore it in the export, or map another field.{near}"
                )

    def missing(self, known: Sequence[IlsField]) -> tuple[str, ...]:
        """Return the known fields whose first key is in no record."""
        return tuple(each.name for each in known if self._sound and Finder(each).key not in self._keys)

    def added(self, known: Sequence[IlsField]) -> tuple[str, ...]:
        """Return the keys of records that no known field begins with."""
        begun = {Finder(each).key for each in known}
        return tuple(sorted(self._keys - begun))


def _one(value: Cell) -> str | None:
    """Return an id as one text: the first of several."""
    return next(iter(value), None) if isinstance(value, list) else value
