"""Finding profiles: many by their ids, those that hold given values of a unique field, and which columns hold any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from synckit.fields import FieldType, ProfileField
from synckit.store import bulk, kinds, profiles
from synckit.store.transactions import Change


def rows(change: Change, columns: Sequence[str], profile_ids: Iterable[int]) -> Iterator[list[tuple[Any, ...]]]:
    """Read (profile_id, deleted_version, *columns) of the profiles that there are, in lists of some thousand.

    Each id is given once; a deleted profile is found too.
    """
    asked = bulk.stage(change.conn, "asked_profiles", {"profile_id": kinds.BIG}, ((each,) for each in profile_ids))
    c = profiles.table(columns).c
    found = sa.select(c.profile_id, c.deleted_version, *(c[name] for name in columns))
    return bulk.chunks(change.conn, found.join(asked, asked.c.profile_id == c.profile_id))


def holders(change: Change, field: ProfileField, values: Iterable[str]) -> Iterator[list[tuple[Any, ...]]]:
    """Read (profile_id, value) of the profiles that hold one of the values, each given once; e-mail in lower case."""
    asked = bulk.stage(change.conn, "asked_values", {"value": sa.Text}, ((each,) for each in values))
    c = profiles.table((field.column,)).c
    held = sa.func.lower(c[field.column]) if field.type is FieldType.EMAIL else c[field.column]
    found = sa.select(c.profile_id, held).where(c.deleted_version.is_(None))
    return bulk.chunks(change.conn, found.join(asked, asked.c.value == held))


def filled(conn: sa.Connection, columns: Sequence[str]) -> set[str]:
    """Return the columns in which any live profile has a value: reading one that is empty costs as much as a full one."""
    c = profiles.table(columns).c
    counts = [sa.func.count(c[name]) for name in columns]
    found = conn.execute(sa.select(*counts).where(c.deleted_version.is_(None))).one()
    return {name for name, count in zip(columns, found, strict=True) if count}
