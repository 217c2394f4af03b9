"""The file drop: patrons from CSV, TSV, JSON, NDJSON (also gzipped) or Parquet files, exactly as they are written.

`settings` says which files and how; `sources` finds and opens them. Text comes by `dialect`, `fast_csv` and
`delimited`, JSON by `scanner`, `records`, `paths`, `shapes` and `json_reading`; both become `batches` that `writing` puts into
one Parquet file. `parquet` reads in place. `naming` and `inference` say what columns are called and what they hold.
`discovery` finds the fields, `reading` makes the extract; the connector below holds them together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from synckit.errors import SynckitError
from synckit.fields import IlsField
from synckit.ils.extract import CheckStep, Extract, Progress
from synckit.ils.files import delimited, parquet, records
from synckit.ils.files.dialect import dialect_of
from synckit.ils.files.discovery import discover
from synckit.ils.files.reading import read
from synckit.ils.files.settings import FileSettings
from synckit.ils.files.sources import find
from synckit.ils.suggestions import suggestions


class Files:
    """The connector of a file drop; `fields` are those stored with the connection, None to find them now.

    >>> Files(FileSettings.of({"path": "/data/patrons.csv", "id": "patron_id"})).has_ids
    True
    """

    def __init__(self, settings: FileSettings, fields: tuple[IlsField, ...] | None = None) -> None:
        self._settings = settings
        self._given = fields

    @property
    def has_ids(self) -> bool:
        """Whether a column holds the ILS id."""
        return self._settings.id is not None

    def fields(self) -> tuple[IlsField, ...]:
        """Return the columns with their types.

        Raises IlsError where a file cannot be read, DefinitionError where a setting names an unknown column.
        """
        return self._found if self._given is None else self._given

    @cached_property
    def _found(self) -> tuple[IlsField, ...]:
        return discover(self._settings)

    def patrons(
        self,
        fields: Sequence[str],
        folder: Path,
        progress: Progress | None = None,
        conditions: Any = None,
        since: str | None = None,
        also: Sequence[str] = (),
    ) -> Extract:
        """Read every patron, keeping only `fields`; a file is read whole, whatever the conditions.

        CSV and JSON are written to `folder`/patrons.parquet; Parquet is read where it lies. Raises IlsError where
        a file cannot be read, changes meanwhile, or no longer has one of the fields.
        """
        return read(self._settings, self.fields(), fields, folder, progress)

    def count(self, conditions: Any = None) -> int:
        """Return how many patrons the files hold, unreadable ones included."""
        files = find(self._settings.path)
        if files[0].format == "parquet":
            return sum(parquet.rows(files))
        if files[0].is_json:
            return sum(1 for source in files for _ in records.records(source, self._settings.encoding))
        return sum(1 for source in files for _ in delimited.rows(source, dialect_of(source, self._settings)))

    def check(self) -> list[CheckStep]:
        """Try to find, read and understand the files, step by step, up to the first that fails."""
        tries = {"files": self._check_files, "fields": self._check_fields, "patrons": self._check_patrons}
        steps = []
        for name, attempt in {**tries, "suggestions": self._check_suggestions}.items():
            steps.append(_tried(name, attempt))
            if not steps[-1].ok:
                break
        return steps

    def _check_files(self) -> str:
        return ", ".join(f"{each.path.name} ({each.path.stat().st_size:,} bytes)" for each in find(self._settings.path))

    def _check_fields(self) -> str:
        return ", ".join(f"{each.name}: {'list' if each.many else each.type}" for each in self._found)

    def _check_patrons(self) -> str:
        ids = f"ids in column {self._settings.id}" if self._settings.id else "without ids"
        return f"{self.count():,} patrons, {ids}"

    def _check_suggestions(self) -> str:
        like = suggestions(self._found)
        return (
            ", ".join(f"{name} looks like {common}" for common, name in like.items()) or "no column has a familiar name"
        )


def _tried(name: str, attempt: Callable[[], str]) -> CheckStep:
    try:
        return CheckStep(name, True, attempt())
    except SynckitError as problem:
        return CheckStep(name, False, str(problem))
