"""Every due time of some years in twelve zones against a walk over them: none twice, none missed, none moved.

The walk knows nothing of gaps and folds. It goes through the quarter hours of UTC (every change of these zones falls on
one), reads the wall clock at each, and a time of day has come when the wall clock first shows it or a later one.
"""

from __future__ import annotations

import bisect
import calendar
import datetime as dt
from functools import cache
from itertools import accumulate, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest

from synckit.definition import Schedule
from synckit.recurrence import between, occurrences
from tests.thorough import times

ZONES = (
    "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "Asia/Kolkata", "America/New_York", "Europe/London",
    "America/Sao_Paulo", "Europe/Paris", "Pacific/Chatham", "Africa/Casablanca", "America/St_Johns", "UTC",
)  # fmt: skip
YEARS = times(3, thorough=6)
"""From 2009 on; at the end of the third a whole day is left out in one of the zones."""
FIRST, END = dt.date(2009, 1, 1), dt.date(2008 + YEARS, 12, 31)
QUARTER = dt.timedelta(minutes=15)


@cache
def walked(zone: str) -> tuple[list[dt.datetime], list[dt.datetime]]:
    """Return the quarter hours of UTC, and the latest wall-clock time shown up to each."""
    there = ZoneInfo(zone)
    start = dt.datetime.combine(FIRST - dt.timedelta(days=1), dt.time(), dt.UTC)
    moments = [start + QUARTER * place for place in range((END - FIRST).days * 96 + 4 * 96)]
    shown = [moment.astimezone(there).replace(tzinfo=None) for moment in moments]
    return moments, [*accumulate(shown, max)]


def comes(zone: str, day: dt.date, time: dt.time) -> dt.datetime:
    """Return when a wall-clock time of a day has come."""
    moments, shown = walked(zone)
    return moments[bisect.bisect_left(shown, dt.datetime.combine(day, time))]


def days(every: int) -> list[dt.date]:
    return [FIRST + dt.timedelta(days=place) for place in range(0, (END - FIRST).days + 1, every)]


def month_days(number: int) -> list[dt.date]:
    months = [(year, month) for year in range(2009, END.year + 1) for month in range(1, 13)]
    return [dt.date(y, m, min(number, calendar.monthrange(y, m)[1])) for y, m in months]


def found(zone: str, **schedule: str) -> list[dt.datetime]:
    ends = dt.datetime.combine(END, dt.time(23, 59), ZoneInfo(zone))
    due = occurrences(Schedule(last=END.isoformat(), **schedule), zone)
    return [each.astimezone(dt.UTC) for each in takewhile(lambda each: each <= ends + dt.timedelta(days=2), due)]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", ["02:30", "00:00", "01:30"])
def test_days_and_weeks(zone: str, time: str) -> None:
    at = dt.time.fromisoformat(time)
    for every, count in (("1 day", 1), ("1 week", 7), ("10 days", 10)):
        expected = [comes(zone, day, at) for day in days(count)]
        assert found(zone, date=FIRST.isoformat(), time=time, every=every) == expected


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("number", [29, 30, 31])
def test_ends_of_months(zone: str, number: int) -> None:
    expected = [comes(zone, day, dt.time(2, 30)) for day in month_days(number)]
    assert found(zone, date=f"2009-01-{number}", time="02:30", every="1 month") == expected


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hours", [1, 5, 12])
def test_hours_are_elapsed(zone: str, hours: int) -> None:
    first = comes(zone, FIRST, dt.time(2, 30))
    expected, due = [], first
    while due.astimezone(ZoneInfo(zone)).date() <= END:
        expected.append(due)
        due += dt.timedelta(hours=hours)
    assert found(zone, date=FIRST.isoformat(), time="02:30", every=f"{hours} hours") == expected


@pytest.mark.parametrize("zone", ZONES)
def test_a_runner_that_looks_now_and_then_sees_each_once(zone: str) -> None:
    schedule = Schedule(date="2011-01-01", time="02:30", every="1 day", last="2011-12-31")
    looks = [dt.datetime(2010, 12, 30, tzinfo=dt.UTC) + dt.timedelta(hours=7) * place for place in range(1300)]
    seen = [due for one, two in pairwise(looks) for due in between(schedule, zone, one, two)]
    assert seen == list(occurrences(schedule, zone))
    assert seen[-1].date() == dt.date(2011, 12, 31) or zone == "Pacific/Apia"
