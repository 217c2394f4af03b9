"""Execute, Schedule, Confirm: the draft becomes the sync, and then it runs, now or later.

Two things are done one after the other, and the second may be refused. Then the sync is saved all the same, and what is
said names both: that it is, and what it is not.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit import errors
from synckit.ui import navigation, problems, scheduling
from synckit.ui.library import Library
from synckit.ui.shown import moment
from synckit.ui.wizard import model, moved
from synckit.ui.wizard.model import Session
from synckit.ui.wizard.moved import Wish
from synckit.ui.words import review as text
from synckit.workspace import SyncHandle


def show(here: Library, session: Session) -> None:
    """Show the ways on."""
    st.header(text.DECIDE, anchor=False)
    met = moved.met(session)
    if met and met != moved.SAVE:
        _ask_over(here, session, met)
        return
    wish = _buttons(session) if session.when is None else _form(here, session)
    if wish:
        _do(here, session, wish, over=False)


def _ask_over(here: Library, session: Session, met: Wish) -> None:
    over = moved.ask_over(session)
    if over:
        _do(here, session, met, over=True)
    elif over is not None:
        st.rerun()


def _buttons(session: Session) -> Wish | None:
    with st.container(horizontal=True, key="decide"):
        found = _confirm_or_reschedule(session) if session.is_scheduled else _execute_or_schedule(session)
    is_single = _frequency(session) == "single"
    st.caption(text.CONFIRM_SAYS if session.is_scheduled else text.EXECUTE_SAYS if is_single else text.SCHEDULE_SAYS)
    return found


def _confirm_or_reschedule(session: Session) -> Wish | None:
    agreed = st.button(text.CONFIRM, key="confirm", type="primary", icon=":material/check:")
    st.button(text.RESCHEDULE, key="reschedule", icon=":material/schedule:", on_click=_open, args=(session,))
    return ("confirm", {}) if agreed else None


def _execute_or_schedule(session: Session) -> Wish | None:
    """Show Execute for a sync that runs once; a recurring one has its schedule alone."""
    is_single = _frequency(session) == "single"
    agreed = is_single and st.button(text.EXECUTE, key="execute", type="primary", icon=":material/play_arrow:")
    kind: Any = "secondary" if is_single else "primary"
    st.button(text.SCHEDULE, key="schedule", type=kind, icon=":material/schedule:", on_click=_open, args=(session,))
    return ("execute", {}) if agreed else None


def _frequency(session: Session) -> str:
    return str(session.content.get("frequency") or "single")


def _form(here: Library, session: Session) -> Wish | None:
    """Show the schedule; the form is drawn before its button, so a click finds what was typed last.

    What is in it is kept: it is there again when somebody comes back from another step.
    """
    sync = here.workspace.sync(session.draft.sync) if session.is_scheduled and session.draft.sync else None
    key = session.key("when")
    with st.container(border=True, key="schedule-form"):
        st.markdown(f"**{text.WHEN}**")
        zone = session.content.get("timezone") or here.zone
        given = scheduling.form(here, key, sync, session.when, _frequency(session), zone)
        session.when = _but_own_zone(scheduling.given(key), zone) or session.when
        with st.container(horizontal=True):
            agreed = st.button(text.SET_SCHEDULE, key="set-schedule", type="primary", disabled=given is None)
            st.button(text.NOT_NOW, key="not-now", on_click=_close, args=(session,))
    return ("schedule", given) if agreed and given else None


def _but_own_zone(given: dict[str, Any] | None, zone: str) -> dict[str, Any] | None:
    """Return what is in the form without the sync's own zone, which Name & Setup may change meanwhile."""
    return {name: value for name, value in given.items() if (name, value) != ("timezone", zone)} if given else None


def _do(here: Library, session: Session, wish: Wish, over: bool) -> None:
    """Finish the draft and do what was decided; what somebody else saved meanwhile is asked about first."""
    if not moved.keep(here, session):
        st.rerun()
    try:
        sync = moved.finished(here, session, wish, over)
    except errors.SynckitError as problem:
        problems.note(str(problem), True)
        st.rerun()
    {"execute": _execute, "confirm": _confirm, "schedule": _schedule}[wish[0]](here, session, sync, wish[1])


def _execute(here: Library, session: Session, sync: SyncHandle, _: dict[str, Any]) -> None:
    try:
        here.run(sync)
    except errors.SynckitError as problem:
        _leave(session, text.NOT_RUN.format(name=sync.name, problem=problem), is_trouble=True)
    _leave(session, text.EXECUTING.format(name=sync.name))


def _confirm(here: Library, session: Session, sync: SyncHandle, _: dict[str, Any]) -> None:
    _leave(session, text.CONFIRMED.format(name=sync.name))


def _schedule(here: Library, session: Session, sync: SyncHandle, given: dict[str, Any]) -> None:
    try:
        due = scheduling.set_schedule(sync, given)
    except errors.SynckitError as problem:
        _leave(session, text.NOT_SCHEDULED.format(name=sync.name, problem=problem), is_trouble=True)
    zone = given["timezone"]
    said = text.SCHEDULED if due else text.RESTS
    _leave(session, said.format(name=sync.name, due=moment(due, zone), zone=zone))


def _leave(session: Session, said: str, is_trouble: bool = False) -> None:
    """Go to the list, where a run is seen going on."""
    model.forget(session.draft.id)
    problems.note(said, is_trouble)
    st.switch_page(navigation.page(navigation.DATA_SYNCS))


def _open(session: Session) -> None:
    session.when = {}


def _close(session: Session) -> None:
    session.when = None
