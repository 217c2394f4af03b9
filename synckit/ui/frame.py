"""The look that the theme alone cannot give: one small style sheet, read from its own file."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

SHEET = Path(__file__).with_name("look.css")


def style() -> None:
    """Put the style sheet into the page."""
    st.html(SHEET)
