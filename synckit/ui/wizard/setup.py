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
        choice(session, "type")
    with frequency:
        choice(session, "frequency", fixed=session.is_scheduled)
        if session.is_scheduled:
            st.caption(text.FREQUENCY_FIXED)
    st.header(text.STRATEGIES, anchor=False)
    for attr, place in zip(("empty_fields", "incorrect_values", "errors"), st.columns(3), strict=True):
        with place:
            choice(session, attr)
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
