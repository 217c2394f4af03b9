"""Profiles from a file or a frame: a row with a `profile_id` updates, one without creates; all of it or nothing."""

from __future__ import annotations

import tempfile
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synckit import engine, errors, ils
from synckit.engine import identifier, literal
from synckit.fields import ProfileField
from synckit.ils import Extract
from synckit.mapping import SEPARATOR
from synckit.profiles import finding, given, judging, rules, writing
from synckit.profiles.judging import Brought
from synckit.profiles.rules import Finding
from synckit.store import Change, Store, audit, catalogue

_DATA_FORMATS = (".json", ".ndjson", ".jsonl", ".parquet")
_MEMORY_MB = 1500
FIRST = 20
"""So many rows stand in a preview."""
_UNPACKED = 200 * 1024 * 1024
"""A workbook is a zip: so many bytes may come of it, and a small one that would fill the memory is refused."""


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    created: int
    updated: int
    unchanged: int
    findings: tuple[Finding, ...] = ()
    """Rows that hold nothing and were passed over."""


@dataclass(frozen=True)
class PreviewRow:
    """One row of a preview."""

    row: int
    """Its number, from 1 below the header."""
    becomes: str
    """created, updated, unchanged; or wrong, where it breaks a rule."""
    profile_id: int | None
    values: tuple[str | None, ...]
    """What the profile would have in the given fields."""


@dataclass(frozen=True)
class Preview:
    """What an import would do; it does nothing while there are problems."""

    created: int
    updated: int
    unchanged: int
    problems: int
    findings: tuple[Finding, ...]
    """The first thousand problems."""
    blank: tuple[Finding, ...]
    """Rows that hold nothing and would be passed over."""
    fields: tuple[ProfileField, ...]
    rows: tuple[PreviewRow, ...]


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


def import_profiles(
    store: Store, frame_or_path: Any, actor: str, encoding: str | None = None, scratch: Path | None = None
) -> Imported:
    """Import a pandas frame, or a CSV, TSV, JSON, NDJSON, Parquet or XLSX file; its headers are field keys.

    A row with a `profile_id` updates that profile, where empty cells keep what is there; one without makes a profile.
    `encoding` is that of a text file that is not UTF-8, `scratch` a folder to work in. Nothing is written unless every row fits: raises Unfit
    (a Refused) with the first rows that break a rule, Refused for unknown columns, NotFound, and IlsError for a file
    that cannot be read.

    >>> import_profiles(store, "profiles.csv", "ann")  # doctest: +SKIP
    Imported(created=12, updated=3, unchanged=3485, findings=())
    """
    with _opened(frame_or_path, encoding, scratch) as source:
        result = Imported(0, 0, 0)
        try:
            with store.change("import", actor) as change:
                result = _import(source, change)
                if not result.created and not result.updated:
                    raise _Nothing
        except _Nothing:
            pass
        return result


def preview_import(
    store: Store,
    frame_or_path: Any,
    actor: str,
    encoding: str | None = None,
    first: int = FIRST,
    scratch: Path | None = None,
) -> Preview:
    """Judge what `import_profiles` would import, and write nothing; problems are part of the answer.

    Raises Refused for unknown columns, NotFound, and IlsError for a file that cannot be read.

    >>> preview_import(store, "profiles.csv", "ann").created  # doctest: +SKIP
    12
    """
    with _opened(frame_or_path, encoding, scratch) as source:
        found: list[Preview] = []
        try:
            # The judgement is that of an import, temporary tables and all, so it is made within one that is taken back.
            with store.change("import", actor) as change:
                found.append(_preview(source, change, first))
                raise _Nothing
        except _Nothing:
            return found[0]


def _preview(source: _Source, change: Change, first: int) -> Preview:
    brought, found, count = _judged(source, change)
    created, updated, unchanged = writing.counted(source.con, brought)
    rows = tuple(_rows(source.con, brought, {each.row for each in found}, first))
    return Preview(
        created, updated, unchanged, count, tuple(found), tuple(finding.blank_rows(source.con)), brought.fields, rows
    )


def _rows(con: engine.Connection, brought: Brought, wrong: set[int], first: int) -> Iterator[PreviewRow]:
    """Give the first rows as their profiles would be; a given text that is unfit is left out."""
    moving = writing.moving(brought)
    texts = "".join(f", coalesce(nullif({writing.fitting(i)}, ''), b{i})" for i in range(len(brought.fields)))
    query = f"select _row, profile_id, {moving}, given_id is null{texts} from judged order by _row limit {first}"
    for row, profile_id, changes, new, *values in con.execute(query).fetchall():
        number = row + 1
        becomes = "wrong" if number in wrong else "created" if new else "updated" if changes else "unchanged"
        yield PreviewRow(number, becomes, profile_id, tuple(values))


def _import(source: _Source, change: Change) -> Imported:
    brought, found, count = _judged(source, change)
    if count:
        raise rules.unfit_rows(found, count)
    written = writing.write(source.con, change, brought)
    blank = tuple(finding.blank_rows(source.con))
    if written.created or written.updated:
        audit.add(
            change.conn, change.actor, "import profiles", "", f"{written.created} created, {written.updated} updated"
        )
    return Imported(written.created, written.updated, written.unchanged, blank)


def _judged(source: _Source, change: Change) -> tuple[Brought, list[Finding], int]:
    """Judge every row; return what was brought, the first problems, and how many there are. Raises Refused."""
    every = catalogue.load(change.conn)
    fields = given.fields_of(every, source.keys)
    source.hold({field.key: field.column for field in fields} | {given.PROFILE_ID: given.PROFILE_ID})
    brought = Brought(every, fields, clears=False, guarded=source.guarded)
    judging.judge(source.con, change, brought)
    found, count = finding.find(source.con, change, brought)
    return brought, found, count


@contextmanager
def _opened(frame_or_path: Any, encoding: str | None, scratch: Path | None) -> Iterator[_Source]:
    """Give the rows of a frame or file, read once, before the write lock is taken."""
    with tempfile.TemporaryDirectory(prefix="synckit-import-", dir=scratch) as name:
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
    """Return the first sheet of a workbook. Raises Refused where it cannot be read."""
    import pandas as pd

    try:
        with zipfile.ZipFile(path) as parts:
            size = sum(each.file_size for each in parts.infolist())
    except (zipfile.BadZipFile, OSError):
        raise errors.Refused(f"{path} is no workbook that can be read; save it as XLSX or CSV again.") from None
    if size > _UNPACKED:
        raise errors.Refused(f"{path} unpacks to more than {_UNPACKED // 1024 // 1024} MB; save the sheet as CSV.")
    try:
        return pd.read_excel(path, dtype=object, na_filter=False)  # or somebody named Null would have no name
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile, SyntaxError):  # what openpyxl raises is not told
        raise errors.Refused(f"{path} is no workbook that can be read; save it as XLSX or CSV again.") from None
