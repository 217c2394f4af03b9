"""One profile by hand: made, or some of its fields changed. It is an import of one row that may also clear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synckit import engine, errors
from synckit.profiles import comparing, finding, given, judging, rules, writing
from synckit.profiles.judging import Brought
from synckit.store import Change, Store, audit, catalogue
from synckit.store import profiles as stored


class _Unchanged(Exception):
    """Leaves a transaction that would write nothing, so that there is no version of it."""


def make(store: Store, values: Mapping[str, Any], actor: str) -> int:
    """Make a profile of values by field key and return its id.

    Raises Unfit (a Refused) naming each field and the rule that its value breaks, and Refused for an unknown field.

    >>> make(store, {"type": "Student", "last_name": "Noether"}, "ann")  # doctest: +SKIP
    17
    """
    with store.change("edit", actor) as change, engine.connect(threads=1) as con:
        brought = _judged(con, change, None, values)
        first = writing.write(con, change, brought).first
        audit.add(change.conn, actor, "make profile", str(first))
        return first


def edit(
    store: Store, profile_id: int, values: Mapping[str, Any], actor: str, seen: int | None = None
) -> tuple[str, ...]:
    """Set the given fields of a profile, clear those given as None or "", and return the keys of those that changed.

    A changed `type` keeps the former type's values, stored and hidden. `seen` is the version of the profile that the
    values were given for. Raises Unfit (a Refused) naming each field and the rule that its value breaks, Refused for an
    unknown field or a deleted profile, Moved where the profile is of another version than the one seen, and NotFound.

    >>> edit(store, 17, {"email": "emmy@example.org", "phone": None}, "ann")  # doctest: +SKIP
    ('email',)
    """
    keys: tuple[str, ...] = ()
    try:
        with store.change("edit", actor) as change, engine.connect(threads=1) as con:
            row = refuse_deleted(change, profile_id)
            if seen is not None and row["version"] != seen:
                raise errors.Moved(
                    f"Profile {profile_id} was changed meanwhile; look at it again, then save once more."
                )
            brought = _judged(con, change, profile_id, values)
            keys = tuple(brought.fields[i].key for i in writing.changed(con, brought))
            if not keys:
                raise _Unchanged
            writing.write(con, change, brought)
            audit.add(change.conn, actor, "edit profile", str(profile_id), ", ".join(keys))
    except _Unchanged:
        pass
    return keys


def refuse_deleted(change: Change, profile_id: int) -> dict[str, Any]:
    """Return a profile's row. Raises NotFound where there is none, Refused where it was deleted."""
    return comparing.live(stored.get(change.conn, profile_id))


def _judged(con: engine.Connection, change: Change, profile_id: int | None, values: Mapping[str, Any]) -> Brought:
    """Judge one row. Raises Unfit, Refused."""
    every = catalogue.load(change.conn)
    fields = given.fields_of(every, values)
    if any(str(key).strip() == given.PROFILE_ID for key in values):
        raise errors.Refused("A profile's id is given by synckit and never changes; leave profile_id out.")
    texts: dict[str, list[str | None]] = {given.PROFILE_ID: [None if profile_id is None else str(profile_id)]}
    texts |= {field.column: [given.text_of(value) or ""] for field, value in zip(fields, values.values(), strict=True)}
    given.hold(con, texts, 1)
    brought = Brought(every, fields, clears=True, guarded=False)
    judging.judge(con, change, brought)
    found, count = finding.find(con, change, brought)
    if count:
        raise rules.unfit_values(found, count)
    return brought
