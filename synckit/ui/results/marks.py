"""How the charts of Results are drawn: rows in, a chart out. Altair is loaded with the first chart, for it takes its time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from synckit.ui.words import results as text

if TYPE_CHECKING:
    import altair as alt

Row = dict[str, Any]


def by_run(rows: Iterable[Row]) -> alt.Chart:
    """Return stacked bars, one a run; a row is a `run` and outcome: `started`, `what`, its `rank` in the stack, `count`."""
    import altair as alt

    # The theme gives the colours, in this order.
    what = alt.Scale(domain=[*text.SERIES.values()])
    return _bars(rows, 300, width=alt.RelativeBandSize(0.6)).encode(
        x=_runs(),
        y=alt.Y("sum(count):Q", title=None, axis=alt.Axis(format=",d", tickMinStep=1)),
        color=alt.Color("what:N", title=None, scale=what, legend=alt.Legend(orient="top", columns=2)),
        order=alt.Order("rank:Q"),
        tooltip=_told(("run:O", text.RUN), ("started:N", text.STARTED), ("what:N", text.OUTCOME), _PATRONS),
    )


def durations(rows: Iterable[Row]) -> alt.Chart:
    """Return a line over the runs; a row is a `run`: `started`, `seconds`."""
    import altair as alt

    blue = st.get_option("theme.blueColor")
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame(rows), height=200)
        .mark_line(point={"color": blue, "size": 50}, color=blue)
        .encode(
            x=_runs(),
            y=alt.Y("seconds:Q", title=text.SECONDS, scale=alt.Scale(domainMin=0)),
            tooltip=_told(("run:O", text.RUN), ("started:N", text.STARTED), ("seconds:Q", text.SECONDS, ",.1f")),
        )
    )
    return chart


def by_type(rows: Iterable[Row]) -> alt.Chart:
    """Return bars, two a type; a row is a `type` and `stage`: `count`."""
    import altair as alt

    stages = [*text.STAGES.values()]
    shades = [st.get_option("theme.chartCategoricalColors")[5], st.get_option("theme.blueColor")]
    scale = alt.Scale(domain=stages, range=shades)
    return _bars(rows, alt.Step(14), cornerRadiusEnd=2).encode(
        y=alt.Y("type:N", sort=None, title=None, axis=names(180)),
        yOffset=alt.YOffset("stage:N", sort=stages),
        x=alt.X("count:Q", title=None, axis=alt.Axis(format=",d", tickMinStep=1)),
        color=alt.Color("stage:N", title=None, scale=scale, legend=alt.Legend(orient="top")),
        tooltip=_told(("type:N", text.TYPE), ("stage:N", text.STAGE), _PATRONS),
    )


def findings(data: pd.DataFrame) -> alt.LayerChart:
    """Return bars that can be clicked, each with its number; a row is a `field` and `rule`: `where`, `findings`, `shown`.

    Bars that are not `shown` are paler.
    """
    import altair as alt

    base = alt.Chart(data, height=alt.Step(26)).encode(
        y=alt.Y("where:N", sort=None, title=None, axis=names(240)),
        x=alt.X("findings:Q", title=None, axis=None),
        tooltip=_told(("where:N", text.WHERE), ("findings:Q", text.ERRORS, ",")),
    )
    clicks = alt.selection_point(name="bar", fields=["field", "rule"])
    pale = alt.condition("datum.shown", alt.value(1.0), alt.value(0.35))
    red = st.get_option("theme.redColor")
    bars = base.mark_bar(cornerRadiusEnd=3, color=red, cursor="pointer").encode(opacity=pale).add_params(clicks)
    layers: alt.LayerChart = bars + base.mark_text(align="left", dx=6).encode(text=alt.Text("findings:Q", format=","))
    return layers


def names(longest: int) -> alt.Axis:
    """Return an axis of names that are all told, cut after some pixels."""
    import altair as alt

    color = st.get_option("theme.textColor")
    return alt.Axis(labelLimit=longest, labelColor=color, labelOverlap=False, ticks=False, domain=False)


_PATRONS = ("count:Q", text.PATRONS, ",")


def _bars(rows: Iterable[Row], height: Any, **mark: Any) -> alt.Chart:
    import altair as alt

    chart: alt.Chart = alt.Chart(pd.DataFrame(rows), height=height).mark_bar(**mark)
    return chart


def _runs() -> alt.X:
    import altair as alt

    return alt.X("run:O", title=text.RUN, axis=alt.Axis(labelOverlap=True, labelAngle=0))


def _told(*columns: tuple[str, ...]) -> list[alt.Tooltip]:
    """Return what is told of a mark: column, title, and the format of a number."""
    import altair as alt

    return [alt.Tooltip(name, title=title, format=form[0] if form else alt.Undefined) for name, title, *form in columns]
