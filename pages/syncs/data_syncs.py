"""Data syncs: every sync, when it runs next, and what its last run did."""

import streamlit as st

from synckit.ui import library, problems, welcome, words
from synckit.ui.syncs import asked, dialogs, listing


def page() -> None:
    """Show the list, or how to begin where there is nothing in it."""
    if not library.exists():
        welcome.show(words.NO_WORKSPACE, words.NO_WORKSPACE_SAYS)
        return
    here = library.here()
    found = asked.found(here)
    if not found.total:
        problems.show_note()
        welcome.show(words.NO_SYNCS, words.NO_SYNCS_SAYS)
        return
    with buttons:
        listing.begin(here)
    problems.show_note()
    listing.show(here, found)
    dialogs.show(here)


with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="list-top"):
    st.title(words.PAGE, anchor=False, width="content")
    buttons = st.container(horizontal=True, width="content")
st.caption(words.PAGE_SAYS)
with problems.told():
    page()
