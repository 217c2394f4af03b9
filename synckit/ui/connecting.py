"""The form for a new connection: the system, only the settings that it needs, secrets once, a test before saving."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from synckit import ils
from synckit.ils import Setting
from synckit.ui import problems, words
from synckit.ui.connections import steps
from synckit.ui.library import Library

_ROUND = "connecting-round"
"""Counts the connections that were made: new keys make every input of the form a fresh one, secrets above all."""


def show(library: Library) -> None:
    """Show the form."""
    st.subheader(words.NEW_CONNECTION, anchor=False)
    kind = st.selectbox(words.SYSTEM, ils.kinds(), format_func=ils.name, key=_key("kind"))
    # a form, so that the last input and the button reach the server together
    with st.form(_key("form"), enter_to_submit=False):
        name = st.text_input(words.CONNECTION_NAME, key=_key("name"), help=words.CONNECTION_NAME_HELP)
        plain, secret = _settings(kind)
        with st.container(horizontal=True):
            test = st.form_submit_button(words.TEST_CONNECTION)
            save = st.form_submit_button(words.SAVE_CONNECTION, type="primary")
    if test:
        _test(library, kind, plain, secret)
    if save:
        _save(library, name, kind, plain, secret)


def _key(name: str) -> str:
    return f"new-{name}-{st.session_state.get(_ROUND, 0)}"


def _settings(kind: str) -> tuple[dict[str, str], dict[str, str]]:
    """Ask for the settings of a kind and return those given: plain ones and secrets."""
    declared = ils.declared(kind)
    first = [each for each in declared if each.required or each.secret or each.name in _PAIRS.get(kind, ())]
    given = _asked(kind, first)
    with st.expander(words.MORE_SETTINGS):
        given |= _asked(kind, (each for each in declared if each not in first))
    hidden = {each.name for each in declared if each.secret}
    filled = {name: text for name, text in given.items() if text.strip()}
    return (
        {name: text for name, text in filled.items() if name not in hidden},
        {name: text for name, text in filled.items() if name in hidden},
    )


_PAIRS = {"koha": ("client_id", "user"), "files": ("id",)}
"""Settings that are no must each, and yet belong to the first that are asked for."""


def _asked(kind: str, declared: Iterable[Setting]) -> dict[str, str]:
    return {
        each.name: st.text_input(
            each.label,
            key=_key(f"{kind}-{each.name}"),
            help=each.help,
            placeholder=each.default or None,
            type="password" if each.secret else "default",
            autocomplete="new-password" if each.secret else "off",
        )
        for each in declared
    }


def _test(library: Library, kind: str, plain: dict[str, str], secret: dict[str, str]) -> None:
    with st.spinner(words.TESTING), problems.told():
        steps(library.workspace.try_connection(kind, plain, secret))


def _save(library: Library, name: str, kind: str, plain: dict[str, str], secret: dict[str, str]) -> None:
    with problems.told():
        with st.spinner(words.READING_FIELDS):
            fields = library.workspace.add_connection(name.strip(), kind, plain, secret)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        problems.note(words.CONNECTION_MADE.format(name=name.strip(), fields=len(fields)))
        st.rerun()
