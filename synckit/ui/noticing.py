"""Notices on a page: where they go, a test message, and the last ones."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from synckit.notices.channels import SECRETS, SECURITY
from synckit.ui import problems, words
from synckit.ui.library import Library
from synckit.ui.shown import escaped, moment
from synckit.ui.tables import table


def show(library: Library) -> None:
    """Show the settings as a form, the test, and the last notices."""
    shown = library.workspace.notices()
    with st.form("notices", border=True):
        given = _asked(shown["settings"], shown["secrets"])
        save = st.form_submit_button(words.SAVE_NOTICES, type="primary")
    if save:
        _save(library, given)
    if st.button(words.TEST_NOTICES, key="test-notices"):
        _test(library)
    st.header(words.LAST_NOTICES, anchor=False)
    rows = [
        {"at": moment(each["at"], library.zone), "notice": each["text"], "sent": _sent(each)}
        for each in shown["notices"]
    ]
    table(pd.DataFrame(rows).rename(columns=words.NOTICE_COLUMNS), words.LAST_NOTICES, words.NO_NOTICES)


def _asked(settings: dict[str, Any], secrets: list[str]) -> dict[str, str]:
    given = {}
    for name, label in words.NOTICE_SETTINGS.items():
        key = f"notices-{name}"
        if name == "mail_security":
            place = SECURITY.index(settings.get(name, SECURITY[0]))
            given[name] = st.selectbox(label, SECURITY, place, key=key)
        elif name in SECRETS:
            kept = words.KEPT_AS_IS if name in secrets else None
            given[name] = st.text_input(label, type="password", placeholder=kept, key=key, autocomplete="new-password")
        else:
            given[name] = st.text_input(label, str(settings.get(name, "")), key=key, autocomplete="off")
    return given


def _save(library: Library, given: dict[str, str]) -> None:
    # an empty secret is one that nobody entered again
    filled = {name: text for name, text in given.items() if text or name not in SECRETS}
    with problems.told():
        library.workspace.set_notices(filled)
        problems.note(words.NOTICES_SAVED)
        st.rerun()


def _test(library: Library) -> None:
    with st.spinner(words.TESTING), problems.told():
        for channel, problem in library.workspace.test_notices().items():
            name = words.CHANNELS[channel]
            if problem:
                st.error(escaped(f"{name}: {problem}"))
            else:
                st.success(words.TEST_SENT.format(channel=name))


def _sent(each: dict[str, Any]) -> str:
    return each["problem"] or (words.WAITING if each["waiting"] else words.YES)
