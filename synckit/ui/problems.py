"""An error of synckit as one sentence on the page; anything else is a defect and stays one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import streamlit as st

from synckit import errors
from synckit.ui.shown import escaped

_NOTE = "note"
_SHOWN = "note-shown"


@contextmanager
def told() -> Iterator[None]:
    """Show an error of synckit that ends the block."""
    try:
        yield
    except errors.SynckitError as problem:
        st.error(escaped(problem))


def note(text: str, is_trouble: bool = False) -> None:
    """Keep a sentence for the next time the page is drawn; one of trouble is shown as such."""
    st.session_state[_NOTE] = (text, is_trouble)


def show_note() -> None:
    """Show the sentence that was kept, once."""
    text, is_trouble = st.session_state[_SHOWN] = st.session_state.pop(_NOTE, ("", False))
    if text:
        (st.warning if is_trouble else st.success)(escaped(text))


def draw_anew() -> NoReturn:
    """Draw the page anew, unasked: the sentence that somebody may still read stays on it."""
    text, is_trouble = st.session_state.get(_SHOWN, ("", False))
    if text and _NOTE not in st.session_state:
        note(text, is_trouble)
    st.rerun()
