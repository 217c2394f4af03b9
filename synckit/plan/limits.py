"""Limits: which of a sync's bounds a plan passes, so that an odd run is held and not applied."""

from __future__ import annotations

from synckit.definition import Limit, Limits

FEW = 100
"""A share is judged from so many patrons or profiles up; a count always."""


def passed(
    limits: Limits, counts: dict[str, int], met: int, matched: int, cleared: int, last_read: int | None
) -> tuple[str, ...]:
    """Return the names of the limits that are passed.

    `met` patrons met the filter, `matched` profiles were matched, `cleared` of them lose a value, and the last
    complete run read `last_read` patrons (None when there was none).

    >>> passed(Limits(create=Limit(count=2)), {"read": 9, "created": 3, "updated": 0, "rejected": 0}, 9, 0, 0, None)
    ('create',)
    """
    of = {
        "create": (counts["created"], met),
        "reject": (counts["rejected"], met),
        "update": (counts["updated"], matched),
        "clear": (cleared, matched),
        "read_drop": (max(0, (last_read or 0) - counts["read"]), last_read or 0),
    }
    return tuple(name for name, (number, whole) in of.items() if _exceeds(getattr(limits, name), number, whole))


def _exceeds(limit: Limit | None, number: int, whole: int) -> bool:
    if limit is None:
        return False
    if limit.count is not None:
        return number > limit.count
    return whole >= FEW and number > round((limit.share or 0) * whole, 6)
