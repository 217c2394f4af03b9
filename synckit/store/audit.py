"""Who did what: one line an action, never changed and never pruned."""

from __future__ import annotations

import builtins
import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from synckit import clock
from synckit.store import schema

_A = schema.audit.c


@dataclass(frozen=True)
class Line:
    """One line of the audit."""

    id: int
    at: dt.datetime
    actor: str
    action: str
    subject: str | None
    detail: str | None


def add(conn: sa.Connection, actor: str, action: str, subject: str = "", detail: str = "") -> None:
    """Add a line; the time is now."""
    row = {"at": clock.now(), "actor": actor, "action": action, "subject": subject, "detail": detail}
    conn.execute(sa.insert(schema.audit).values(row))


def list(conn: sa.Connection, limit: int | None = None) -> builtins.list[Line]:
    """Return the lines, the newest first."""
    return [Line(*row) for row in conn.execute(sa.select(schema.audit).order_by(_A.id.desc()).limit(limit))]
