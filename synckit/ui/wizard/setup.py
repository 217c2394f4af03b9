"""Step 1, Name & Setup: what the sync is called, where its patrons come from, and how it deals with them."""

from __future__ import annotations

import streamlit as st

from synckit.ui import navigation
from synckit.ui.library import Library
from synckit.ui.shown import escaped
from synckit.ui.wizard import matching, more
from synckit.ui.wizard.choices import choice
from synckit.ui.wizard.model import Session, field
from synckit.ui.words import wizard as text


def show(here: Library, session: Session) -> None:
    """Show the step."""
    name, connection = st.columns(2)
    with name:
        _name(here, session)
    with connection:
        _connection(here, session)
    st.header(text.HOW, anchor=False)
    kind, frequency = st.columns(2)
    with kind:
        choice(session, "type", text.TYPE, "create_update", text.TYPES, text.TYPES_SAY)
    with frequency:
        fixed = session.is_scheduled
        choice(session, "frequency", text.FREQUENCY, "single", text.FREQUENCIES, text.FREQUENCIES_SAY, fixed)
        if fixed:
            st.caption(text.FREQUENCY_FIXED)
    st.header(text.STRATEGIES, anchor=False)
    _strategies(session)
    st.header(text.MATCH, anchor=False)
    matching.show(here, session)
    more.show(here, session)


def _name(here: Library, session: Session) -> None:
    key = session.key("setup", "name")
    field(st.text_input, session.content, "name", text.NAME, key=key, help=text.NAME_HELP, max_chars=200)
    taken = here.workspace.name_taken(session.draft.id, session.content["name"])
    if taken:
        st.caption(f":red[{escaped(taken)}]")


def _connection(here: Library, session: Session) -> None:
    known = [each["name"] for each in here.workspace.connections()]
    if not known:
        with st.container(border=True):
            st.markdown(f"**{text.NO_CONNECTION}**")
            st.write(text.NO_CONNECTION_SAYS)
            st.page_link(navigation.page(navigation.ILS_INTEGRATION), label=text.SET_UP_ILS, icon=":material/hub:")
        return
    key = session.key("setup", "connection")
    hints = {"help": text.CONNECTION_HELP, "placeholder": text.CHOOSE_CONNECTION}
    chosen = field(st.selectbox, session.content, "connection", text.CONNECTION, known, key=key, index=None, **hints)
    if chosen and chosen not in known:
        st.warning(text.CONNECTION_GONE.format(name=escaped(chosen)))


def _strategies(session: Session) -> None:
    empty, incorrect, errors = st.columns(3)
    with empty:
        choice(session, "empty_fields", text.EMPTY_FIELDS, "skip", text.EMPTY_CHOICES, text.EMPTY_SAYS)
    with incorrect:
        told = text.INCORRECT_CHOICES, text.INCORRECT_SAYS
        choice(session, "incorrect_values", text.INCORRECT_VALUES, "report", *told)
    with errors:
        choice(session, "errors", text.ERRORS, "continue", text.ERRORS_CHOICES, text.ERRORS_SAY)
