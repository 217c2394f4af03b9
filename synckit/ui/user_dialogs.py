"""What an admin does with a user, a dialog each; which one is open is kept until it is closed, so that only one is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from synckit import errors
from synckit.access import Role
from synckit.ui import problems, single_sign_on
from synckit.ui.library import Library
from synckit.ui.shown import escaped
from synckit.ui.words import users as text

_OPEN = "user-dialog"


def open_(kind: str, name: str = "") -> None:
    """Open the dialog of a kind for a user."""
    st.session_state[_OPEN] = (kind, name)


def is_open(kind: str) -> bool:
    """Say whether the dialog of a kind is open."""
    return bool(st.session_state.get(_OPEN, ("", ""))[0] == kind)


def show(library: Library, found: list[dict[str, Any]]) -> None:
    """Show the dialog that is open."""
    kind, name = st.session_state.get(_OPEN, ("", ""))
    user = next((each for each in found if each["name"] == name), {})
    if kind == "add" or (kind in _BODIES and user):
        shown = st.dialog(text.TITLES[kind], on_dismiss=close)(_BODIES[kind])
        shown(library, user or {"first": not found})


def close() -> None:
    """Close the dialog that is open."""
    st.session_state.pop(_OPEN, None)


def _done(said: str) -> None:
    close()
    problems.note(said)
    st.rerun()


def _add(library: Library, user: dict[str, Any]) -> None:
    works = single_sign_on.works()
    way = _way() if works else text.WITH_PASSWORD
    with st.form("add-user", border=False):
        name = st.text_input(text.NAME, autocomplete="off", help=text.NAME_HELP if works else None, key="add-name")
        role = Role.ADMIN if user["first"] else _role("add-role", Role.VIEWER)
        password = new_password("add") if way == text.WITH_PASSWORD else None
        if user["first"]:
            st.caption(text.FIRST_IS_ADMIN)
        pressed = st.form_submit_button(text.ADD, type="primary")
    if pressed:
        with problems.told():
            library.workspace.add_user(name, role, password() if password else None, single_sign_on=works)
            _done(text.ADDED.format(name=name.strip()))


def _way() -> str:
    ways = (text.WITH_PASSWORD, text.WITH_SINGLE_SIGN_ON)
    chosen: str = st.radio(text.SIGNS_IN, ways, horizontal=True, key="add-way")
    return chosen


def _set_role(library: Library, user: dict[str, Any]) -> None:
    st.write(text.SET_ROLE_SAYS.format(name=escaped(user["name"])))
    with st.form("set-role", border=False):
        role = _role("role-role", Role(user["role"]))
        pressed = st.form_submit_button(text.SAVE_ROLE, type="primary")
    if pressed:
        with problems.told():
            library.workspace.set_role(user["name"], role, single_sign_on=single_sign_on.works())
            _done(text.ROLE_SET.format(name=user["name"], role=text.ROLES[role].lower()))


def _set_password(library: Library, user: dict[str, Any]) -> None:
    st.write(text.SET_PASSWORD_SAYS.format(name=escaped(user["name"])))
    with st.form("set-password", border=False):
        password = new_password("set")
        pressed = st.form_submit_button(text.SET_PASSWORD, type="primary")
    if pressed:
        with problems.told():
            library.workspace.set_password(user["name"], password())
            _done(text.PASSWORD_SET.format(name=user["name"]))


def _disable(library: Library, user: dict[str, Any]) -> None:
    st.write(text.DISABLE_SAYS.format(name=escaped(user["name"])))
    if st.button(text.DISABLE_USER, type="primary", key="disable-user"):
        with problems.told():
            library.workspace.disable_user(user["name"], single_sign_on=single_sign_on.works())
            _done(text.WAS_DISABLED.format(name=user["name"]))


def _enable(library: Library, user: dict[str, Any]) -> None:
    st.write(text.ENABLE_SAYS.format(name=escaped(user["name"])))
    if st.button(text.ENABLE_USER, type="primary", key="enable-user"):
        with problems.told():
            library.workspace.enable_user(user["name"])
            _done(text.WAS_ENABLED.format(name=user["name"]))


def _remove(library: Library, user: dict[str, Any]) -> None:
    st.write(text.REMOVE_SAYS.format(name=escaped(user["name"])))
    with st.form("remove-user", border=False):
        typed = st.text_input(text.REMOVE_CONFIRM, autocomplete="off", key="remove-name")
        pressed = st.form_submit_button(text.REMOVE_USER, type="primary")
    if pressed:
        with problems.told():
            if typed.strip() != user["name"]:
                raise errors.Refused(text.OTHER_NAME)
            library.workspace.remove_user(user["name"], single_sign_on=single_sign_on.works())
            _done(text.WAS_REMOVED.format(name=user["name"]))


def _role(key: str, now: Role) -> Role:
    chosen: Role = st.radio(
        text.ROLE,
        [*Role],
        index=[*Role].index(now),
        format_func=text.ROLES.__getitem__,
        captions=[text.ROLE_SAYS[role] for role in Role],
        key=key,
    )
    return chosen


def new_password(key: str) -> Callable[[], str]:
    """Ask for a new password twice; what is returned gives it, and raises `Refused` when the two differ."""
    new = st.text_input(
        text.NEW_PASSWORD,
        type="password",
        autocomplete="new-password",
        help=text.NEW_PASSWORD_HELP,
        key=f"{key}-new",
    )
    again = st.text_input(text.NEW_PASSWORD_AGAIN, type="password", autocomplete="new-password", key=f"{key}-again")

    def both() -> str:
        if new != again:
            raise errors.Refused(text.NOT_ALIKE)
        return new

    return both


_BODIES: dict[str, Callable[[Library, dict[str, Any]], None]] = {
    "add": _add,
    "role": _set_role,
    "password": _set_password,
    "disable": _disable,
    "enable": _enable,
    "remove": _remove,
}
