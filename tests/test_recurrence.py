"""When a sync is due: wall clocks, gaps, folds, month ends and elapsed hours."""

import datetime as dt
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synckit.definition import Schedule
from synckit.errors import DefinitionError
from synckit.recurrence import next_after, occurrences

NEW_YORK = "America/New_York"


def due(number, zone=NEW_YORK, **schedule):
    return [each.isoformat() for each in islice(occurrences(Schedule(**schedule), zone), number)]


def test_a_single_schedule_is_due_once():
    assert due(5, date="2026-12-01", time="02:30") == ["2026-12-01T02:30:00-05:00"]


def test_days_keep_the_wall_clock_over_both_changes_of_the_hour():
    assert due(3, date="2026-03-07", time="04:00", every="1 day") == [
        "2026-03-07T04:00:00-05:00",
        "2026-03-08T04:00:00-04:00",
        "2026-03-09T04:00:00-04:00",
    ]


def test_a_skipped_time_is_the_first_minute_after_the_gap():
    assert due(3, date="2026-03-07", time="02:30", every="1 day") == [
        "2026-03-07T02:30:00-05:00",
        "2026-03-08T03:00:00-04:00",
        "2026-03-09T02:30:00-04:00",
    ]


def test_a_time_that_comes_twice_is_the_first_of_the_two():
    assert due(1, date="2026-11-01", time="01:30") == ["2026-11-01T01:30:00-04:00"]


def test_a_skipped_day_moves_to_the_next_one():
    assert due(2, "Pacific/Apia", date="2011-12-29", time="12:00", every="1 day") == [
        "2011-12-29T12:00:00-10:00",
        "2011-12-31T00:00:00+14:00",
    ]


def test_hours_are_elapsed_time_from_the_first_run():
    assert due(3, date="2026-03-07", time="20:00", every="6 hours") == [
        "2026-03-07T20:00:00-05:00",
        "2026-03-08T03:00:00-04:00",
        "2026-03-08T09:00:00-04:00",
    ]


def test_hours_in_a_fold_are_two_moments():
    assert due(3, date="2026-11-01", time="00:30", every="1 hour")[1:] == [
        "2026-11-01T01:30:00-04:00",
        "2026-11-01T01:30:00-05:00",
    ]


def test_months_end_on_their_last_day_and_come_back():
    found = due(4, "UTC", date="2028-01-31", time="02:30", every="1 month")
    assert [each[:10] for each in found] == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]


def test_weeks_are_seven_days():
    assert [each[:10] for each in due(2, date="2026-12-01", time="02:30", every="2 weeks")] == [
        "2026-12-01",
        "2026-12-15",
    ]


def test_the_last_day_is_included():
    assert len(due(9, date="2026-12-01", time="23:59", every="1 day", last="2026-12-03")) == 3
    assert len(due(9, date="2026-12-01", time="20:00", every="6 hours", last="2026-12-02")) == 5


def test_next_after_is_strictly_later():
    schedule = Schedule(date="2026-12-01", time="02:30", every="1 day", last="2026-12-02")
    first, second = occurrences(schedule, NEW_YORK)
    assert next_after(schedule, NEW_YORK, first - dt.timedelta(days=900)) == first
    assert next_after(schedule, NEW_YORK, first) == second
    assert next_after(schedule, NEW_YORK, second) is None


def test_an_unknown_zone_is_refused():
    with pytest.raises(DefinitionError, match="No time zone named 'Mars'"):
        occurrences(Schedule(date="2026-12-01", time="02:30"), "Mars")


def test_the_calendar_ends_quietly():
    assert len(due(9, "UTC", date="9999-11-30", time="02:30", every="1 month")) == 2


def test_blackout_days_are_passed_over_and_the_rhythm_stays():
    closed = ["2026-12-02", "2026-12-04..2026-12-05"]
    found = due(4, date="2026-12-01", time="02:30", every="1 day", blackout=closed)
    assert [each[8:10] for each in found] == ["01", "03", "06", "07"]
    assert due(4, date="2026-12-02", time="02:30", blackout=closed) == []


def test_a_blackout_that_ends_before_it_begins_is_refused():
    with pytest.raises(DefinitionError, match="2026-12-05..2026-12-04 ends before it begins"):
        Schedule(date="2026-12-01", time="02:30", blackout=["2026-12-05..2026-12-04"])
    with pytest.raises(
        DefinitionError, match="'Christmas' is no day; write 2026-11-26, or 2026-12-24..2027-01-02 for several"
    ):
        Schedule(date="2026-12-01", time="02:30", blackout=["Christmas"])


SCHEDULES = st.builds(
    lambda day, time, count, unit: Schedule(
        date=day, time=time.replace(second=0, microsecond=0), every=f"{count} {unit}"
    ),
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    st.times(),
    st.integers(1, 40),
    st.sampled_from(["hours", "days", "weeks", "months"]),
)
ZONES = st.sampled_from(["UTC", NEW_YORK, "Europe/Paris", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"])


@settings(deadline=None)
@given(SCHEDULES, ZONES, st.integers(0, 60), st.integers(-90, 90))
def test_next_after_agrees_with_counting_one_by_one(schedule, zone, place, minutes):
    found = list(islice(occurrences(schedule, zone), place + 3))
    moment = found[place] + dt.timedelta(minutes=minutes)
    # Adding to an aware local time moves its wall clock; moments are compared in UTC.
    moment = moment.astimezone(dt.UTC)
    expected = next((each for each in found if each.astimezone(dt.UTC) > moment), None)
    assert expected is None or next_after(schedule, zone, moment) == expected
    assert all(one.astimezone(dt.UTC) < two.astimezone(dt.UTC) for one, two in pairwise(found))
