"""Activity: whether the runner is at work, what goes on, what ran, who is told of trouble, and who did what."""

import streamlit as st

from synckit.ui import activity, library, noticing, problems, progress, welcome, words
from synckit.ui.words import activity as text

VIEWS = {text.RUNS: activity.runs, text.NOTICES: noticing.show, text.AUDIT: activity.audit}


def page() -> None:
    """Show the runner's health, what goes on, and one of three views; only that one is read from the store."""
    if not library.exists():
        welcome.show(words.NO_WORKSPACE, words.NO_WORKSPACE_SAYS)
        return
    here = library.here()
    problems.show_note()
    activity.health(here)
    progress.show(here)
    chosen = st.segmented_control(
        text.LOOK_AT,
        list(VIEWS),
        default=text.RUNS,
        required=True,
        key="show",
        bind="query-params",
        label_visibility="collapsed",
    )
    VIEWS[chosen or text.RUNS](here)


st.title(words.ACTIVITY, anchor=False)
st.caption(text.SAYS)
with problems.told():
    page()
