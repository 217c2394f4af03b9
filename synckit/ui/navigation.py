"""The pages: their files, addresses and order; the hidden ones are reached from others.

A flat list, for a list in sections is no list to a screen reader.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from synckit.access import Act, Person
from synckit.ui import words

_ROOT = Path(__file__).parents[2] / "pages"

DATA_SYNCS = "syncs/data_syncs.py"
EDIT_SYNC = "syncs/edit_sync.py"
SYNC_DETAILS = "syncs/sync_details.py"
RESULTS = "syncs/results.py"
PATRON_PREVIEW = "patrons/patron_preview.py"
PROFILES = "profiles/profiles.py"
PROFILE_FIELDS = "profiles/profile_fields.py"
ILS_INTEGRATION = "connections/ils_integration.py"
ACTIVITY = "admin/activity.py"
USERS = "admin/users.py"

_SHOWN = {
    DATA_SYNCS: (words.PAGE, ":material/sync:"),
    PATRON_PREVIEW: (words.PATRON_PREVIEW, ":material/person_search:"),
    PROFILES: (words.PROFILES, ":material/groups:"),
    PROFILE_FIELDS: (words.PROFILE_FIELDS, ":material/view_list:"),
    ILS_INTEGRATION: (words.ILS_PAGE, ":material/hub:"),
    ACTIVITY: (words.ACTIVITY, ":material/monitoring:"),
    USERS: (words.USERS, ":material/manage_accounts:"),
}
_HIDDEN = {EDIT_SYNC: words.EDIT_SYNC, SYNC_DETAILS: words.SYNC_DETAILS, RESULTS: words.RESULTS}


def page(file: str) -> Path:
    """Return the script of a page, for `st.switch_page` and `st.page_link`."""
    return _ROOT / file


def pages(person: Person) -> list[StreamlitPage]:
    """Return the pages that a person has; the first one opens first."""
    shown = {file: told for file, told in _SHOWN.items() if file != USERS or person.may(Act.USERS)}
    found = [
        st.Page(_ROOT / file, title=title, icon=icon, url_path=_address(file), default=file == DATA_SYNCS)
        for file, (title, icon) in shown.items()
    ]
    return found + [
        st.Page(_ROOT / file, title=title, url_path=_address(file), visibility="hidden")
        for file, title in _HIDDEN.items()
    ]


def closed(show: Callable[[], None]) -> list[StreamlitPage]:
    """Return the same addresses with one thing to show at all of them, for whoever has to sign in first."""
    return [
        st.Page(show, title=words.PRODUCT, url_path=_address(file), default=file == DATA_SYNCS)
        for file in (*_SHOWN, *_HIDDEN)
    ]


def _address(file: str) -> str:
    return Path(file).stem
