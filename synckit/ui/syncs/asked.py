"""What the address asks of the list: search, status and page, so that a reload or a link shows the same."""

from __future__ import annotations

import streamlit as st

from synckit.ui.address import page_of
from synckit.ui.library import Library
from synckit.ui.words import syncs as text
from synckit.workspace.overview import Overview

_KEYS = {"q": "list-q", "status": "list-status", "page": "list-page"}


def found(here: Library) -> Overview:
    """Return the page of the list that the address asks for."""
    asked = st.query_params
    return here.workspace.overview(asked.get("q", ""), status(), page_of(asked.get("page", "")))


def status() -> str | None:
    """Return the status that is asked for; one that there is not is none."""
    asked = st.query_params.get("status")
    return asked if asked in text.STATUSES else None


def tools() -> None:
    """Show the search and the filter."""
    _seed("q", st.query_params.get("q", ""))
    _seed("status", status())
    with st.container(horizontal=True, vertical_alignment="center", key="list-tools"):
        st.text_input(
            text.SEARCH,
            key=_KEYS["q"],
            type="search",
            live="300ms",
            placeholder=text.SEARCH,
            label_visibility="collapsed",
            on_change=_changed,
            args=("q",),
            width=320,
        )
        st.segmented_control(
            text.STATUS_FILTER,
            text.STATUSES,
            key=_KEYS["status"],
            label_visibility="collapsed",
            on_change=_changed,
            args=("status",),
        )


def pages(seen: Overview) -> None:
    """Show the pages, where there are several."""
    if seen.pages == 1:
        return
    st.session_state[_KEYS["page"]] = seen.page
    st.pagination(seen.pages, key=_KEYS["page"], on_change=_changed, args=("page",))


def everything() -> None:
    """Ask for all syncs."""
    st.query_params.clear()
    for key in _KEYS.values():
        st.session_state.pop(key, None)


def _seed(name: str, value: str | None) -> None:
    # The address wins: it may have been typed, or come back to.
    if st.session_state.get(_KEYS[name]) != value:
        st.session_state[_KEYS[name]] = value


def _changed(name: str) -> None:
    value = st.session_state[_KEYS[name]]
    if name != "page":
        st.query_params.pop("page", None)
    if value in (None, "", 1):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(value)
