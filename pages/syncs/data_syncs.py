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
    with buttons:
        listing.begin(here, is_first=not found.total)
    problems.show_note()
    if found.total:
        listing.show(here, found)
    else:
        welcome.show(words.NO_SYNCS, words.NO_SYNCS_SAYS)
    dialogs.show(here, words.PAGE)


with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="list-top"):
    st.title(words.PAGE, anchor=False, width="content")
    buttons = st.container(horizontal=True, width="content")
st.caption(words.PAGE_SAYS)
with problems.told():
    page()
