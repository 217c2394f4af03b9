"""The profiles as a file: there as a whole or not at all, for its owner only, written with flat memory."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from synckit import errors
from synckit.fields import FieldType, ProfileField
from synckit.mapping import SEPARATOR
from synckit.profiles import guards, spreadsheets, typed, visible
from synckit.store import Connection, Store, catalogue, changes

Fields = Sequence[ProfileField]
Read = Callable[[Fields], Iterator[visible.Chunk]]
Chosen = Callable[[Connection], Any]
_FITTED = (FieldType.INTEGER, FieldType.NUMBER, FieldType.DATE)


def export(store: Store, path: str | Path, raw: bool = False, chosen: Chosen | None = None, start: bytes = b"") -> int:
    """Write `profile_id` and the fields of every scope, ordered by id, and return how many profiles there are.

    The extension decides: CSV, TSV, NDJSON or Parquet, CSV where there is none. A former file is replaced. CSV and TSV
    cells that a spreadsheet would take for a formula get a leading quote, which an import takes off, unless `raw`.
    `chosen` gives the condition of those that are wanted, from a connection. `start` is what the file begins with: a
    CSV for Excel by `spreadsheets.BOM`. Raises Refused for another extension or a place that cannot be written.

    >>> export(store, "profiles.csv")  # doctest: +SKIP
    3500
    """
    target = Path(path).expanduser()
    write = _FORMATS.get(target.suffix.lower())
    if write is None:
        known = ", ".join(suffix for suffix in _FORMATS if suffix)
        raise errors.Refused(
            f"Profiles are not exported as {target.suffix}; end the name of {target} with one of {known}."
        )
    with store.read() as conn, spreadsheets.placed(target) as file:
        read = functools.partial(visible.chunks, conn, chosen=chosen(conn) if chosen else None)
        file.write(start)
        return write(read, catalogue.load(conn).fields, file, raw)


def export_changes(store: Store, path: str | Path, version: int, start: bytes = b"") -> int:
    """Write the fields that a version changed as CSV, a row each, before and after, and return how many.

    Cells are guarded, and `start` begins the file, as those of `export`. Raises Refused for a place that cannot be written.

    >>> export_changes(store, "changes.csv", 12)  # doctest: +SKIP
    697
    """
    with store.read() as conn, spreadsheets.placed(Path(path).expanduser()) as file:
        keys = {field.column: field.key for field in catalogue.load(conn).fields}
        file.write(start)
        rows = ([(row[0], keys.get(row[1], row[1]), *row[2:]) for row in some] for some in _changes(conn, version))
        return spreadsheets.write(file, ("profile_id", "field", "before", "after"), rows)


def _changes(conn: Connection, version: int) -> Iterator[list[tuple[Any, ...]]]:
    for rows in changes.read_version(conn, version):
        texts = spreadsheets.guarded([row[2:] for row in rows])
        yield [(*row[:2], *text) for row, text in zip(rows, texts, strict=True)]


def _csv(read: Read, fields: Fields, file: IO[bytes], raw: bool, delimiter: str = ",") -> int:
    return spreadsheets.write(
        file, ["profile_id", *(field.key for field in fields)], _cells(read, fields, raw), delimiter
    )


def _cells(read: Read, fields: Fields, raw: bool) -> Iterator[list[tuple[Any, ...]]]:
    for ids, cells in read(fields):
        shown = cells if raw else [guards.guarded(cell) for cell in cells]
        yield [*zip(ids.to_pylist(), *(cell.to_pylist() for cell in shown), strict=True)]


def _tsv(read: Read, fields: Fields, file: IO[bytes], raw: bool) -> int:
    return _csv(read, fields, file, raw, "\t")


def _ndjson(read: Read, fields: Fields, file: IO[bytes], raw: bool) -> int:
    """Write one JSON object a line; empty fields are null, so that every line has every key."""
    keys = ['{"profile_id": ', *(f", {json.dumps(field.key)}: " for field in fields)]
    count = 0
    for ids, cells in read(fields):
        columns = [_json_values(field, cell.to_pylist()) for field, cell in zip(fields, cells, strict=True)]
        for row in zip(map(str, ids.to_pylist()), *columns, strict=True):
            line = "".join(part for pair in zip(keys, row, strict=True) for part in pair)
            file.write(f"{line}}}\n".encode())
        count += len(ids)
    return count


def _json_values(field: ProfileField, texts: list[str | None]) -> list[str]:
    """Return texts as JSON; numbers digit for digit, for canonical text is JSON already."""
    if field.type in (FieldType.INTEGER, FieldType.NUMBER, FieldType.BOOLEAN):
        return ["null" if text is None else text for text in texts]
    if field.type is FieldType.CHOICES:
        return [json.dumps(text and text.split(SEPARATOR), ensure_ascii=False) for text in texts]
    return ["null" if text is None else json.dumps(text, ensure_ascii=False) for text in texts]


def _parquet(read: Read, fields: Fields, file: IO[bytes], raw: bool) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    typable = _typable(read, fields)
    types = [typed.arrow_type(field) if field.key in typable else pa.string() for field in fields]
    schema = pa.schema(
        [("profile_id", pa.int64()), *((field.key, type) for field, type in zip(fields, types, strict=True))]
    )
    count = 0
    with pq.ParquetWriter(file, schema) as writer:
        for ids, cells in read(fields):
            pairs = zip(fields, cells, strict=True)
            arrays = [typed.arrow(field, cell) if field.key in typable else cell for field, cell in pairs]
            writer.write_batch(pa.record_batch([ids, *arrays], schema=schema))
            count += len(ids)
    return count


def _typable(read: Read, fields: Fields) -> set[str]:
    """Return the keys of the fields whose every value comes back unchanged from its Arrow type; the others stay text."""
    doubtful = [field for field in fields if field.type in _FITTED]
    typable = {field.key for field in fields}
    for _, cells in read(doubtful):
        typable -= {field.key for field, cell in zip(doubtful, cells, strict=True) if not typed.fits(field, cell)}
    return typable


_FORMATS: dict[str, Callable[[Read, Fields, IO[bytes], bool], int]] = {
    "": _csv,
    ".csv": _csv,
    ".tsv": _tsv,
    ".ndjson": _ndjson,
    ".parquet": _parquet,
}
