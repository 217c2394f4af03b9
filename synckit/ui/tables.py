"""Tables of plain text: what patrons and users wrote is shown as it is, and never more than some rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

MOST = 1_000
"""Rows that a table shows; the rest is told by number, or paged."""
HIGHEST = 560
WIDTHS: dict[str, Any] = {"Profile": 80, "Before": "medium", "After": "medium", "What to do": "large"}


def table(frame: pd.DataFrame, name: str, none: str) -> bool:
    """Show the first rows of a frame as plain text, or a sentence when it is empty; return whether it has rows.

    Empty cells stay empty. `name` is what a screen reader calls the table.
    """
    if frame.empty:
        st.caption(none)
        return False
    first = frame.head(MOST)
    texts = first.astype(object).where(first.notna(), "").astype(str)
    widths = {column: st.column_config.TextColumn(width=WIDTHS[column]) for column in texts.columns if column in WIDTHS}
    st.dataframe(texts, hide_index=True, alt=name, height=min(36 * (len(first) + 1), HIGHEST), column_config=widths)
    return True
