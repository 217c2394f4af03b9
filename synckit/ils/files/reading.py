"""One reading of a file drop: from the files to an extract, by the way that suits their format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from synckit import engine, errors
from synckit.errors import IlsError
from synckit.fields import IlsField
from synckit.ils import writing
from synckit.ils.extract import ABSENT, ID, PROBLEM, ROW, Extract, Progress
from synckit.ils.files import delimited, fast_csv, json_reading, parquet, sources
from synckit.ils.files.dialect import Dialect, dialect_of
from synckit.ils.files.paths import named, steps_of
from synckit.ils.files.settings import FileSettings
from synckit.ils.files.sources import Source


@dataclass(frozen=True)
class Reading:
    """What is read: all files of a connection, and of every patron the asked fields and the id."""

    settings: FileSettings
    files: tuple[Source, ...]
    known: tuple[IlsField, ...]
    asked: tuple[IlsField, ...]
    id: IlsField | None

    @property
    def needed(self) -> tuple[IlsField, ...]:
        """The fields that the files must have."""
        return (*self.asked, *((self.id,) if self.id else ()))


def read(
    settings: FileSettings, known: tuple[IlsField, ...], fields: Sequence[str], folder: Path, progress: Progress | None
) -> Extract:
    """Return the extract of `fields`; IlsError where a file cannot be read, changes meanwhile, or lacks a field."""
    files = sources.find(settings.path)
    asked = tuple(_known(name, known, settings) for name in dict.fromkeys(fields))
    reading = Reading(settings, files, known, asked, _known(settings.id, known, settings) if settings.id else None)
    before = sources.stamps(files)
    if files[0].format == "parquet":
        extract = replace(_in_place(reading), stamps=before)
    else:
        extract = (_from_json if files[0].is_json else _from_csv)(reading, folder, progress)
    extract = replace(extract, digest=sources.digest(files))
    sources.refuse_changed(before)
    return extract


def _known(name: str, known: Iterable[IlsField], settings: FileSettings) -> IlsField:
    fields = {field.name: field for field in known}
    if name not in fields:
        raise IlsError(errors.unknown(f"field of {settings.path}", name, fields))
    return fields[name]


def _in_place(reading: Reading) -> Extract:
    stored = {steps_of(field): field.name for field in reading.known}
    every: dict[str, None] = {}
    for source in reading.files:
        names = [stored.get(path) or named(path) for path, _ in parquet.leaves(source)]
        _refuse_gone(reading.needed, names, source)
        every.update(dict.fromkeys(names))
    select = parquet.select(reading.files, reading.asked, reading.id)
    paths = tuple(source.path for source in reading.files)
    extract = Extract(select, paths, sum(parquet.rows(reading.files)), _names(reading.asked), "")
    return _compared(extract, reading, every)


def _from_csv(reading: Reading, folder: Path, progress: Progress | None) -> Extract:
    dialects = [dialect_of(source, reading.settings) for source in reading.files]
    for source, dialect in zip(reading.files, dialects, strict=True):
        _refuse_gone(reading.needed, dialect.names, source)
    written = _fast(reading, dialects, folder)
    if written is None:
        each = zip(reading.files, dialects, strict=True)
        batches = chain.from_iterable(delimited.batches(*pair, reading.asked, reading.id) for pair in each)
        written = writing.write(folder, reading.asked, batches, progress)
    elif progress:
        progress(written.rows)
    return _compared(
        _extract(written, reading), reading, dict.fromkeys(chain.from_iterable(each.names for each in dialects))
    )


def _fast(reading: Reading, dialects: Sequence[Dialect], folder: Path) -> writing.Written | None:
    if not fast_csv.suits(reading.files, dialects, reading.asked):
        return None
    with writing.placed(folder) as draft:
        copied = fast_csv.copy(reading.files, dialects[0], reading.asked, reading.id, draft)
    return copied and writing.Written(folder / writing.FILE, *copied, has_absent=False)


def _from_json(reading: Reading, folder: Path, progress: Progress | None) -> Extract:
    patrons = json_reading.JsonReading(reading.files, reading.settings.encoding)
    written = writing.write(folder, reading.asked, patrons.batches(reading.asked, reading.id), progress)
    extract = _extract(written, reading)
    return replace(extract, missing=patrons.missing(reading.known), added=patrons.added(reading.known))


def _extract(written: writing.Written, reading: Reading) -> Extract:
    problem = f"'Row ' || (file_row_number + 1) || ' ' || {PROBLEM} || '.' as {PROBLEM}"
    columns = ", ".join([ID, problem, ABSENT, *(engine.identifier(field.name) for field in reading.asked)])
    file = engine.literal(str(written.path))
    select = f"select file_row_number as {ROW}, {columns} from read_parquet({file}, file_row_number = true)"
    names = _names(reading.asked)
    return Extract(select, (written.path,), written.rows, names, "", written.has_problems, written.has_absent)


def _names(fields: Iterable[IlsField]) -> tuple[str, ...]:
    return tuple(field.name for field in fields)


def _compared(extract: Extract, reading: Reading, names: Iterable[str]) -> Extract:
    """Return the extract with the fields that are gone and new since the connection was made."""
    now, known = list(names), _names(reading.known)
    missing = tuple(name for name in known if name not in now)
    return replace(extract, missing=missing, added=tuple(name for name in now if name not in known))


def _refuse_gone(needed: Iterable[IlsField], names: Iterable[str], source: Source) -> None:
    have = list(names)
    for field in needed:
        if field.name not in have:
            near = errors.nearest(field.name, have)
            todo = "restore it in the export, or map another field"
            raise IlsError(f"The file {source.path} no longer has the field {field.name!r}; {todo}.{near}")
