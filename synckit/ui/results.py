"""One run: its totals, the chart of outcomes, and the way to its profiles and errors."""

from __future__ import annotations

import zlib
from typing import Any

import pandas as pd
import streamlit as st

from synckit import report
from synckit.ui import deciding, tables, words
from synckit.ui.library import Library
from synckit.ui.shown import escaped, moment, number
from synckit.workspace import SyncHandle

RUNS_SHOWN = 50
HEAD = ("created", "updated")
REST = ("read", "unchanged", "skipped", "rejected", "filtered_out")
BARS = ("created", "updated", "unchanged", "skipped", "rejected", "filtered_out")
SHADES = {"created": "#1b7f4b", "updated": "#1f5f8b", "rejected": "#c22f2f"}
OTHER = "#8a98a5"

Document = dict[str, Any]


def show(library: Library, sync: SyncHandle) -> None:
    """Show the results of a sync: of the run that the address names, else of its last."""
    st.header(escaped(words.RESULTS_OF.format(sync=sync.name)), anchor=False)
    refusal = library.jobs.refusal(sync.name)
    if refusal:
        st.error(escaped(refusal))
    ended = [run for run in library.workspace.runs(sync.name, RUNS_SHOWN) if run["status"] not in ("queued", "running")]
    if not ended:
        st.caption(words.NOT_RUN if not library.jobs.is_going(sync.name) else words.NOT_YET)
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        run = _chosen(ended, library.zone)
        deciding.show(library, run)
    _said(run)
    totals(run, sync.definition.type)
    chart(run["counts"])
    tables.show(library, run)


def _chosen(ended: list[Document], zone: str) -> Document:
    """Let somebody choose a run; the address keeps which, and without it the newest is shown."""
    by_id = {run["run"]: run for run in ended}
    titles = {run_id: _title(run, zone) for run_id, run in by_id.items()}
    asked = st.query_params.get("run", "")
    place = list(by_id).index(int(asked)) if asked.isdecimal() and int(asked) in by_id else 0
    # A box that is drawn again under one key keeps the words of its first time: what it shows is part of the key.
    key = f"run-{asked}-{zlib.crc32(repr(titles).encode())}"
    st.selectbox(
        words.RUN,
        list(by_id),
        place,
        titles.__getitem__,
        key=key,
        width=420,
        on_change=_choose,
        args=(key, ended[place]["run"]),
    )
    return ended[place]


def _title(run: Document, zone: str) -> str:
    status = words.STATUSES["undone" if run["undone"] else run["status"]]
    return words.RUN_TITLE.format(run=run["run"], started=moment(run["started"], zone), status=status)


def _choose(key: str, shown: int) -> None:
    # The browser calls too when it draws the box anew: only another run than the shown one is somebody's choice.
    if st.session_state[key] != shown:
        st.query_params["run"] = str(st.session_state[key])


def _said(run: Document) -> None:
    """Show when it ran and why it ended as it did."""
    st.caption(words.TOOK.format(as_of=run["as_of"], seconds=sum(run["seconds"].values())))
    if run["undone"]:
        st.info(words.WAS_UNDONE)
    show_as = {"failed": st.error, "stopped": st.error, "held": st.warning}.get(run["status"], st.info)
    if run["status"] == "stopped":
        show_as(words.STOPPED)
    elif run["status"] == "held":
        show_as(f"{escaped(words.HELD)} {escaped(run.get('message', ''))}")
    elif run.get("message"):
        show_as(escaped(run["message"]))


def totals(run: Document, kind: str) -> None:
    """Show the counts of a run; a sync that only creates or only updates lacks the other total."""
    counts = run["counts"]
    hidden = {"create": "updated", "update": "created"}.get(kind)
    with st.container(horizontal=True, key="totals"):
        for key in HEAD:
            if key != hidden or counts[key]:
                st.metric(_label(run, key), number(counts[key]), border=True, width="stretch")
        st.metric(words.ERRORS, number(run["findings"]), border=True, width="stretch")
    with st.container(horizontal=True, key="counts"):
        for key in REST:
            st.metric(report.TOTALS[key], number(counts[key]), width="content")


def _label(run: Document, key: str) -> str:
    """Return what a total is called; before a held run is approved it has created nothing."""
    if run["status"] == "complete":
        return report.TOTALS[key]
    return {"created": words.WOULD_CREATE, "updated": words.WOULD_UPDATE}[key]


def chart(counts: dict[str, int]) -> None:
    """Show the outcomes as bars, with the number at each."""
    import altair as alt

    names = {key: words.SHORT_OUTCOMES.get(key, report.TOTALS[key]) for key in BARS}
    data = pd.DataFrame({words.OUTCOME: list(names.values()), words.PATRONS: [counts[key] for key in BARS]})
    shades = alt.Scale(domain=list(names.values()), range=[SHADES.get(key, OTHER) for key in BARS])
    base = alt.Chart(data, height=26 * len(BARS)).encode(
        y=alt.Y(
            f"{words.OUTCOME}:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=160, labelOverlap=False, ticks=False, domain=False),
        ),
        x=alt.X(f"{words.PATRONS}:Q", title=None, axis=None),
    )
    bars = base.mark_bar(cornerRadiusEnd=3).encode(color=alt.Color(f"{words.OUTCOME}:N", scale=shades, legend=None))
    marks = base.mark_text(align="left", dx=6).encode(text=alt.Text(f"{words.PATRONS}:Q", format=","))
    said = ", ".join(f"{names[key]} {number(counts[key])}" for key in BARS)
    st.subheader(words.OUTCOMES, anchor=False)
    st.altair_chart(bars + marks, alt=words.OUTCOMES_SAY.format(counts=said))
