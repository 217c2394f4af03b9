"""Two profiles of one person become one: side by side first, so that nobody merges two people."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from synckit.profiles import Pair
from synckit.ui import labels, problems
from synckit.ui.address import id_of
from synckit.ui.library import Library
from synckit.ui.profile_list import go
from synckit.ui.profile_view import back
from synckit.ui.shown import counted
from synckit.ui.tables import table
from synckit.ui.words import profiles as text


def show(library: Library, keep_id: int) -> None:
    """Ask for the other profile, show both, and merge."""
    back()
    st.header(text.MERGE_TITLE.format(id=keep_id), anchor=False)
    st.write(text.MERGE_SAYS)
    given = st.text_input(text.OTHER, key=f"merge-{keep_id}", placeholder=text.OTHER_HINT).strip()
    drop_id = id_of(given)
    if drop_id is not None:
        with problems.told():
            _compared(library, keep_id, drop_id)
    elif given:
        st.error(text.NO_NUMBER)
    st.button(text.CANCEL, key="cancel-merge", on_click=go, kwargs={"profile": str(keep_id)})


def _compared(library: Library, keep_id: int, drop_id: int) -> None:
    pairs = library.workspace.compare_profiles(keep_id, drop_id)
    said = labels.of_profile_fields(library.workspace.catalogue)
    heads = [head.format(keep=keep_id, drop=drop_id) for head in text.PAIR_COLUMNS]
    rows = [
        (said[pair.field.key], pair.kept, pair.dropped, pair.dropped if pair.fills else pair.kept) for pair in pairs
    ]
    table(pd.DataFrame(rows, columns=heads), text.MERGE, text.NOTHING)
    st.caption(_filled(pairs))
    if st.button(text.MERGE_NOW.format(keep=keep_id, drop=drop_id), key="merge-now", type="primary"):
        filled = library.workspace.merge_profiles(keep_id, drop_id)
        problems.note(counted(len(filled), text.MERGED_ONE, text.MERGED, drop=drop_id))
        go(profile=str(keep_id))
        st.rerun()


def _filled(pairs: list[Pair]) -> str:
    count = sum(pair.fills for pair in pairs)
    return counted(count, text.WOULD_FILL_ONE, text.WOULD_FILL) if count else text.WOULD_FILL_NONE
