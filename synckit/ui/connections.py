"""The connections, a card each: what they are, a test step by step, their fields with masked samples; admins change them."""

from __future__ import annotations

import streamlit as st

from synckit import ils
from synckit.access import Act
from synckit.ils import CheckStep
from synckit.ui import connection_panels, problems, words
from synckit.ui.connection_said import FIELDS, STEPS, Known, fields_said, forget, named
from synckit.ui.library import Library
from synckit.ui.shown import escaped
from synckit.ui.tables import table
from synckit.ui.words import connections as text
from synckit.workspace.sample import CONNECTION, put_in


def show(library: Library) -> None:
    """Show every connection, or what to do when there is none."""
    found = library.workspace.connections()
    admin = library.workspace.person.may(Act.CONNECT)
    if not found:
        with st.container(border=True, key="no-connection"):
            st.markdown(f"**{text.NONE}**")
            st.write(text.NONE_SAYS if admin else text.NONE_ASK)
            if admin:
                _sample(library)
        return
    for place, each in enumerate(found):
        with st.container(border=True, key=f"connection-{place}"):
            _card(library, each, place)
    if admin and all(each["name"] != CONNECTION for each in found):
        with st.container(key="no-sample"):
            st.caption(text.SAMPLE_SAYS)
            _sample(library)


def _sample(library: Library) -> None:
    if st.button(text.ADD_SAMPLE, key="add-sample-library"):
        with problems.told():
            with st.spinner(words.ADDING_SAMPLE):
                put_in(library.workspace)
            problems.note(text.SAMPLE_ADDED)
            st.rerun()


def _card(library: Library, known: Known, place: int) -> None:
    st.header(escaped(known["name"]), anchor=False)
    said = text.TELLS.format(system=ils.name(known["kind"]), fields=fields_said(len(known["fields"])))
    st.caption(escaped(" · ".join((said, *_set(known)))))
    st.caption(escaped(text.USED_BY.format(syncs=named(known["used_by"])) if known["used_by"] else text.UNUSED))
    with st.container(horizontal=True):
        if library.workspace.person.may(Act.CONNECT):
            if st.button(text.TEST, key=f"test-{known['name']}"):
                _test(library, known["name"])
            _fields_button(library, known["name"])
            connection_panels.buttons(library, known, place)
        else:
            _fields_button(library, known["name"])
    name, found = st.session_state.get(STEPS, ("", []))
    if name == known["name"]:
        steps(found)
    name, frame = st.session_state.get(FIELDS, ("", None))
    if name == known["name"]:
        table(frame.rename(columns=text.FIELD_COLUMNS), text.VIEW_FIELDS, text.NO_FIELDS)
        st.caption(words.MASKED)
    connection_panels.show(library, known, place)


def _set(known: Known) -> list[str]:
    """Return the settings that are not as usual, and which secrets there are."""
    usual = {setting.name: setting.default for setting in ils.declared(known["kind"])}
    told = [f"{key}: {value}" for key, value in known["settings"].items() if value and value != usual.get(key)]
    labels = {setting.name: setting.label for setting in ils.declared(known["kind"])}
    sealed = ", ".join(labels.get(name, name) for name in known["secrets"])
    return [*told, text.SEALED.format(secrets=sealed)] if sealed else told


def _test(library: Library, name: str) -> None:
    with st.spinner(text.TESTING), problems.told():
        st.session_state[STEPS] = (name, library.workspace.test_connection(name))


def steps(found: list[CheckStep]) -> None:
    """Show what was tried, and how it went."""
    with st.container(gap="xsmall"):
        for step in found:
            mark = ":green[:material/check_circle:]" if step.ok else ":red[:material/cancel:]"
            st.markdown(f"{mark} **{escaped(text.STEPS.get(step.name, step.name))}** — {escaped(step.detail)}")


def _fields_button(library: Library, name: str) -> None:
    """Read samples when they are asked for, and not again at each drawing of the page."""
    if st.session_state.get(FIELDS, ("",))[0] == name:
        st.button(text.HIDE_FIELDS, key=f"hide-{name}", type="tertiary", on_click=forget)
    elif library.workspace.may_read(name) and st.button(text.VIEW_FIELDS, key=f"fields-{name}", type="tertiary"):
        with st.spinner(text.READING_FIELDS), problems.told():
            frame = library.workspace.sample(name)
            lists = frame["list"].map({True: words.YES, False: ""})
            st.session_state[FIELDS] = (name, frame.assign(list=lists))
            st.rerun()
