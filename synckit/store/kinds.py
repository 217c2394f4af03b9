"""Kinds of columns that SQLite and PostgreSQL keep alike: whoever compares or sorts them gets the same from both."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A whole number of 64 bits; SQLite counts an id up by itself only where it is called an INTEGER."""
NEVER_REUSED: dict[str, Any] = {"sqlite_autoincrement": True}
"""What a table is made with whose ids are never given twice, also once their rows are gone."""


def own_id() -> sa.Column[int]:
    """Return the column of an id that the database gives."""
    return sa.Column("id", BIG, primary_key=True)


class Moment(sa.types.TypeDecorator[dt.datetime]):
    """An aware moment, kept as ISO text in UTC with microseconds, so that it sorts and reads alike in both databases."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else value.astimezone(dt.UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> dt.datetime | None:
        return None if value is None else dt.datetime.fromisoformat(value)


class Day(sa.types.TypeDecorator[dt.date]):
    """A date, kept as ISO text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: dt.date | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> dt.date | None:
        return None if value is None else dt.date.fromisoformat(value)
