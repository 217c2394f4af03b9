"""The switch that shows values as they are, for those who may; that somebody used it is kept in the audit."""

from __future__ import annotations

import streamlit as st

from synckit import errors
from synckit.access import Act
from synckit.ui import problems, words
from synckit.ui.library import SHOW_VALUES, Library


def switch(library: Library) -> None:
    """Show the switch to whoever may see values; everybody else sees them masked and no switch."""
    if not library.workspace.person.may(Act.UNMASK):
        return
    # A widget's own key goes when a page without it is drawn: the choice is kept under another one.
    key = f"{SHOW_VALUES}-switch"
    st.toggle(
        words.SHOW_VALUES,
        st.session_state.get(SHOW_VALUES, False),
        key=key,
        help=words.SHOW_VALUES_HELP,
        on_change=_switched,
        args=(library, key),
    )


def _switched(library: Library, key: str) -> None:
    """Show values or hide them; they are shown once the audit has it, and not where it cannot be written."""
    if st.session_state[key]:
        try:
            library.workspace.note_unmasked()
        except errors.SynckitError as problem:
            st.session_state[key] = False
            problems.note(str(problem), is_trouble=True)
    st.session_state[SHOW_VALUES] = st.session_state[key]
