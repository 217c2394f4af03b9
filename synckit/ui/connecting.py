"""The form for a new connection: the system, only the settings that it needs, secrets once, a test before saving."""

from __future__ import annotations

import streamlit as st

from synckit import ils
from synckit.ui import asking, problems
from synckit.ui.connection_said import fields_said
from synckit.ui.connections import steps
from synckit.ui.library import Library
from synckit.ui.words import connections as text

_ROUND = "connecting-round"
"""Counts the connections that were made: new keys make every input of the form a fresh one, secrets above all."""


def show(library: Library) -> None:
    """Show the form."""
    st.header(text.NEW, anchor=False)
    kind = st.selectbox(text.SYSTEM, ils.kinds(), format_func=ils.name, key=_key("kind"))
    # a form, so that the last input and the button reach the server together
    with st.form(_key("form"), enter_to_submit=False):
        name = st.text_input(text.NAME, key=_key("name"), help=text.NAME_HELP, autocomplete="off")
        plain, secret = asking.settings(kind, lambda setting: _key(f"{kind}-{setting}"))
        with st.container(horizontal=True):
            test = st.form_submit_button(text.TEST)
            save = st.form_submit_button(text.SAVE, type="primary")
    given = {setting: typed for setting, typed in plain.items() if typed}
    if test:
        _test(library, kind, given, secret)
    if save:
        _save(library, name, kind, given, secret)


def _key(name: str) -> str:
    return f"new-{name}-{st.session_state.get(_ROUND, 0)}"


def _test(library: Library, kind: str, plain: dict[str, str], secret: dict[str, str]) -> None:
    with st.spinner(text.TESTING), problems.told():
        steps(library.workspace.try_connection(kind, plain, secret))


def _save(library: Library, name: str, kind: str, plain: dict[str, str], secret: dict[str, str]) -> None:
    with problems.told():
        with st.spinner(text.READING_FIELDS):
            fields = library.workspace.add_connection(name.strip(), kind, plain, secret)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        problems.note(text.MADE.format(name=name.strip(), fields=fields_said(len(fields))))
        st.rerun()
