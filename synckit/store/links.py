"""Which patron is whom: the links from a connection's patrons (by ILS id) to profiles.

A link that is taken away stays as a row without a profile, so that readers learn of it. A profile has at most one link of
its own in a connection; others came from merging profiles. What a link was before is kept in `link_changes`, for undo;
a link without an entry there for the version it carries was new in that version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from synckit.store import bulk, kinds, schema
from synckit.store.transactions import Change

_L = schema.links.c


@dataclass(frozen=True)
class Link:
    """One patron's link; `profile_id` is None when it was taken away."""

    connection_id: int
    ils_id: str
    profile_id: int | None
    merged: bool
    version: int


def upsert(change: Change, connection_id: int, rows: Iterable[tuple[str, int]]) -> None:
    """Link patrons to profiles; a row is (ils_id, profile_id), each ILS id and each profile once.

    A new link of a profile takes the place of its own former link in that connection. Links that are so already keep
    their version. The first load of a connection is inserted as it comes; the rows may be a generator.
    """
    if _is_first_load(change.conn, connection_id):
        _load(change, connection_id, rows)
        return
    given = bulk.stage(change.conn, "given_links", {"ils_id": sa.Text, "profile_id": kinds.BIG}, rows)
    existing = sa.select(given.c.ils_id, given.c.profile_id).join(
        schema.links, sa.and_(_L.connection_id == connection_id, _L.ils_id == given.c.ils_id)
    )
    moved = existing.where(_L.profile_id.is_distinct_from(given.c.profile_id))
    names = {"ils_id": sa.Text, "profile_id": kinds.BIG}
    again = bulk.stage(change.conn, "moved_links", names, change.conn.execute(moved).all())
    _replace_own(change, connection_id, given, again)
    _point(change, connection_id, again)
    _add(change, connection_id, given)


def add(change: Change, connection_id: int, rows: Iterable[tuple[str, int]]) -> None:
    """Link patrons that have no link to profiles that have none, as new profiles do; a row is (ils_id, profile_id).

    Without former links to look at this is an insert; a connection some of whose links were taken away goes the
    long way, for the row of a former link may be there.
    """
    if _is_first_load(change.conn, connection_id):
        return _load(change, connection_id, rows)
    taken_away = sa.select(1).where(_L.profile_id.is_(None), _L.connection_id == connection_id).limit(1)
    if change.conn.scalar(taken_away) is not None:
        return upsert(change, connection_id, rows)
    same = {"connection_id": connection_id, "merged": False, "version": change.version, "loaded": False}
    bulk.insert(change.conn, "links", ("ils_id", "profile_id"), rows, same)
    return None


def remove(change: Change, connection_id: int, ils_ids: Iterable[str]) -> None:
    """Take links away; ids that have none are passed over."""
    picked = bulk.stage(change.conn, "picked_links", {"ils_id": sa.Text}, ((each,) for each in dict.fromkeys(ils_ids)))
    _empty(change, sa.and_(_L.connection_id == connection_id, _L.ils_id.in_(sa.select(picked.c.ils_id))))


def release(change: Change, profile_id: int) -> None:
    """Take every link of a profile away, so that its patrons can become new profiles again."""
    _empty(change, _L.profile_id == profile_id)


def release_all(change: Change, profile_ids: sa.Select[int]) -> None:
    """Take every link of the profiles that a query finds away."""
    _empty(change, _L.profile_id.in_(profile_ids))


def drop_connection(change: Change, connection_id: int) -> None:
    """Take every link of a connection away."""
    _empty(change, _L.connection_id == connection_id)


def take_back(change: Change, version: int, chosen: sa.ColumnElement[bool]) -> None:
    """Make the chosen links of a version what they were before it; one that was new there is taken away.

    A link stays where its former profile has got another own link in that connection since.
    """
    n = schema.link_changes.c
    other = schema.links.alias("other").c
    former = sa.and_(n.version == version, n.connection_id == _L.connection_id, n.ils_id == _L.ils_id)
    noted = sa.exists().where(former)
    taken = sa.exists().where(
        former, sa.not_(n.before_merged), other.connection_id == _L.connection_id, other.ils_id != _L.ils_id,
        other.profile_id == n.before_profile, sa.not_(other.merged), other.version != version,
    )  # fmt: skip
    profile = sa.select(n.before_profile).where(former).scalar_subquery()
    merged = sa.select(n.before_merged).where(former).scalar_subquery()
    _empty(change, sa.and_(chosen, ~noted))
    _set(change, sa.and_(chosen, noted, ~taken), profile_id=profile, merged=merged)


def move(change: Change, from_profile: int, to_profile: int) -> None:
    """Give one profile's links to another; where that has a link of its own in the connection they count as merged."""
    other = schema.links.alias("other")
    owned = sa.exists().where(
        other.c.connection_id == _L.connection_id, other.c.profile_id == to_profile, sa.not_(other.c.merged)
    )
    _set(change, _L.profile_id == from_profile, profile_id=to_profile, merged=sa.or_(_L.merged, owned))


