"""Save & Exit: the sync is saved where nothing lacks and no schedule runs it, and else the draft is kept."""

from __future__ import annotations

import streamlit as st

from synckit import errors
from synckit.definition.lacks import Lack
from synckit.ui import navigation, problems
from synckit.ui.library import Library
from synckit.ui.wizard import model, moved
from synckit.ui.wizard.model import Session
from synckit.ui.words import wizard as text


def save_and_exit(here: Library, session: Session, lacks: list[Lack]) -> None:
    """Leave for the list of syncs, by way of a question when the sync was changed since the draft was begun."""
    if here.workspace.drop_blank_draft(session.draft.id):
        _leave(session, text.NOTHING_KEPT)
    name = str(session.content.get("name") or "").strip() or text.NAMELESS
    if session.is_scheduled:
        _leave(session, text.KEPT_COPY.format(name=name))
    elif lacks:
        _leave(session, text.KEPT_DRAFT.format(name=name, lack=lacks[0].says))
    else:
        _finish(here, session, name, over=False)


def to_list(here: Library, session: Session) -> None:
    """Leave for the list of syncs; a new sync in which nothing is filled in leaves nothing there.

    What somebody else saved meanwhile is asked about first.
    """
    if not moved.keep(here, session):
        return
    if here.workspace.drop_blank_draft(session.draft.id):
        model.forget(session.draft.id)
    st.switch_page(navigation.page(navigation.DATA_SYNCS))


def _finish(here: Library, session: Session, name: str, over: bool) -> None:
    try:
        moved.finished(here, session, moved.SAVE, over)
    except errors.SynckitError as problem:
        _leave(session, text.KEPT_DRAFT.format(name=name, lack=problem))
    _leave(session, text.SAVED.format(name=name))


def _leave(session: Session, said: str) -> None:
    model.forget(session.draft.id)
    problems.note(said)
    st.switch_page(navigation.page(navigation.DATA_SYNCS))


def show_changed(here: Library, session: Session) -> None:
    """Show the question whether to save over a sync that was changed meanwhile, once Save & Exit met one."""
    if moved.met(session) != moved.SAVE:
        return
    name, over = session.draft.sync or text.NAMELESS, moved.ask_over(session)
    if over:
        _finish(here, session, name, over=True)
    elif over is not None:
        _leave(session, text.KEPT_COPY.format(name=name))
