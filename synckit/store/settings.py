"""What a workspace is told once: settings by name, each plain data."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from synckit.store import schema

_S = schema.settings.c


def load(conn: sa.Connection, name: str) -> dict[str, Any]:
    """Return a setting, {} when it was never saved."""
    found: dict[str, Any] | None = conn.scalar(sa.select(_S.value).where(_S.name == name))
    return found or {}


def save(conn: sa.Connection, name: str, value: dict[str, Any]) -> None:
    """Save a setting in place of the former one."""
    if conn.execute(sa.update(schema.settings).where(_S.name == name).values(value=value)).rowcount == 0:
        conn.execute(sa.insert(schema.settings).values(name=name, value=value))
