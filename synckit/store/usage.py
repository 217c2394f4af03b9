"""Who uses a profile field: the syncs that name it, and how many profiles hold a value of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from synckit.fields import ProfileField
from synckit.store import profiles, syncs


def mapped_by(conn: sa.Connection) -> dict[str, list[str]]:
    """Return the names of the syncs that map each field, match on it or expect something of it, by the field's key."""
    found: dict[str, list[str]] = {}
    for saved in syncs.list(conn):
        for key in dict.fromkeys(keys(saved.definition)):
            found.setdefault(key, []).append(saved.name)
    return found


def keys(definition: Mapping[str, Any]) -> Iterator[str]:
    """Give the keys of the profile fields that a definition names, some of them more than once."""
    for row in definition.get("mapping", ()):
        yield str(row.get("to"))
    for row in definition.get("expectations", ()):
        if "column" in row:
            yield str(row["column"])
    for each in definition.get("match_on", ()):
        yield from [each] if isinstance(each, str) else each


def holders(conn: sa.Connection, field: ProfileField) -> int:
    """Return how many profiles hold a value of a field: what removing it would take away. It reads every profile."""
    table = profiles.table((field.column,))
    asked = sa.select(sa.func.count()).select_from(table).where(table.c[field.column].is_not(None))
    return conn.scalar(asked) or 0
