"""What a page shows before there is a workspace or a sync: one sentence, and how to begin.

Nothing is made before somebody acts: the workspace comes with the first draft or with the sample library.
"""

from __future__ import annotations

import streamlit as st

from synckit.access import Act
from synckit.ui import library, navigation, problems, words
from synckit.ui.library import Library
from synckit.ui.words import syncs as text
from synckit.workspace.sample import put_in

_STARTED = "started"


def show(title: str, says: str) -> None:
    """Show the empty state; **Get Started** opens the instructions."""
    with st.container(border=True, key="welcome"):
        st.header(title, anchor=False)
        st.write(says)
        if not library.person().may(Act.EDIT):
            st.caption(text.ONLY_LOOKING)
        elif st.session_state.get(_STARTED):
            _instructions()
        else:
            st.button(text.GET_STARTED, type="primary", key="get-started", on_click=_start)


def _start() -> None:
    st.session_state[_STARTED] = True


def _instructions() -> None:
    """Show the steps of a sync, what is good to have first, and the way on."""
    st.markdown(f"**{text.HOW}**")
    st.markdown("\n".join(f"{place}. **{name}** — {says}" for place, (name, says) in enumerate(text.FIVE_STEPS, 1)))
    st.markdown(f"**{text.BEFORE}**")
    _before()
    if st.button(text.NEXT, type="primary", key="begin"):
        with problems.told():
            draft = _made().workspace.new_draft()
            st.switch_page(navigation.page(navigation.EDIT_SYNC), query_params={"draft": str(draft), "step": "1"})


def _before() -> None:
    with st.container(key="before", gap="small"):
        for file, label, says in (
            (navigation.ILS_INTEGRATION, text.CONNECT, text.CONNECT_SAYS),
            (navigation.PROFILE_FIELDS, text.FIELDS, text.FIELDS_SAY),
        ):
            with st.container(gap=None):
                st.page_link(navigation.page(file), label=label)
                st.caption(says)
        if library.person().may(Act.CONNECT):
            with st.container(gap=None):
                if st.button(words.ADD_SAMPLE, key="add-sample", type="tertiary"):
                    _add_sample()
                st.caption(text.ADD_SAMPLE_SAYS)


def _made() -> Library:
    """Return the library as whoever is at work may use it, made where there was none."""
    return library.opened().acting(library.person())


def _add_sample() -> None:
    with problems.told():
        with st.spinner(words.ADDING_SAMPLE):
            put_in(_made().workspace)
        st.rerun()
