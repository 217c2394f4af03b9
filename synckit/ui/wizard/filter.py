"""Step 2, Filter: which patrons are taken, and how many they are, counted anew with each condition."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit import errors
from synckit.fields import IlsField
from synckit.ui import filter_builder, labels, patron_looks
from synckit.ui.library import Library
from synckit.ui.tables import table
from synckit.ui.wizard.model import Session
from synckit.ui.words import filter as text
from synckit.workspace.previewing import FilterLook
from synckit.workspace.readings import Patrons

SHOWN = 20


def show(here: Library, session: Session) -> None:
    """Show the step."""
    st.caption(text.SAYS)
    fields = _fields(here, session.content.get("connection"))
    if fields is None:
        st.info(text.NO_CONNECTION)
        return
    group = session.content["filter"]
    reading = patron_looks.reading(here, session.content["connection"])
    offers = patron_looks.Offers(here, reading.patrons)
    tried = "filter" in session.tried
    places = filter_builder.show(group, fields, session.key("filter"), offers, tried)
    offers.wait()
    st.header(text.PREVIEW, anchor=False)
    found = patron_looks.patrons(here, session.content["connection"])
    if found:
        _preview(here, found, session, places)


def _fields(here: Library, connection: str | None) -> dict[str, IlsField] | None:
    if not connection:
        return None
    try:
        return here.workspace.ils_fields(connection)
    except errors.NotFound:
        return None


def _preview(here: Library, found: Patrons, session: Session, places: dict[str, Any]) -> None:
    group = session.content["filter"]
    asked = patron_looks.Group(here, found, group, session.content.get("timezone"))
    known: FilterLook | None = patron_looks.shown(asked.counted)
    patron_looks.read_at(here, found)
    if known is None:
        return
    patron_looks.left(known, places, group["op"])
    st.markdown(f"**{patron_looks.met(known)}**")
    columns = patron_looks.columns(group, found.fields)
    frame = patron_looks.shown(lambda: asked.first(columns, SHOWN))
    if frame is not None:
        named = labels.of_ils_fields(found.fields, reserved=(text.PATRON,))
        if table(frame.rename(columns={**named, "_id": text.PATRON}), text.PREVIEW, text.NO_PATRONS):
            said = text.FIRST_SHOWN if here.workspace.values_shown else text.FIRST
            st.caption(said.format(count=len(frame)))
    with st.expander(text.SHOW_SQL):
        st.code(known.sql, language="sql", wrap_lines=True)
