"""Profiles: looked for, looked at, and changed by hand or by a spreadsheet."""

import streamlit as st

from synckit.access import Act
from synckit.ui import (
    library,
    masking,
    problems,
    profile_form,
    profile_import,
    profile_list,
    profile_merging,
    profile_view,
    welcome,
    words,
)
from synckit.ui.address import id_of
from synckit.ui.words import profiles as text


def page() -> None:
    """Show what the address names: a form, one profile, the profiles of a run, or the list."""
    if not library.exists():
        welcome.show(words.NO_WORKSPACE, words.NO_WORKSPACE_SAYS)
        return
    here = library.here()
    masking.switch(here)
    problems.show_note()
    run = id_of(st.query_params.get("run", ""))
    doing = st.query_params.get("do") if here.workspace.person.may(Act.PEOPLE) else None
    if "profile" in st.query_params:
        one(here, st.query_params["profile"], doing)
    elif doing == "new":
        profile_form.show(here, None)
    elif doing == "import":
        profile_import.show(here)
    elif run is not None:
        profile_list.show_run(here, run)
    else:
        profile_list.show(here)


def one(here: library.Library, asked: str, doing: str | None) -> None:
    """Show one profile, or what is done to it."""
    profile = id_of(asked)
    if profile is None:
        profile_view.back()
        st.error(text.NO_ID)
    elif doing == "edit":
        profile_form.show(here, profile)
    elif doing == "merge":
        profile_merging.show(here, profile)
    else:
        profile_view.show(here, profile)


st.title(words.PROFILES, anchor=False)
st.caption(text.SAYS)
with problems.told():
    page()
