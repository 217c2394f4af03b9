"""Who is at work in this session, the form for signing in, and the way out.

Without users the app opens for one person, as an admin, where nothing but this computer can reach it. With users a
sign-in is asked for: by the cookie of `serving`, by a token of this session where plain Streamlit serves, or by the
e-mail address that a single sign-on service vouches for. It is looked up anew at each drawing.
"""

from __future__ import annotations

import getpass

import streamlit as st

from synckit import errors
from synckit.access import Person, presence
from synckit.access import signing_in as core
from synckit.ui import callers, cookies, library, single_sign_on
from synckit.ui.shown import escaped
from synckit.ui.words import users as text

_KEPT = "sign-in"
"""The key of the token where no cookie keeps it."""
_WATCH_SECONDS = 5.0


def person() -> Person | None:
    """Return who is signed in; None when somebody has to sign in first."""
    caller = callers.caller()
    if caller is None:  # the browser has gone: nobody looks, and nobody is to be taken for signed out
        st.stop()
    try:
        return _found(caller)
    except errors.SynckitError as problem:
        st.error(escaped(problem))
        st.stop()


def _found(caller: callers.Caller) -> Person | None:
    if _anybody():
        store = library.opened().workspace.home.store
        email, since = single_sign_on.email(), single_sign_on.since()
        return presence.signed_in(store, token()) or (presence.vouched_for(store, email, since) if email else None)
    if not (caller.is_local and callers.listens_here_alone()):
        return None
    name = _own_name()
    return presence.alone(library.opened().workspace.home.store, name) if library.exists() else Person(name)


def _anybody() -> bool:
    return library.exists() and core.anybody(library.opened().workspace.home.store)


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def token() -> str:
    """Return the token of this session's sign-in, "" without one."""
    return str(st.session_state.get(_KEPT) or cookies.read())


def show() -> None:
    """Show the form, or, when there is nobody to sign in, how to make the first user."""
    library.leave()
    with st.container(horizontal_alignment="center"), st.container(key="sign-in", width=420):
        st.title(text.SIGN_IN, anchor=False)
        if _anybody():
            st.caption(text.SIGN_IN_SAYS)
            single_sign_on.show()
            _form()
        else:
            st.markdown(f"**{text.NO_USERS}**")
            st.write(text.NO_USERS_SAYS)
            st.code(text.FIRST_USER, language=None, wrap_lines=True)


def _form() -> None:
    if cookies.are_given():
        _said(st.query_params.get(cookies.OUTCOME))
        st.html(cookies.form())
        return
    with st.form("sign-in-form", clear_on_submit=True):
        name = st.text_input(text.NAME, autocomplete="username")
        password = st.text_input(text.PASSWORD, type="password", autocomplete="current-password")
        pressed = st.form_submit_button(text.SIGN_IN, type="primary")
    if pressed:
        _sign_in(name, password)


def _said(outcome: str | None) -> None:
    if outcome:
        st.error(text.PLAIN_HTTP if outcome == cookies.PLAIN else text.FAILED)


def _sign_in(name: str, password: str) -> None:
    try:
        st.session_state[_KEPT] = core.sign_in(library.opened().workspace.home.store, name, password)
    except errors.Refused:
        st.error(text.FAILED)
        return
    st.rerun()


def sign_out() -> None:
    """End this session's sign-in and forget what it looked at."""
    here = token()
    library.leave()
    if here:
        core.sign_out(library.opened().workspace.home.store, here)
    if single_sign_on.email():
        st.logout()


def watch(person: Person) -> None:
    """End what an open page shows as soon as the sign-in ends or the role changes."""
    if isinstance(person, presence.Present) and _anybody():
        _watching(person)


@st.fragment(run_every=_WATCH_SECONDS)
def _watching(person: presence.Present) -> None:
    if not person.is_unchanged:
        st.rerun()
