"""The connections, a card each: what they are set to, a test step by step, their fields, new secrets, removal."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit import ils
from synckit.ils import CheckStep
from synckit.ui import problems, words
from synckit.ui.library import Library
from synckit.ui.shown import escaped, number
from synckit.ui.tables import table

_STEPS, _FIELDS = "connection-steps", "connection-fields"
Known = dict[str, Any]


def show(library: Library) -> None:
    """Show every connection, or a sentence when there is none."""
    found = library.workspace.connections()
    if not found:
        st.caption(words.NO_CONNECTIONS)
    for place, each in enumerate(found):
        with st.container(border=True, key=f"connection-{place}"):
            _card(library, each, place)


def _card(library: Library, known: Known, place: int) -> None:
    st.markdown(f"**{escaped(known['name'])}**")
    said = words.CONNECTION_SAYS.format(system=ils.name(known["kind"]), fields=number(len(known["fields"])))
    st.caption(escaped(" · ".join((said, *_set(known)))))
    with st.container(horizontal=True):
        if st.button(words.TEST_CONNECTION, key=f"test-{place}"):
            _test(library, known["name"])
        if st.button(words.VIEW_FIELDS, key=f"fields-{place}", type="tertiary"):
            st.session_state[_FIELDS] = known["name"]
        if known["secrets"]:
            _secrets(library, known, place)
        _removal(library, known, place)
    name, found = st.session_state.get(_STEPS, ("", []))
    if name == known["name"]:
        steps(found)
    if st.session_state.get(_FIELDS) == known["name"]:
        _fields(library, known["name"])


def _set(known: Known) -> list[str]:
    """Return the settings that are not as usual, without secrets."""
    usual = {setting.name: setting.default for setting in ils.declared(known["kind"])}
    return [f"{key}: {value}" for key, value in known["settings"].items() if value and value != usual.get(key)]


def _test(library: Library, name: str) -> None:
    with st.spinner(words.TESTING), problems.told():
        st.session_state[_STEPS] = (name, library.workspace.test_connection(name))


def steps(found: list[CheckStep]) -> None:
    """Show what was tried, and how it went."""
    with st.container(gap="xsmall"):
        for step in found:
            mark = ":green[:material/check_circle:]" if step.ok else ":red[:material/cancel:]"
            st.markdown(f"{mark} **{escaped(words.STEPS.get(step.name, step.name))}** — {escaped(step.detail)}")


def _fields(library: Library, name: str) -> None:
    with st.spinner(words.READING_FIELDS), problems.told():
        frame = library.workspace.sample(name).assign(list=lambda each: each["list"].map({True: words.YES, False: ""}))
        table(frame.rename(columns=words.ILS_FIELD_COLUMNS), words.VIEW_FIELDS, words.NO_FIELDS)
        st.caption(words.MASKED)


def _secrets(library: Library, known: Known, place: int) -> None:
    with st.popover(words.ENTER_AGAIN):
        entered = {}
        for setting in ils.declared(known["kind"]):
            if setting.secret:
                key = f"again-{place}-{setting.name}"
                entered[setting.name] = st.text_input(setting.label, type="password", key=key, help=setting.help)
        given = {name: text for name, text in entered.items() if text}
        if st.button(words.SAVE_SECRETS, key=f"seal-{place}", type="primary", disabled=not given):
            with problems.told():
                library.workspace.enter_secrets(known["name"], given)
                problems.note(words.SECRETS_SAVED.format(name=known["name"]))
                st.rerun()


def _removal(library: Library, known: Known, place: int) -> None:
    with st.popover(words.REMOVE):
        st.write(escaped(words.REMOVE_ASKS.format(name=known["name"])))
        if st.button(words.REMOVE_CONNECTION, key=f"remove-{place}", type="primary"):
            with problems.told():
                library.workspace.remove_connection(known["name"])
                problems.note(words.REMOVED.format(name=known["name"]))
                st.rerun()
