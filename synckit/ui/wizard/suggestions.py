"""Rows of the map that suggest themselves, taken by one click."""

from __future__ import annotations

import zlib

import streamlit as st

from synckit.definition import draft
from synckit.definition.suggesting import Suggestion, pairs_for, row_of, suggested
from synckit.ils.suggestions import suggestions
from synckit.ui.shown import escaped
from synckit.ui.wizard import place
from synckit.ui.wizard.ground import Ground
from synckit.ui.words import mapping as text


def show(found: Ground) -> None:
    """Show the rows that suggest themselves, all of them chosen; folded up once some fields are mapped."""
    common = suggestions(found.ils_fields.values())
    told = {each.target: each for each in suggested(found.session.content, found.catalogue, found.ils_fields, common)}
    if not told:
        return
    is_first = all(map(draft.is_blank_row, found.mapping))
    key = found.session.key("map", "suggested", zlib.crc32(repr([*told.values()]).encode()))
    st.session_state.setdefault(key, [*told])
    title = text.SUGGESTED if is_first else text.SUGGESTED_MORE.format(count=len(told))
    with st.expander(title, expanded=is_first, key="map-suggested", icon=":material/lightbulb:"):
        st.pills(
            text.SUGGESTED_ROWS,
            [*told],
            selection_mode="multi",
            format_func=lambda target: _said(found, told[target]),
            key=key,
            label_visibility="collapsed",
        )
        settings = {"kind": "secondary"}
        place.button(found.session, text.ADD_SUGGESTED, "add-suggested", _add, found, told, key, **settings)


def _said(found: Ground, each: Suggestion) -> str:
    return escaped(text.SUMMARY.format(source=found.sources[each.source], target=found.targets[each.target]))


def _add(found: Ground, told: dict[str, Suggestion], key: str) -> None:
    kept = [row for row in found.mapping if not draft.is_blank_row(row)]
    fresh = told.keys() - {row.get("to") for row in kept}  # a double click is meant once
    chosen = [told[target] for target in st.session_state.get(key) or () if target in fresh]
    found.session.content["mapping"] = kept + [_row(found, each) for each in chosen] or [draft.blank_row()]


def _row(found: Ground, suggestion: Suggestion) -> draft.Content:
    """Return the row; codes that the library system names get a value map right away where the field has options."""
    row = row_of(suggestion, found.catalogue)
    codes = dict(found.ils_fields[suggestion.source].codes)
    options = found.catalogue.field(suggestion.target).options
    return {**row, "values": pairs_for(codes, options, codes)} if codes and options else row
