"""The tables of a run: profiles it made, fields it changed before and after, and errors; never more than some rows."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
import streamlit as st

from synckit import report
from synckit.fields import Catalogue
from synckit.ui import words
from synckit.ui.library import Library
from synckit.workspace.looking import held_plan

MOST = 1_000
"""Rows that a table shows; the rest is told by number."""

WIDTHS: dict[str, Any] = {"Profile": 80, "Before": "medium", "After": "medium", "What to do": "large"}
Document = dict[str, Any]


def show(library: Library, run: Document) -> None:
    """Show the two ways into a run and what the chosen one leads to; the address keeps which."""
    view = st.query_params.get("view", "profiles")
    with st.container(horizontal=True):
        for name, label in (("profiles", words.VIEW_PROFILES), ("errors", words.VIEW_ERRORS)):
            kind = "primary" if name == view else "secondary"
            st.button(label, key=f"view-{name}", type=kind, on_click=_look, args=(name,))  # type: ignore[arg-type]
    if view == "errors":
        _errors(library, run)
    elif run["status"] == "held":
        _held(library, run)
    else:
        _profiles(library, run)


def _look(view: str) -> None:
    st.query_params["view"] = view


def _profiles(library: Library, run: Document) -> None:
    home, counts = library.workspace.home, run["counts"]
    labels = _labels(library.workspace.catalogue)
    made = report.created(home, run["run"], MOST)
    changed = report.changed(home, run["run"], MOST)
    st.subheader(words.CREATED, anchor=False)
    _created(made, labels, counts["created"] if len(made) else 0, words.NONE_CREATED)
    st.subheader(words.UPDATED, anchor=False)
    _changed(changed, labels, counts["updated"], words.NONE_UPDATED)


def _held(library: Library, run: Document) -> None:
    """Show what approving would write."""
    made, changed = held_plan(library.workspace.home, run["run"])
    labels = _labels(library.workspace.catalogue)
    st.subheader(words.TO_CREATE, anchor=False)
    _created(made, labels, run["counts"]["created"], words.NONE_TO_CREATE)
    st.subheader(words.TO_UPDATE, anchor=False)
    _changed(changed, labels, run["counts"]["updated"], words.NONE_TO_UPDATE)


def _errors(library: Library, run: Document) -> None:
    found = report.found(library.workspace.home, run["run"], MOST)
    found["field"] = found["field"].map(_labels(library.workspace.catalogue)).fillna(found["field"])
    if table(found.rename(columns=words.FINDING_COLUMNS), words.ERRORS, words.NO_ERRORS):
        first = words.FIRST_ROWS.format(shown=MOST, total=run["findings"]) if run["findings"] > MOST else ""
        st.caption(" ".join((words.MASKED, first)))


def _created(made: pd.DataFrame, labels: dict[str, str], total: int, none: str) -> None:
    told = made.rename(columns={**words.CHANGE_COLUMNS, **labels})
    if table(told, words.CREATED, none) and total > MOST:
        st.caption(words.FIRST_ROWS.format(shown=MOST, total=total))


def _changed(changed: pd.DataFrame, labels: dict[str, str], total: int, none: str) -> None:
    named = changed.assign(field=changed["field"].map(labels).fillna(changed["field"]))
    if table(named.rename(columns=words.CHANGE_COLUMNS), words.UPDATED, none) and len(changed) >= MOST:
        st.caption(words.FIRST_FIELDS.format(shown=MOST, total=total))


def table(frame: pd.DataFrame, name: str, none: str) -> bool:
    """Show the first rows of a frame as plain text, or a sentence when it is empty; return whether it has rows.

    Empty cells stay empty. `name` is what a screen reader calls the table.
    """
    if frame.empty:
        st.caption(none)
        return False
    first = frame.head(MOST)
    texts = first.astype(object).where(first.notna(), "").astype(str)
    widths = {column: st.column_config.TextColumn(width=WIDTHS[column]) for column in texts.columns if column in WIDTHS}
    st.dataframe(texts, hide_index=True, alt=name, height=min(36 * (len(first) + 1), 400), column_config=widths)
    return True


def _labels(catalogue: Catalogue) -> dict[str, str]:
    """Return what each profile field is called, by its key: one name each, and a type's own field says the type."""
    said = {
        each.key: f"{each.profile_type}: {each.label}" if each.profile_type else each.label for each in catalogue.fields
    }
    alike = Counter(said.values())
    return {
        key: f"{label} ({key})" if alike[label] > 1 or label in words.RESERVED else label for key, label in said.items()
    }
