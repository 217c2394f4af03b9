"""The schedule of a sync as a form: when it runs first, how it repeats, and the runs that come of it, listed at once.

`form` draws it wherever there is place for it, a dialog or a page. What is in it now is also had by `given`, for the
callback of a button: a click may arrive together with the last thing typed, which was not drawn yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import streamlit as st

from synckit import clock
from synckit.definition import Period
from synckit.definition.periods import EVERY_UNITS
from synckit.ui.library import Library
from synckit.ui.shown import escaped, weekday
from synckit.ui.words import choices
from synckit.ui.words import scheduling as text
from synckit.workspace import SyncHandle

AT = dt.time(2)
"""When a sync runs if nobody says otherwise: at night, and tomorrow."""
STEP = dt.timedelta(minutes=5)
RUNS = 10
Settings = dict[str, Any]


def form(
    here: Library, key: str, sync: SyncHandle | None, settings: Settings | None, frequency: str, zone: str
) -> Settings | None:
    """Show the form and return what it says; None, and why on the page, while it cannot be a schedule.

    `sync` is the one that has a schedule so far, if there is one: that schedule is shown unless `settings` are given.
    `frequency` is single or recurring. What is returned is what `SyncHandle.schedule` and `set_schedule` take.
    """
    former = schedule_of(sync)
    _seed(key, settings or former or {}, frequency, zone)
    _times(key, frequency, zone)
    found = given(key)
    if found is None:
        st.warning(text.MISSING)
        return None
    looked = here.workspace.rehearse(*_parted(found), former, RUNS)
    if looked.problem:
        st.warning(escaped(looked.problem))
        return None
    _runs(looked.runs, found)
    if not here.workspace.runner_health()["working"]:
        st.caption(text.NO_RUNNER)
    return found


def given(key: str) -> Settings | None:
    """Return what is in a form now; None while it has no date or no time."""
    state = st.session_state
    first, time = state.get(f"{key}-date"), state.get(f"{key}-time")
    if first is None or time is None:
        return None
    found: Settings = {"date": first.isoformat(), "time": time.strftime("%H:%M"), "timezone": state[f"{key}-zone"]}
    if state.get(f"{key}-count"):
        found["every"] = str(Period(int(state[f"{key}-count"]), state[f"{key}-unit"]))
        found |= {"last": state[f"{key}-last"].isoformat()} if state.get(f"{key}-last") else {}
    days = [line.strip() for line in str(state.get(f"{key}-blackout") or "").splitlines() if line.strip()]
    return found | ({"blackout": days} if days else {})


def set_schedule(sync: SyncHandle, settings: Settings) -> dt.datetime | None:
    """Give a sync the schedule that a form says, and return its next due time. Raises `Forbidden`, `Refused`."""
    if sync.status == "Scheduled":
        return sync.reschedule(**{"last": "", "blackout": [], **settings})
    return sync.schedule(**settings)


def schedule_of(sync: SyncHandle | None) -> Settings | None:
    """Return the schedule that a sync has, if it has one."""
    saved = sync.saved if sync else None
    return saved.definition.get("schedule") if saved and saved.status == "Scheduled" else None


def runs_list(due: Sequence[dt.datetime]) -> None:
    """List due times, a line each."""
    st.text("\n".join(weekday(each) for each in due))


def _seed(key: str, settings: Settings, frequency: str, zone: str) -> None:
    first = settings.get("date")
    hour, _, minute = str(settings.get("time") or "").partition(":")
    every = Period.parse(settings["every"]) if settings.get("every") else Period(1, "days")
    last = settings.get("last")
    seeds = {
        "date": dt.date.fromisoformat(str(first)) if first else clock.today(zone) + dt.timedelta(days=1),
        "time": dt.time(int(hour), int(minute)) if minute else AT,
        "zone": settings.get("timezone") or zone,
        "blackout": "\n".join(map(str, settings.get("blackout") or ())),
    }
    if frequency == "recurring":
        seeds |= {"count": every.count, "unit": every.unit, "last": dt.date.fromisoformat(str(last)) if last else None}
    else:
        for name in ("count", "unit", "last"):
            st.session_state.pop(f"{key}-{name}", None)
    for name, value in seeds.items():
        # Set again each time: a browser that is slow to load its widgets may meet them only in a later drawing, and
        # would show today for any date.
        st.session_state[f"{key}-{name}"] = st.session_state.get(f"{key}-{name}", value)


def _times(key: str, frequency: str, zone: str) -> None:
    left, right = st.columns(2)
    left.date_input(text.DATE, key=f"{key}-date", format="YYYY-MM-DD")
    right.time_input(text.TIME, key=f"{key}-time", step=STEP)
    if frequency == "recurring":
        left, right = st.columns(2)
        left.number_input(text.EVERY, 1, 9999, key=f"{key}-count")
        right.selectbox(text.UNIT, EVERY_UNITS, key=f"{key}-unit", format_func=choices.UNITS.__getitem__)
        # An empty default is what lets somebody empty it again.
        st.date_input(text.LAST, None, key=f"{key}-last", format="YYYY-MM-DD", help=text.LAST_HELP)
    chosen = st.session_state[f"{key}-zone"]
    st.selectbox(text.ZONE, sorted({*clock.zones(), zone, chosen}), key=f"{key}-zone")
    with st.expander(text.MORE):
        st.text_area(text.BLACKOUT, key=f"{key}-blackout", help=text.BLACKOUT_HELP, height=80)


def _parted(found: Settings) -> tuple[Settings, str]:
    return {name: value for name, value in found.items() if name != "timezone"}, found["timezone"]


def _runs(due: Sequence[dt.datetime], found: Settings) -> None:
    said = text.ONE_RUN if "every" not in found else text.NEXT_RUNS if len(due) == RUNS else text.LAST_RUNS
    st.markdown(f"**{escaped(said.format(count=len(due), zone=found['timezone']))}**")
    runs_list(due)
