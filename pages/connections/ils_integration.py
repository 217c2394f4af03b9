"""ILS integration: the library systems that patrons come from, tried step by step, and what they offer."""

import streamlit as st

from synckit.access import Act
from synckit.ui import connecting, connections, library, problems, welcome, words
from synckit.ui.words import connections as text


def page() -> None:
    """Show the connections, then the form for a new one to whoever may make it."""
    if not library.exists():
        welcome.show(words.NO_WORKSPACE, words.NO_WORKSPACE_SAYS)
        return
    here = library.here()
    problems.show_note()
    connections.show(here)
    if here.workspace.person.may(Act.CONNECT):
        connecting.show(here)


st.title(words.ILS_PAGE, anchor=False)
st.caption(text.SAYS)
with problems.told():
    page()
