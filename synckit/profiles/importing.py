"""Profiles from a file or a frame: a row with a `profile_id` updates, one without creates; all of it or nothing."""

from __future__ import annotations

import importlib.util
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synckit import engine, errors, ils
from synckit.engine import identifier, literal
from synckit.ils import Extract
from synckit.mapping import SEPARATOR
from synckit.profiles import finding, given, judging, rules, writing
from synckit.profiles.judging import Brought
from synckit.profiles.rules import Finding
from synckit.store import Change, Store, catalogue

_DATA_FORMATS = (".json", ".ndjson", ".jsonl", ".parquet")
_MEMORY_MB = 1500


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    created: int
    updated: int
    unchanged: int
    findings: tuple[Finding, ...] = ()
    """Rows that hold nothing and were passed over."""


@dataclass(frozen=True)
class _Source(ABC):
    """The rows to import, as the table `given` of an engine will have them, but for the names of its columns."""

    con: engine.Connection
    keys: tuple[str, ...]
    """The headers."""
    guarded: bool

    @abstractmethod
    def hold(self, columns: dict[str, str]) -> None:
        """Make `given`; `columns` has the column of every key."""


class _Nothing(Exception):
    """Leaves a transaction that would write nothing, so that there is no version of it."""


def import_profiles(store: Store, frame_or_path: Any, actor: str, encoding: str | None = None) -> Imported:
    """Import a pandas frame, or a CSV, TSV, JSON, NDJSON, Parquet or (with openpyxl) XLSX file; its headers are field keys.

    A row with a `profile_id` updates that profile, where empty cells keep what is there; one without makes a profile.
    `encoding` is that of a text file that is not UTF-8. Nothing is written unless every row fits: raises Unfit
    (a Refused) with the first rows that break a rule, Refused for unknown columns, NotFound, and IlsError for a file
    that cannot be read.

    >>> import_profiles(store, "profiles.csv", "ann")  # doctest: +SKIP
    Imported(created=12, updated=3, unchanged=3485, findings=())
    """
    with _opened(frame_or_path, encoding) as source:
        result = Imported(0, 0, 0)
        try:
            with store.change("import", actor) as change:
                result = _import(source, change)
                if not result.created and not result.updated:
                    raise _Nothing
        except _Nothing:
            pass
        return result


def _import(source: _Source, change: Change) -> Imported:
    every = catalogue.load(change.conn)
    fields = given.fields_of(every, source.keys)
    source.hold({field.key: field.column for field in fields} | {given.PROFILE_ID: given.PROFILE_ID})
    brought = Brought(every, fields, clears=False, guarded=source.guarded)
    judging.judge(source.con, change, brought)
    found, count = finding.find(source.con, change, brought)
    if count:
        raise rules.unfit_rows(found, count)
    written = writing.write(source.con, change, brought)
    blank = tuple(finding.blank_rows(source.con))
    return Imported(written.created, written.updated, written.unchanged, blank)


@contextmanager
def _opened(frame_or_path: Any, encoding: str | None) -> Iterator[_Source]:
    """Give the rows of a frame or file, read once, before the write lock is taken."""
    with tempfile.TemporaryDirectory(prefix="synckit-import-") as name:
        folder = Path(name)
        if not isinstance(frame_or_path, (str, Path)):
            with _framed(frame_or_path, folder, guarded=False) as source:
                yield source
            return
        path = _existing(frame_or_path)
        if path.suffix.lower() == ".xlsx":
            with _framed(_sheet(path), folder, guarded=True) as source:
                yield source
            return
        with _extracted(path, folder, encoding) as source:
            yield source


def _existing(path: str | Path) -> Path:
    found = Path(path).expanduser()
    if not found.exists():
        raise errors.NotFound(f"There is no file {found}; check its name.")
    return found


@contextmanager
def _framed(frame: Any, folder: Path, guarded: bool) -> Iterator[_Source]:
    """Give the rows of a frame."""
    with engine.connect(writable=folder, memory_mb=_MEMORY_MB) as con:
        yield _Frame(con, tuple(map(str, frame.columns)), guarded, frame)


@contextmanager
def _extracted(path: Path, folder: Path, encoding: str | None) -> Iterator[_Source]:
    """Give the rows of a file by the same reading as patrons."""
    connector = ils.connector("files", {"path": str(path), **({"encoding": encoding} if encoding else {})})
    fields = connector.fields()
    names = tuple(field.name for field in fields)
    extract = connector.patrons(names, folder)
    many = frozenset(field.name for field in fields if field.many)
    guarded = not any(suffix.lower() in _DATA_FORMATS for suffix in path.suffixes)
    with engine.connect(*extract.paths, writable=folder, memory_mb=_MEMORY_MB) as con:
        yield _File(con, names, guarded, extract, many)


@dataclass(frozen=True)
class _File(_Source):
    extract: Extract
    many: frozenset[str]

    def hold(self, columns: dict[str, str]) -> None:
        """Make `given`; the list values of JSON and Parquet become one text."""
        shown = ["_row", "_problem"]
        for name in self.keys:
            cell = identifier(name)
            text = f"array_to_string({cell}, {literal(SEPARATOR)})" if name in self.many else cell
            shown.append(f"{text} as {identifier(columns[name])}")
        if given.PROFILE_ID not in self.keys:
            shown.append(f"cast(null as varchar) as {given.PROFILE_ID}")
        self.con.execute(f"create table given as select {', '.join(shown)} from ({self.extract.sql})")
        self.extract.verify()


@dataclass(frozen=True)
class _Frame(_Source):
    frame: Any

    def hold(self, columns: dict[str, str]) -> None:
        """Make `given` of the cells as text."""
        cells = {key.strip(): self.frame.iloc[:, place] for place, key in enumerate(self.keys)}
        texts = {columns[key]: [given.text_of(value) for value in cell.array] for key, cell in cells.items()}
        given.hold(self.con, texts, len(self.frame))


def _sheet(path: Path) -> Any:
    """Return the first sheet of a workbook. Raises Refused without openpyxl."""
    if importlib.util.find_spec("openpyxl") is None:
        raise errors.Refused(
            f"{path} is a workbook, which needs the package openpyxl; save the sheet as CSV and import that."
        )
    import pandas as pd

    return pd.read_excel(path, dtype=object)
