"""Profile fields in their three scopes: each with its rules and who uses it; admins add, change and remove."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from synckit.access import Act
from synckit.fields import Catalogue, ProfileField, Scope
from synckit.ui import field_forms, known, problems
from synckit.ui.field_said import COUNTS, fields_said, held, open_, opened, options, rules, some_syncs, used_by
from synckit.ui.library import Library
from synckit.ui.shown import escaped
from synckit.ui.tables import table
from synckit.ui.words import fields as text

_PAGE = 25
_WIDTHS = [3, 2, 4, 3]


def system(library: Library, catalogue: Catalogue) -> None:
    """Show the fields that every library has."""
    st.caption(text.SYSTEM_SAYS)
    using = known.fields_in_use(library)
    rows = [
        (each.label, each.key, text.KINDS[each.type], rules(each), some_syncs(using.get(each.key, [])))
        for each in catalogue.fields
        if each.scope is Scope.SYSTEM
    ]
    table(pd.DataFrame(rows, columns=text.SYSTEM_COLUMNS), text.SYSTEM, text.NO_FIELDS)


def all_types(library: Library, catalogue: Catalogue) -> None:
    """Show the fields of every profile."""
    st.caption(text.ALL_TYPES_SAY)
    _new(library, None)
    found = [each for each in catalogue.custom if each.profile_type is None]
    if not found:
        _none(library, text.NO_FIELDS, text.NO_FIELDS_SAYS)
    _listed(library, found)


def type_specific(library: Library, catalogue: Catalogue) -> None:
    """Show the fields of one profile type; types are added and removed here."""
    st.caption(text.TYPE_SPECIFIC_SAY)
    admin = library.workspace.person.may(Act.FIELDS)
    with st.container(horizontal=True, vertical_alignment="bottom", key="types"):
        own = st.selectbox(
            text.PROFILE_TYPE,
            catalogue.types,
            _first_with_fields(catalogue),
            format_func=partial(_type_said, catalogue),
            key="profile-type",
            width=320,
        )
        if admin:
            st.button(text.NEW_TYPE, key="new-type", on_click=open_, args=("new-type",))
            if own:
                label = escaped(text.REMOVE_TYPE_OF.format(type=own))
                st.button(label, key="remove-type", type="tertiary", on_click=open_, args=("remove-type", own))
    if admin:
        _type_panels(library, own)
    if own:
        _new(library, own)
        found = [each for each in catalogue.custom if each.profile_type == own]
        if not found:
            _none(library, text.NO_TYPE_FIELDS.format(type=own), text.NO_TYPE_FIELDS_SAYS)
        _listed(library, found)


def _first_with_fields(catalogue: Catalogue) -> int | None:
    """Return the place of the first type that has fields of its own, or of the first type."""
    having = [
        place for place, name in enumerate(catalogue.types) if any(e.profile_type == name for e in catalogue.custom)
    ]
    return next(iter(having), 0) if catalogue.types else None


def _type_said(catalogue: Catalogue, name: str) -> str:
    return f"{name} · {fields_said(sum(each.profile_type == name for each in catalogue.custom))}"


def _type_panels(library: Library, own: str | None) -> None:
    what, of = opened()
    if what == "new-type":
        field_forms.new_type(library)
    elif what == "remove-type" and of == own:
        field_forms.ask_removal(
            text.REMOVE_TYPE_ASKS.format(type=of),
            text.REMOVE_TYPE_SAYS,
            text.REMOVE_TYPE,
            partial(library.workspace.remove_type, of),
            text.TYPE_REMOVED.format(type=of),
        )


def _new(library: Library, profile_type: str | None) -> None:
    if not library.workspace.person.may(Act.FIELDS):
        return
    st.button(text.NEW_FIELD, key="new-field", type="primary", on_click=open_, args=("new", profile_type or ""))
    if opened() == ("new", profile_type or ""):
        field_forms.new_field(library, profile_type)


def _none(library: Library, title: str, says: str) -> None:
    with st.container(border=True, key="no-fields"):
        st.markdown(f"**{escaped(title)}**")
        st.write(says if library.workspace.person.may(Act.FIELDS) else text.ASK_ADMIN)


def _listed(library: Library, found: Sequence[ProfileField]) -> None:
    """Show fields a row each, a page of them at a time."""
    using = known.fields_in_use(library)
    page = st.session_state.get("fields-page", 1)
    pages = max(1, -(-len(found) // _PAGE))
    first = (min(page, pages) - 1) * _PAGE
    for place, field in enumerate(found[first : first + _PAGE], first):
        with st.container(key=f"field-row-{place}"):
            _row(library, field, using.get(field.key, []), place)
    if pages > 1:
        st.pagination(pages, key="fields-page")


def _row(library: Library, field: ProfileField, using: list[str], place: int) -> None:
    counts: dict[str, int] = st.session_state.get(COUNTS, {})
    name, kind, use, buttons = st.columns(_WIDTHS)
    name.markdown(f"**{escaped(field.label)}**")
    name.caption(escaped(field.key))
    kind.text(text.KINDS[field.type])
    for said in (rules(field), options(field)):
        if said:
            kind.caption(escaped(said))
    use.text(used_by(using))
    if field.key in counts:
        use.caption(held(counts[field.key]))
    with buttons, st.container(horizontal=True, horizontal_alignment="right"):
        _count(library, field, place)
        if library.workspace.person.may(Act.FIELDS):
            for key, said, what in (("edit", text.EDIT, "edit"), ("drop", text.REMOVE, "remove")):
                label, asked = _about(said, field), (what, field.key)
                st.button(label, key=f"{key}-{place}", type="tertiary", on_click=open_, args=asked)
    if library.workspace.person.may(Act.FIELDS):
        _panels(library, field)


def _about(said: str, field: ProfileField) -> str:
    """Return the label of a button of a row; the field in it is heard and not seen, for it stands beside it."""
    return said.format(label=escaped(field.label.strip()))


def _count(library: Library, field: ProfileField, place: int) -> None:
    """Count when somebody asks: among a million profiles that takes a moment."""
    if st.button(_about(text.COUNT, field), key=f"count-{place}", type="tertiary"):
        with st.spinner(text.COUNTING), problems.told():
            counts = {**st.session_state.get(COUNTS, {}), field.key: library.workspace.field_holders(field.key)}
            st.session_state[COUNTS] = counts
            st.rerun()


def _panels(library: Library, field: ProfileField) -> None:
    if opened() == ("edit", field.key):
        field_forms.edit_field(library, field)
    elif opened() == ("remove", field.key):
        field_forms.ask_removal(
            text.REMOVE_OF.format(label=field.label),
            text.REMOVE_SAYS,
            text.REMOVE_FIELD,
            partial(library.workspace.remove_field, field.key),
            text.FIELD_REMOVED.format(name=field.label),
        )
