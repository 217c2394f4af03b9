"""Sync details: one sync with every setting, what its last run did, and all its runs."""

import streamlit as st

from synckit import errors
from synckit.ui import library, navigation, problems, welcome, words
from synckit.ui.shown import escaped
from synckit.ui.syncs import details
from synckit.ui.words import details as text


def page() -> None:
    """Show the sync that the address names."""
    name = st.query_params.get("sync", "")
    if not library.exists():
        st.title(words.SYNC_DETAILS, anchor=False)
        welcome.show(words.NO_WORKSPACE, words.NO_WORKSPACE_SAYS)
        return
    here = library.here()
    st.page_link(navigation.page(navigation.DATA_SYNCS), label=text.BACK, icon=":material/arrow_back:")
    problems.show_note()
    try:
        here.workspace.sync(name)
    except errors.NotFound as problem:
        st.title(text.GONE if name else text.NO_SYNC, anchor=False)
        st.write(escaped(problem) if name else text.NO_SYNC_SAYS)
        return
    st.title(escaped(name), anchor=False)
    with problems.told():
        details.show(here, name)


page()
