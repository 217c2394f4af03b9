"""Patron preview: the patrons of a connection or of a sync, filtered, counted and taken along; nothing is written."""

import streamlit as st

from synckit.ui import library, masking, patron_source, patron_table, problems, welcome, words
from synckit.ui.words import patrons as text


def page() -> None:
    """Ask whose patrons are meant, and show them."""
    if not library.exists():
        welcome.show(words.NO_WORKSPACE, words.NO_WORKSPACE_SAYS)
        return
    here = library.here()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.container(width=420)
        masking.switch(here)
    problems.show_note()
    source = patron_source.choose(here, place)
    if source:
        patron_table.show(here, source)


st.title(words.PATRON_PREVIEW, anchor=False)
st.caption(text.SAYS)
with problems.told():
    page()
