"""The match keys: an ordered list, each of one or several profile fields."""

from __future__ import annotations

import streamlit as st

from synckit.fields import Catalogue
from synckit.ui import labels
from synckit.ui.library import Library
from synckit.ui.seeded import told_as
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
    for place in range(len(shown)):
        _key(session, shown, place, told)
    if not keys and shown[0]:
        session.content["match_on"] = shown
    st.button(text.ADD_KEY, key="add-key", on_click=_add, args=(session,))


def _told(catalogue: Catalogue) -> dict[str, str]:
    """Return the fields that can be keys with their labels, those first of which no two profiles share a value."""
    named = labels.of_profile_fields(catalogue)
    unique = {field.key: field.unique for field in catalogue.fields if field.key != "type"}
    first = sorted(unique, key=lambda key: not unique[key])
    return {key: text.MATCH_UNIQUE.format(label=named[key]) if unique[key] else named[key] for key in first}


def _key(session: Session, keys: Keys, place: int, told: dict[str, str]) -> None:
    gone = {name: text.NO_LONGER.format(name=name) for name in keys[place] if name not in told}
    options = {**told, **gone}
    number = place + 1
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"match-row-{number}"):
        field(
            st.multiselect,
            keys,
            place,
            text.MATCH_KEY.format(place=number),
            list(options),
            key=told_as(
                session.key("setup", "match", place, st.session_state.get(_round(session), 0)), options.values()
            ),
            format_func=lambda name: options.get(name, name),
            placeholder=text.MATCH_CHOOSE,
        )
        if place:
            label = text.MOVE_KEY_UP.format(place=number)
            icon = ":material/arrow_upward:"
            st.button(label, key=f"icon-up-{number}", icon=icon, on_click=_up, args=(session, place, keys[place]))
        if len(keys) > 1:
            label = text.DELETE_KEY.format(place=number)
            icon = ":material/delete:"
            st.button(label, key=f"icon-key-{number}", icon=icon, on_click=_delete, args=(session, place, keys[place]))


def _add(session: Session) -> None:
    session.content["match_on"] = [*(session.content["match_on"] or [[]]), []]


def _up(session: Session, place: int, drawn: list[str]) -> None:
    keys: Keys = session.content["match_on"]
    if keys[place : place + 1] != [drawn]:  # another click was quicker, and places moved
        return
    keys[place - 1], keys[place] = keys[place], keys[place - 1]
    _renew(session)


def _delete(session: Session, place: int, drawn: list[str]) -> None:
    keys: Keys = session.content["match_on"]
    if keys[place : place + 1] != [drawn]:
        return
    keys.pop(place)
    _renew(session)


def _round(session: Session) -> str:
    return f"match-round-{session.draft.id}"


def _renew(session: Session) -> None:
    """Let other boxes take the place of those that showed the keys in their former places."""
    st.session_state[_round(session)] = st.session_state.get(_round(session), 0) + 1
