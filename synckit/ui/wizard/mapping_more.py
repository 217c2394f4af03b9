"""More of a row of the map: the kind of its source, its steps, its value map, and strategies of its own."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit.definition.draft import ORIGINS, Content
from synckit.ui.seeded import told_as
from synckit.ui.wizard import row_steps, value_map
from synckit.ui.wizard.ground import Ground
from synckit.ui.wizard.model import Session, field
from synckit.ui.words import choices
from synckit.ui.words import mapping as text

_USUAL = {"empty": ("empty_fields", "skip"), "incorrect": ("incorrect_values", "report")}
_SYNC = "sync"


def show(found: Ground, row: Content) -> None:
    """Show the rest of a row."""
    left, right = st.columns(2, gap="large")
    with left:
        _origin(found.session, row)
        _default(found, row)
        _strategy(found.session, row, "empty", choices.EMPTY_FIELDS)
        _strategy(found.session, row, "incorrect", choices.INCORRECT_VALUES)
    with right:
        row_steps.show(found.session, row)
    value_map.show(found, row)


def _origin(session: Session, row: Content) -> None:
    key = session.key("map", row["id"], "origin")
    row.setdefault("origin", "from")
    # The source is drawn above: it has to know at once.
    field(
        st.selectbox,
        row,
        "origin",
        text.ORIGIN,
        [*ORIGINS],
        key=key,
        format_func=text.ORIGINS.__getitem__,
        on_change=_written,
        args=(row, "origin", key),
    )


def _written(row: Content, attr: str, key: str) -> None:
    row[attr] = st.session_state[key]


def _default(found: Ground, row: Content) -> None:
    """Ask for the text that an empty source becomes; a constant is never empty."""
    if row["origin"] == "constant":
        return
    options = found.catalogue.field(row["to"]).options if row.get("to") in found.catalogue.keys else ()
    key = told_as(found.session.key("map", row["id"], "default"), options)
    hints: dict[str, Any] = {"help": text.DEFAULT_HELP, "placeholder": text.DEFAULT_NONE}
    probe = {"default": row.get("default")}
    if options:
        field(st.selectbox, probe, "default", text.DEFAULT, [*options], key=key, index=None, **hints)
    else:
        field(st.text_input, probe, "default", text.DEFAULT, key=key, value=None, **hints)
    _put(row, "default", probe["default"] or None)


def _strategy(session: Session, row: Content, attr: str, label: str) -> None:
    setting, usual = _USUAL[attr]
    said = choices.CHOICES[setting]
    of_sync = said[session.content.get(setting) or usual]
    named = {_SYNC: text.AS_SYNC.format(choice=of_sync), **said}
    probe = {attr: row.get(attr) or _SYNC}
    key = session.key("map", row["id"], attr)
    field(st.selectbox, probe, attr, label, [*named], key=key, format_func=named.__getitem__)
    _put(row, attr, None if probe[attr] == _SYNC else probe[attr])


def _put(row: Content, attr: str, value: Any) -> None:
    """Write what was chosen; what is as usual does not stand in the draft."""
    if value is None:
        row.pop(attr, None)
    else:
        row[attr] = value
