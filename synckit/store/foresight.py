"""What taking a version back would do, told beforehand: the same as `reversal.reverse` does, and nothing is written.

A page asks it of runs that changed a million fields, so these are read some thousand at a time and counted, and only the
first of each kind are kept.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa

from synckit.fields import FieldType, ProfileField
from synckit.store import bulk, catalogue, narrowing, profiles, reversal, schema
from synckit.store.reversal import Place

_C = schema.changes.c
_P = schema.profiles.c


@dataclass(frozen=True)
class Foreseen:
    """What taking a version back would do: how much, and the first of it; nothing was written."""

    restored: int
    deleted: int
    left: int
    first_restored: tuple[tuple[int, str, str | None, str | None], ...]
    """(profile_id, column, what it holds, what it would get back)."""
    first_deleted: tuple[int, ...]
    first_left: tuple[Place, ...]


def foresee(conn: sa.Connection, version: int, most: int) -> Foreseen:
    """Return what `reverse` would do, with the first `most` of each kind."""
    fields = {field.column: field for field in catalogue.load(conn).fields}
    changed_since, staying, first_left = _since(conn, version, fields, most)
    found = _Restoring(most)
    for place, before, after, fits in _fitting(conn, version, fields, staying):
        found.add(place, before, after, fits)
    live = sa.and_(_P.created_version == version, _P.deleted_version.is_(None))
    made = conn.scalar(sa.select(sa.func.count()).select_from(schema.profiles).where(live)) or 0
    doomed = (each for each in reversal.made(conn, version) if each not in staying)
    return Foreseen(
        found.restored,
        made - len(staying),
        changed_since + found.left,
        tuple(found.first_restored),
        tuple(islice(doomed, most)),
        tuple(sorted([*first_left, *found.first_left])[:most]),
    )


def _since(
    conn: sa.Connection, version: int, fields: dict[str, ProfileField], most: int
) -> tuple[int, set[int], list[Place]]:
    """Return of the profiles that a version made how many fields were changed since, which profiles stay, the first fields."""
    count, staying, first = 0, set[int](), list[Place]()
    for place in reversal.changed_since(conn, version, fields):
        count += 1
        staying.add(place[0])
        if len(first) < most or place < first[-1]:
            first = sorted([*first, place])[:most]
    return count, staying, first


class _Restoring:
    """Counts what is restored and left, told in the order of profiles and columns, and keeps the first of each."""

    def __init__(self, most: int) -> None:
        self.restored, self.left = 0, 0
        self.first_restored: list[tuple[int, str, str | None, str | None]] = []
        self.first_left: list[Place] = []
        self._most, self._last = most, 0

    def add(self, place: Place, before: str | None, after: str | None, fits: bool) -> None:
        if not fits:
            self.left += 1
            if len(self.first_left) < self._most:
                self.first_left.append(place)
            return
        self.restored += place[0] != self._last  # several fields of one profile are one
        self._last = place[0]
        if len(self.first_restored) < self._most:
            self.first_restored.append((*place, after, before))


def _fitting(
    conn: sa.Connection, version: int, fields: Mapping[str, ProfileField], staying: Container[int]
) -> Iterator[tuple[Place, str | None, str | None, bool]]:
    """Give each field that a version changed, in order: place, before, after, and whether the former value comes back."""
    columns = [each for each in reversal.columns(conn, version) if each in fields]
    fits = {each: narrowing.predicate(fields[each]) for each in columns}
    taken = {each: _taken(conn, version, fields[each], staying) for each in columns if fields[each].unique}
    for rows in bulk.chunks(conn, _fields_changed(version, columns)):
        for profile_id, column, before, after, still in rows:
            good = still and (before is None or fits[column](before)) and profile_id not in taken.get(column, ())
            yield (profile_id, column), before, after, good


def _fields_changed(version: int, columns: Sequence[str]) -> sa.Select[int, str, str | None, str | None, bool]:
    """Return the query of (profile_id, column, before, after, whether the live profile still holds that) of a version."""
    rows = profiles.table(columns).c
    held = [(_C.field == each, rows[each].is_not_distinct_from(_C.after)) for each in columns]
    still = sa.and_(rows.deleted_version.is_(None), sa.case(*held, else_=sa.false()) if held else sa.false())
    asked = sa.select(_C.profile_id, _C.field, _C.before, _C.after, still).where(_C.version == version)
    return asked.where(rows.profile_id == _C.profile_id).order_by(_C.profile_id, _C.field)


def _taken(conn: sa.Connection, version: int, field: ProfileField, staying: Container[int]) -> set[int]:
    """Return the profiles whose former value of a unique field another one holds and will go on holding."""
    fits = narrowing.predicate(field)
    taken: set[int] = set()
    waiting: dict[int, list[int]] = {}
    for each, before, holder, created, moves, back in conn.execute(_held_elsewhere(version, field)):
        if not fits(before) or (created == version and holder not in staying):
            continue
        if moves and (back is None or fits(back)):
            waiting.setdefault(holder, []).append(each)
        else:
            taken.add(each)
    more = [*taken]
    while more:  # one that is left as it is holds its value too
        more = [each for one in more for each in waiting.pop(one, ())]
        taken.update(more)
    return taken


def _held_elsewhere(version: int, field: ProfileField) -> sa.Select[Any]:
    """Return the query of former values that another profile holds.

    A row is (profile, its former value, holder, version that made the holder, whether the holder too would get a former
    value back, that value).
    """
    name, fold = field.column, sa.func.lower if field.type is FieldType.EMAIL else _as_it_is
    own, holder = (profiles.table((name,)).alias(each) for each in ("own", "holder"))
    given, moved = schema.changes.alias("given"), schema.changes.alias("moved")
    c, o, h, m = given.c, own.c, holder.c, moved.c
    holds = sa.and_(fold(h[name]) == fold(c.before), h.deleted_version.is_(None), h.profile_id != c.profile_id)
    moves = sa.and_(m.version == version, m.field == name, m.profile_id == h.profile_id)
    tables = given.join(own, o.profile_id == c.profile_id).join(holder, holds)
    asked = sa.select(c.profile_id, c.before, h.profile_id, h.created_version, m.profile_id.is_not(None), m.before)
    return asked.select_from(tables.outerjoin(moved, sa.and_(moves, h[name].is_not_distinct_from(m.after)))).where(
        c.version == version,
        c.field == name,
        c.before.is_not(None),
        o.deleted_version.is_(None),
        o[name].is_not_distinct_from(c.after),
    )


def _as_it_is(value: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return value
