"""The settings of a sync as a page shows them, read from a definition alone: on Sync details and on Review & Execute."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from synckit.fields import Catalogue
from synckit.ui import readable
from synckit.ui.readable import Definition, Fields, Line, Setting
from synckit.ui.shown import escaped
from synckit.ui.words import choices as text


def setup(definition: Definition, catalogue: Catalogue, zone: str) -> None:
    """Show the settings of the first step, each with what it means."""
    listed(readable.setup(definition, catalogue, zone), "read-setup")


def conditions(definition: Definition, fields: Fields) -> None:
    """Show the filter as sentences."""
    found = readable.filter_lines(definition.get("filter"), fields)
    st.markdown("\n".join(map(_bullet, found)) if found else text.NO_FILTER)


def rows(definition: Definition, catalogue: Catalogue, fields: Fields, name: str) -> None:
    """Show the map as a table; `name` is what a screen reader calls it."""
    found = readable.mapping_rows(definition, catalogue, fields)
    frame = pd.DataFrame(found, columns=list(text.ROW_COLUMNS))
    empty = [column for column in ("does", "own") if not frame[column].any()]
    if frame.empty:
        st.caption(text.NO_ROWS)
        return
    # A table of text and not a data frame, for a value map is read whole, on several lines.
    said = frame.drop(columns=empty).rename(columns=text.ROW_COLUMNS).map(escaped)
    st.table(said, border="horizontal", hide_index=True, alt=name)


def limits(definition: Definition) -> None:
    """Show the limits past which a run is held."""
    listed(readable.limits(definition), "read-limits")
    st.caption(text.LIMITS_SAY)


def listed(settings: Sequence[Setting], key: str) -> None:
    """Show settings one below the other: name, choice, meaning."""
    with st.container(key=key, gap="xsmall"):
        for each in settings:
            name, value = st.columns([1, 3], gap="small")
            name.markdown(escaped(each.label))
            said = f"**{escaped(each.value)}**"
            value.markdown(f"{said}  \n*{escaped(each.meaning)}*" if each.meaning else said)


def _bullet(line: Line) -> str:
    return f"{'    ' * line.depth}- {escaped(line.says)}"
