"""The list of syncs, a row each: status, next due time, what the last run did, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from synckit.access import Act
from synckit.run.going import Going
from synckit.ui import problems, words
from synckit.ui.library import Library
from synckit.ui.shown import counted, escaped, moment
from synckit.ui.syncs import actions, asked, dialogs, live
from synckit.ui.words import syncs as text
from synckit.workspace.overview import Listed, Overview

WIDTHS = [2.7, 1.7, 1.8, 1.45, 1, 0.9, 0.85]
COLORS = {"Draft": "gray", "Scheduled": "blue", "Complete": "green"}
"""Of a badge, by status."""
ENDS = {"held": "orange", "failed": "red", "stopped": "red", "interrupted": "orange", "cancelled": "gray"}
"""How the last run ended, where that is worth a word."""


def begin(here: Library, is_first: bool) -> None:
    """Show the buttons that begin a new sync, to those who may; the first one is led to by the page itself."""
    if not here.workspace.person.may(Act.EDIT):
        return
    if st.button(text.IMPORT, key="import", icon=":material/upload:"):
        dialogs.ask("import")
    if not is_first and st.button(text.NEW_SYNC, key="new-sync", type="primary"):
        actions.wizard(here.workspace.new_draft())


def show(here: Library, found: Overview) -> None:
    """Show the search, one page of the list, and how far the runs are that go on."""
    asked.tools()
    trouble = st.container()
    runs = live.going(here)
    if not found.rows:
        _nothing_fits()
    places = _rows(here, found, runs, trouble)
    _foot(found)
    live.watch(here, runs, places)


def _rows(
    here: Library, found: Overview, runs: Mapping[str, Going], trouble: DeltaGenerator
) -> dict[str, DeltaGenerator]:
    """Show the rows and return the places in which the state of a run is shown, by the name of its sync."""
    if found.rows:
        with st.container(key="list-head"):
            for column, title in zip(st.columns(WIDTHS), text.COLUMNS, strict=True):
                column.caption(title)
    places = {}
    for row in found.rows:
        why = here.jobs.refusal(row.name)
        if row.is_saved and why:
            trouble.error(escaped(text.NOT_APPLIED.format(sync=row.name, why=why)))
        place = _row(here, row, runs, trouble)
        if place is not None:
            places[row.name] = place
    return places


def _row(here: Library, row: Listed, runs: Mapping[str, Going], trouble: DeltaGenerator) -> DeltaGenerator | None:
    key = f"s{row.sync_id}" if row.is_saved else f"d{row.draft}"
    run = runs.get(row.name) if row.is_saved else None
    with st.container(key=f"row-{key}"):
        name, status, due, *totals, menu = st.columns(WIDTHS, vertical_alignment="center")
        with trouble, problems.told():
            _name(here, row, name, key)
            place = _status(here, row, run, status, key)
            due.markdown(_due(row))
            _totals(row, totals, key)
            _menu(here, row, runs, menu, key)
    return place


def _name(here: Library, row: Listed, place: DeltaGenerator, key: str) -> None:
    label = escaped(row.name.strip()) or text.UNNAMED
    if not row.is_saved and not here.workspace.person.may(Act.EDIT):
        place.text(row.name.strip() or text.UNNAMED)
    elif place.button(label, key=f"name-{key}", type="tertiary"):
        if row.is_saved:
            actions.details(row.name)
        actions.edit(here, row)


def _status(here: Library, row: Listed, run: Going | None, place: DeltaGenerator, key: str) -> DeltaGenerator | None:
    """Show the status of a sync, and beside it the run that goes on or how the last one ended."""
    with place.container(gap="xxsmall"):
        with st.container(horizontal=True, gap="xsmall"):
            st.badge(row.status, color=COLORS[row.status])  # type: ignore[arg-type]
            end = _end(row.last) if run is None else ""
            if end:
                st.badge(words.STATUSES[end], color=ENDS.get(end, "gray"))  # type: ignore[arg-type]
        edited = row.is_edited and row.status != "Complete" and here.workspace.person.may(Act.EDIT)
        if edited and st.button(text.EDITED, key=f"edited-{key}", type="tertiary", icon=":material/edit_note:"):
            actions.edit(here, row)
        if run is None:
            return None
        return st.empty()


def _end(last: Mapping[str, Any] | None) -> str:
    if last is None:
        return ""
    return "undone" if last["undone"] else str(last["status"]) if last["status"] in ENDS else ""


def _due(row: Listed) -> str:
    """Return the next due time with its zone below."""
    said = text.PAUSED if row.paused else moment(row.next, row.zone) if row.next else ""
    return f"{said}  \n*{escaped(row.zone)}*" if said else text.NOT_SCHEDULED


def _totals(row: Listed, places: list[DeltaGenerator], key: str) -> None:
    """Show what the last run did; each number opens its list."""
    last = row.last
    for place, (name, said) in zip(places, _TOTALS.items(), strict=True):
        count = None if last is None else last["findings"] if name == "errors" else last["counts"][name]
        if last is None or (name != "errors" and last["status"] != "complete"):
            place.markdown(text.NOT_RUN)
        elif place.button(counted(count or 0, *said, sync=escaped(row.name)), key=f"{name}-{key}", type="tertiary"):
            actions.results(row, *(("errors", None) if name == "errors" else ("profiles", name)))


_TOTALS = {
    "created": (text.CREATED, text.CREATED),
    "updated": (text.UPDATED, text.UPDATED),
    "errors": (text.ERROR, text.ERRORS),
}


def _menu(here: Library, row: Listed, runs: Mapping[str, Going], place: DeltaGenerator, key: str) -> None:
    found = actions.items(here, row, runs.get(row.name) if row.is_saved else None)
    if not found:
        return
    chosen = place.menu_button(
        escaped(text.ACTIONS.format(name=row.name.strip() or text.UNNAMED)),
        found,
        key=f"icon-actions-{key}",
        icon=":material/more_horiz:",
        type="tertiary",
        format_func=text.ITEMS.__getitem__,
    )
    if chosen:
        actions.do(here, row, chosen, runs)


def _nothing_fits() -> None:
    with st.container(border=True, key="nothing-fits"):
        st.markdown(f"**{text.NOTHING_FITS}**")
        st.write(text.NOTHING_FITS_SAYS)
        st.button(text.SHOW_ALL, key="show-all", on_click=asked.everything)


def _foot(found: Overview) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="list-foot"):
        st.caption(counted(found.found, text.FOUND_1, text.FOUND))
        asked.pages(found)
