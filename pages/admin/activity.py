"""Activity: whether the runner is at work, what goes on, who is told of trouble, and who did what."""

import streamlit as st

from synckit.ui import activity, library, noticing, problems, progress, welcome, words


def page() -> None:
    """Show the runner's health, what goes on, notices and the audit."""
    if not library.exists():
        welcome.show(words.NO_WORKSPACE, words.NO_WORKSPACE_SAYS)
        return
    here = library.here()
    problems.show_note()
    activity.health(here)
    progress.show(here)
    runs, notices, audit = st.tabs([words.RUNS, words.NOTICES, words.AUDIT])
    with runs:
        activity.runs(here)
    with notices:
        noticing.show(here)
    with audit:
        activity.audit(here)


st.title(words.ACTIVITY, anchor=False)
st.caption(words.ACTIVITY_SAYS)
with problems.told():
    page()
