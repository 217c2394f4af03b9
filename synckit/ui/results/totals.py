"""The totals of a run: the tiles that lead to their lists, and the other counts, which add up to the patrons read."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit import report
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
                _tile(key, _label(run, key), counts[key])
        if run["findings"] or incorrect != "skip":
            _tile("errors", text.ERRORS, run["findings"])
    with st.container(horizontal=True, key="counts"):
        for key in REST:
            st.metric(report.TOTALS[key], number(counts[key]), width="content")
    st.caption(adds_up(run))


def _tile(key: str, label: str, count: int) -> None:
    """Show one total with the way to its list."""
    with st.container(border=True, key=f"tile-{key}", height="stretch", vertical_alignment="distribute"):
        st.metric(label, number(count))
        look = ("errors", None) if key == "errors" else ("profiles", key)
        st.button(text.SEE[key], key=f"see-{key}", type="tertiary", on_click=views.look, args=look)


def _label(run: Document, key: str) -> str:
    """Return what a total is called; before a held run is approved it has created nothing."""
    if run["status"] == "complete":
        return report.TOTALS[key]
    return {"created": text.WOULD_CREATE, "updated": text.WOULD_UPDATE}[key]


def adds_up(run: Document) -> str:
    """Return the sentence by which everybody can check that no patron is lost."""
    named = text.PARTS if run["status"] == "complete" else text.PARTS | text.PARTS_PLANNED
    parts = (text.PART.format(count=number(run["counts"][key]), what=what) for key, what in named.items())
    return counted(run["counts"]["read"], text.SUM_ONE, text.SUM, parts=" + ".join(parts))
