"""Which write each field of a profile has its value from: the last that changed it, or else the one that made it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from synckit.store import Connection, changes
from synckit.store.changes import Entry


@dataclass(frozen=True)
class Origin:
    """One write, as the origin of a value."""

    at: dt.datetime
    kind: str
    """As in a history: run, undo, edit, import, merge, delete, release."""
    actor: str
    run: int | None
    made: bool
    """The profile was made with the value."""


def origins(conn: Connection, profile_id: int, columns: Iterable[str]) -> dict[str, Origin | None]:
    """Return the origin of some columns of a profile; None where the history that tells it is no longer kept.

    >>> origins(conn, 17, ["email"])["email"].kind  # doctest: +SKIP
    'run'
    """
    entries = changes.history(conn, profile_id)
    found: dict[str, Origin | None] = dict.fromkeys(columns)
    for entry in entries:
        origin = _of(entry)
        if entry.field is None and not changes.is_forgotten(conn, profile_id):
            found = dict.fromkeys(found, origin)
        elif entry.field in found:
            found[entry.field] = origin
    return found


def _of(entry: Entry) -> Origin:
    return Origin(entry.at, entry.kind, entry.actor, entry.run, entry.field is None)
