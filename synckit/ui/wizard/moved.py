"""What somebody else saved meanwhile: a choice that is asked for, never a version that is lost."""

from __future__ import annotations

import streamlit as st

from synckit import errors
from synckit.ui.library import Library
from synckit.ui.shown import escaped
from synckit.ui.wizard import model
from synckit.ui.wizard.model import Session
from synckit.ui.words import wizard as text


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
    """Save over the version that was seen; a still newer one is asked about again."""
    try:
        session.seen(here.workspace.save_draft(session.draft.id, seen, session.content))
    except errors.Moved:
        return
