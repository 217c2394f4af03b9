"""The match keys: an ordered list, each of one or several profile fields."""

from __future__ import annotations

import streamlit as st

from synckit.fields import Catalogue
from synckit.ui import labels
from synckit.ui.library import Library
from synckit.ui.seeded import told_as
from synckit.ui.wizard import place
from synckit.ui.wizard.model import Session, field
from synckit.ui.words import wizard as text

Keys = list[list[str]]


def show(here: Library, session: Session) -> None:
    """Show the keys, the first tried first; there is always one to fill in."""
    st.caption(text.MATCH_SAYS)
    catalogue = here.workspace.catalogue
    told = _told(catalogue)
    keys: Keys = session.content["match_on"]
    shown = keys or [[]]
    for at in range(len(shown)):
        _key(session, shown, at, told)
    if not keys and shown[0]:
        session.content["match_on"] = shown
    st.button(text.ADD_KEY, key="add-key", on_click=_add, args=(session,))


def _told(catalogue: Catalogue) -> dict[str, str]:
    """Return the fields that can be keys with their labels, those first of which no two profiles share a value."""
    named = labels.of_profile_fields(catalogue)
    unique = {field.key: field.unique for field in catalogue.fields if field.key != "type"}
    first = sorted(unique, key=lambda key: not unique[key])
    return {key: text.MATCH_UNIQUE.format(label=named[key]) if unique[key] else named[key] for key in first}


def _key(session: Session, keys: Keys, at: int, told: dict[str, str]) -> None:
    gone = {name: text.NO_LONGER.format(name=name) for name in keys[at] if name not in told}
    options = {**told, **gone}
    number = at + 1
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"match-row-{number}"):
        field(
            st.multiselect,
            keys,
            at,
            text.MATCH_KEY.format(place=number),
            list(options),
            key=told_as(session.key("setup", "match", at, session.moves), options.values()),
            format_func=lambda name: options.get(name, name),
            placeholder=text.MATCH_CHOOSE,
        )
        if at:
            label = text.MOVE_KEY_UP.format(place=number)
            icon = ":material/arrow_upward:"
            place.moving(session, label, f"icon-up-{number}", _up, session, at, kind="secondary", icon=icon)
        if len(keys) > 1:
            label = text.DELETE_KEY.format(place=number)
            icon = ":material/delete:"
            place.moving(session, label, f"icon-key-{number}", _delete, session, at, kind="secondary", icon=icon)


def _add(session: Session) -> None:
    session.content["match_on"] = [*(session.content["match_on"] or [[]]), []]


def _up(session: Session, at: int) -> None:
    keys: Keys = session.content["match_on"]
    keys[at - 1], keys[at] = keys[at], keys[at - 1]


def _delete(session: Session, at: int) -> None:
    session.content["match_on"].pop(at)
