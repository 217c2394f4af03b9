"""Users: who may sign in and as what, for admins."""

import streamlit as st

from synckit.ui import library, problems, users, welcome, words
from synckit.ui.words import users as text


def page() -> None:
    """Show the users and the ways to change them."""
    if not library.exists():
        welcome.show(words.NO_WORKSPACE, words.NO_WORKSPACE_SAYS)
        return
    here = library.here()
    problems.show_note()
    users.show(here)


st.title(words.USERS, anchor=False)
st.caption(text.PAGE_SAYS)
with problems.told():
    page()
