"""What somebody else saved while a form was open: it stays, and where both changed the same, nobody's is lost unasked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import streamlit as st

from synckit import errors

Held = TypeVar("Held")


def opened_with(key: str, an_input: str, now: Held) -> Held:
    """Return what a form showed when it was opened, kept under a key for as long as one of its inputs is there."""
    if key not in st.session_state or an_input not in st.session_state:
        st.session_state[key] = now
    held: Held = st.session_state[key]
    return held


def changed(was: Mapping[str, Any], now: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was given and differs from what the form was opened with. Raises `Moved` where that changed since.

    >>> changed({"label": "Old", "unique": False}, {"label": "Old", "unique": True}, {"label": "New", "unique": False})
    {'label': 'New'}
    """
    found = {name: value for name, value in given.items() if value != was.get(name)}
    if [name for name, value in found.items() if was.get(name) != now.get(name) != value]:
        raise errors.Moved("Somebody else changed the same meanwhile; close the form and open it again to see theirs.")
    return found
