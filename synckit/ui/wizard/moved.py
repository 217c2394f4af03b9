"""What somebody else saved meanwhile: a choice that is asked for, never a version that is lost.

Two things may have moved: the draft, in another window, and the sync that it is a working copy of.
"""

from __future__ import annotations

from typing import Any, NoReturn

import streamlit as st

from synckit import errors
from synckit.ui import problems
from synckit.ui.library import Library
from synckit.ui.shown import escaped
from synckit.ui.wizard import model
from synckit.ui.wizard.model import Session
from synckit.ui.words import wizard as text
from synckit.workspace import SyncHandle

Wish = tuple[str, dict[str, Any]]
"""What somebody decided: save, execute, confirm or schedule, and the schedule."""
SAVE: Wish = ("save", {})


def keep(here: Library, session: Session) -> bool:
    """Keep what was edited; return False when somebody else saved another version meanwhile."""
    if not session.is_changed:
        return True
    try:
        session.seen(here.workspace.save_draft(session.draft.id, session.version, session.content))
    except errors.Moved:
        session.draft = here.workspace.draft(session.draft.id)
        return False
    return True


def ask(here: Library, session: Session) -> None:
    """Show the choice between their version and this one."""
    actor = escaped(session.draft.actor)
    with st.container(border=True, key="moved"):
        st.warning(text.MOVED.format(actor=actor))
        with st.container(horizontal=True):
            st.button(text.TAKE_OVER.format(actor=actor), key="take-over", on_click=_take_over, args=(session,))
            st.button(text.KEEP_MINE, key="keep-mine", on_click=_keep_mine, args=(here, session, session.draft.version))


def _take_over(session: Session) -> None:
    model.forget(session.draft.id)


def _keep_mine(here: Library, session: Session, seen: int) -> None:
    """Save over the version that was seen. What cannot be is said by the drawing that follows: a newer one is asked about."""
    try:
        session.seen(here.workspace.save_draft(session.draft.id, seen, session.content))
    except errors.SynckitError:
        return


def finished(here: Library, session: Session, wish: Wish, over: bool) -> SyncHandle:
    """Make the sync of the draft; where draft or sync moved, draw the page anew with what is to be looked at or chosen first.

    Raises `DefinitionError`, `Refused`.
    """
    try:
        return here.workspace.finish_draft(session.draft.id, session.version, over)
    except errors.Moved:
        _met(here, session, wish)


def _met(here: Library, session: Session, wish: Wish) -> NoReturn:
    """Show the draft that somebody else saved, for that comes first; or keep the wish till it is said whether to save over the sync."""
    kept = here.workspace.draft(session.draft.id)
    if kept.version != session.version:
        model.forget(session.draft.id)
        problems.note(text.MOVED_FIRST.format(actor=kept.actor), True)
    else:
        st.session_state[_over(session)] = wish
    st.rerun()


def met(session: Session) -> Wish | None:
    """Return the wish that met a sync that was changed, while it is not said whether to save over it."""
    found: Wish | None = st.session_state.get(_over(session))
    return found


def ask_over(session: Session) -> bool | None:
    """Ask whether to save over the sync; None until it is said."""
    st.warning(text.SYNC_MOVED.format(sync=escaped(session.draft.sync or text.NAMELESS)))
    with st.container(horizontal=True):
        over = st.button(text.OVER_SYNC, key="over-sync")
        keep = st.button(text.NOT_OVER, key="not-over")
    if not over and not keep:
        return None
    del st.session_state[_over(session)]
    return over


def _over(session: Session) -> str:
    return session.key("over")
