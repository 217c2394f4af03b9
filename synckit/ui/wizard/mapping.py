"""Step 3, Map: which field goes where."""

from __future__ import annotations

import streamlit as st

from synckit.definition import draft, lacks
from synckit.ui import readable, settings
from synckit.ui.library import Library
from synckit.ui.shown import escaped
from synckit.ui.wizard import ground, mapping_row, place, suggestions
from synckit.ui.wizard.ground import Ground
from synckit.ui.wizard.model import Session
from synckit.ui.words import mapping as text

MANY = 15
"""Rows up to which all are open; of more, one is."""


def show(here: Library, session: Session) -> None:
    """Show the step."""
    found = ground.ground(here, session)
    if found is None:
        _ask_connection(session)
        return
    if not found.mapping:
        found.mapping.append(draft.blank_row())
    st.caption(text.SAYS)
    _filtered(found)
    with st.container(key="map-head"):  # what comes and goes here must not move the rows: their open lists would close
        _missing(found)
        suggestions.show(found)
        ground.look(here, found)
    _rows(found)
    place.button(session, text.NEW_ROW, "new-row", _add, session, kind="secondary")


def _ask_connection(session: Session) -> None:
    with st.container(border=True):
        st.markdown(f"**{text.NO_CONNECTION}**")
        st.write(text.NO_CONNECTION_SAYS)
        place.button(session, text.TO_SETUP, "to-setup", place.go, 1, kind="secondary")


def _filtered(found: Ground) -> None:
    """Say whom the filter takes, with a way to change it."""
    lines = readable.filter_lines(draft.definition(found.session.content).get("filter"), found.ils_fields)
    with st.container(horizontal=True, vertical_alignment="center", key="map-filter"):
        if len(lines) == 1:
            st.markdown(escaped(text.FILTERED.format(filter=lines[0].says)), width="content")
        else:
            st.markdown(text.FILTERED_BY if lines else text.NOT_FILTERED, width="content")
        place.button(found.session, text.CHANGE_FILTER, "to-filter", place.go, 2)
    if len(lines) > 1:
        settings.conditions(draft.definition(found.session.content), found.ils_fields)


def _missing(found: Ground) -> None:
    lacking = lacks.missing_targets(found.session.content, found.catalogue)
    if lacking:
        st.info("\n".join([text.MISSING, "", *(f"- {escaped(says)}" for says in lacking)]))


def _rows(found: Ground) -> None:
    rows = found.mapping
    is_many = len(rows) > MANY
    if is_many:
        st.caption(text.COMPACT.format(count=len(rows)))
    with st.container(key="map-rows", gap="small"):
        for row in rows:
            if is_many and not mapping_row.is_open(found.session, row):
                mapping_row.line(found, row)
            else:
                mapping_row.show(found, row, is_many)


def _add(session: Session) -> None:
    row = draft.blank_row()
    session.content["mapping"].append(row)
    mapping_row.open_only(session, row["id"])
