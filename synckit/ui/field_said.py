"""What the parts of Profile fields & types share: what is open on the page, and how a field is told in words."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit.fields import ProfileField
from synckit.ui import problems, words
from synckit.ui.shown import counted, number
from synckit.ui.words import fields as text

OPEN = "fields-open"
"""What is open: (what, of which field or type)."""
COUNTS = "fields-counts"
"""How many profiles hold a value of a field, of those that somebody asked for."""
_ROUND = "fields-round"
"""Counts what was opened and closed: new keys make every input a fresh one."""
_SYNCS, _OPTIONS = 3, 8


def opened() -> tuple[str, str]:
    """Return what is open, ("", "") when nothing is."""
    found: tuple[str, str] = st.session_state.get(OPEN, ("", ""))
    return found


def open_(what: str, of: str = "") -> None:
    """Open something, in the place of what was open."""
    close()
    st.session_state[OPEN] = (what, of)


def close() -> None:
    """Close what is open."""
    st.session_state.pop(OPEN, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def done(said: str) -> None:
    """Close what is open and draw the page anew, with a sentence on it."""
    close()
    st.session_state.pop(COUNTS, None)
    problems.note(said)
    st.rerun()


def key(name: str) -> str:
    """Return the key of an input of what is open."""
    return f"fields-{st.session_state.get(_ROUND, 0)}-{name}"


def rules(field: ProfileField) -> str:
    """Return the rules of a field in a line, without its options."""
    said = [text.REQUIRED] if field.required else []
    said += [text.UNIQUE] if field.unique else []
    if field.max_length is not None and "max_length" in field.to_dict():  # which leaves out what is as usual
        said.append(text.AT_MOST.format(count=number(field.max_length)))
    said += [text.PATTERN_IS.format(pattern=field.pattern)] if field.pattern else []
    return " · ".join(said)


def options(field: ProfileField) -> str:
    """Return the options of a field in a line, the first few of many."""
    return text.OPTIONS_ARE.format(options=_some(field.options, _OPTIONS)) if field.options else ""


def used_by(syncs: list[str]) -> str:
    """Return who uses a field."""
    return text.USED_BY.format(syncs=some_syncs(syncs)) if syncs else text.UNUSED


def some_syncs(syncs: list[str]) -> str:
    """Return the names of syncs, the first few of many."""
    return _some(syncs, _SYNCS)


def _some(names: list[str] | tuple[str, ...], most: int) -> str:
    first = ", ".join(names[:most])
    more = len(names) - most
    return text.AND_MORE.format(first=first, more=number(more)) if more > 0 else first


def fields_said(count: int) -> str:
    """Return a number of fields in words."""
    return counted(count, text.COUNT_ONE, text.COUNT_MANY)


def held(count: int) -> str:
    """Return how many profiles hold a value, in words."""
    return counted(count, text.HELD_ONE, text.HELD_MANY) if count else text.HELD_NONE


def told(value: Any) -> str:
    """Return the value of a rule as a table shows it."""
    if isinstance(value, bool):
        return words.YES if value else ""
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else text.KINDS.get(str(value), str(value))
