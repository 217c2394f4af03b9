"""The plans of held runs, row by row, until somebody approves or rejects them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from synckit.store import bulk, schema

_H = schema.held_rows.c
Row = tuple[str, int | None, str | None, str | None]


def keep(conn: sa.Connection, run_id: int, rows: Iterable[Row]) -> None:
    """Keep the rows of a held plan; a row is (kind, profile_id, patron, payload as text)."""
    numbered = ((seq, *row) for seq, row in enumerate(rows, 1))
    bulk.insert(conn, "held_rows", ("seq", "kind", "profile_id", "patron", "payload"), numbered, {"run_id": run_id})


def load(conn: sa.Connection, run_id: int) -> Iterator[Row]:
    """Read the rows of a held plan in the order in which they were kept."""
    asked = sa.select(_H.kind, _H.profile_id, _H.patron, _H.payload).where(_H.run_id == run_id).order_by(_H.seq)
    for rows in bulk.chunks(conn, asked):
        yield from rows


def drop(conn: sa.Connection, run_id: int) -> None:
    """Forget a held plan."""
    conn.execute(sa.delete(schema.held_rows).where(_H.run_id == run_id))
