"""What an admin opens below a connection's card: its settings, its secrets once more, its removal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from synckit.access import Act
from synckit.ui import asking, problems
from synckit.ui.connection_said import PANEL, Known, fields_said, forget, named
from synckit.ui.library import Library
from synckit.ui.meanwhile import changed, opened_with
from synckit.ui.shown import escaped
from synckit.ui.words import connections as text
from synckit.workspace.reconnecting import Reread

_ROUND = "panels-round"
"""Counts what was opened and closed: new keys make every input a fresh one, secrets above all."""
_FEW = 10


def buttons(library: Library, known: Known, place: int) -> None:
    """Show what an admin may do with a connection."""
    name = known["name"]
    if st.button(text.READ_AGAIN, key=f"reread-{name}", type="tertiary", help=text.READ_AGAIN_SAYS):
        _change(library, name, {}, {})
    _opens(text.EDIT, name, "edit", place)
    if known["secrets"]:
        _opens(text.ENTER_AGAIN, name, "secrets", place)
    _opens(text.REMOVE, name, "remove", place)


def _opens(label: str, name: str, what: str, place: int) -> None:
    st.button(label, key=f"{what}-{place}", type="tertiary", on_click=_open, args=(name, what))


def _open(name: str, what: str) -> None:
    _closed()
    st.session_state[PANEL] = (name, what)


def show(library: Library, known: Known, place: int) -> None:
    """Show what was opened of a connection."""
    name, what = st.session_state.get(PANEL, ("", ""))
    if name != known["name"] or not library.workspace.person.may(Act.CONNECT):
        return
    with st.container(key=f"panel-{place}"):
        {"edit": _edit, "secrets": _secrets, "remove": _removal}[what](library, known)


def _key(known: Known, name: str) -> str:
    return f"panel-{st.session_state.get(_ROUND, 0)}-{known['kind']}-{name}"


def _edit(library: Library, known: Known) -> None:
    held = bool(known["used_by"])
    was = opened_with(_key(known, "was"), _key(known, "name"), known["settings"])
    with st.form(_key(known, "edit"), enter_to_submit=False):
        st.markdown(f"**{escaped(text.EDIT_OF.format(name=known['name']))}**")
        name = st.text_input(
            text.NAME,
            known["name"],
            key=_key(known, "name"),
            disabled=held,
            help=text.NAME_HELD if held else text.NAME_HELP,
        )
        plain, secret = asking.settings(known["kind"], lambda setting: _key(known, setting), was, text.KEPT_AS_IS)
        if known["secrets"]:
            st.caption(text.SECRETS_STAY)
        with st.container(horizontal=True):
            save = st.form_submit_button(text.SAVE_CHANGES, type="primary")
            st.form_submit_button(text.CANCEL, on_click=_closed)
    if save:
        with problems.told():
            moved = changed(_told(was, plain), _told(known["settings"], plain), plain)
            _change(library, _renamed(library, known["name"], name.strip(), held), moved, secret)


def _told(settings: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Return settings as their inputs show them."""
    return {name: str(settings.get(name) or "") for name in names}


def _renamed(library: Library, name: str, wanted: str, is_held: bool) -> str:
    """Give a connection the name that is wanted and return the name that it has; one that a sync uses keeps its own."""
    if is_held or wanted == name:
        return name
    library.workspace.rename_connection(name, wanted)
    st.session_state[PANEL] = (wanted, "edit")  # so that the form is still there when its settings are refused
    return wanted


def _change(library: Library, name: str, settings: dict[str, str], secrets: dict[str, str]) -> None:
    with problems.told():
        with st.spinner(text.READING_FIELDS):
            found = library.workspace.change_connection(name, settings, secrets)
        problems.note(_said(name, found))
        _closed()
        st.rerun()


def _closed() -> None:
    forget()
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _said(name: str, found: Reread) -> str:
    """Return which fields a connection offers now, beside before."""
    fields = fields_said(len(found.fields))
    moved = [
        said.format(names=named(names, _FEW))
        for said, names in (
            (text.APPEARED, found.appeared),
            (text.VANISHED, found.vanished),
            (text.RETYPED, found.changed),
        )
        if names
    ]
    if not moved:
        return text.FIELDS_SAME.format(name=name, fields=fields)
    return f"{text.FIELDS_MOVED.format(name=name, fields=fields)}; {'; '.join(moved)}."


def _secrets(library: Library, known: Known) -> None:
    with st.form(_key(known, "secrets"), enter_to_submit=False):
        given = asking.secrets(known["kind"], lambda setting: _key(known, f"again-{setting}"))
        with st.container(horizontal=True):
            save = st.form_submit_button(text.SAVE_SECRETS, type="primary")
            st.form_submit_button(text.CANCEL, on_click=_closed)
    if save and given:
        with problems.told():
            library.workspace.enter_secrets(known["name"], given)
            problems.note(text.SECRETS_SAVED.format(name=known["name"]))
            _closed()
            st.rerun()


def _removal(library: Library, known: Known) -> None:
    st.markdown(f"**{escaped(text.REMOVE_OF.format(name=known['name']))}**")
    if known["used_by"]:
        st.write(escaped(text.REMOVE_HELD.format(syncs=named(known["used_by"]))))
        st.button(text.CANCEL, key=_key(known, "keep"), on_click=_closed)
        return
    st.write(text.REMOVE_SAYS)
    with st.form(_key(known, "remove"), enter_to_submit=False, border=False):
        typed = st.text_input(text.TYPE_NAME, key=_key(known, "typed"), placeholder=known["name"], autocomplete="off")
        with st.container(horizontal=True):
            remove = st.form_submit_button(text.REMOVE_CONNECTION, type="primary")
            st.form_submit_button(text.CANCEL, on_click=_closed)
    if remove and typed.strip() != known["name"]:
        st.error(text.NAME_DIFFERS)
    elif remove:
        with problems.told():
            library.workspace.remove_connection(known["name"])
            problems.note(text.REMOVED.format(name=known["name"]))
            _closed()
            st.rerun()
