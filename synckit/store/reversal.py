"""Taking one version of the profiles back: what to restore, what to delete, what somebody changed since and stays.

A field is restored where it still holds what that version wrote, and the former value still fits: the field is there, its
rules allow the value, and no other profile holds a unique one. A profile that the version made is deleted unless a later
write changed it on balance. A link is taken back where nothing touched it since. `foresight` tells
beforehand what `reverse` would do.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from synckit.fields import FieldType, ProfileField
from synckit.store import bulk, catalogue, changes, kinds, links, narrowing, profiles, schema
from synckit.store.transactions import Change

_C = schema.changes.c
_P = schema.profiles.c
_L = schema.links.c
Place = tuple[int, str]


@dataclass(frozen=True)
class Reversal:
    """What was taken back: profiles with a field restored, profiles deleted, and (profile_id, column) left as they are."""

    restored: int
    deleted: int
    left: tuple[Place, ...]


def reverse(change: Change, version: int) -> Reversal:
    """Take a version back, within `change`; the before-images of that version and all later ones must be there."""
    fields = {field.column: field for field in catalogue.load(change.conn).fields}
    left = set(changed_since(change.conn, version, fields))
    staying = {profile_id for profile_id, _ in left}
    doomed = [each for each in made(change.conn, version) if each not in staying]
    _take_links_back(change, version, doomed)
    profiles.mark_deleted(change, doomed)
    restored: set[int] = set()
    for column in columns(change.conn, version):
        field = fields.get(column)
        present, wanted, kept = _restorable(change.conn, version, column, field, staying)
        if field is not None:
            _restore(change, field, present, wanted)
        restored.update(wanted)
        left |= {(profile_id, column) for profile_id in kept}
    return Reversal(len(restored), len(doomed), tuple(sorted(left)))


def columns(conn: sa.Connection, version: int) -> list[str]:
    """Return the columns that a version changed."""
    return [*conn.scalars(sa.select(_C.field).where(_C.version == version).distinct().order_by(_C.field))]


def made(conn: sa.Connection, version: int) -> Iterator[int]:
    """Give the profiles that a version made and nobody deleted, by id."""
    asked = sa.select(_P.profile_id).where(_P.created_version == version, _P.deleted_version.is_(None))
    for rows in bulk.chunks(conn, asked.order_by(_P.profile_id)):
        for row in rows:
            yield row[0]


def changed_since(conn: sa.Connection, version: int, fields: dict[str, ProfileField]) -> Iterator[Place]:
    """Give the fields of profiles made in a version whose value differs from the one they were made with."""
    made = sa.and_(_P.profile_id == _C.profile_id, _P.created_version == version, _P.deleted_version.is_(None))
    later = sa.select(_C.field).join(schema.profiles, made).where(_C.version > version).distinct()
    for column in conn.scalars(later.order_by(_C.field)).all():
        if column in fields:
            for profile_id in conn.scalars(_net_changes(version, column)).all():
                yield profile_id, column


def _net_changes(version: int, column: str) -> sa.Select[int]:
    """Return the query of profiles made in a version whose column is not what it was before its first later change."""
    rows = profiles.table((column,)).c
    c, d = schema.changes.alias("c").c, schema.changes.alias("d").c
    first = sa.select(sa.func.min(d.version)).where(
        d.profile_id == c.profile_id, d.field == c.field, d.version > version
    )
    return sa.select(rows.profile_id).where(
        rows.profile_id == c.profile_id,
        rows.created_version == version,
        rows.deleted_version.is_(None),
        c.field == column,
        c.version > version,
        c.version == first.scalar_subquery(),
        rows[column].is_distinct_from(c.before),
    )


def _take_links_back(change: Change, version: int, doomed: list[int]) -> None:
    """Undo the links of a version that nothing touched since, but those of profiles that stay."""
    picked = bulk.stage(change.conn, "doomed_profiles", {"profile_id": kinds.BIG}, ((each,) for each in doomed))
    going = sa.select(picked.c.profile_id)
    staying = sa.select(_P.profile_id).where(_P.created_version == version, _P.profile_id.not_in(going))
    untouched = sa.and_(_L.version == version, sa.or_(_L.profile_id.is_(None), _L.profile_id.not_in(staying)))
    links.take_back(change, version, untouched)
    links.release_all(change, going)


def _restorable(
    conn: sa.Connection, version: int, column: str, field: ProfileField | None, staying: Container[int]
) -> tuple[dict[int, str | None], dict[int, str | None], set[int]]:
    """Return of one column {profile: value now}, {profile: value that it gets back}, and the profiles left as they are."""
    given = sa.select(_C.profile_id, _C.before).where(_C.version == version, _C.field == column)
    rows = {row[0]: row[1] for row in conn.execute(given)}
    if field is None:
        return {}, {}, set(rows)
    present = _still(conn, version, column)
    fits = narrowing.predicate(field)
    wanted = {each: rows[each] for each in present if rows[each] is None or fits(rows[each])}
    if field.unique:
        _leave_taken(conn, version, field, wanted, staying)
    return present, wanted, rows.keys() - wanted.keys()


def _restore(
    change: Change, field: ProfileField, present: Mapping[int, str | None], wanted: Mapping[int, str | None]
) -> None:
    """Write one column's former values, and what it held."""
    if field.unique:
        profiles.clear(change, field.column, wanted)
    profiles.update(change, (field.column,), ((before, each) for each, before in wanted.items()))
    changes.record(change, ((each, field.column, present[each], before) for each, before in wanted.items()))


def _still(conn: sa.Connection, version: int, column: str) -> dict[int, str | None]:
    """Return {profile: value} of the live profiles whose column still holds what a version wrote."""
    rows = profiles.table((column,)).c
    asked = sa.select(rows.profile_id, rows[column]).where(
        rows.profile_id == _C.profile_id,
        rows.deleted_version.is_(None),
        _C.version == version,
        _C.field == column,
        rows[column].is_not_distinct_from(_C.after),
    )
    return {row[0]: row[1] for row in conn.execute(asked)}


def _leave_taken(
    conn: sa.Connection, version: int, field: ProfileField, wanted: dict[int, str | None], staying: Container[int]
) -> None:
    """Take out of `wanted` what another profile holds and will go on holding; repeated, for one left holds its value too."""
    holders = _holders(conn, version, field, staying)
    fold = str.lower if field.type is FieldType.EMAIL else str
    while taken := [
        each
        for each, before in wanted.items()
        if before is not None and holders.get(fold(before), each) != each and holders[fold(before)] not in wanted
    ]:
        for each in taken:
            del wanted[each]


def _holders(conn: sa.Connection, version: int, field: ProfileField, staying: Container[int]) -> dict[str, int]:
    """Return {value: profile} of the profiles that hold a value from before a version and are not to be deleted."""
    rows = profiles.table((field.column,)).c
    email = field.type is FieldType.EMAIL
    key = sa.func.lower(rows[field.column]) if email else rows[field.column]
    before = sa.func.lower(_C.before) if email else _C.before
    former = sa.select(before).where(_C.version == version, _C.field == field.column, _C.before.is_not(None))
    asked = sa.select(key, rows.profile_id, rows.created_version)
    held = conn.execute(asked.where(rows.deleted_version.is_(None), key.in_(former)))
    return {row[0]: row[1] for row in held if row[2] != version or row[1] in staying}
