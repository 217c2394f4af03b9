"""What of a run leaves as a file: CSV that a spreadsheet reads as it is and runs nothing of.

A run can reject a million patrons, and everybody uses the server that makes the file: it is written some thousand rows
at a time, into a private folder. Held as a whole are only its bytes, and before them the rules that each patron broke.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from synckit.claim import passing_folder
from synckit.findings import COLUMNS
from synckit.profiles import spreadsheets
from synckit.profiles.spreadsheets import Rows
from synckit.run import Home
from synckit.store import Connection, findings, results

REJECTED = ("patron", "rules", "messages")
"""Columns of the rejected patrons that stand before their own fields."""
_SEPARATOR = "; "
_Why = tuple[tuple[str, ...], tuple[str, ...]]


def written(home: Home, write: Callable[[Path], int]) -> bytes:
    """Return the bytes of a CSV that `write` makes at a place that only its owner may read."""
    with passing_folder(home.folder / "runs") as folder:
        path = folder / "download.csv"
        write(path)
        return path.read_bytes()


def found(home: Home, run_id: int) -> bytes:
    """Return every finding of a run as CSV, values as they are."""

    def write(path: Path) -> int:
        with home.store.read() as conn:
            return _csv(path, COLUMNS, findings.read(conn, run_id))

    return written(home, write)


def rejected(home: Home, run_id: int) -> bytes:
    """Return the patrons that a run rejected as CSV: who, by which rules, what to do, and what was read of them.

    Those who could not be read stand below them, with nothing behind the reason.
    """

    def write(path: Path) -> int:
        with home.store.read() as conn:
            names = _names(conn, run_id)
            return _csv(path, (*REJECTED, *names), _rejected(conn, run_id, names))

    return written(home, write)


def _csv(path: Path, header: tuple[str, ...], chunks: Iterator[Rows]) -> int:
    with spreadsheets.placed(path) as file:
        file.write(spreadsheets.BOM)
        [said] = spreadsheets.guarded([header])
        return spreadsheets.write(file, said, (spreadsheets.guarded(rows) for rows in chunks))


def _names(conn: Connection, run_id: int) -> tuple[str, ...]:
    """Return the ILS fields that were read of any rejected patron."""
    found: dict[str, None] = {}
    for rows in findings.rejected(conn, run_id):
        for _, source in rows:
            found.update(dict.fromkeys(_fields(source)))
    return tuple(found)


def _rejected(conn: Connection, run_id: int, names: tuple[str, ...]) -> Iterator[Rows]:
    why = _reasons(conn, run_id)
    for rows in findings.rejected(conn, run_id):
        yield [(patron, *_said(why.get(patron)), *map(_fields(source).get, names)) for patron, source in rows]
    nothing = (None,) * len(names)
    for some in results.unread(conn, run_id):
        yield [(patron, rule, message, *nothing) for patron, rule, message in some]


def _reasons(conn: Connection, run_id: int) -> dict[str | None, _Why]:
    """Return the rules and messages of each rejected patron; what many have in common is held once."""
    why: dict[str | None, _Why] = {}
    once: dict[_Why, _Why] = {}
    for rows in results.reasons(conn, run_id):
        for patron, rule, message in rows:
            rules, messages = why.get(patron, ((), ()))
            told = _with(rules, rule), _with(messages, message or "")
            why[patron] = once.setdefault(told, told)
    return why


def _with(known: tuple[str, ...], each: str) -> tuple[str, ...]:
    return known if each in known else (*known, each)


def _said(why: _Why | None) -> tuple[str, str]:
    rules, messages = why or ((), ())
    return _SEPARATOR.join(rules), _SEPARATOR.join(messages)


def _fields(source: str) -> dict[str, str | None]:
    """Return the ILS fields of a patron as text; what synckit noted beside them is left out."""
    return {name: _text(value) for name, value in json.loads(source).items() if not name.startswith("_")}


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return _SEPARATOR.join(map(str, value))
    return None if value is None else str(value)
