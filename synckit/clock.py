"""The only door to time.

Everything else takes its moments as arguments, so rehearsals and tests set the clock by `SYNCKIT_NOW` (ISO, UTC) alone.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
import time
import zoneinfo

from synckit import errors


def now() -> dt.datetime:
    """Return this moment, aware, in UTC; `SYNCKIT_NOW` sets it. Raises DefinitionError when that is no ISO time.

    >>> now().tzinfo
    datetime.timezone.utc
    """
    fixed = os.environ.get("SYNCKIT_NOW", "").strip()
    if not fixed:
        return dt.datetime.now(dt.UTC)
    try:
        moment = dt.datetime.fromisoformat(fixed)
    except ValueError:
        raise errors.DefinitionError(f"SYNCKIT_NOW is {fixed!r}; write it as 2026-12-01T02:30:00Z.") from None
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def today(zone_name: str) -> dt.date:
    """Return the present date in a time zone. Raises DefinitionError for a zone that does not exist.

    >>> today("UTC") == now().date()
    True
    """
    return now().astimezone(zone(zone_name)).date()


def zone(name: str) -> zoneinfo.ZoneInfo:
    """Return the time zone of an IANA name. Raises DefinitionError, which names the nearest.

    >>> zone("America/New_Yrok")
    Traceback (most recent call last):
    synckit.errors.DefinitionError: No time zone named 'America/New_Yrok'. Did you mean 'America/New_York'?
    """
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = zoneinfo.available_timezones()
        hint = errors.nearest(name, sorted(known)) or " Write it as America/New_York or UTC."
        raise errors.DefinitionError(f"No time zone named {name!r}.{hint}") from None


@functools.cache
def zones() -> tuple[str, ...]:
    """Return the names of the time zones that a person may choose from, in order.

    >>> "Europe/Berlin" in zones(), "localtime" in zones()
    (True, False)
    """
    known = (name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return ("UTC", *sorted(known))


def monotonic() -> float:
    """Return seconds that only ever grow, for durations.

    >>> monotonic() <= monotonic()
    True
    """
    return time.monotonic()
