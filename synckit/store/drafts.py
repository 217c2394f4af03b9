"""Syncs in the making: of a new sync, or the working copy of one that is there. Each saving is a version.

A version that somebody else saved meanwhile is never overwritten: who saves says which version they saw.
"""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from synckit import clock, errors
from synckit.store import schema

_D = schema.drafts.c


@dataclass(frozen=True)
class SavedDraft:
    """One row of drafts; `sync_id` is None for a sync that is not there yet."""

    id: int
    sync_id: int | None
    sync_version: int | None
    name: str
    content: dict[str, Any]
    version: int
    actor: str
    at: dt.datetime


def add(
    conn: sa.Connection,
    content: Mapping[str, Any],
    actor: str,
    sync_id: int | None = None,
    sync_version: int | None = None,
) -> int:
    """Keep a new draft and return its id."""
    row = _row(content, actor) | {"sync_id": sync_id, "sync_version": sync_version, "version": 1}
    made: int = conn.execute(sa.insert(schema.drafts).values(row)).inserted_primary_key[0]  # type: ignore[index]
    return made


def save(conn: sa.Connection, draft_id: int, seen: int, content: Mapping[str, Any], actor: str) -> int:
    """Keep the next version of a draft and return its number. Raises Moved unless `seen` is the last, NotFound."""
    kept = get(conn, draft_id)
    if kept.version != seen:
        raise errors.Moved(
            f"{kept.actor} saved this draft meanwhile; take over that version, or keep yours in its place."
        )
    values = _row(content, actor) | {"version": seen + 1}
    conn.execute(sa.update(schema.drafts).where(_D.id == draft_id).values(values))
    return seen + 1


def get(conn: sa.Connection, draft_id: int) -> SavedDraft:
    """Return a draft. Raises NotFound."""
    found = conn.execute(sa.select(schema.drafts).where(_D.id == draft_id)).first()
    if found is None:
        raise errors.NotFound("This draft is not there any more; it was finished or deleted.")
    return SavedDraft(*found)


def of_sync(conn: sa.Connection, sync_id: int) -> SavedDraft | None:
    """Return the working copy of a sync, if there is one."""
    found = conn.execute(sa.select(schema.drafts).where(_D.sync_id == sync_id)).first()
    return SavedDraft(*found) if found else None


def unnamed(conn: sa.Connection) -> builtins.list[SavedDraft]:
    """Return the drafts of new syncs that have no name yet, the oldest first."""
    asked = sa.select(schema.drafts).where(_D.sync_id.is_(None), _D.name == "")
    return [SavedDraft(*found) for found in conn.execute(asked.order_by(_D.id))]


def states(conn: sa.Connection) -> builtins.list[tuple[int, int | None, str, int]]:
    """Return (id, id of the sync or None, name, version) of every draft, the oldest first."""
    asked = sa.select(_D.id, _D.sync_id, _D.name, _D.version).order_by(_D.id)
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(asked)]


def delete(conn: sa.Connection, draft_id: int) -> None:
    """Forget a draft."""
    conn.execute(sa.delete(schema.drafts).where(_D.id == draft_id))


def _row(content: Mapping[str, Any], actor: str) -> dict[str, Any]:
    return {"name": str(content.get("name") or ""), "content": dict(content), "actor": actor, "at": clock.now()}
