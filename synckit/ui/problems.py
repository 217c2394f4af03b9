"""An error of synckit as one sentence on the page; anything else is a defect and stays one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from synckit import errors
from synckit.ui.shown import escaped

_NOTE = "note"


@contextmanager
def told() -> Iterator[None]:
    """Show an error of synckit that ends the block."""
    try:
        yield
    except errors.SynckitError as problem:
        st.error(escaped(problem))


def note(text: str) -> None:
    """Keep a sentence for the next time the page is drawn."""
    st.session_state[_NOTE] = text


def show_note() -> None:
    """Show the sentence that was kept, once."""
    text = st.session_state.pop(_NOTE, None)
    if text:
        st.success(escaped(text))
