"""What cards and panels of connections share: what is open below a card, and how fields and syncs are told."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit.ui.shown import counted, number
from synckit.ui.words import connections as text

Known = dict[str, Any]
STEPS, FIELDS, PANEL = "connection-steps", "connection-fields", "connection-panel"
"""What is open below the card of which connection: (its name, what)."""
_NAMED = 5


def forget() -> None:
    """Close what is open below the cards."""
    for key in (STEPS, FIELDS, PANEL):
        st.session_state.pop(key, None)


def fields_said(count: int) -> str:
    """Return a number of fields in words."""
    return counted(count, text.FIELDS_ONE, text.FIELDS_MANY)


def named(names: list[str] | tuple[str, ...], most: int = _NAMED) -> str:
    """Return names, the first few of many.

    >>> named(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    first = ", ".join(names[:most])
    more = len(names) - most
    return text.AND_MORE.format(first=first, more=number(more)) if more > 0 else first