def since(conn: sa.Connection, version: int) -> list[Link]:
    """Return the links newer than a version, those taken away included."""
    loads = sa.select(schema.connections.c.id).where(schema.connections.c.links_loaded > version)
    loaded = sa.select(schema.links).where(_L.connection_id.in_(loads), _L.loaded)
    touched = sa.select(schema.links).where(_L.version > version, sa.not_(_L.loaded))
    return _links(conn, touched.union_all(loaded))


def of(conn: sa.Connection, profile_id: int) -> list[Link]:
    """Return the links of a profile."""
    return _links(conn, sa.select(schema.links).where(_L.profile_id == profile_id))


def read_all(conn: sa.Connection) -> Iterator[list[tuple[Any, ...]]]:
    """Read (connection_id, ils_id, profile_id, merged, version) of every link that has a profile, some thousand at a time."""
    asked = sa.select(_L.connection_id, _L.ils_id, _L.profile_id, _L.merged, _L.version)
    return bulk.chunks(conn, asked.where(_L.profile_id.is_not(None)))


def count(conn: sa.Connection, connection_id: int) -> int:
    """Return how many patrons of a connection are linked."""
    there = sa.and_(_L.connection_id == connection_id, _L.profile_id.is_not(None))
    return conn.scalar(sa.select(sa.func.count()).select_from(schema.links).where(there)) or 0


def _is_first_load(conn: sa.Connection, connection_id: int) -> bool:
    return conn.scalar(sa.select(1).where(_L.connection_id == connection_id).limit(1)) is None


def _load(change: Change, connection_id: int, rows: Iterable[tuple[str, int]]) -> None:
    """Insert the first links of a connection, which need no look at former ones."""
    same = {"connection_id": connection_id, "merged": False, "version": change.version, "loaded": True}
    bulk.insert(change.conn, "links", ("ils_id", "profile_id"), rows, same)
    own = schema.connections.c.id == connection_id
    change.conn.execute(sa.update(schema.connections).where(own).values(links_loaded=change.version))


def _replace_own(change: Change, connection_id: int, given: sa.Table, moved: sa.Table) -> None:
    """Take away the own links that profiles had so far, where they get a new one now."""
    fresh = sa.select(given.c.profile_id).where(~_known(connection_id, given.c.ils_id))
    gaining = fresh.union(sa.select(moved.c.profile_id))
    former = sa.and_(_L.profile_id.in_(gaining), sa.not_(_L.merged), _L.ils_id.not_in(sa.select(given.c.ils_id)))
    _empty(change, sa.and_(_L.connection_id == connection_id, former))


def _point(change: Change, connection_id: int, moved: sa.Table) -> None:
    """Point existing links to other profiles."""
    target = sa.select(moved.c.profile_id).where(moved.c.ils_id == _L.ils_id).scalar_subquery()
    chosen = sa.and_(_L.connection_id == connection_id, _L.ils_id.in_(sa.select(moved.c.ils_id)))
    _set(change, chosen, profile_id=target, merged=False)


def _add(change: Change, connection_id: int, given: sa.Table) -> None:
    """Insert the given links that are not there yet."""
    lit = sa.literal
    row = (lit(connection_id), given.c.ils_id, given.c.profile_id, lit(False), lit(change.version), lit(False))
    asked = sa.select(*row).where(~_known(connection_id, given.c.ils_id))
    change.conn.execute(sa.insert(schema.links).from_select([each.name for each in schema.links.columns], asked))


def _known(connection_id: int, ils_id: sa.ColumnElement[Any]) -> sa.Exists:
    """Tell of a staged row whether its patron has a row in links already."""
    return sa.exists().where(_L.connection_id == connection_id, _L.ils_id == ils_id)


def _empty(change: Change, chosen: sa.ColumnElement[bool]) -> None:
    """Take the chosen links away."""
    _set(change, sa.and_(chosen, _L.profile_id.is_not(None)), profile_id=None, merged=False)


def _set(change: Change, chosen: sa.ColumnElement[bool], **values: Any) -> None:
    """Keep what the chosen links were, then change them; what they were is what they were before this version."""
    row = (sa.literal(change.version), _L.connection_id, _L.ils_id, _L.profile_id, _L.merged)
    before = sa.select(*row).where(chosen, _L.version < change.version)
    names = [each.name for each in schema.link_changes.columns]
    change.conn.execute(sa.insert(schema.link_changes).from_select(names, before))
    change.conn.execute(sa.update(schema.links).where(chosen).values(**values, version=change.version, loaded=False))


def _links(conn: sa.Connection, asked: Any) -> list[Link]:
    rows = asked.subquery()
    names = [rows.c[name] for name in ("connection_id", "ils_id", "profile_id", "merged", "version")]
    found = conn.execute(sa.select(*names).order_by(names[0], names[1]))
    return [Link(*row) for row in found]
