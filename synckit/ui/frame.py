"""The look that the theme alone cannot give: one small style sheet, read from its own file."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from synckit.ui import words

SHEET = Path(__file__).with_name("look.css")


def style() -> None:
    """Put the style sheet into the page, with the words that stand before numbers where a phone shows no head of a table."""
    st.html(SHEET)
    said = " ".join(f'--{name}: "{word} ";' for name, word in words.TOTALS.items())
    st.html(f"<style>:root {{ {said} }}</style>")
