"""The judged rows, written: new profiles in the order of the rows, changed ones with their before-images."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from synckit import engine
from synckit.engine import identifier, literal
from synckit.engine.expressions import any_of, render
from synckit.profiles.judging import Brought, changes
from synckit.store import Change
from synckit.store import changes as images
from synckit.store import profiles as stored

_NEW = "given_id is null"


@dataclass(frozen=True)
class Written:
    """What was written."""

    first: int
    """The id of the first new profile, if there is one."""
    created: int
    updated: int
    unchanged: int


def write(con: engine.Connection, change: Change, brought: Brought) -> Written:
    """Write `judged`, whose rows break no rule."""
    first = stored.next_id(change.conn)
    rows, created = con.execute(f"select count(*), count(*) filter ({_NEW}) from judged").fetchall()[0]
    updated = _update(con, change, brought)
    if created:
        columns = [field.column for field in brought.fields]
        texts = ", ".join(_text(i) for i in range(len(columns)))
        found = _rows(con, f"select {texts} from judged where {_NEW} order by _row")
        stored.insert(change, columns, ((number, *row) for number, row in zip(count(first), found, strict=False)))
    return Written(first, created, updated, rows - created - updated)


def counted(con: engine.Connection, brought: Brought) -> tuple[int, int, int]:
    """Return how many rows of `judged` would make a profile, change one, and change nothing."""
    query = (
        f"select count(*), count(*) filter ({_NEW}),"
        f" count(*) filter (not ({_NEW}) and profile_id is not null and {moving(brought)}) from judged"
    )
    rows, created, updated = con.execute(query).fetchall()[0]
    return created, updated, rows - created - updated


def moving(brought: Brought) -> str:
    """Return what is true of a row of `judged` in which any given field of a profile changes."""
    each = [f"coalesce({render(changes(i))}, false)" for i in range(len(brought.fields))]
    return f"({' or '.join(each)})" if each else "false"


def fitting(i: int) -> str:
    """Return the text of a given field that breaks no rule by itself."""
    return f"case when r{i} is null then {identifier(f'v{i}')} end"


def changed(con: engine.Connection, brought: Brought) -> list[int]:
    """Return the given fields that change in at least one profile."""
    each = ", ".join(f"coalesce(bool_or({render(changes(i))}), false)" for i in range(len(brought.fields)))
    flags = con.execute(f"select {each} from judged where not ({_NEW})").fetchall()[0] if each else ()
    return [i for i, flag in enumerate(flags) if flag]


def _update(con: engine.Connection, change: Change, brought: Brought) -> int:
    moving = changed(con, brought)
    if not moving:
        return 0
    some = f"not ({_NEW}) and ({render(any_of(changes(i) for i in moving))})"
    for i in moving:
        if brought.fields[i].unique:  # emptied first, so that profiles can swap values
            own = _rows(con, f"select profile_id from judged where not ({_NEW}) and {render(changes(i))}")
            stored.clear(change, brought.fields[i].column, (row[0] for row in own))
    texts = ", ".join(f"case when v{i} is null then b{i} else {_text(i)} end" for i in moving)
    found = _rows(con, f"select {texts}, profile_id from judged where {some} order by profile_id")
    stored.update(change, [brought.fields[i].column for i in moving], found)
    images.record(change, _before_images(con, brought, moving))
    return int(con.execute(f"select count(*) from judged where {some}").fetchall()[0][0])


def _before_images(con: engine.Connection, brought: Brought, moving: list[int]) -> Iterator[tuple[Any, ...]]:
    for i in moving:
        name = literal(brought.fields[i].column)
        where = f"not ({_NEW}) and {render(changes(i))}"
        yield from _rows(
            con, f"select profile_id, {name}, b{i}, {_text(i)} from judged where {where} order by profile_id"
        )


def _text(i: int) -> str:
    return f"nullif({identifier(f'v{i}')}, '')"


def _rows(con: engine.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a query; a cursor of its own lets other queries run meanwhile."""
    cursor = con.cursor()
    cursor.execute(query)
    while rows := cursor.fetchmany(10_000):
        yield from rows
