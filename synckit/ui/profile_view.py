"""One profile: its fields and who wrote each, the patrons linked to it, and its history."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from synckit.access import Act
from synckit.ui import labels, navigation, problems, words
from synckit.ui.library import Library
from synckit.ui.profile_list import go
from synckit.ui.shown import escaped, moment
from synckit.ui.tables import page_of, table
from synckit.ui.words import profiles as text
from synckit.workspace.profile_looks import Happened, Shown, Who, Whole

_WIDTHS = [2, 3, 3, 2]
_PAGE = 50
"""Lines of the history that are shown at once."""


def show(library: Library, profile_id: int) -> None:
    """Show one profile."""
    back()
    whole = library.workspace.profile(profile_id)
    st.header(escaped(whole.name or text.NO_NAME), anchor=False)
    said = text.PROFILE_DELETED if whole.deleted else text.PROFILE_OF
    st.caption(escaped(said.format(id=whole.id, type=whole.type)))
    if whole.deleted:
        st.info(text.IS_DELETED if whole.links else text.IS_DELETED_FREE)
    _actions(library, whole)
    for each in whole.links:
        if each.gone_run is not None:
            told = text.GONE.format(connection=each.connection, patron=each.patron, run=each.gone_run)
            st.warning(escaped(told))
    if not whole.deleted:
        st.header(text.FIELDS, anchor=False)
        _fields(library, whole)
    st.header(text.LINKS, anchor=False)
    _links(whole)
    st.header(text.HISTORY, anchor=False)
    _history(library, profile_id)


def back() -> None:
    """Show the way back to the list."""
    kept = {name: value for name, value in st.query_params.items() if name not in ("profile", "do")}
    st.button(text.ALL_PROFILES, key="back", icon=":material/arrow_back:", type="tertiary", on_click=go, kwargs=kept)


def written_by(who: Who | None) -> str:
    """Return who made a write, as a person reads it."""
    if who is None:
        return text.UNKNOWN
    if who.kind == "run":
        return text.BY_SYNC.format(sync=who.sync, run=who.run) if who.sync else text.BY_RUN.format(run=who.run)
    if who.kind == "undo":
        return text.UNDO_OF.format(actor=who.actor, run=who.run)
    return text.BY_HAND[who.kind].format(actor=who.actor)


def _actions(library: Library, whole: Whole) -> None:
    if not library.workspace.person.may(Act.PEOPLE):
        return
    with st.container(horizontal=True, key="profile-verbs"):
        if not whole.deleted:
            st.button(text.EDIT, key="edit-profile", type="primary", on_click=_do, args=("edit",))
            st.button(text.MERGE, key="merge-profile", on_click=_do, args=("merge",))
            with st.popover(text.DELETE):
                st.write(escaped(text.DELETE_ASKS.format(id=whole.id, name=whole.name or text.NO_NAME)))
                if st.button(text.DELETE_NOW.format(id=whole.id), key="delete-profile", type="primary"):
                    _delete(library, whole.id)
        elif whole.links:
            with st.popover(text.RELEASE):
                st.write(text.RELEASE_ASKS.format(id=whole.id))
                if st.button(text.RELEASE_NOW.format(id=whole.id), key="release-profile", type="primary"):
                    _release(library, whole.id)


def _do(what: str) -> None:
    st.query_params["do"] = what


def _delete(library: Library, profile_id: int) -> None:
    with problems.told():
        library.workspace.delete_profile(profile_id)
        problems.note(text.WAS_DELETED.format(id=profile_id))
        st.rerun()


def _release(library: Library, profile_id: int) -> None:
    with problems.told():
        library.workspace.release_profile(profile_id)
        problems.note(text.WAS_RELEASED.format(id=profile_id))
        st.rerun()


def _fields(library: Library, whole: Whole) -> None:
    """Show the fields that have a value or lost one; those that never had one are only named."""
    said = labels.of_profile_fields(library.workspace.catalogue)
    told = [each for each in whole.fields if each.value is not None or (each.who and not each.who.made)]
    with st.container(key="profile-fields-head"):
        for column, head in zip(st.columns(_WIDTHS), text.FIELD_COLUMNS, strict=True):
            column.caption(head)
    with st.container(key="profile-fields", gap=None):
        for each in told:
            _field(library, each, said[each.field.key])
    empty = [said[each.field.key] for each in whole.fields if each not in told]
    if empty:
        st.caption(escaped(text.EMPTY.format(fields=", ".join(empty))))


def _field(library: Library, each: Shown, label: str) -> None:
    with st.container(key=f"profile-field-{each.field.column}"):
        name, value, who, when = st.columns(_WIDTHS, vertical_alignment="center")
        name.text(label)
        value.text(each.value if each.value is not None else text.NOTHING)
        with who:
            _who(each.who, each.field.column)
        when.text(moment(each.who.at, library.zone) if each.who else words.NEVER)


def _who(who: Who | None, column: str) -> None:
    """Show who wrote a field; a sync leads to the results of its run."""
    if who is None or who.kind != "run" or who.sync is None:
        st.text(written_by(who))
    elif st.button(escaped(written_by(who)), key=f"run-of-{column}", type="tertiary"):
        params = {"sync": who.sync, "run": str(who.run)}
        st.switch_page(navigation.page(navigation.RESULTS), query_params=params)


def _links(whole: Whole) -> None:
    rows = [
        (
            each.connection,
            each.patron,
            text.LINK_MERGED if each.merged else text.LINK_OWN,
            text.VANISHED.format(run=each.gone_run) if each.gone_run is not None else "",
        )
        for each in whole.links
    ]
    table(pd.DataFrame(rows, columns=list(text.LINK_COLUMNS)), text.LINKS, text.NO_LINKS)


def _history(library: Library, profile_id: int) -> None:
    said = labels.of_profile_fields(library.workspace.catalogue)
    found = library.workspace.profile_history(profile_id)
    order = st.segmented_control(
        text.ORDER, (text.NEWEST, text.OLDEST), default=text.NEWEST, key="order", required=True
    )
    if order == text.NEWEST:
        found = found[::-1]
    place, below = st.container(), st.container()
    with below:
        page = page_of(len(found), _PAGE, f"history-{profile_id}-{order}")
    first = (page - 1) * _PAGE
    rows = [_line(library, each, said) for each in found[first : first + _PAGE]]
    with place:
        table(pd.DataFrame(rows, columns=list(text.HISTORY_COLUMNS)), text.HISTORY, text.NO_HISTORY)
        if len(found) > _PAGE:
            st.caption(text.HISTORY_ROWS.format(first=first + 1, last=first + len(rows), total=len(found)))


def _line(library: Library, each: Happened, said: dict[str, str]) -> tuple[str | None, ...]:
    what = text.MADE if each.who.made else text.KINDS[each.who.kind]
    field = said.get(each.field, each.field) if each.field else ""
    return moment(each.who.at, library.zone), written_by(each.who), what, field, each.before, each.after
