"""When a sync is due: pure arithmetic on a schedule and a time zone, no clock and no store.

Days, weeks and months keep the wall clock and hours count elapsed time from the first run. A time that the zone skips
becomes the first minute after the gap, a time that it has twice the first of the two, and a day that a month lacks
its last one. A day of the blackout is passed over. The `schedule` package decides none of this; it only ticks.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from itertools import takewhile
from zoneinfo import ZoneInfo

from synckit import clock
from synckit.definition import Schedule

_LONGEST_GAP = 24 * 60 + 1
_MINUTE = dt.timedelta(minutes=1)


def occurrences(schedule: Schedule, zone: str) -> Iterator[dt.datetime]:
    """Yield the due times, aware, in the zone, earliest first; without end when the schedule has none.

    >>> two = Schedule(date="2026-01-31", time="02:30", every="1 month", last="2026-02-28")
    >>> [due.isoformat() for due in occurrences(two, "UTC")]
    ['2026-01-31T02:30:00+00:00', '2026-02-28T02:30:00+00:00']
    """
    return _from(schedule, clock.zone(zone), 0)


def next_after(schedule: Schedule, zone: str, moment: dt.datetime) -> dt.datetime | None:
    """Return the first due time after a moment (aware), or None when there is none any more.

    >>> once = Schedule(date="2026-01-31", time="02:30")
    >>> next_after(once, "UTC", dt.datetime(2026, 1, 31, 2, 30, tzinfo=dt.UTC)) is None
    True
    """
    where = clock.zone(zone)
    for due in _from(schedule, where, _near(schedule, where, moment)):
        if due > moment:
            return due
    return None


def between(schedule: Schedule, zone: str, after: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    """Return the due times after one moment and up to another (both aware), earliest first.

    >>> daily = Schedule(date="2026-01-30", time="02:30", every="1 day")
    >>> start = dt.datetime(2026, 1, 30, 2, 30, tzinfo=dt.UTC)
    >>> len(between(daily, "UTC", start, start + dt.timedelta(days=3)))
    3
    """
    where = clock.zone(zone)
    due = _from(schedule, where, _near(schedule, where, after))
    return [each for each in takewhile(lambda each: each <= until, due) if each > after]


def _from(schedule: Schedule, zone: ZoneInfo, place: int) -> Iterator[dt.datetime]:
    while True:
        try:
            day, due = _nth(schedule, zone, place)
        except (OverflowError, ValueError):  # the calendar ends with the year 9999
            return
        if schedule.last is not None and day > schedule.last:
            return
        if not schedule.rests_on(day):
            yield due
        if schedule.every is None:
            return
        place += 1


def _nth(schedule: Schedule, zone: ZoneInfo, place: int) -> tuple[dt.date, dt.datetime]:
    """Return the day by which `last` judges it and the due time of the place-th occurrence, counted from 0."""
    if schedule.every is None:
        return schedule.date, _local(schedule.date, schedule.time, zone)
    count, unit = schedule.every.count * place, schedule.every.unit
    if unit == "hours":
        first = _local(schedule.date, schedule.time, zone).astimezone(dt.UTC)
        due = (first + dt.timedelta(hours=count)).astimezone(zone)
        return due.date(), due
    day = _months_later(schedule.date, count) if unit == "months" else _days_later(schedule.date, count, unit)
    return day, _local(day, schedule.time, zone)


def _days_later(day: dt.date, count: int, unit: str) -> dt.date:
    return day + dt.timedelta(days=count * (7 if unit == "weeks" else 1))


def _months_later(day: dt.date, count: int) -> dt.date:
    years, month = divmod(day.month - 1 + count, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))


def _local(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """Return the wall-clock time in the zone, moved to the first minute after a gap."""
    due = dt.datetime.combine(day, time)
    for _ in range(_LONGEST_GAP):
        local = due.replace(tzinfo=zone)
        # A time in a gap comes back from UTC as another one.
        if local.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) == due:
            return local
        due += _MINUTE
    raise ValueError(f"{zone.key} has no {day} {time}")


def _near(schedule: Schedule, zone: ZoneInfo, moment: dt.datetime) -> int:
    """Return a place that is surely not after the moment, so that nobody counts years of hours one by one."""
    if schedule.every is None:
        return 0
    first = _local(schedule.date, schedule.time, zone)
    longest = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 31.0}[schedule.every.unit]
    days = (moment - first.astimezone(dt.UTC)) / dt.timedelta(days=1)
    return max(0, int(days / (longest * schedule.every.count)) - 2)
