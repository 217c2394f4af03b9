"""Single sign-on by OpenID Connect: `[auth]` of .streamlit/secrets.toml sets it up, Streamlit talks to the service.

The service says whose the e-mail address is; what that person may do is kept in our own store.
"""

from __future__ import annotations

import datetime as dt
import importlib.util

import streamlit as st

from synckit.access import signing_in
from synckit.ui.shown import escaped
from synckit.ui.words import users as text

_SHARED = ("client_kwargs",)
"""Tables of `[auth]` that are no service."""


def email() -> str | None:
    """Return the address that the service vouches for in this session; None without one."""
    address = _address()
    return address if address and _is_verified() else None


def since() -> dt.datetime | None:
    """Return when the service vouched for the address; None when it does not say."""
    said = st.user.get("iat")
    return dt.datetime.fromtimestamp(said, dt.UTC) if isinstance(said, int | float) else None


def works() -> bool:
    """Say whether people can come by a service: one is set up, and the package that it takes is there."""
    return _is_set_up() and _has_package()


def show() -> None:
    """Show a button for each service, or why an address that it gave is of no use; nothing when none is set up."""
    if not _is_set_up():
        return
    if not _has_package():
        st.warning(text.NO_AUTHLIB)
        st.code(text.INSTALL_AUTHLIB, language=None, wrap_lines=True)
        return
    address = _address()
    if address:
        why = text.NOT_A_USER if _is_verified() else text.NOT_VERIFIED
        st.error(escaped(why.format(email=address)))
        st.button(text.OTHER_ACCOUNT, on_click=st.logout)
        return
    _buttons()


def _buttons() -> None:
    if st.user.get("is_logged_in") and _is_over():
        st.info(text.ENDED)
    for service in _services():
        label = text.SIGN_IN_WITH.format(provider=escaped(service.title()) if service else text.SINGLE_SIGN_ON)
        st.button(label, key=f"sign-in-{service}", on_click=st.login, args=(service or None,), width="stretch")


def _is_set_up() -> bool:
    return "is_logged_in" in st.user  # Streamlit knows this only with [auth]


def _has_package() -> bool:
    return importlib.util.find_spec("authlib") is not None


def _address() -> str | None:
    if not _is_set_up() or not st.user.get("is_logged_in") or _is_over():
        return None
    return str(st.user.get("email") or "").strip() or None


def _is_over() -> bool:
    """The cookie of Streamlit lasts for 30 days."""
    began = since()
    return began is not None and signing_in.is_over(began)


def _is_verified() -> bool:
    """Not every service says so; one that says no is believed."""
    return st.user.get("email_verified", True) in (True, "true", "True")


def _services() -> list[str]:
    """Return the names of the services, "" for the one that has none."""
    auth = st.secrets.get("auth", {})
    named = [name for name, value in auth.items() if hasattr(value, "keys") and name not in _SHARED]
    return ([""] if "client_id" in auth else []) + named
