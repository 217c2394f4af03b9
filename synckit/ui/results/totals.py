"""The totals of a run: the tiles that lead to their lists, and the other counts, which add up to the patrons read."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit import report
from synckit.ui import words
from synckit.ui.results import views
from synckit.ui.shown import counted, number
from synckit.ui.words import results as text

HEAD = ("created", "updated")
REST = ("read", "unchanged", "skipped", "rejected", "filtered_out")
Document = dict[str, Any]


def show(run: Document, kind: str, incorrect: str) -> None:
    """Show the counts of a run; a sync that only creates or only updates lacks the other total.

    `incorrect` is the sync's strategy: where it reports nothing, the total of errors is shown only if there are some.
    """
    counts = run["counts"]
    hidden = {"create": "updated", "update": "created"}.get(kind)
    with st.container(horizontal=True, key="totals"):
        for key in HEAD:
            if key != hidden or counts[key]:
                _head(run, key)
        if run["findings"] or incorrect != "skip":
            _tile("errors", text.ERRORS, number(run["findings"]), True)
    with st.container(horizontal=True, key="counts"):
        for key in REST:
            st.metric(report.TOTALS[key], number(counts[key]), width="content")
    st.caption(adds_up(run))


def _head(run: Document, key: str) -> None:
    """Show how many profiles a run created or updated, or would where it is held; any other wrote nothing to look at."""
    held, wrote = run["status"] == "held", run["status"] == "complete"
    label = text.PLANNED[key] if held else report.TOTALS[key]
    _tile(key, label, number(run["counts"][key]) if held or wrote else words.NEVER, held or wrote)


def _tile(key: str, label: str, said: str, has_list: bool) -> None:
    """Show one total, with the way to its list where there is one."""
    with st.container(border=True, key=f"tile-{key}", height="stretch", vertical_alignment="distribute"):
        st.metric(label, said)
        if not has_list:
            return
        look = ("errors", None) if key == "errors" else ("profiles", key)
        st.button(text.SEE[key], key=f"see-{key}", type="tertiary", on_click=views.look, args=look)


def adds_up(run: Document) -> str:
    """Return the sentence by which everybody can check that no patron is lost."""
    named = text.PARTS | text.PARTS_UNWRITTEN.get(run["status"], text.PARTS_DROPPED)
    parts = (text.PART.format(count=number(run["counts"][key]), what=what) for key, what in named.items())
    return counted(run["counts"]["read"], text.SUM_ONE, text.SUM, parts=" + ".join(parts))
