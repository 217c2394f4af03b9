"""Profile fields & types: what a profile can hold, by scope; who uses it; and the file that sets it up."""

import streamlit as st

from synckit.access import Act
from synckit.ui import field_import, library, problems, profile_fields, welcome, words
from synckit.ui.words import fields as text

SCOPES = {
    text.SYSTEM: profile_fields.system,
    text.ALL_TYPES: profile_fields.all_types,
    text.TYPE_SPECIFIC: profile_fields.type_specific,
}


def page() -> None:
    """Show the fields of one scope, and the ways in and out by a file."""
    if not library.exists():
        welcome.show(words.NO_WORKSPACE, words.NO_WORKSPACE_SAYS)
        return
    here = library.here()
    problems.show_note()
    with st.container(horizontal=True, key="field-tools"):
        scope = st.segmented_control(
            text.SCOPE,
            list(SCOPES),
            default=text.ALL_TYPES,
            required=True,
            key="scope",
            bind="query-params",
            label_visibility="collapsed",
        )
        st.space("stretch")
        field_import.download(here)
        if here.workspace.person.may(Act.FIELDS):
            field_import.button()
    if here.workspace.person.may(Act.FIELDS):
        field_import.show(here)
    SCOPES[scope or text.ALL_TYPES](here, here.workspace.catalogue)


st.title(words.PROFILE_FIELDS, anchor=False)
st.caption(text.SAYS)
with problems.told():
    page()
