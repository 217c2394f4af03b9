"""Profiles looked for: a page at a time, by words, type, or what a write made of them.

No count is asked for: a page reads one row more than it shows, and so knows whether there is a next one. An id or the
value of a unique field is answered by an index; other words are looked for in the columns given, row by row.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from synckit.fields import FieldType, ProfileField
from synckit.store import profiles, schema

PAGE = 50
_MOST_WORDS = 8
_LONGEST_ID = 18
_FEW = 20_000
"""So many changed profiles are sorted at once; of more, the profiles are walked in their order instead."""
_PLAIN = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


@dataclass(frozen=True)
class Page:
    """Rows of (profile_id, version, deleted_version, *columns), by id, and whether there are more behind them."""

    rows: tuple[tuple[Any, ...], ...]
    more: bool


@dataclass(frozen=True)
class Search:
    """What is looked for: live profiles of any type by default."""

    words: tuple[str, ...] = ()
    """Each has to stand somewhere in `inside`."""
    inside: tuple[str, ...] = ()
    profile_type: str | None = None
    deleted: bool = False
    """Deleted profiles instead of live ones."""
    ids: tuple[int, ...] | None = None
    """Only these, which `exact` found."""


def exact(conn: sa.Connection, text: str, unique: Sequence[ProfileField]) -> tuple[int, ...]:
    """Return the live profiles whose id, or whose value of a unique field, is the text as a whole.

    >>> exact(conn, "C1001", catalogue.unique)  # doctest: +SKIP
    (17,)
    """
    rows = profiles.table([field.column for field in unique]).c
    live = sa.select(rows.profile_id).where(rows.deleted_version.is_(None))
    found: set[int] = set()
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID:
        found.update(conn.scalars(live.where(rows.profile_id == int(text))))
    for field in unique:  # one query a field, for a condition over several indexes is answered by none of them
        value = text
        held: sa.ColumnElement[Any] = rows[field.column]
        if field.type is FieldType.EMAIL:
            held, value = sa.func.lower(held), text.lower()
        found.update(conn.scalars(live.where(held == value)))
    return tuple(sorted(found))


def find(conn: sa.Connection, search: Search, columns: Sequence[str], page: int = 1, size: int = PAGE) -> Page:
    """Return one page, counted from 1, of the profiles that a search finds."""
    table = profiles.table(tuple(dict.fromkeys(("type", *columns, *search.inside))))
    return _page(conn, table, columns, _condition(conn, table, search), page, size)


def made_by(conn: sa.Connection, version: int, columns: Sequence[str], page: int = 1, size: int = PAGE) -> Page:
    """Return one page of the profiles that a version made, those deleted since included."""
    table = profiles.table(columns)
    return _page(conn, table, columns, made(conn, version), page, size)


def changed_by(
    conn: sa.Connection, version: int, columns: Sequence[str], many: int, page: int = 1, size: int = PAGE
) -> Page:
    """Return one page of the profiles of which a version changed fields; `many` is about how many there are."""
    table = profiles.table(columns)
    return _page(conn, table, columns, changed(version, many), page, size)


def made(conn: sa.Connection, version: int) -> sa.ColumnElement[bool]:
    """Return the condition that a version made a profile; ids below the first one it gave need no look."""
    first = conn.scalar(sa.select(schema.writes.c.created_from).where(schema.writes.c.version == version))
    return sa.false() if first is None else sa.and_(_id() >= first, sa.column("created_version") == version)


def changed(version: int, many: int) -> sa.ColumnElement[bool]:
    """Return the condition that a version changed a field of a profile."""
    c = schema.changes.c
    if many <= _FEW:
        return _id().in_(sa.select(c.profile_id).where(c.version == version))
    return sa.exists().where(c.profile_id == _id(), c.version == version)


def _id() -> sa.ColumnElement[int]:
    return sa.literal_column("profiles.profile_id", sa.BigInteger)


def _page(
    conn: sa.Connection,
    table: sa.TableClause,
    columns: Sequence[str],
    chosen: sa.ColumnElement[bool],
    page: int,
    size: int,
) -> Page:
    c = table.c
    if conn.dialect.name == "postgresql":
        # Nothing is known of a table just loaded, and the planner then sorts all of it to give its first page.
        conn.execute(sa.text("SET LOCAL enable_sort = off"))
        conn.execute(sa.text("SET LOCAL jit = off"))
    asked = sa.select(c.profile_id, c.version, c.deleted_version, *(c[name] for name in columns)).where(chosen)
    skipped = (max(page, 1) - 1) * size
    rows = conn.execute(asked.order_by(c.profile_id).limit(size + 1).offset(skipped)).all()
    return Page(tuple(tuple(row) for row in rows[:size]), len(rows) > size)


def _condition(conn: sa.Connection, table: sa.TableClause, search: Search) -> sa.ColumnElement[bool]:
    c = table.c
    each: list[sa.ColumnElement[bool]] = [
        c.deleted_version.is_not(None) if search.deleted else c.deleted_version.is_(None)
    ]
    if search.ids is not None:
        each.append(c.profile_id.in_(search.ids))
    if search.profile_type is not None:
        each.append(c.type == search.profile_type)
    if search.inside:
        inside = [c[name] for name in search.inside]
        each += [_stands(conn, inside, word) for word in search.words[:_MOST_WORDS]]
    return sa.and_(*each)


def _stands(conn: sa.Connection, columns: Sequence[sa.ColumnElement[Any]], word: str) -> sa.ColumnElement[bool]:
    """Return the condition that a word stands somewhere in some columns, whatever the case of its letters.

    SQLite's LIKE does not look at the case of ASCII letters. PostgreSQL's ILIKE takes three times as long as this here,
    which folds ASCII letters alone too.
    """
    patterns = [f"%{spelt.translate(_PLAIN)}%" for spelt in _spellings(word)]
    if conn.dialect.name != "postgresql":
        return sa.or_(*(column.like(each, escape="\\") for column in columns for each in patterns))
    whole = sa.func.lower(sa.collate(sa.func.concat_ws(" ", *columns), "C"))
    return sa.or_(*(whole.like(each.translate(_LOWER), escape="\\") for each in patterns))


def _spellings(word: str) -> tuple[str, ...]:
    """Return a word as it can be written: SQLite does not know that Ü and ü are one letter."""
    if word.isascii():
        return (word,)
    return tuple(dict.fromkeys((word, word.lower(), word.upper(), word.capitalize())))
