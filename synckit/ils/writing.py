"""The extract on disk: one Parquet file of the asked fields, there as a whole or not at all, for its owner only."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from synckit.errors import IlsError
from synckit.fields import IlsField
from synckit.ils.batches import Batch
from synckit.ils.extract import ABSENT, ID, PROBLEM, Progress

FILE = "patrons.parquet"


@dataclass(frozen=True)
class Written:
    """What was written."""

    path: Path
    rows: int
    has_problems: bool
    has_absent: bool


def write(folder: Path, asked: Sequence[IlsField], batches: Iterable[Batch], progress: Progress | None) -> Written:
    """Write the batches to `folder`, which is made if need be; IlsError where the disk refuses."""
    schema = _schema(asked)
    rows, problems, absent = 0, False, False
    with placed(folder) as draft, draft.open("wb") as file, _no_collector(), pq.ParquetWriter(file, schema) as writer:
        for batch in batches:
            columns = [batch.ids, batch.problems, batch.absent, *batch.columns]
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            rows += len(batch)
            problems = problems or any(batch.problems)
            absent = absent or any(batch.absent)
            if progress:
                progress(rows)
    return Written(folder / FILE, rows, problems, absent)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Rest the garbage collector: rows hold no cycles, and looking for some takes half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _schema(asked: Sequence[IlsField]) -> pa.Schema:
    texts = pa.list_(pa.string())
    fixed = [(ID, pa.string()), (PROBLEM, pa.string()), (ABSENT, texts)]
    return pa.schema([*fixed, *((each.name, texts if each.many else pa.string()) for each in asked)])


@contextmanager
def placed(folder: Path) -> Iterator[Path]:
    """Give a draft file, for its owner only, that takes its place in `folder` when the block ends well."""
    draft = folder / (FILE + ".draft")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield draft
        draft.chmod(0o600)
        _sync(draft)
        draft.replace(folder / FILE)
        _sync(folder)
    except OSError as problem:
        reason = problem.strerror or problem
        raise IlsError(
            f"The extract cannot be written to {folder} ({reason}); free some space or mend the permissions."
        ) from problem
    finally:
        draft.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
