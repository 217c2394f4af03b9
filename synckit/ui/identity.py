"""The bottom of the sidebar: who is at work, the way out, one's own password."""

from __future__ import annotations

import streamlit as st

from synckit.access import Person
from synckit.ui import library, problems, signing_in, single_sign_on, user_dialogs
from synckit.ui.shown import escaped
from synckit.ui.words import users as text

_OWN = "own"


def show(person: Person) -> None:
    """Show who is at work, and, where people sign in, how to leave."""
    signing_in.watch(person)
    with st.sidebar, st.container(key="identity", gap="xsmall"):
        st.markdown(text.AT_WORK.format(name=escaped(person.name), role=text.ROLES[person.role]))
        if not (signing_in.token() or single_sign_on.email()):
            return
        with st.container(horizontal=True, gap="small"):
            if signing_in.token():
                st.button(
                    text.CHANGE_PASSWORD,
                    key="change-password",
                    type="tertiary",
                    on_click=user_dialogs.open_,
                    args=(_OWN,),
                )
            st.button(text.SIGN_OUT, key="sign-out", type="tertiary", on_click=signing_in.sign_out)
    if user_dialogs.is_open(_OWN):
        st.dialog(text.CHANGE_PASSWORD, on_dismiss=user_dialogs.close)(_own_password)()


def _own_password() -> None:
    with st.form("own-password", border=False):
        current = st.text_input(text.CURRENT_PASSWORD, type="password", autocomplete="current-password")
        password = user_dialogs.new_password("own")
        pressed = st.form_submit_button(text.SAVE_PASSWORD, type="primary")
    if pressed:
        with problems.told():
            library.here().workspace.change_own_password(current, password(), signing_in.token())
            user_dialogs.close()
            problems.note(text.PASSWORD_CHANGED)
            st.rerun()
