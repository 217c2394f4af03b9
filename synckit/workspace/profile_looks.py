"""What a page shows of profiles: those found, one whole with who wrote what, two side by side, a history.

Values are masked here unless they are to be shown, categories and ids apart; a page draws what it gets.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from synckit import errors, profiles, report
from synckit.fields import ProfileField, Scope
from synckit.profiles import Origin, Pair
from synckit.run import Home
from synckit.store import Connection, catalogue, changes, connections, links, runs, searching, syncs
from synckit.store import profiles as stored
from synckit.store.searching import Page, Search
from synckit.workspace import masking

_NAMED = ("type", "first_name", "last_name", "email")
_NAMES = ("first_name", "last_name", "preferred_name")
_KEYS_SHOWN = 2
"""So many unique fields have a column in the list."""


@dataclass(frozen=True)
class Listed:
    """One profile of a list."""

    id: int
    name: str
    type: str
    email: str
    keys: tuple[str, ...]
    """Values of the unique fields that have a column."""
    deleted: bool


@dataclass(frozen=True)
class Found:
    """One page of a list."""

    rows: tuple[Listed, ...]
    keys: tuple[ProfileField, ...]
    """The unique fields that have a column."""
    more: bool
    exact: bool = False
    """The words are an id or the value of a unique field."""


@dataclass(frozen=True)
class Who:
    """Who made a write: a sync by a run, or a person."""

    at: dt.datetime
    kind: str
    actor: str
    run: int | None
    sync: str | None
    """None also where the sync was deleted since."""
    made: bool = False


@dataclass(frozen=True)
class Shown:
    """One field of a profile; `value` is None where it is empty, `who` where that is not known any more."""

    field: ProfileField
    value: str | None
    who: Who | None


@dataclass(frozen=True)
class LinkedPatron:
    """One patron of a profile; `gone_run` is the run that noticed it to have vanished."""

    connection: str
    patron: str
    merged: bool
    gone_run: int | None


@dataclass(frozen=True)
class Whole:
    """One profile."""

    id: int
    version: int
    name: str
    type: str | None
    deleted: bool
    fields: tuple[Shown, ...]
    links: tuple[LinkedPatron, ...]


@dataclass(frozen=True)
class Happened:
    """One line of a history; `field` is None where it is the profile as a whole."""

    who: Who
    field: str | None
    before: str | None
    after: str | None


def shown(field: ProfileField | None, value: str | None, plainly: bool) -> str | None:
    """Return a value as it may be seen.

    >>> city = ProfileField("city")
    >>> shown(city, "Bonn", False), shown(city, "Bonn", True)
    ('B•••', 'Bonn')
    """
    if plainly or (field is not None and masking.is_category(field)):
        return value
    return report.masked(value)


def find(home: Home, text: str, profile_type: str | None, deleted: bool, page: int, plainly: bool) -> Found:
    """Return one page of the profiles in which every word of a text stands, or that it names by id or unique field.

    Whoever does not see values looks for words in names alone: in an address or a number a part, tried again and again
    with one letter more, would give away the whole.
    """
    with home.store.read() as conn:
        keys = _keys(conn)
        columns = _columns(keys)
        if deleted:
            wanted = _deleted(text)
            return _found(conn, searching.find(conn, wanted, columns, page), keys, plainly)
        text = " ".join(text.split())
        named = searching.exact(conn, text, _unique(conn)) if text else ()
        inside = dict.fromkeys((*_NAMES, *(("email", *(field.column for field in keys)) if plainly else ())))
        words = () if named else tuple(text.split())
        wanted = Search(words, tuple(inside), profile_type, ids=named or None)
        return _found(conn, searching.find(conn, wanted, columns, page), keys, plainly, bool(named))


def of_run(home: Home, run_id: int, made: bool, page: int, plainly: bool) -> Found:
    """Return one page of the profiles that a run made, or of those that it changed. Raises `NotFound`."""
    with home.store.read() as conn:
        saved = runs.get(conn, run_id)
        keys = _keys(conn)
        columns = _columns(keys)
        if saved.version is None:
            return Found((), keys, False)
        if made:
            return _found(conn, searching.made_by(conn, saved.version, columns, page), keys, plainly)
        many = int((saved.counts or {}).get("updated", 0))
        return _found(conn, searching.changed_by(conn, saved.version, columns, many, page), keys, plainly)


def whole(home: Home, profile_id: int, plainly: bool) -> Whole:
    """Return one profile; a deleted one has no fields. Raises `NotFound`."""
    with home.store.read() as conn:
        row = stored.get(conn, profile_id)
        deleted = row["deleted_version"] is not None
        fields = () if deleted else catalogue.load(conn).of_type(row["type"])
        origin = profiles.origins(conn, profile_id, [field.column for field in fields])
        names = _sync_names(conn, (each.run for each in origin.values() if each))
        each = tuple(
            Shown(field, shown(field, row[field.column], plainly), _who(origin[field.column], names))
            for field in fields
        )
        before = (
            changes.names_before(conn, {profile_id: row["deleted_version"]}).get(profile_id, {}) if deleted else row
        )
        linked = tuple(_links(conn, profile_id))
        version, kind = row["version"], row["type"]
    gone = {(each["connection"], each["patron"]): each["run"] for each in profiles.vanished(home.store, profile_id)}
    told = tuple(LinkedPatron(name, patron, merged, gone.get((name, patron))) for name, patron, merged in linked)
    return Whole(profile_id, version, _name(before, plainly), kind, deleted, each, told)


def history(home: Home, profile_id: int, plainly: bool) -> list[Happened]:
    """Return what happened to a profile, the oldest first. Raises `NotFound`."""
    entries = profiles.history(home.store, profile_id)
    with home.store.read() as conn:
        fields = {field.key: field for field in catalogue.load(conn).fields}
        names = _sync_names(conn, (entry.run for entry in entries))
    return [
        Happened(
            Who(entry.at, entry.kind, entry.actor, entry.run, names.get(entry.run), entry.field is None),
            entry.field,
            shown(fields.get(entry.field or ""), entry.before, plainly),
            shown(fields.get(entry.field or ""), entry.after, plainly),
        )
        for entry in entries
    ]


def masked_pairs(pairs: Iterable[Pair], plainly: bool) -> list[Pair]:
    """Return two profiles side by side as they may be seen."""
    return [
        Pair(each.field, shown(each.field, each.kept, plainly), shown(each.field, each.dropped, plainly))
        for each in pairs
    ]


def _deleted(text: str) -> Search:
    """Return the search for deleted profiles: they have no values, so only an id finds one."""
    given = text.strip()
    if not given:
        return Search(deleted=True)
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else -1
    return Search(ids=(number,), deleted=True)


def _unique(conn: Connection) -> tuple[ProfileField, ...]:
    return tuple(field for field in catalogue.load(conn).fields if field.unique)


def _keys(conn: Connection) -> tuple[ProfileField, ...]:
    """Return the unique fields that have a column in a list: the first ones that every profile has."""
    every = (field for field in _unique(conn) if field.scope is not Scope.TYPE_SPECIFIC)
    return tuple(field for field in every if field.column != "email")[:_KEYS_SHOWN]


def _columns(keys: Iterable[ProfileField]) -> tuple[str, ...]:
    return (*_NAMED, *(field.column for field in keys))


def _found(conn: Connection, page: Page, keys: tuple[ProfileField, ...], plainly: bool, exact: bool = False) -> Found:
    gone = {row[0]: row[2] for row in page.rows if row[2] is not None}
    names = changes.names_before(conn, gone) if gone else {}
    return Found(tuple(_listed(row, keys, names, plainly) for row in page.rows), keys, page.more, exact)


def _listed(row: tuple[Any, ...], keys: tuple[ProfileField, ...], names: dict[int, Any], plainly: bool) -> Listed:
    profile_id, _, deleted, kind, first, last, email, *values = row
    named = names.get(profile_id, {}) if deleted else {"first_name": first, "last_name": last}
    texts = tuple(shown(field, value, plainly) or "" for field, value in zip(keys, values, strict=True))
    mail = email if plainly else report.masked(email)
    return Listed(profile_id, _name(named, plainly), kind or "", mail or "", texts, deleted is not None)


def _name(row: Any, plainly: bool) -> str:
    parts = (row.get("first_name"), row.get("last_name"))
    return " ".join(part if plainly else report.masked(part) or "" for part in parts if part)


def _links(conn: Connection, profile_id: int) -> list[tuple[str, str, bool]]:
    names = {each.id: each.name for each in connections.list(conn)}
    return [(names.get(each.connection_id, ""), each.ils_id, each.merged) for each in links.of(conn, profile_id)]


def _sync_names(conn: Connection, run_ids: Iterable[int | None]) -> dict[int | None, str]:
    """Return the names of the syncs of some runs; a deleted sync has none."""
    found: dict[int | None, str] = {}
    for run_id in {each for each in run_ids if each is not None}:
        try:
            found[run_id] = syncs.by_id(conn, runs.get(conn, run_id).sync_id).name
        except errors.NotFound:
            continue
    return found


def _who(origin: Origin | None, names: dict[int | None, str]) -> Who | None:
    if origin is None:
        return None
    return Who(origin.at, origin.kind, origin.actor, origin.run, names.get(origin.run), origin.made)
