"""Tables of plain text: what patrons and users wrote is shown as it is, never more than some rows, nor all of a long text."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from synckit.ui.words import columns

MOST = 1_000
"""Rows that a table shows; the rest is told by number, or paged."""
LONGEST = 300
"""Characters of a cell that go to the browser; a note can have thousands, and a table a thousand notes."""
HIGHEST = 560
WIDTHS: dict[str, Any] = {
    columns.PROFILE: 80,
    columns.BEFORE: "medium",
    columns.AFTER: "medium",
    columns.WHAT_TO_DO: "large",
}


def table(frame: pd.DataFrame, name: str, none: str) -> bool:
    """Show the first rows of a frame as plain text, or a sentence when it is empty; return whether it has rows.

    Empty cells stay empty; long ones end in "…". `name` is what a screen reader calls the table.
    """
    if frame.empty:
        st.caption(none)
        return False
    first = frame.head(MOST)
    texts = first.astype(object).where(first.notna(), "").astype(str).map(cut)
    widths = {column: st.column_config.TextColumn(width=WIDTHS[column]) for column in texts.columns if column in WIDTHS}
    st.dataframe(texts, hide_index=True, alt=name, height=min(36 * (len(first) + 1), HIGHEST), column_config=widths)
    return True


def cut(said: str) -> str:
    """Return a text, or its beginning where it is long.

    >>> cut("short"), len(cut("long" * 1000)), cut("long" * 1000)[-1]
    ('short', 300, '…')
    """
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def page_of(total: int, size: int, key: str) -> int:
    """Show the pages of a list where there are several, and return the chosen one."""
    pages = -(-total // size)
    return st.pagination(pages, key=key) if pages > 1 else 1
