"""The schedule as a form: what it begins with, what it says at once, and the runs that it lists."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from synckit.ui import library as opened
from synckit.ui import scheduling
from synckit.ui.words import scheduling as text

NOW = "2026-12-01T10:00:00Z"
DAILY = {"date": "2026-11-20", "time": "03:15", "every": "1 day", "last": "2027-02-01", "blackout": ["2026-12-25"]}


def page() -> None:
    import streamlit as st

    from synckit.access import Person
    from synckit.ui import library, scheduling

    library.enter(Person("ann"))
    here = library.here()
    name = st.query_params.get("sync")
    sync = here.workspace.sync(name) if name else None
    st.json(scheduling.form(here, "when", sync, None, st.query_params.get("frequency", "recurring"), "Europe/Berlin"))


@pytest.fixture
def form(app, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SYNCKIT_NOW", NOW)
    app()
    at = AppTest.from_function(page, default_timeout=30)
    return at.run()


def runs(at: AppTest) -> list[str]:
    return at.text[0].value.split("\n") if at.text else []


def said(at: AppTest) -> list[str]:
    return [each.value.replace("\\", "") for each in at.warning]


def test_it_begins_tomorrow_at_two_in_the_zone(form):
    assert not form.exception
    assert form.date_input(key="when-date").value == dt.date(2026, 12, 2)
    assert form.time_input(key="when-time").value == dt.time(2)
    assert form.selectbox(key="when-zone").value == "Europe/Berlin"
    assert [len(runs(form)), runs(form)[0], runs(form)[-1]] == [10, "Wed 2 Dec 2026, 02:00", "Fri 11 Dec 2026, 02:00"]


def test_every_change_is_seen_in_the_runs_at_once(form):
    form.number_input(key="when-count").set_value(2)
    form.selectbox(key="when-unit").select("weeks")
    form.date_input(key="when-last").set_value(dt.date(2026, 12, 30)).run()
    assert runs(form) == ["Wed 2 Dec 2026, 02:00", "Wed 16 Dec 2026, 02:00", "Wed 30 Dec 2026, 02:00"]
    form.text_area(key="when-blackout").set_value("2026-12-10..2026-12-20").run()
    assert runs(form) == ["Wed 2 Dec 2026, 02:00", "Wed 30 Dec 2026, 02:00"]


def test_a_single_sync_has_no_rhythm(form):
    form.query_params["frequency"] = "single"
    form.run()
    assert runs(form) == ["Wed 2 Dec 2026, 02:00"]
    assert [each.label for each in form.number_input] == []


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("when-date", dt.date(2026, 11, 30), "The first run is in the past; choose a later date or time."),
        ("when-last", dt.date(2026, 12, 1), "The last execution is before the first day; choose a later one."),
        ("when-date", None, text.MISSING),
    ],
)
def test_what_cannot_be_is_said_at_once(form, key, value, sentence):
    form.date_input(key=key).set_value(value).run()
    assert said(form) == [sentence]
    assert runs(form) == []


def test_days_that_are_none_are_said(form):
    form.text_area(key="when-blackout").set_value("Christmas").run()
    assert "'Christmas' is no day" in said(form)[0]


def test_a_schedule_that_is_there_is_kept_although_it_began_long_ago(form):
    sync = opened.opened().workspace.sync("Students")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYNCKIT_NOW", "2026-11-01T00:00:00Z")
        sync.schedule(**DAILY, timezone="America/New_York")
    at = AppTest.from_function(page, default_timeout=30)
    at.query_params["sync"] = "Students"
    at.run()
    assert not at.exception
    assert said(at) == []
    assert at.date_input(key="when-date").value == dt.date(2026, 11, 20)
    assert at.text_area(key="when-blackout").value == "2026-12-25"
    assert runs(at)[0] == "Wed 2 Dec 2026, 03:15"


def test_setting_it_again_changes_what_is_given_and_takes_away_what_is_not(form):
    sync = opened.opened().workspace.sync("Students")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYNCKIT_NOW", "2026-11-01T00:00:00Z")
        scheduling.set_schedule(sync, DAILY)
    due = scheduling.set_schedule(sync, {"date": "2026-11-20", "time": "04:00", "every": "1 day"})
    assert str(due) == "2026-12-02 04:00:00+00:00"
    assert sync.saved.definition["schedule"] == {"date": "2026-11-20", "time": "04:00", "every": "1 day"}
