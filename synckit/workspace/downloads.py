"""What of a run leaves as a file: CSV that a spreadsheet reads as it is and runs nothing of."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from synckit.findings import COLUMNS
from synckit.profiles import guards
from synckit.run import Home
from synckit.store import findings, results

_BOM = "\ufeff"
"""By it a spreadsheet knows that the letters are UTF-8."""
REJECTED = ("patron", "rules", "messages")
"""Columns of the rejected patrons that stand before their own fields."""
_SEPARATOR = "; "


def found(home: Home, run_id: int) -> bytes:
    """Return every finding of a run as CSV, values as they are."""
    with home.store.read() as conn:
        rows = [[getattr(each, name) for name in COLUMNS] for each in findings.list(conn, run_id)]
    return _csv(COLUMNS, rows)


def rejected(home: Home, run_id: int) -> bytes:
    """Return the patrons that a run rejected as CSV: who, by which rules, what to do, and what was read of them.

    Those who could not be read stand among them, with nothing behind the reason.
    """
    with home.store.read() as conn:
        why: dict[str | None, tuple[dict[str, None], dict[str, None]]] = {}
        for rows in results.reasons(conn, run_id):
            for patron, rule, message in rows:
                rules, messages = why.setdefault(patron, ({}, {}))
                rules[rule] = None
                messages[message or ""] = None
        read = [(patron, _fields(source)) for patron, source in findings.rejected(conn, run_id)]
    names = [*dict.fromkeys(name for _, fields in read for name in fields)]
    return _csv((*REJECTED, *names), _rows(why, read, names))


def _rows(why: dict[Any, Any], read: list[tuple[Any, dict[str, str | None]]], names: list[str]) -> Iterator[list[Any]]:
    """Yield a row a patron, in the order of the reasons."""
    sources: dict[Any, list[dict[str, str | None]]] = {}
    for patron, fields in read:
        sources.setdefault(patron, []).append(fields)
    for patron in dict.fromkeys((*why, *sources)):
        rules, messages = (_SEPARATOR.join(each) for each in why.get(patron, ({}, {})))
        for fields in sources.get(patron, [{}]):
            yield [patron, rules, messages, *(fields.get(name) for name in names)]


def _fields(source: str) -> dict[str, str | None]:
    """Return the ILS fields of a patron as text; what synckit noted beside them is left out."""
    return {name: _text(value) for name, value in json.loads(source).items() if not name.startswith("_")}


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return _SEPARATOR.join(map(str, value))
    return None if value is None else str(value)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> bytes:
    import pyarrow as pa

    columnar = [*zip(*rows, strict=True)] or [()] * len(columns)
    cells = [guards.guarded(pa.array(each, pa.string())).to_pylist() for each in columnar]
    text = io.StringIO(newline="")
    text.write(_BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(guards.guarded(pa.array(columns, pa.string())).to_pylist())
    writer.writerows(zip(*cells, strict=True))
    return text.getvalue().encode()
