"""Who a run created, and what it changed, before and after; of a held run, what approving it would write."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from synckit.ui import labels, navigation, words
from synckit.ui.library import Library
from synckit.ui.profile_downloads import download_run
from synckit.ui.shown import counted, span
from synckit.ui.tables import MOST, page_of, table
from synckit.ui.words import results as text
from synckit.ui.words.rules import RULES
from synckit.workspace.run_results import PAGE

Document = dict[str, Any]


def show(library: Library, run: Document) -> None:
    """Show both lists, or the one that the address names."""
    part = st.query_params.get("part", "")
    held = run["status"] == "held"
    counts = run["counts"] if held or run["status"] == "complete" else dict.fromkeys(run["counts"], 0)
    if not held and (counts["created"] or counts["updated"]):
        _ways_on(library, run, part or ("created" if counts["created"] else "updated"))
    if part != "updated":
        st.header(text.TO_CREATE if held else text.CREATED, anchor=False)
        _created(library, run, counts["created"], held)
    if part != "created":
        st.header(text.TO_UPDATE if held else text.UPDATED, anchor=False)
        _changed(library, run, counts["updated"], held)


def _ways_on(library: Library, run: Document, part: str) -> None:
    """Show the way to these profiles one by one, and the files of them to whoever may have them."""
    with st.container(horizontal=True, vertical_alignment="center", key="run-profiles"):
        to = {"run": str(run["run"]), "made": part}
        page = navigation.page(navigation.PROFILES)
        st.page_link(page, label=text.IN_PROFILES, icon=":material/groups:", query_params=to, width="content")
        download_run(library, run["run"])


def _created(library: Library, run: Document, total: int, held: bool) -> None:
    if not total:
        st.caption(text.NONE_TO_CREATE if held else text.NONE_CREATED)
        return
    place, below = st.container(), st.container()
    with below:
        page = page_of(total, PAGE, f"created-{run['run']}")
    read = library.workspace.created_if_approved if held else library.workspace.created_by_run
    named = labels.of_profile_fields(library.workspace.catalogue, text.RESERVED)
    with place:
        shown = table(read(run["run"], page).rename(columns={**text.COLUMNS, **named}), text.CREATED, text.GONE_SINCE)
        if shown:
            _say(library, page, PAGE, total, "" if held else text.AS_NOW)


def _changed(library: Library, run: Document, total: int, held: bool) -> None:
    if not total:
        st.caption(text.NONE_TO_UPDATE if held else text.NONE_UPDATED)
        return
    size = _changed_a_page(library, run)
    place, below = st.container(), st.container()
    with below:
        page = page_of(total, size, f"changed-{run['run']}")
    read = library.workspace.changed_if_approved if held else library.workspace.changed_by_run
    with place:
        if table(labelled(library, read(run["run"], page, size), text.COLUMNS), text.UPDATED, text.NONE_UPDATED):
            _say(library, page, size, total)


def _changed_a_page(library: Library, run: Document) -> int:
    """Return how many changed profiles a page holds: so many that all their fields stand in one table."""
    mapped = {each.to for each in library.workspace.definition_of_run(run["run"]).mapping}
    return max(1, min(PAGE, MOST // max(1, len(mapped))))


def labelled(library: Library, frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Return a frame whose fields and columns are called as people know them."""
    named = labels.of_profile_fields(library.workspace.catalogue)
    if "field" in frame.columns:
        frame = frame.assign(field=[field_called(key, named) for key in frame["field"]])
    return frame.rename(columns=columns)


def field_called(key: str | None, named: dict[str, str]) -> str:
    """Return what a field is called, or several of them, as a finding names the keys that it is about.

    >>> field_called("email + last_name, card", {"email": "Email", "last_name": "Last name"})
    'Email + Last name, card'
    """
    if not key or key in named:
        return named.get(key or "", "")
    return ", ".join(" + ".join(named.get(part, part) for part in each.split(" + ")) for each in key.split(", "))


def rule_called(rule: str) -> str:
    """Return a rule as people know it.

    >>> rule_called("not_unique"), rule_called("a rule of its own")
    ('Another profile holds the value', 'a rule of its own')
    """
    return RULES.get(rule, rule)


def _say(library: Library, page: int, size: int, total: int, more: str = "") -> None:
    """Say which part of a list is shown, and that values are masked."""
    rows = counted(total, text.ONE_ROW, text.ROWS, rows=span((page - 1) * size + 1, min(page * size, total)))
    masked = "" if library.workspace.values_shown else words.MASKED
    st.caption(" ".join(part for part in (rows, more, masked) if part))
