"""Notices on a page: where they go, a test message, and the last ones; admins set them up, others see the state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import streamlit as st

from synckit.access import Act
from synckit.notices.channels import SECRETS, SECURITY
from synckit.ui import problems, words
from synckit.ui.library import Library
from synckit.ui.meanwhile import changed, opened_with
from synckit.ui.shown import escaped, moment
from synckit.ui.tables import table
from synckit.ui.words import activity as text

_GROUPS = {
    text.MAIL: (
        ("mail_host", "mail_port", "mail_security"),
        ("mail_user", "mail_password"),
        ("mail_from", "mail_to"),
    ),
    text.WEBHOOK: (("webhook",),),
    text.FURTHER: (("stale_days", "link"),),
}

_ROUND = "notices-round"
"""Counts how often notices were saved: a new key empties the inputs of secrets."""


def show(library: Library) -> None:
    """Show the state, the settings as a form to whoever may change them, and the last notices."""
    shown = library.workspace.notices()
    channels = text.AND.join(text.SMALL_CHANNELS[name] for name in shown["channels"])
    st.write(text.TOLD_BY.format(channels=channels) if channels else text.TOLD_NOBODY)
    if library.workspace.person.may(Act.NOTIFY):
        _form(library, shown)
    else:
        st.caption(text.ASK_ADMIN)
    st.header(text.LAST_NOTICES, anchor=False)
    rows = [
        {"at": moment(each["at"], library.zone), "notice": each["text"], "sent": _sent(each)}
        for each in shown["notices"]
    ]
    table(pd.DataFrame(rows).rename(columns=text.NOTICE_COLUMNS), text.LAST_NOTICES, text.NO_NOTICES)


def _form(library: Library, shown: dict[str, Any]) -> None:
    given: dict[str, str] = {}
    was = opened_with("notices-was", "notices-mail_host", shown["settings"])
    with st.form("notices", border=True):
        for title, rows in _GROUPS.items():
            st.markdown(f"**{title}**")
            for names in rows:
                for column, name in zip(st.columns(len(names)), names, strict=True):
                    with column:
                        given[name] = _asked(name, was, shown["secrets"])
        save = st.form_submit_button(text.SAVE_NOTICES, type="primary")
    if save:
        _save(library, given, was, shown["settings"])
    if st.button(text.TEST_NOTICES, key="test-notices", disabled=not shown["channels"]):
        _test(library)


def _asked(name: str, settings: dict[str, Any], secrets: list[str]) -> str:
    label, key = text.NOTICE_SETTINGS[name], f"notices-{name}"
    if name == "mail_security":
        return st.selectbox(
            label,
            SECURITY,
            SECURITY.index(settings.get(name, SECURITY[0])),
            format_func=text.SECURITY.__getitem__,
            key=key,
        )
    if name in SECRETS:
        kept = text.KEPT_AS_IS if name in secrets else None
        fresh = f"{key}-{st.session_state.get(_ROUND, 0)}"
        return st.text_input(label, type="password", placeholder=kept, key=fresh, autocomplete="new-password")
    return st.text_input(label, str(settings.get(name, "")), key=key, autocomplete="off")


def _save(library: Library, given: dict[str, str], was: dict[str, Any], now: dict[str, Any]) -> None:
    # an empty secret is one that nobody entered again
    entered = {name: value for name, value in given.items() if value and name in SECRETS}
    plain = {name: value for name, value in given.items() if name not in SECRETS}
    with problems.told():
        library.workspace.set_notices(entered | changed(_told(was, plain), _told(now, plain), plain))
        st.session_state.pop("notices-was", None)
        problems.note(text.NOTICES_SAVED)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.rerun()


def _told(settings: dict[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Return settings as their inputs show them."""
    usual = {"mail_security": SECURITY[0]}
    return {name: str(settings.get(name, usual.get(name, ""))) for name in names}


def _test(library: Library) -> None:
    with st.spinner(text.TESTING), problems.told():
        for channel, problem in library.workspace.test_notices().items():
            name = text.CHANNELS[channel]
            if problem:
                st.error(escaped(f"{name}: {problem}"))
            else:
                st.success(text.TEST_SENT.format(channel=name))


def _sent(each: dict[str, Any]) -> str:
    return each["problem"] or (text.WAITING if each["waiting"] else words.YES)
