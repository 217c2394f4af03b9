"""The filter as somebody builds it: conditions, groups one level deep, SQL behind “More”; what lies deeper is shown and kept.

It edits a draft's `filter` in place, whoever keeps it. Beside each outermost part stays a place for how many are left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field
from typing import Any

import streamlit as st

from synckit.definition import draft
from synckit.definition.draft import Content
from synckit.definition.operators import OPERATORS, operators_for, reshaped
from synckit.fields import IlsField
from synckit.ui import filter_values, labels, readable
from synckit.ui.seeded import field, told_as
from synckit.ui.shown import escaped
from synckit.ui.words import choices
from synckit.ui.words import filter as text
from synckit.workspace.judging import filter_lacks

_WIDTHS = [3, 2.2, 3.4, 1.7]
_DEPTH = 2


@dataclass
class Builder:
    """One filter while it is drawn."""

    fields: Mapping[str, IlsField]
    prefix: str
    """What the keys of its widgets begin with."""
    offers: filter_values.Offers
    labels: dict[str, str]
    writes_sql: bool
    """Whether SQL may be written; else it is only shown."""
    places: dict[str, Any] = _field(default_factory=dict)
    """Where something can be said beside each part, by its id."""


def show(
    group: Content,
    fields: Mapping[str, IlsField],
    prefix: str,
    offers: filter_values.Offers = lambda known: {},
    tried: bool = False,
    offers_sql: bool = True,
) -> dict[str, Any]:
    """Show a filter and return, by the id of each part that lacks nothing, the place beside it.

    `tried`: somebody wanted to go on already, so what lacks is said loudly. `offers_sql`: a condition can be made of SQL.
    """
    builder = Builder(fields, prefix, offers, labels.of_ils_fields(fields), offers_sql)
    _op(group, text.MEETS, f"{prefix}:op")
    pending = _pending(group, prefix)
    parts = group["parts"] or [pending]
    for number, part in enumerate(parts, 1):
        _part(builder, group, part, str(number), len(parts) > 1)
    if not group["parts"] and not draft.is_blank_part(pending):
        group["parts"].append(st.session_state.pop(_kept(prefix)))
    with st.container(horizontal=True):
        _add(group, text.NEW_CONDITION, f"{prefix}:new", draft.blank_condition, pending)
        _add(group, text.NEW_GROUP, f"{prefix}:new-group", draft.blank_group, None)
    if offers_sql:
        _more(builder, group)
    return _told(builder, group, tried)


def _pending(group: Content, prefix: str) -> Content:
    """Return the row that an empty filter shows; it is no part of the filter before something is filled in."""
    if group["parts"]:
        st.session_state.pop(_kept(prefix), None)  # it became a part, and is not to come back once that is deleted
        return draft.blank_condition()
    found: Content = st.session_state.setdefault(_kept(prefix), draft.blank_condition())
    return found


def _kept(prefix: str) -> str:
    return f"{prefix}:pending"


def _told(builder: Builder, group: Content, tried: bool) -> dict[str, Any]:
    """Say beside each part what it lacks, and return the places of those that lack nothing."""
    lacks = filter_lacks(group, builder.fields)
    for part_id, says in lacks.items():
        said = escaped(says)
        builder.places[part_id].caption(f":red[{said}]" if tried else said)
    return {part_id: place for part_id, place in builder.places.items() if part_id not in lacks}


def _op(group: Content, label: str, key: str) -> None:
    told = {"format_func": text.OPS.__getitem__, "horizontal": True}
    field(st.radio, group, "op", label, list(text.OPS), key=key, **told)


def _add(group: Content, label: str, key: str, made: Any, first: Content | None) -> None:
    """Show a button that adds a part; where an empty filter shows its one row, that row counts as the first."""
    st.button(label, key=f"add-{key}", on_click=_added, args=(group, made, first))


def _added(group: Content, made: Any, first: Content | None) -> None:
    if first is not None and not group["parts"]:
        group["parts"].append(first)
    group["parts"].append(made())


def _part(builder: Builder, group: Content, part: Content, number: str, is_one_of_many: bool) -> None:
    if "parts" in part:
        _group(builder, group, part, number)
        return
    with st.container(key=f"condition:{builder.prefix}:{part['id']}".replace(":", "-"), gap="xsmall"):
        if "sql" in part:
            _sql(builder, group, part, number)
        else:
            _condition(builder, group, part, number, is_one_of_many)
        builder.places[part["id"]] = st.empty()


def _group(builder: Builder, outer: Content, group: Content, number: str) -> None:
    with st.container(border=True):
        key = f"{builder.prefix}:{group['id']}"
        _op(group, text.GROUP_MEETS.format(number=number), f"{key}:op")
        for place, part in enumerate(group["parts"], 1):
            if "parts" in part:
                _deeper(builder, part)
            else:
                _part(builder, group, part, f"{number}.{place}", len(group["parts"]) > 1)
        with st.container(horizontal=True):
            _add(group, text.NEW_CONDITION, f"{key}:new", draft.blank_condition, None)
            label = text.DELETE_GROUP.format(number=number)
            st.button(label, key=f"{key}:delete", type="tertiary", on_click=_delete, args=(outer, group))
        builder.places[group["id"]] = st.empty()


def _deeper(builder: Builder, part: Content) -> None:
    st.caption(text.DEEPER)
    st.markdown("\n".join(f"{'    ' * line.depth}- {escaped(line.says)}" for line in said(part, builder.fields)))
    builder.places |= {inner["id"]: st.empty() for inner in draft.conditions({"filter": part})}


def _condition(builder: Builder, group: Content, part: Content, number: str, is_one_of_many: bool) -> None:
    key = f"{builder.prefix}:{part['id']}"
    name, operator, value, actions = st.columns(_WIDTHS, vertical_alignment="top")
    with name:
        _named(builder, part, key, number)
    known = builder.fields.get(part.get("field") or "")
    if known is None and part["field"]:
        operator.caption(escaped(text.NO_LONGER_MEANT.format(condition=said(part, builder.fields)[0].says)))
    with operator:
        chosen = _operator(part, known, key, number) if known else None
    with value:
        if known and chosen:
            at = f"{key}:value:{known.name}:{chosen}"
            filter_values.show(part, known, OPERATORS[chosen], at, number, builder.offers)
    with actions, st.container(horizontal=True, gap="xsmall"):
        _button(text.CLEAR, f"{key}:clear", number, _clear, part)
        if is_one_of_many:
            _button(text.DELETE, f"{key}:delete", number, _delete, group, part)


def _named(builder: Builder, part: Content, key: str, number: str) -> None:
    before = part.get("field")
    field(
        st.selectbox,
        part,
        "field",
        text.FIELD.format(number=number),
        list(builder.labels),
        key=told_as(f"{key}:field", builder.labels.values()),
        index=None,
        format_func=lambda name: builder.labels.get(name, name),
        placeholder=text.CHOOSE_FIELD,
        label_visibility="collapsed",
    )
    known = builder.fields.get(part.get("field") or "")
    if part["field"] != before:
        fits = known is not None and part.get("operator") in {each.name for each in operators_for(known.type)}
        part.update(operator=part.get("operator") if fits else None, value=None)
    if part["field"] and known is None:
        st.caption(f":red[{text.NO_LONGER.format(name=escaped(part['field']))}]")


def _operator(part: Content, known: IlsField, key: str, number: str) -> str | None:
    """Show the operators that fit the field and return the one that is chosen, if it is one of them."""
    before = OPERATORS.get(part.get("operator") or "")
    fitting = [each.name for each in operators_for(known.type)]
    field(
        st.selectbox,
        part,
        "operator",
        text.OPERATOR.format(number=number),
        fitting,
        key=f"{key}:operator:{known.type}",
        index=None,
        format_func=choices.OPERATORS.__getitem__,
        placeholder=text.CHOOSE_OPERATOR,
        label_visibility="collapsed",
    )
    now = OPERATORS.get(part.get("operator") or "")
    if now and now != before:
        was = before.takes if before else now.takes
        part["value"] = reshaped(part.get("value"), now.takes) if "period" not in (was, now.takes) else None
    return now.name if now and now.name in fitting else None


def _sql(builder: Builder, group: Content, part: Content, number: str) -> None:
    key = f"{builder.prefix}:{part['id']}"
    typed, actions = st.columns([sum(_WIDTHS[:3]), _WIDTHS[3]], vertical_alignment="bottom")
    with typed:
        label = text.SQL.format(number=number)
        shown = {"help": text.SQL_HELP, "max_chars": 2000, "disabled": not builder.writes_sql}
        field(st.text_input, part, "sql", label, key=f"{key}:sql", **shown)
    with actions, st.container(horizontal=True, gap="xsmall"):
        if builder.writes_sql:
            _button(text.CLEAR, f"{key}:clear", number, _clear, part)
        _button(text.DELETE, f"{key}:delete", number, _delete, group, part)


def _button(label: str, key: str, number: str, act: Any, *args: Any) -> None:
    st.button(label.format(number=number), key=key, type="tertiary", on_click=act, args=args)


def _more(builder: Builder, group: Content) -> None:
    with st.expander(text.MORE):
        st.caption(text.SQL_SAYS.format(names=escaped(", ".join(builder.fields))))
        _add(group, text.NEW_SQL, f"{builder.prefix}:new-sql", _blank_sql, None)


def _blank_sql() -> Content:
    return {"id": draft.new_id(), "sql": ""}


def _clear(part: Content) -> None:
    """Empty a part; with another id its widgets are other ones, which hold nothing of what it was."""
    part.update({name: "" if name == "sql" else None for name in part if name != "id"}, id=draft.new_id())


def _delete(group: Content, part: Content) -> None:
    group["parts"] = [each for each in group["parts"] if each is not part]


def said(part: Content, fields: Mapping[str, IlsField]) -> list[readable.Line]:
    """Return a part of a filter as it reads."""
    plain = draft.definition({"filter": {"op": "all", "parts": [part]}})
    return readable.filter_lines(plain.get("filter"), fields)
