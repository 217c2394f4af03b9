"""Errors by field and rule as bars: a click on one shows its errors alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from synckit.ui import labels
from synckit.ui.library import Library
from synckit.ui.results import views
from synckit.ui.results.profiles import field_called
from synckit.ui.shown import number
from synckit.ui.words import results as text

if TYPE_CHECKING:
    import altair as alt

MOST = 15
SPOKEN = 5
Document = dict[str, Any]


def show(library: Library, run: Document, counted: pd.DataFrame, field: str | None, rule: str | None) -> None:
    """Show the most frequent; those that the list beneath leaves out are paler."""
    named = labels.of_profile_fields(library.workspace.catalogue)
    first = counted.head(MOST)
    where = [
        text.BAR.format(field=field_called(f, named) or text.NO_FIELD, rule=r)
        for f, r in zip(first["field"], first["rule"], strict=True)
    ]
    data = first.assign(where=where, shown=fits(first, field, rule))
    said = text.BY_FIELD_SOME.format(shown=MOST, total=len(counted)) if len(counted) > MOST else text.BY_FIELD_SAYS
    st.header(text.BY_FIELD, anchor=False)
    st.caption(said)
    spoken = ", ".join(f"{w} {number(n)}" for w, n in zip(where[:SPOKEN], data["findings"], strict=False))
    # A chart that is drawn again under one key keeps its selection: the filter is part of the key.
    key = f"bars-{run['run']}-{field}-{rule}"
    st.altair_chart(_chart(data), key=key, on_select=lambda: clicked(key), alt=text.BY_FIELD_ALT.format(counts=spoken))


def fits(counted: pd.DataFrame, field: str | None, rule: str | None) -> pd.Series:
    """Return which rows are of a field and rule; None is any."""
    fit = counted["findings"].gt(0)
    for name, wanted in (("field", field), ("rule", rule)):
        fit &= counted[name].eq(wanted) if wanted is not None else True
    return fit


def _chart(data: pd.DataFrame) -> alt.LayerChart:
    import altair as alt

    base = alt.Chart(data, height=alt.Step(26)).encode(
        y=alt.Y(
            "where:N",
            sort=None,
            title=None,
            axis=alt.Axis(
                labelLimit=240,
                labelColor=st.get_option("theme.textColor"),
                labelOverlap=False,
                ticks=False,
                domain=False,
            ),
        ),
        x=alt.X("findings:Q", title=None, axis=None),
        tooltip=[alt.Tooltip("where:N", title=text.WHERE), alt.Tooltip("findings:Q", title=text.ERRORS, format=",")],
    )
    bar = alt.selection_point(name="bar", fields=["field", "rule"])
    color = st.get_option("theme.redColor")
    pale = alt.condition("datum.shown", alt.value(1.0), alt.value(0.35))
    bars = base.mark_bar(cornerRadiusEnd=3, color=color, cursor="pointer").encode(opacity=pale).add_params(bar)
    layers: alt.LayerChart = bars + base.mark_text(align="left", dx=6).encode(text=alt.Text("findings:Q", format=","))
    return layers


def clicked(key: str) -> None:
    """Turn to the errors of the bar that was clicked."""
    points = st.session_state[key]["selection"].get("bar")
    if points:
        views.narrow(points[0]["field"], points[0]["rule"])
