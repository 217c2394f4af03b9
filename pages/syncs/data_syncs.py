"""Data syncs: every sync, its runs, and what each of them did."""

import streamlit as st

from synckit.ui import library, listing, problems, progress, results, welcome, words


def page() -> None:
    """Show the list of syncs and the results of the chosen one."""
    if not library.exists():
        welcome.show(words.NO_WORKSPACE, words.NO_WORKSPACE_SAYS)
        return
    here = library.here()
    syncs = here.workspace.syncs()
    if not syncs:
        welcome.show(words.NO_SYNCS, words.NO_SYNCS_SAYS)
        return
    problems.show_note()
    chosen = listing.show(here, syncs)
    progress.show(here)
    results.show(here, chosen)


st.title(words.PAGE, anchor=False)
st.caption(words.PAGE_SAYS)
with problems.told():
    page()
