"""What changes only when somebody does something: it is read once, and again when the audit has a new line."""

from __future__ import annotations

import streamlit as st

from synckit.ui.library import Library

_Now = tuple[str, int]
"""The workspace's folder, and the newest line of its audit."""


def fields_in_use(library: Library) -> dict[str, list[str]]:
    """Return the names of the syncs that use each profile field, by its key; every saved definition is read for it."""
    return _fields_in_use(library, _now(library))


def who_and_what(library: Library) -> tuple[list[str], list[str]]:
    """Return the people, and the actions, that are in the audit; the whole of it is read for them."""
    return _who_and_what(library, _now(library))


def _now(library: Library) -> _Now:
    newest = library.workspace.audit(limit=1)
    return str(library.workspace.home.folder), newest[0].id if newest else 0


@st.cache_data(max_entries=16, ttl=600, show_spinner=False)
def _fields_in_use(_library: Library, now: _Now) -> dict[str, list[str]]:
    return _library.workspace.fields_in_use()


@st.cache_data(max_entries=16, ttl=600, show_spinner=False)
def _who_and_what(_library: Library, now: _Now) -> tuple[list[str], list[str]]:
    return _library.workspace.who_and_what()
