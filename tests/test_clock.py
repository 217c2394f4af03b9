"""SYNCKIT_NOW sets the one clock, and zones are checked by name."""

import datetime as dt

import pytest

from synckit import clock
from synckit.errors import DefinitionError


@pytest.mark.parametrize("written", ["2026-12-01T02:30:00Z", "2026-12-01T02:30:00", "2026-11-30T21:30:00-05:00"])
def test_the_environment_sets_the_clock_in_utc(monkeypatch, written):
    monkeypatch.setenv("SYNCKIT_NOW", written)
    assert clock.now() == dt.datetime(2026, 12, 1, 2, 30, tzinfo=dt.UTC)
    assert clock.now().tzinfo is dt.UTC


def test_without_the_variable_time_passes(monkeypatch):
    monkeypatch.delenv("SYNCKIT_NOW", raising=False)
    assert clock.now() <= clock.now()


def test_a_wrong_variable_is_refused(monkeypatch):
    monkeypatch.setenv("SYNCKIT_NOW", "yesterday")
    with pytest.raises(DefinitionError, match="SYNCKIT_NOW is 'yesterday'"):
        clock.now()


def test_today_is_the_date_in_the_zone(monkeypatch):
    monkeypatch.setenv("SYNCKIT_NOW", "2026-12-01T02:30:00Z")
    assert clock.today("America/New_York") == dt.date(2026, 11, 30)
    assert clock.today("Asia/Tokyo") == dt.date(2026, 12, 1)


@pytest.mark.parametrize("name", ["Amerca/New_York", "", "../etc/passwd", "/etc/passwd", "Europe", "a\0b", "x" * 5000])
def test_a_zone_that_does_not_exist_is_refused(name):
    with pytest.raises(DefinitionError, match="No time zone named"):
        clock.zone(name)
