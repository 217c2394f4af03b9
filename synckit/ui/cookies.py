"""The cookie of a sign-in: its name, its form, and how the form and the address of a page say what came of it.

Only `serving` can set a cookie that scripts of the page cannot read; plain Streamlit cannot, and takes another form.
"""

from __future__ import annotations

import hashlib
import html

import streamlit as st
from streamlit import config

from synckit.ui import library
from synckit.ui.words import users as text

OUTCOME = "sign_in"
"""The part of a page's address that says that signing in failed, and how."""
FAILED, PLAIN = "failed", "plain"
_given = False


def give() -> None:
    """Sign in by cookie from now on: called by the server that can set one."""
    global _given
    _given = True


def are_given() -> bool:
    """Say whether the server of this process sets the cookie."""
    return _given


def name() -> str:
    """Return the name of the cookie; two workspaces of one computer, on two ports, have each their own."""
    return f"synckit-{hashlib.sha256(str(library.home()).encode()).hexdigest()[:12]}"


def read() -> str:
    """Return the token of the cookie that this session began with, "" without one."""
    return st.context.cookies.get(name(), "")


def base() -> str:
    """Return what every address of this server begins with, "" or "/name"."""
    given = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{given}" if given else ""


def form() -> str:
    """Return a form that browsers and their password managers know as one for signing in."""
    # no input is called name: the sanitizer of the browser takes that for an attack on the page and drops it
    return (
        f'<form class="sign-in" method="post" action="{html.escape(base())}/auth/login">'
        f"<label>{text.NAME}"
        '<input name="user" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus></label>'
        f"<label>{text.PASSWORD}"
        '<input name="password" type="password" autocomplete="current-password" required></label>'
        f'<button type="submit">{text.SIGN_IN}</button></form>'
    )
