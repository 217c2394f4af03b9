"""ILS integration: the library systems that patrons come from, tried step by step, and what they offer."""

import streamlit as st

from synckit.ui import connecting, connections, library, problems, welcome, words


def page() -> None:
    """Show the connections, then the form for a new one."""
    if not library.exists():
        welcome.show(words.NO_WORKSPACE, words.NO_WORKSPACE_SAYS)
        return
    here = library.here()
    problems.show_note()
    connections.show(here)
    connecting.show(here)


st.title(words.ILS_PAGE, anchor=False)
st.caption(words.ILS_PAGE_SAYS)
with problems.told():
    page()
