"""Results: what a run of a sync did to the profiles, what was wrong, and whether it stays."""

import streamlit as st

from synckit.ui import library, problems, results, welcome, words
from synckit.ui.shown import escaped
from synckit.ui.words import results as text


def page() -> None:
    """Show the results of the sync that the address names, itself or by a run."""
    if not library.exists():
        st.title(words.RESULTS, anchor=False)
        welcome.show(words.NO_WORKSPACE, words.NO_WORKSPACE_SAYS)
        return
    here = library.here()
    sync = None
    with problems.told():
        sync = results.asked(here)
    results.links(sync.name if sync else None)
    if sync is None:
        st.title(words.RESULTS, anchor=False)
        results.empty(text.WHICH, text.WHICH_SAYS)
        return
    st.title(escaped(text.RESULTS_OF.format(sync=sync.name)), anchor=False)
    problems.show_note()
    results.show(here, sync)


with problems.told():
    page()
