"""Two profiles of one person side by side, before they are merged: what each has, and what would be filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from synckit import errors
from synckit.fields import ProfileField
from synckit.store import Store, catalogue
from synckit.store import profiles as stored


@dataclass(frozen=True)
class Pair:
    """One field of the two."""

    field: ProfileField
    kept: str | None
    dropped: str | None

    @property
    def fills(self) -> bool:
        """Say whether the kept profile takes the value of the dropped one."""
        return self.kept is None and self.dropped is not None


def compare(store: Store, keep_id: int, drop_id: int) -> list[Pair]:
    """Return the fields of which one of two profiles has a value. Raises Refused and NotFound as `merge` does.

    >>> [pair.field.key for pair in compare(store, 17, 41) if pair.fills]  # doctest: +SKIP
    ['phone', 'student.graduation_year']
    """
    refuse_same(keep_id, drop_id)
    with store.read() as conn:
        kept, dropped = live(stored.get(conn, keep_id)), live(stored.get(conn, drop_id))
        return pairs(catalogue.load(conn).fields, kept, dropped)


def pairs(fields: Iterable[ProfileField], kept: Mapping[str, Any], dropped: Mapping[str, Any]) -> list[Pair]:
    """Return the fields of which one of two rows has a value."""
    every = (Pair(field, kept[field.column], dropped[field.column]) for field in fields)
    return [pair for pair in every if pair.kept is not None or pair.dropped is not None]


def refuse_same(keep_id: int, drop_id: int) -> None:
    """Raise Refused for a profile with itself."""
    if keep_id == drop_id:
        raise errors.Refused(f"Profile {keep_id} cannot be merged with itself; name two profiles.")


def live(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row. Raises Refused where its profile was deleted."""
    if row["deleted_version"] is not None:
        raise errors.Refused(f"Profile {row['profile_id']} was deleted; make a new one.")
    return row
