"""The findings of runs: one problem with one patron or value a row."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from synckit.store import bulk, schema

COLUMNS = ("patron", "step", "field", "rule", "value", "message")
_F = schema.findings.c


@dataclass(frozen=True)
class SavedFinding:
    """One finding, in the order in which the run gave it."""

    patron: str | None
    step: str
    field: str | None
    rule: str
    value: str | None
    message: str | None


def add(conn: sa.Connection, run_id: int, rows: Iterable[tuple[str | None, ...]]) -> None:
    """Add the findings of a run; a row has COLUMNS."""
    first = (conn.scalar(sa.select(sa.func.max(_F.seq)).where(_F.run_id == run_id)) or 0) + 1
    numbered = ((seq, *row) for seq, row in enumerate(rows, first))
    bulk.insert(conn, "findings", ("seq", *COLUMNS), numbered, {"run_id": run_id})


def list(conn: sa.Connection, run_id: int) -> builtins.list[SavedFinding]:
    """Return the findings of a run."""
    return [SavedFinding(*row) for rows in read(conn, run_id) for row in rows]


def read(conn: sa.Connection, run_id: int) -> Iterator[builtins.list[tuple[Any, ...]]]:
    """Read the findings of a run as rows of COLUMNS, some thousand at a time."""
    return bulk.chunks(conn, sa.select(*(_F[name] for name in COLUMNS)).where(_F.run_id == run_id).order_by(_F.seq))


def reject(conn: sa.Connection, run_id: int, rows: Iterable[tuple[str | None, str]]) -> None:
    """Keep the source values of rejected patrons; a row is (patron, source as JSON text)."""
    bulk.insert(conn, "rejected", ("patron", "source"), rows, {"run_id": run_id})


def to_read_again(conn: sa.Connection, run_id: int) -> builtins.list[str]:
    """Return the patrons that a run rejected or could not read, as the run names them."""
    r = schema.rejected.c
    unread = sa.select(_F.patron).where(_F.run_id == run_id, _F.rule == "unreadable")
    found = conn.scalars(sa.select(r.patron).where(r.run_id == run_id).union(unread))
    return sorted(each for each in found if each is not None)


def rejected(conn: sa.Connection, run_id: int) -> Iterator[builtins.list[tuple[str | None, str]]]:
    """Read (patron, source as JSON text) of the patrons that a run rejected, some thousand at a time."""
    r = schema.rejected.c
    yield from bulk.chunks(conn, sa.select(r.patron, r.source).where(r.run_id == run_id))
