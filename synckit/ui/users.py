"""The users, a row each with what can be done with them, and the form for a new one."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit.ui import user_dialogs
from synckit.ui.library import Library
from synckit.ui.shown import escaped
from synckit.ui.words import users as text

_WIDTHS = [4, 2, 2, 2, 1]
Known = dict[str, Any]


def show(library: Library) -> None:
    """Show the users, or what it means that there are none. Raises `Forbidden`."""
    found = library.workspace.users()
    if found:
        st.button(text.ADD, type="primary", icon=":material/person_add:", on_click=user_dialogs.open_, args=("add",))
        _rows(library, found)
        st.caption(text.ROLES_SAY)
    else:
        _none()
    user_dialogs.show(library, found)


def _none() -> None:
    with st.container(border=True, key="no-users"):
        st.markdown(f"**{text.NOBODY}**")
        st.write(text.NOBODY_SAYS)
        st.button(text.ADD_FIRST, type="primary", on_click=user_dialogs.open_, args=("add",))


def _rows(library: Library, found: list[Known]) -> None:
    with st.container(key="users-head"):
        for column, name in zip(st.columns(_WIDTHS), text.COLUMNS, strict=True):
            column.write(name)
    for user in found:
        with st.container(key=f"users-row-{user['name']}"):
            _row(library, user)


def _row(library: Library, user: Known) -> None:
    name, role, way, state, actions = st.columns(_WIDTHS, vertical_alignment="center")
    is_own = user["name"] == library.workspace.person.name
    name.text(text.YOU.format(name=user["name"]) if is_own else user["name"])
    role.text(text.ROLES[user["role"]])
    way.text(text.SHORT_WAYS[user["single_sign_on"]])
    state.text(text.DISABLED if user["disabled"] else text.ACTIVE)
    with actions:
        chosen = st.menu_button(
            text.ACTIONS.format(name=escaped(user["name"])),
            _actions(user),
            format_func=text.DOES.__getitem__,
            icon=":material/more_vert:",
            type="tertiary",
            key=f"icon-user-{user['name']}",
        )
    if chosen:
        user_dialogs.open_(chosen, user["name"])


def _actions(user: Known) -> list[str]:
    # a password would end the single sign-on of a user for good
    password = [] if user["single_sign_on"] else ["password"]
    return ["role", *password, "enable" if user["disabled"] else "disable", "remove"]
