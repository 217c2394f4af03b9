"""Whose patrons are looked at: those of a connection, or those that a sync takes; the address keeps which."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from synckit.definition import draft
from synckit.definition.draft import Content
from synckit.fields import IlsField
from synckit.ui import navigation
from synckit.ui.library import Library
from synckit.ui.shown import escaped
from synckit.ui.words import patrons as text

Named = tuple[str, str]
"""connection or sync, and its name."""


@dataclass
class Source:
    """A connection, and the filter that is tried on its patrons."""

    key: str
    connection: str
    fields: dict[str, IlsField]
    filter: Content
    """Edited in place; it belongs to this session alone."""
    zone: str | None = None


def choose(here: Library, place: DeltaGenerator) -> Source | None:
    """Show the choice at a place, what there is to say below, and return what is chosen."""
    connections = [each["name"] for each in here.workspace.connections()]
    if not connections:
        _nothing_there()
        return None
    options: list[Named] = [*(("connection", name) for name in connections)]
    options += [("sync", sync.name) for sync in here.workspace.syncs()]
    asked = next((option for option in options if st.query_params.get(option[0]) == option[1]), None)
    chosen: Named | None = place.selectbox(
        text.OF,
        options,
        options.index(asked) if asked else None,
        format_func=lambda option: text.SOURCES[option[0]].format(name=option[1]),
        key=f"patrons-of-{len(options)}-{asked}",
        placeholder=text.CHOOSE,
    )
    if chosen is None:
        st.caption(text.NOTHING_CHOSEN)
        return None
    if chosen != asked:
        st.query_params.from_dict({chosen[0]: chosen[1]})
        st.rerun()
    return _source(here, *chosen)


def _nothing_there() -> None:
    with st.container(border=True):
        st.markdown(f"**{text.NO_CONNECTIONS}**")
        st.write(text.NO_CONNECTIONS_SAYS)
        st.page_link(navigation.page(navigation.ILS_INTEGRATION), label=text.SET_UP_ILS, icon=":material/hub:")


def _source(here: Library, kind: str, name: str) -> Source | None:
    connection: str = name
    zone: str | None = None
    content, version = draft.blank(), 0
    if kind == "sync":
        saved = here.workspace.sync(name).saved
        content, version = draft.of_definition(saved.definition, here.workspace.catalogue), saved.version
        connection, zone = str(content["connection"]), content.get("timezone")
    if kind == "sync" and connection not in [each["name"] for each in here.workspace.connections()]:
        st.warning(text.GONE.format(name=escaped(connection)))
        return None
    key = f"p:{kind}:{name}:{version}"
    if f"tried:{key}" not in st.session_state:
        st.session_state[f"tried:{key}"] = content["filter"]
    tried: Content = st.session_state[f"tried:{key}"]
    return Source(key, connection, here.workspace.ils_fields(connection), tried, zone)
