"""One row of the map: where a value comes from, which field takes it, and what becomes of some patrons' values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from synckit.definition import draft, lacks
from synckit.definition.draft import Content
from synckit.fields import Scope
from synckit.ui.shown import counted, escaped, number
from synckit.ui.wizard import mapping_more, place, value_map
from synckit.ui.wizard.ground import Ground
from synckit.ui.wizard.model import Session, field
from synckit.ui.words import choices
from synckit.ui.words import mapping as text
from synckit.workspace.previewing import RowLook

_OPEN = ("map", "open")
_MORE = ("map", "more")
_LABELS = {"constant": text.CONSTANT, "template": text.TEMPLATE, "sql": text.SQL}


def is_open(session: Session, row: Content) -> bool:
    """Return whether it is the one row of many that is open."""
    return bool(st.session_state.get(session.key(*_OPEN)) == row["id"])


def open_only(session: Session, row_id: str | None) -> None:
    """Open one row of many, and close the others."""
    st.session_state[session.key(*_OPEN)] = row_id


def line(found: Ground, row: Content) -> None:
    """Show a row in one line."""
    session = found.session
    with (
        st.container(border=True, key=f"map-line-{found.number(row)}"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        st.markdown(escaped(summary(found, row)), width="stretch")
        st.caption(_told(found, row), width="content")
        _button(found, row, text.EDIT, "edit", open_only, session, row["id"])
        _take_away(found, row)


def show(found: Ground, row: Content, may_close: bool) -> None:
    """Show a row with everything that can be chosen in it."""
    session = found.session
    is_more = st.session_state.get(session.key(*_MORE)) == row["id"]
    with st.container(border=True, key=f"map-row-{found.number(row)}", gap="xsmall"):
        head = st.container(horizontal=True, vertical_alignment="center", gap="small")
        _ends(found, row)
        if is_more:
            mapping_more.show(found, row)
        with head:
            st.markdown(f"**{escaped(summary(found, row))}**", width="stretch")
            label, opened = (text.LESS, None) if is_more else (text.MORE, row["id"])
            _button(found, row, label, "more", _more, session, opened)
            if may_close:
                _button(found, row, text.DONE, "done", open_only, session, None)
            _take_away(found, row)
        _does(found, row)


def summary(found: Ground, row: Content) -> str:
    """Return a row in words: Barcode → Library card number."""
    if draft.is_blank_row(row):
        return text.EMPTY_ROW
    origin = row.get("origin", "from")
    if origin == "from":
        source = text.OR.join(found.sources.get(name, name) for name in row["from"])
    else:
        source = text.QUOTED.format(text=row.get(origin)) if row.get(origin) else ""
    target = found.targets.get(row.get("to") or "", row.get("to"))
    return text.SUMMARY.format(source=source or text.NOWHERE, target=target or text.NOWHERE)


def _take_away(found: Ground, row: Content) -> None:
    """Show what empties a row and, where there are several, what takes it out."""
    _button(found, row, text.CLEAR, "clear", _clear, found.session, row)
    if len(found.mapping) > 1:
        _button(found, row, text.DELETE, "delete", _delete, found.session, row["id"])


def _button(found: Ground, row: Content, label: str, name: str, act: Callable[..., None], *args: Any) -> None:
    place.button(found.session, label.format(row=found.number(row)), f"{name}-{row['id']}", act, *args)


def _more(session: Session, row_id: str | None) -> None:
    st.session_state[session.key(*_MORE)] = row_id


def _clear(session: Session, row: Content) -> None:
    """Put a new row in the place of one, so that no widget remembers what was in it."""
    rows, fresh = session.content["mapping"], draft.blank_row()
    session.content["mapping"] = [fresh if each["id"] == row["id"] else each for each in rows]
    if is_open(session, row):
        open_only(session, fresh["id"])


def _delete(session: Session, row_id: str) -> None:
    session.content["mapping"] = [each for each in session.content["mapping"] if each["id"] != row_id]


def _ends(found: Ground, row: Content) -> None:
    source, kind, target = st.columns([3, 2.5, 4])
    with source:
        _source(found, row)
    with kind:
        _scope(found, row)
    with target:
        if row.get("scope") == Scope.TYPE_SPECIFIC:
            of_type, name = st.columns([2, 3])
            with of_type:
                _type(found, row)
            with name:
                _name(found, row)
        else:
            _name(found, row)


def _source(found: Ground, row: Content) -> None:
    origin = row.get("origin", "from")
    key = found.session.key("map", row["id"], origin)
    if origin == "from":
        _ils_fields(found, row, key)
    elif origin == "constant" and _options(found, row):
        settings: dict[str, Any] = {"index": None, "placeholder": text.CHOOSE_OPTION}
        label = text.CONSTANT.format(row=found.number(row))
        field(st.selectbox, row, origin, label, _options(found, row), key=f"{key}:{row['to']}", **settings)
    else:
        label = _LABELS[origin].format(row=found.number(row))
        hint = {"template": text.TEMPLATE_HELP, "sql": text.SQL_HELP}.get(origin)
        row.setdefault(origin, None)
        field(st.text_input, row, origin, label, key=key, value=None, help=hint)


def _ils_fields(found: Ground, row: Content, key: str) -> None:
    """Show the ILS fields; one that vanished stays until somebody takes it out."""
    gone = [name for name in row["from"] if name not in found.ils_fields]
    said = {**found.sources, **{name: text.GONE.format(name=name) for name in gone}}
    field(
        st.multiselect,
        row,
        "from",
        text.ILS_FIELD.format(row=found.number(row)),
        [*gone, *found.ils_fields],
        key=":".join([key, *gone]),
        format_func=lambda name: said.get(name, name),
        placeholder=text.CHOOSE_FIELD,
        help=text.ILS_FIELD_HELP,
        select_all=False,
    )


def _options(found: Ground, row: Content) -> list[str]:
    return [*found.catalogue.field(row["to"]).options] if row.get("to") in found.catalogue.keys else []


def _scope(found: Ground, row: Content) -> None:
    key = found.session.key("map", row["id"], "scope")
    field(
        st.selectbox,
        row,
        "scope",
        text.SCOPE.format(row=found.number(row)),
        list(choices.SCOPES),
        key=key,
        index=None,
        format_func=choices.SCOPES.__getitem__,
        placeholder=text.CHOOSE_SCOPE,
        on_change=_chosen,
        args=(row, "scope", key, ("profile_type", "to")),
    )


def _type(found: Ground, row: Content) -> None:
    types = [
        name for name in found.catalogue.types if any(each.profile_type == name for each in found.catalogue.fields)
    ]
    chosen = row.get("profile_type")
    key = found.session.key("map", row["id"], "type")
    field(
        st.selectbox,
        row,
        "profile_type",
        text.TYPE.format(row=found.number(row)),
        types,
        key=key,
        index=None,
        placeholder=text.GONE.format(name=chosen) if chosen and chosen not in types else text.CHOOSE_TYPE,
        on_change=_chosen,
        args=(row, "profile_type", key, ("to",)),
    )


def _name(found: Ground, row: Content) -> None:
    """Show the fields of the chosen kind that no other row writes; each takes its place in the row at once.

    What the others may choose follows from it, so it is written back before the rows are drawn.
    """
    taken = {each.get("to") for each in found.mapping if each is not row}
    offered = [
        each
        for each in found.catalogue.fields
        if each.scope == row.get("scope") and each.profile_type == row.get("profile_type") and each.key not in taken
    ]
    said = {
        each.key: each.label if row["scope"] == Scope.TYPE_SPECIFIC else found.targets[each.key] for each in offered
    }
    at = row.get("to")
    key = found.session.key("map", row["id"], "to", row.get("scope"), row.get("profile_type"))
    field(
        st.selectbox,
        row,
        "to",
        text.NAME.format(row=found.number(row)),
        [*said],
        key=key,
        index=None,
        format_func=lambda name: said.get(name, name),
        placeholder=text.GONE.format(name=at) if at and at not in found.catalogue.keys else text.CHOOSE_NAME,
        on_change=_chosen,
        args=(row, "to", key, ()),
    )


def _chosen(row: Content, attr: str, key: str, dependent: tuple[str, ...]) -> None:
    """Write a choice into its row, and take away what followed from the former one."""
    if st.session_state[key] != row.get(attr):
        row.update({attr: st.session_state[key], **dict.fromkeys(dependent)})


def _does(found: Ground, row: Content) -> None:
    """Show what the row lacks, or what it does to the patrons."""
    if draft.is_blank_row(row):
        return
    lack = lacks.of_row(row, found.catalogue, found.ils_fields)
    look = found.rows.get(row["id"])
    if lack:
        st.caption(f":red[{escaped(lack)}]")
    elif look:
        st.caption(" · ".join([*_counts(found, look), *_samples(look)]))
        value_map.coverage(found, row, look)


def _told(found: Ground, row: Content) -> str:
    """Return what a closed row lacks or does, in a few words of Markdown."""
    lack = "" if draft.is_blank_row(row) else lacks.of_row(row, found.catalogue, found.ils_fields)
    look = found.rows.get(row["id"])
    if lack:
        return f":red[{escaped(lack)}]"
    return " · ".join(_counts(found, look)) if look else ""


def _counts(found: Ground, look: RowLook) -> list[str]:
    met = number(found.met)
    told = (
        counted(look.filled, text.FILLED_1, text.FILLED, met=met) if look.filled else text.NONE_FILLED.format(met=met)
    )
    wrong = counted(look.incorrect, text.WRONG_1, text.WRONG)
    return [escaped(told), *([f":red[{wrong}]"] if look.incorrect else [])]


def _samples(look: RowLook) -> list[str]:
    told = []
    for before, after, rule in dict.fromkeys(look.samples):
        sample = text.SAMPLE.format(before=before, after=after or text.NOTHING)
        told.append(text.BREAKS.format(sample=sample, rule=text.RULES.get(rule, rule)) if rule else sample)
    return [escaped(text.SAMPLES.format(samples=", ".join(told)))] if told else []
