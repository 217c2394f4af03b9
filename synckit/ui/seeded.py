"""Widgets that show plain data and write back to it.

Streamlit forgets a widget that is not drawn. So what counts is the data: a widget is seeded from it when it is drawn
first, and writes back each time. Whoever changes the data otherwise forgets the widget, so that it is seeded anew.

A seed reaches the browser with one drawing alone. A browser that is slow to load its widgets may meet them only in the
next drawing, and what was not sent when that one begins is thrown away. It would show them empty, and the data would be
gone with the next click: so each drawing says again what a widget holds.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

import streamlit as st


def field(
    widget: Callable[..., Any],
    obj: MutableMapping[Any, Any] | list[Any],
    attr: Any,
    label: str,
    *args: Any,
    key: str,
    **settings: Any,
) -> Any:
    """Draw a widget that shows `obj[attr]`, write back what it holds, and return that.

    `args[0]` are the options of a widget that has some. A value that is no option any more is neither shown nor lost: the
    widget shows none, and only a choice takes its place. Give such a widget `index=None`.
    """
    options = list(args[0]) if args else None
    at = obj.get(attr) if isinstance(obj, MutableMapping) else obj[attr]
    if key not in st.session_state:
        st.session_state[key] = _seed(at, options)
    else:
        settings = again(widget, key, options, settings)
    value = widget(label, *args, key=key, **settings)
    if value is None and options is not None and at is not None and not isinstance(at, list) and at not in options:
        return at
    obj[attr] = value
    return value


def _seed(at: Any, options: list[Any] | None) -> Any:
    if options is None:
        return at
    if isinstance(at, list):
        return [each for each in at if each in options]
    return at if at in options else None


def again(widget: Callable[..., Any], key: str, options: list[Any] | None, settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a widget that was drawn before, such that the browser is told again what it holds.

    What it holds becomes its default, but where an empty default is what lets somebody empty it: there it is set again.
    Setting a text again could take away what somebody types meanwhile.
    """
    held, kind = st.session_state[key], widget.__name__
    if kind in _CAN_BE_EMPTY and settings.get(_CAN_BE_EMPTY[kind], 0) is None and not settings.get("required"):
        st.session_state[key] = held
        return settings
    if kind in ("selectbox", "radio"):
        return settings | ({"index": (options or []).index(held)} if held in (options or []) else {})
    if kind == "multiselect":
        return settings | {"default": [each for each in held if each in (options or [])]}
    return settings | ({"value": held} if held is not None else {})


_CAN_BE_EMPTY = {"selectbox": "index", "number_input": "value", "date_input": "value", "time_input": "value"}


def told_as(key: str, words: Iterable[str]) -> str:
    """Return the key of a box whose options are told in these words.

    The browser says by its words which option was chosen: a box that is told otherwise has to be another one.

    >>> told_as("w:1:field", ["Kind"]) == told_as("w:1:field", ["Kind", "Age"])
    False
    """
    return f"{key}:{zlib.crc32(chr(0).join(words).encode()):x}"


def drop(prefix: str) -> None:
    """Forget the widgets whose keys begin with some whole parts, parted by colons."""
    for key in [*st.session_state]:
        if str(key) == prefix or str(key).startswith(f"{prefix}:"):
            del st.session_state[key]
