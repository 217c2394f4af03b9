"""The value map of a row, and the codes of patrons that it does not reach yet."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from synckit.definition.draft import Content
from synckit.definition.suggesting import pairs_for
from synckit.ui.shown import escaped, number
from synckit.ui.wizard import place
from synckit.ui.wizard.ground import Ground
from synckit.ui.wizard.model import Session, field
from synckit.ui.words import mapping as text
from synckit.workspace.previewing import RowLook

TOLD = 6
"""Codes that are named; of the others the number is told."""
PAGE = 20
"""Values that are open at once."""


def show(found: Ground, row: Content) -> None:
    """Show the value map, or a button that begins one."""
    session = found.session
    st.markdown(f"**{text.VALUES}**")
    if not row.get("values"):
        place.button(session, text.ADD_VALUES, f"add-values-{row['id']}", _add, session, row, kind="secondary")
        return
    st.caption(text.VALUES_SAY)
    options = _options(found, row)
    for at in _page(session, row):
        _pair(session, row, at, options)
    place.button(session, text.ADD_PAIR, f"add-pair-{row['id']}", _add, session, row, kind="secondary")
    match, otherwise, value = st.columns(3)
    with match:
        _match(session, row)
    with otherwise:
        kind = _otherwise(session, row)
    if kind == "value":
        with value:
            _otherwise_value(session, row, options)


def coverage(found: Ground, row: Content, look: RowLook) -> None:
    """Say which codes of patrons the row does not know, and offer to add them."""
    unknown = [(code, count) for code, becomes, count in look.codes if becomes is None]
    if not unknown:
        return
    is_mapped = bool(row.get("values"))
    said = (text.NOT_IN_MAP, text.NOT_IN_MAP_1) if is_mapped else (text.NO_OPTION, text.NO_OPTION_1)
    named = ", ".join(
        (text.CODE_1 if n == 1 else text.CODE).format(code=c, patrons=number(n)) for c, n in unknown[:TOLD]
    )
    if len(unknown) > TOLD:
        named = text.AND_MORE.format(codes=named, count=len(unknown) - TOLD)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(escaped(said[len(unknown) == 1].format(count=len(unknown), codes=named)), width="content")
        label = (text.ADD_CODES if is_mapped else text.MAKE_MAP).format(row=found.number(row))
        codes = [code for code, _ in unknown] if is_mapped else [code for code, *_ in look.codes]
        place.button(found.session, label, f"add-codes-{row['id']}", _add_codes, found, row, codes)


def _options(found: Ground, row: Content) -> list[str]:
    return [*found.catalogue.field(row["to"]).options] if row.get("to") in found.catalogue.keys else []


def _page(session: Session, row: Content) -> range:
    """Return the places of the values that are open; of a long map it is one page."""
    count = len(row["values"])
    pages = -(-count // PAGE)
    if pages == 1:
        return range(count)
    key = session.key("map", row["id"], "page")
    page = st.session_state[key] = min(st.session_state.get(_shown(session, row), 1), pages)
    st.pagination(pages, key=key, on_change=_turn, args=(session, row, key))
    return range((page - 1) * PAGE, min(page * PAGE, count))


def _shown(session: Session, row: Content) -> str:
    return session.key("map", row["id"], "shown-page")


def _turn(session: Session, row: Content, key: str) -> None:
    """Ask for another page; the one that is open is drawn once more before it goes, for something may be typed in it."""
    session.wanted[key] = partial(_open_page, session, row, st.session_state[key])


def _open_page(session: Session, row: Content, page: int) -> None:
    st.session_state[_shown(session, row)] = page


def _pair(session: Session, row: Content, at: int, options: list[str]) -> None:
    pair, shown = row["values"][at], at + 1
    key = session.key("map", row["id"], "pair", at)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"pair-{row['id']}-{at}"):
        field(st.text_input, pair, 0, text.FROM.format(place=shown), key=f"{key}:0", label_visibility="collapsed")
        st.text(text.ARROW, width="content")
        label = text.TO.format(place=shown)
        if options:
            known = ["", *options]
            gone = [pair[1]] if pair[1] is not None and pair[1] not in known else []
            said = {"": text.EMPTIES, **{name: text.GONE.format(name=name) for name in gone}}
            field(
                st.selectbox,
                pair,
                1,
                label,
                [*options, *gone, ""],
                key=":".join([key, "1", *gone]),
                index=None,
                format_func=lambda option: said.get(option, option),
                placeholder=text.CHOOSE_OPTION,
                label_visibility="collapsed",
            )
        else:
            pair[1] = pair[1] or ""
            hidden = {"placeholder": text.EMPTIES, "label_visibility": "collapsed"}
            field(st.text_input, pair, 1, label, key=f"{key}:1", **hidden)
        label, icon = text.DELETE_PAIR.format(place=shown), ":material/delete:"
        place.moving(session, label, f"icon-{key}-delete", _delete, session, row, at, icon=icon)


def _match(session: Session, row: Content) -> None:
    probe = {"match": row.get("match") or "equals"}
    key = session.key("map", row["id"], "match")
    field(st.selectbox, probe, "match", text.MATCH, [*text.MATCHES], key=key, format_func=text.MATCHES.__getitem__)
    _keep(row, "match", probe["match"], "equals")


def _otherwise(session: Session, row: Content) -> str:
    at = row.get("otherwise") or "incorrect"
    probe: dict[str, str] = {"otherwise": "value" if isinstance(at, dict) else at}
    key = session.key("map", row["id"], "otherwise")
    named = text.OTHERWISES
    field(st.selectbox, probe, "otherwise", text.OTHERWISE, [*named], key=key, format_func=named.__getitem__)
    chosen = probe["otherwise"]
    if chosen != "value":
        _keep(row, "otherwise", chosen, "incorrect")
    elif not isinstance(at, dict):
        row["otherwise"] = {"value": ""}
    return chosen


def _otherwise_value(session: Session, row: Content, options: list[str]) -> None:
    at: dict[str, Any] = row["otherwise"]
    key = session.key("map", row["id"], "otherwise-value", row.get("to"))
    if options:
        probe = {"value": at["value"] or None}
        hint = text.CHOOSE_OPTION
        field(st.selectbox, probe, "value", text.OTHERWISE_VALUE, options, key=key, index=None, placeholder=hint)
        at["value"] = probe["value"] or ""
    else:
        field(st.text_input, at, "value", text.OTHERWISE_VALUE, key=key)


def _keep(row: Content, attr: str, value: Any, usual: Any) -> None:
    """Write what was chosen; what is as usual does not stand in the draft."""
    if value == usual:
        row.pop(attr, None)
    else:
        row[attr] = value


def _add(session: Session, row: Content) -> None:
    row["values"] = [*(row.get("values") or ()), ["", None]]
    _open_page(session, row, -(-len(row["values"]) // PAGE))


def _delete(session: Session, row: Content, at: int) -> None:
    row["values"].pop(at)
    session.drop("map", row["id"], "pair")
    session.drop("map", row["id"], "pair")


def _add_codes(found: Ground, row: Content, codes: list[str]) -> None:
    """Add codes, each with the option that is nearest to it; where none is near, it stays to be chosen."""
    source = row["from"][0] if row.get("from") else ""
    labels = dict(found.ils_fields[source].codes) if source in found.ils_fields else {}
    former = [pair for pair in row.get("values") or () if str(pair[0] or "").strip()]
    fresh = [code for code in codes if code not in {pair[0] for pair in former}]  # a double click is meant once
    row["values"] = [*former, *pairs_for(fresh, _options(found, row), labels)]
    found.session.drop("map", row["id"], "pair")
    st.session_state[found.session.key("map", "more")] = row["id"]
