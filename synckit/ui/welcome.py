"""What a page shows before there is a workspace or a sync: one sentence and the one next thing to do."""

from __future__ import annotations

import shlex

import streamlit as st

from synckit.ui import library, problems, words
from synckit.ui.shown import escaped
from synckit.workspace.sample import put_in

_STARTED = "started"


def show(title: str, says: str) -> None:
    """Show the empty state; **Get Started** opens the instructions."""
    with st.container(border=True, key="welcome"):
        st.header(title, anchor=False)
        st.write(says)
        if st.session_state.get(_STARTED):
            _instructions()
        else:
            st.button(words.GET_STARTED, type="primary", key="get-started", on_click=_start)


def _start() -> None:
    st.session_state[_STARTED] = True


def _instructions() -> None:
    st.write(words.ADD_SAMPLE_SAYS)
    if st.button(words.ADD_SAMPLE, type="primary", key="add-sample"):
        _add_sample()
    st.write(escaped(words.OWN_PATRONS))
    st.code(words.COMMANDS.format(home=shlex.quote(str(library.home()))), language=None, wrap_lines=True)


def _add_sample() -> None:
    with problems.told():
        with st.spinner(words.ADDING_SAMPLE):
            put_in(library.opened().workspace)
        st.rerun()
