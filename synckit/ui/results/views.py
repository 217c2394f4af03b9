"""Which of a run's lists or charts is shown; the address keeps it, so that a link leads back to it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit.ui.library import Library
from synckit.ui.words import results as text

PROFILES, ERRORS, CHARTS = "profiles", "errors", "charts"
VIEWS = {PROFILES: text.VIEW_PROFILES, ERRORS: text.VIEW_ERRORS, CHARTS: text.CHARTS}
OF_ONE_VIEW = ("part", "field", "rule")
"""What the address says only of one view."""
Document = dict[str, Any]


def show(library: Library, run: Document, every: list[Document]) -> None:
    """Show the ways into a run and what the chosen one leads to; `every` are the sync's runs, the newest first."""
    from synckit.ui.results import charts, findings, profiles

    view = st.query_params.get("view", PROFILES)
    view = view if view in VIEWS else PROFILES
    with st.container(horizontal=True, key="views"):
        for name, label in VIEWS.items():
            kind = "primary" if name == view else "secondary"
            st.button(label, key=f"view-{name}", type=kind, on_click=look, args=(name,))  # type: ignore[arg-type]
    if view == ERRORS:
        findings.show(library, run)
    elif view == CHARTS:
        charts.show(library, run, every)
    else:
        profiles.show(library, run)


def look(view: str, part: str | None = None) -> None:
    """Turn to a view, or to one part of it."""
    forget()
    st.query_params["view"] = view
    if part:
        st.query_params["part"] = part


def narrow(field: str | None, rule: str | None) -> None:
    """Turn to the errors of one field and rule."""
    look(ERRORS)
    for name, value in (("field", field), ("rule", rule)):
        if value is not None:
            st.query_params[name] = value


def forget() -> None:
    """Take out of the address what it says of one view alone."""
    for name in OF_ONE_VIEW:
        st.query_params.pop(name, None)
