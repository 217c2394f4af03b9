"""Errors by field and rule as bars: a click on one shows its errors alone."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from synckit.ui import labels
from synckit.ui.library import Library
from synckit.ui.results import marks, views
from synckit.ui.results.profiles import field_called, rule_called
from synckit.ui.shown import number
from synckit.ui.words import results as text

MOST = 15
SPOKEN = 5
Document = dict[str, Any]


def show(library: Library, run: Document, counted: pd.DataFrame, field: str | None, rule: str | None) -> None:
    """Show the most frequent; those that the list beneath leaves out are paler."""
    named = labels.of_profile_fields(library.workspace.catalogue)
    first = counted.head(MOST)
    where = [
        text.BAR.format(field=field_called(f, named) or text.NO_FIELD, rule=rule_called(r))
        for f, r in zip(first["field"], first["rule"], strict=True)
    ]
    data = first.assign(where=where, shown=fits(first, field, rule))
    said = text.BY_FIELD_SOME.format(shown=MOST, total=len(counted)) if len(counted) > MOST else text.BY_FIELD_SAYS
    st.header(text.BY_FIELD, anchor=False)
    st.caption(said)
    spoken = ", ".join(f"{w} {number(n)}" for w, n in zip(where[:SPOKEN], data["findings"], strict=False))
    # A chart that is drawn again under one key keeps its selection: the filter is part of the key.
    key = f"bars-{run['run']}-{field}-{rule}"
    st.altair_chart(
        marks.findings(data), key=key, on_select=lambda: clicked(key), alt=text.BY_FIELD_ALT.format(counts=spoken)
    )


def fits(counted: pd.DataFrame, field: str | None, rule: str | None) -> pd.Series:
    """Return which rows are of a field and rule; None is any."""
    fit = counted["findings"].gt(0)
    for name, wanted in (("field", field), ("rule", rule)):
        fit &= counted[name].eq(wanted) if wanted is not None else True
    return fit


def clicked(key: str) -> None:
    """Turn to the errors of the bar that was clicked."""
    points = st.session_state[key]["selection"].get("bar")
    if points:
        views.narrow(points[0]["field"], points[0]["rule"])
