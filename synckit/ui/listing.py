"""The syncs, a row each: status, next due time, what the last run did, and what can be done."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit.ui import words
from synckit.ui.library import Library
from synckit.ui.shown import escaped, moment, number
from synckit.workspace import SyncHandle

PAGE_SIZE = 25
WIDTHS = [3, 1.4, 2, 1.3, 1.1, 1.1, 2.6]
COLORS = {"complete": "green", "held": "orange", "failed": "red", "stopped": "red", "running": "blue"}


def show(library: Library, syncs: list[SyncHandle]) -> SyncHandle:
    """Show the list and return the sync that is chosen: the address names it, else it is the first."""
    with st.container(key="list-head"):
        for column, title in zip(st.columns(WIDTHS), words.COLUMNS, strict=True):
            column.caption(title)
    for sync in _page(syncs):
        _row(library, sync)
    names = [sync.name for sync in syncs]
    asked = st.query_params.get("sync")
    return syncs[names.index(asked) if asked in names else 0]


def _page(syncs: list[SyncHandle]) -> list[SyncHandle]:
    if len(syncs) <= PAGE_SIZE:
        return syncs
    page = st.pagination(-(-len(syncs) // PAGE_SIZE), key="list-page")
    return syncs[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]


def _row(library: Library, sync: SyncHandle) -> None:
    saved = sync.saved
    last = next(iter(library.workspace.runs(sync.name, limit=1)), None)
    with st.container(key=f"row-{saved.id}"):
        name, status, due, created, updated, errors, actions = st.columns(WIDTHS, vertical_alignment="center")
        name.markdown(f"**{escaped(sync.name)}**")
        _status(status, library, sync, last)
        due.text(words.PAUSED if saved.paused else moment(sync.next, (sync.definition.timezone or library.zone)))
        for column, value in zip((created, updated, errors), _totals(last), strict=True):
            column.text(value)
        _actions(actions, library, sync, saved.id)


def _totals(last: dict[str, Any] | None) -> tuple[str, str, str]:
    if last is None:
        return (words.NEVER,) * 3
    applied = last["status"] == "complete"
    counts = [number(last["counts"][key]) if applied else words.NEVER for key in ("created", "updated")]
    return counts[0], counts[1], number(last["findings"])


def _status(place: Any, library: Library, sync: SyncHandle, last: dict[str, Any] | None) -> None:
    """Show the sync's own status, or what its last run waits for or died of."""
    found = "running" if library.jobs.is_going(sync.name) else last["status"] if last else ""
    if found in COLORS and found != "complete":
        place.badge(words.STATUSES[found], color=COLORS[found])
    else:
        place.badge(sync.status, color="green" if sync.status == "Complete" else "gray")


def _actions(place: Any, library: Library, sync: SyncHandle, sync_id: int) -> None:
    with place.container(horizontal=True, gap="xsmall"):
        busy = library.jobs.is_going(sync.name)
        st.button(words.RUN_NOW, key=f"run-{sync_id}", disabled=busy, on_click=_run, args=(library, sync), wrap=False)
        st.button(
            words.VIEW_RESULTS,
            key=f"results-{sync_id}",
            on_click=choose,
            args=(sync.name,),
            type="tertiary",
            wrap=False,
        )


def _run(library: Library, sync: SyncHandle) -> None:
    library.run(sync)
    choose(sync.name)


def choose(sync: str) -> None:
    """Make a sync the one whose results are shown."""
    st.query_params.from_dict({"sync": sync})
