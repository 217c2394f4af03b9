"""Spreadsheets that come from a browser, and those that go to one: each is a private file for as long as it takes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from synckit import errors, profiles, report
from synckit.claim import passing_folder
from synckit.profiles import Finding, Imported, Preview, PreviewRow, Unfit
from synckit.profiles.rules import unfit_rows
from synckit.profiles.spreadsheets import BOM
from synckit.run import Home
from synckit.store import Connection, runs, searching
from synckit.workspace.downloads import written
from synckit.workspace.profile_looks import shown

KINDS = ("csv", "tsv", "xlsx", "ndjson", "parquet")
MOST_MB = 20
RUN_PARTS = ("created", "updated", "changes")
"""What of a run can be had as a file."""
_MOST = MOST_MB * 1024 * 1024


def preview(home: Home, name: str, data: bytes, actor: str, plainly: bool) -> Preview:
    """Judge an uploaded file and write nothing. Raises `Refused`, `IlsError`."""
    with _uploaded(home, name, data) as path:
        found = profiles.preview_import(home.store, path, actor, scratch=path.parent)
    return replace(
        found,
        findings=tuple(_masked(each, plainly) for each in found.findings),
        rows=tuple(_row(each, found, plainly) for each in found.rows),
    )


def bring(home: Home, name: str, data: bytes, actor: str, plainly: bool) -> Imported:
    """Import an uploaded file. Raises `Unfit`, its values masked, `Refused`, `IlsError`."""
    with _uploaded(home, name, data) as path:
        try:
            return profiles.import_profiles(home.store, path, actor, scratch=path.parent)
        except Unfit as problem:
            raise unfit_rows([_masked(each, plainly) for each in problem.findings], problem.count) from None


def bring_all(home: Home, source: Any, actor: str) -> Imported:
    """Import a frame, or a file that lies where synckit runs. Raises `Unfit`, `Refused`, `NotFound`, `IlsError`."""
    with passing_folder(home.folder / "runs") as folder:
        return profiles.import_profiles(home.store, source, actor, scratch=folder)


def all_profiles(home: Home) -> bytes:
    """Return every profile as CSV."""
    return written(home, lambda path: profiles.export(home.store, path, start=BOM))


def of_run(home: Home, run_id: int, part: str) -> bytes:
    """Return the profiles that a run created or updated, as they are now, or each field that it changed, as CSV.

    Raises `NotFound`, and `Refused` for a run that wrote nothing.
    """
    with home.store.read() as conn:
        saved = runs.get(conn, run_id)
    version, many = saved.version, int((saved.counts or {}).get("updated", 0))
    if version is None or part not in RUN_PARTS:
        raise errors.Refused(f"Run {run_id} wrote no profiles, so there is nothing to download.")
    if part == "changes":
        return written(home, lambda path: profiles.export_changes(home.store, path, version, BOM))

    def chosen(conn: Connection) -> Any:
        return searching.made(conn, version) if part == "created" else searching.changed(version, many)

    return written(home, lambda path: profiles.export(home.store, path, chosen=chosen, start=BOM))


@contextmanager
def _uploaded(home: Home, name: str, data: bytes) -> Iterator[Path]:
    """Give an upload as a file that only its owner may read, under a name of ours; it is deleted afterwards."""
    kind = name.rpartition(".")[2].lower()
    if kind not in KINDS:
        raise errors.Refused(f"Profiles are imported from {', '.join(KINDS)} files; save yours as one of these.")
    if len(data) > _MOST:
        raise errors.Refused(f"The file is larger than {MOST_MB} MB; part it, or import it by the command line.")
    with passing_folder(home.folder / "runs") as folder:
        path = folder / f"upload.{kind}"
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(data)
        try:
            yield path
        except Unfit:
            raise
        except errors.SynckitError as problem:
            _said(problem, str(folder), kind)


def _said(problem: errors.SynckitError, folder: str, kind: str) -> NoReturn:
    """Raise a problem that names the uploaded file, not where it lay."""
    problem.args = (str(problem).replace(f"{folder}/upload.{kind}", "The file").replace(folder, "the upload"),)
    raise problem from None


def _masked(each: Finding, plainly: bool) -> Finding:
    return each if plainly or each.field == "profile_id" else replace(each, value=report.masked(each.value))


def _row(row: PreviewRow, found: Preview, plainly: bool) -> PreviewRow:
    pairs = zip(found.fields, row.values, strict=True)
    return replace(row, values=tuple(shown(field, value, plainly) for field, value in pairs))
