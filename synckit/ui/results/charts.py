"""What a person sees better than reads: how runs went one after the other, what is wrong, and who was filtered out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from synckit.ui.library import Library
from synckit.ui.results import bars, findings
from synckit.ui.shown import moment, number
from synckit.ui.words import results as text

RUNS = 60
"""Runs that fit beside each other."""
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
        counted = findings.by_rule(library, run) if run["findings"] else pd.DataFrame()
        if not counted.empty:
            bars.show(library, run, counted, None, None)


def _by_run(applied: list[Document], zone: str) -> None:
    import altair as alt

    st.header(text.BY_RUN, anchor=False)
    if not applied:
        st.caption(text.NO_RUNS)
        return
    st.caption(text.BY_RUN_SAYS.format(runs=len(applied)))
    rows = [
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
    chart = (
        alt.Chart(pd.DataFrame(rows), height=300)
        .mark_bar(width=alt.RelativeBandSize(0.6))
        .encode(
            x=_runs(alt),
            y=alt.Y("sum(count):Q", title=None, axis=alt.Axis(format=",d", tickMinStep=1)),
            # The theme gives the colours, in this order.
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(domain=[*text.SERIES.values()]),
                legend=alt.Legend(orient="top", columns=2),
            ),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("run:O", title=text.RUN),
                alt.Tooltip("started:N", title=text.STARTED),
                alt.Tooltip("what:N", title=text.OUTCOME),
                alt.Tooltip("count:Q", title=text.PATRONS, format=","),
            ],
        )
    )
    last = applied[-1]
    spoken = ", ".join(
        text.COUNTED.format(what=name, count=number(last["counts"][key])) for key, name in text.SERIES.items()
    )
    st.altair_chart(chart, alt=text.BY_RUN_ALT.format(run=last["run"], counts=spoken))


def _duration(applied: list[Document], zone: str) -> None:
    import altair as alt

    if not applied:
        return
    st.header(text.DURATION, anchor=False)
    st.caption(text.DURATION_SAYS)
    rows = [
        {"run": each["run"], "started": moment(each["started"], zone), "seconds": sum(each["seconds"].values())}
        for each in applied
    ]
    blue = st.get_option("theme.blueColor")
    chart = (
        alt.Chart(pd.DataFrame(rows), height=200)
        .mark_line(point={"color": blue, "size": 50}, color=blue)
        .encode(
            x=_runs(alt),
            y=alt.Y("seconds:Q", title=text.SECONDS, scale=alt.Scale(domainMin=0)),
            tooltip=[
                alt.Tooltip("run:O", title=text.RUN),
                alt.Tooltip("started:N", title=text.STARTED),
                alt.Tooltip("seconds:Q", title=text.SECONDS, format=",.1f"),
            ],
        )
    )
    said = text.DURATION_ALT.format(run=rows[-1]["run"], seconds=rows[-1]["seconds"])
    st.altair_chart(chart, alt=said)


def _runs(alt: Any) -> Any:
    return alt.X("run:O", title=text.RUN, axis=alt.Axis(labelOverlap=True, labelAngle=0))


def _by_type(counted: dict[str, Any] | None) -> None:
    import altair as alt

    st.header(text.BY_TYPE, anchor=False)
    if not counted:
        st.caption(text.NO_TYPES)
        return
    st.caption(text.BY_TYPE_SAYS[counted["field"]])
    data = pd.DataFrame(_stages(counted))
    shades = [st.get_option("theme.chartCategoricalColors")[5], st.get_option("theme.blueColor")]
    chart = (
        alt.Chart(data, height=alt.Step(14))
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            y=alt.Y(
                "type:N",
                sort=None,
                title=None,
                axis=alt.Axis(
                    labelLimit=180,
                    labelColor=st.get_option("theme.textColor"),
                    labelOverlap=False,
                    ticks=False,
                    domain=False,
                ),
            ),
            yOffset=alt.YOffset("stage:N", sort=[*text.STAGES.values()]),
            x=alt.X("count:Q", title=None, axis=alt.Axis(format=",d", tickMinStep=1)),
            color=alt.Color(
                "stage:N",
                title=None,
                scale=alt.Scale(domain=[*text.STAGES.values()], range=shades),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=[
                alt.Tooltip("type:N", title=text.TYPE),
                alt.Tooltip("stage:N", title=text.STAGE),
                alt.Tooltip("count:Q", title=text.PATRONS, format=","),
            ],
        )
    )
    spoken = ", ".join(
        text.COUNTED.format(what=f"{row['type']}, {row['stage']}", count=number(row["count"]))
        for row in _stages(counted)[:10]
    )
    st.altair_chart(chart, alt=text.BY_TYPE_ALT.format(counts=spoken))


def _stages(counted: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a row a type and stage; a stage that nobody counted has none."""
    rows = [(_type(code, label), before, after) for code, label, before, after in counted["rows"]]
    if "other" in counted:
        types, before, after = counted["other"]
        rows.append((text.OTHER_TYPES.format(count=types), before, after))
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
