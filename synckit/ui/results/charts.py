"""What a person sees better than reads: how runs went one after the other, what is wrong, and who was filtered out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from synckit.ui.library import Library
from synckit.ui.results import bars, findings, marks
from synckit.ui.shown import counted, moment, number
from synckit.ui.words import results as text

RUNS = 60
"""Runs that fit beside each other."""
_SPOKEN = 10
Document = dict[str, Any]


def show(library: Library, run: Document, every: list[Document]) -> None:
    """Show the charts, two beside each other where there is room."""
    applied = [each for each in every if each["status"] == "complete" and not each["undone"]][:RUNS][::-1]
    left, right = st.columns(2, gap="large")
    with left:
        _by_run(applied, library.zone)
        _duration(applied, library.zone)
    with right:
        _by_type(library.workspace.patrons_by_type(run["run"]))
        counts = findings.by_rule(library, run) if run["findings"] else pd.DataFrame()
        if not counts.empty:
            bars.show(library, run, counts, None, None)


def _by_run(applied: list[Document], zone: str) -> None:
    st.header(text.BY_RUN, anchor=False)
    if not applied:
        st.caption(text.NO_RUNS)
        return
    st.caption(counted(len(applied), text.BY_RUN_SAYS_ONE, text.BY_RUN_SAYS))
    last = applied[-1]
    spoken = ", ".join(
        text.COUNTED.format(what=name, count=number(last["counts"][key])) for key, name in text.SERIES.items()
    )
    said = text.BY_RUN_ALT.format(run=last["run"], counts=spoken)
    st.altair_chart(marks.by_run(_outcomes(applied, zone)), alt=said)


def _outcomes(applied: list[Document], zone: str) -> list[marks.Row]:
    """Return a row a run and outcome."""
    return [
        {
            "run": each["run"],
            "started": moment(each["started"], zone),
            "what": name,
            "rank": rank,
            "count": each["counts"][key],
        }
        for each in applied
        for rank, (key, name) in enumerate(text.SERIES.items())
    ]


def _duration(applied: list[Document], zone: str) -> None:
    if not applied:
        return
    st.header(text.DURATION, anchor=False)
    st.caption(text.DURATION_SAYS)
    rows = [
        {"run": each["run"], "started": moment(each["started"], zone), "seconds": sum(each["seconds"].values())}
        for each in applied
    ]
    said = text.DURATION_ALT.format(run=rows[-1]["run"], seconds=rows[-1]["seconds"])
    st.altair_chart(marks.durations(rows), alt=said)


def _by_type(counts: dict[str, Any] | None) -> None:
    st.header(text.BY_TYPE, anchor=False)
    if not counts:
        st.caption(text.NO_TYPES)
        return
    st.caption(text.BY_TYPE_SAYS[counts["field"]])
    rows = _stages(counts)
    spoken = ", ".join(
        text.COUNTED.format(what=f"{row['type']}, {row['stage']}", count=number(row["count"])) for row in rows[:_SPOKEN]
    )
    st.altair_chart(marks.by_type(rows), alt=text.BY_TYPE_ALT.format(counts=spoken))


def _stages(counts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a row a type and stage; a stage that nobody counted has none."""
    rows = [(_type(code, label), before, after) for code, label, before, after in counts["rows"]]
    if "other" in counts:
        types, before, after = counts["other"]
        rows.append((counted(types, text.OTHER_TYPE, text.OTHER_TYPES), before, after))
    return [
        {"type": name, "stage": text.STAGES[stage], "count": count}
        for name, before, after in rows
        for stage, count in (("before", before), ("after", after))
        if count is not None
    ]


def _type(code: str, label: str) -> str:
    if not code:
        return text.NO_TYPE
    return text.TYPE_LABEL.format(label=label, code=code) if label and label != code else code
