"""Parquet patrons: read where they lie, without a copy, every value cast to the text it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from synckit import engine
from synckit.errors import IlsError
from synckit.fields import FieldType, IlsField
from synckit.ils.extract import ABSENT, ID, PROBLEM, ROW
from synckit.ils.files.inference import SAMPLE, Guess
from synckit.ils.files.naming import distinct
from synckit.ils.files.paths import Each, Step, named, steps_of, written
from synckit.ils.files.sources import Source, reading, unreadable

_NUMBER = "file_row_number"


def discover(sources: Sequence[Source]) -> list[IlsField]:
    """Return the fields of all files, in order of first sight; dates and booleans by their Parquet type, texts by value."""
    paths: dict[tuple[Step, ...], pa.DataType] = {}
    for source in sources:
        for path, type in leaves(source):
            paths.setdefault(path, type)
    guesses = _guesses(sources[0])
    names = distinct(named(path) for path in paths)
    return [
        IlsField(name, guesses.get(path) or _type(type), many=_many(path), path=written(path))
        for name, (path, type) in zip(names, paths.items(), strict=True)
    ]


def leaves(source: Source) -> list[tuple[tuple[Step, ...], pa.DataType]]:
    """Return every column and struct member of one file, with its type."""
    schema = _metadata(source).schema.to_arrow_schema()
    if _NUMBER in (name.lower() for name in schema.names):
        raise IlsError(
            f"The file {source.path} has a column {_NUMBER}, a name that DuckDB keeps for itself; rename it."
        )
    return [leaf for field in schema for leaf in _leaves((field.name,), field.type)]


def _metadata(source: Source) -> Any:
    with reading(source):
        try:
            return pq.read_metadata(source.path)
        except pa.ArrowException as problem:
            raise unreadable(source.path, problem) from problem


def _leaves(path: tuple[Step, ...], type: pa.DataType) -> Iterator[tuple[tuple[Step, ...], pa.DataType]]:
    if pa.types.is_struct(type) and type.num_fields:
        for at in range(type.num_fields):
            yield from _leaves((*path, type.field(at).name), type.field(at).type)
    elif _is_list(type):
        yield from _leaves((*path, Each()), type.value_type)
    else:
        yield path, type


def _is_list(type: pa.DataType) -> bool:
    return bool(pa.types.is_list(type) or pa.types.is_large_list(type) or pa.types.is_fixed_size_list(type))


def _many(path: tuple[Step, ...]) -> bool:
    return any(isinstance(step, Each) for step in path)


def _type(type: pa.DataType) -> FieldType:
    if pa.types.is_date(type):
        return FieldType.DATE
    if pa.types.is_timestamp(type):
        return FieldType.DATETIME
    return FieldType.BOOLEAN if pa.types.is_boolean(type) else FieldType.TEXT


def _guesses(source: Source) -> dict[tuple[Step, ...], FieldType]:
    """Return the types that the values of text columns suggest."""
    texts = [path for path, type in leaves(source) if len(path) == 1 and _is_text(type)]
    if not texts:
        return {}
    guesses = [Guess() for _ in texts]
    columns = ", ".join(engine.identifier(str(path[0])) for path in texts)
    connection = engine.connect(source.path, threads=1)
    found = connection.execute(f"select {columns} from read_parquet({engine.literal(str(source.path))}) limit {SAMPLE}")
    while rows := found.fetchmany(10_000):
        for guess, values in zip(guesses, zip(*rows, strict=True), strict=True):
            for value in values if guess.open else ():
                guess.see(value or "")
    connection.close()
    return {path: guess.type for path, guess in zip(texts, guesses, strict=True)}


def _is_text(type: pa.DataType) -> bool:
    return bool(pa.types.is_string(type) or pa.types.is_large_string(type) or pa.types.is_string_view(type))


def rows(sources: Sequence[Source]) -> list[int]:
    """Return how many rows each file has."""
    return [int(_metadata(each).num_rows) for each in sources]


def select(sources: Sequence[Source], asked: Sequence[IlsField], id: IlsField | None) -> str:
    """Return the SELECT that gives the raw frame; every asked field must be in every file."""
    begin = [0, *accumulate(rows(sources))]
    return "\nunion all ".join(_select(source, start, asked, id) for source, start in zip(sources, begin, strict=False))


def _select(source: Source, start: int, asked: Sequence[IlsField], id: IlsField | None) -> str:
    types = dict(leaves(source))
    columns = [
        f"{_NUMBER}{f' + {start}' if start else ''} as {ROW}",
        f"{_field(id, types) if id else 'null::varchar'} as {ID}",
        f"null::varchar as {PROBLEM}",
        f"null::varchar[] as {ABSENT}",
        *(f"{_field(each, types)} as {engine.identifier(each.name)}" for each in asked),
    ]
    return f"select {', '.join(columns)} from read_parquet({engine.literal(str(source.path))}, {_NUMBER} = true)"


def _field(field: IlsField, types: dict[tuple[Step, ...], pa.DataType]) -> str:
    path = steps_of(field)
    expression = _follow(engine.identifier(str(path[0])), path[1:], types[path], 0)
    if field.many and not _many(path):
        trimmed = f"list_transform(string_split({expression}, ';'), lambda part: trim(part))"
        return f"list_filter({trimmed}, lambda part: part <> '')"
    return expression


def _follow(expression: str, steps: tuple[Step, ...], type: pa.DataType, depth: int) -> str:
    if not steps:
        return _text(expression, type)
    step, rest = steps[0], steps[1:]
    if isinstance(step, str):
        return _follow(f"struct_extract({expression}, {engine.literal(step)})", rest, type, depth)
    each = f"e{depth}"
    listed = f"list_transform({expression}, lambda {each}: {_follow(each, rest, type, depth + 1)})"
    return f"flatten({listed})" if _many(rest) else listed


def _text(expression: str, type: pa.DataType) -> str:
    """Return the cast to text: date-times in ISO, those with a time zone in UTC."""
    if pa.types.is_timestamp(type) and type.tz:
        return f"replace(cast(make_timestamp(epoch_us({expression})) as varchar), ' ', 'T') || '+00:00'"
    if pa.types.is_timestamp(type):
        return f"replace(cast({expression} as varchar), ' ', 'T')"
    return expression if _is_text(type) else f"cast({expression} as varchar)"
