"""The runs of one sync, a page at a time, each a way to its results; and the due times that led to none."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit.ui import navigation, words
from synckit.ui.address import page_of
from synckit.ui.library import Library
from synckit.ui.shown import escaped, moment, totals
from synckit.ui.words import details as text
from synckit.workspace import SyncHandle
from synckit.workspace.overview import Listed

WIDTHS = [1, 2, 1.5, 1, 1, 1]
Document = dict[str, Any]


def show(here: Library, row: Listed, sync: SyncHandle) -> None:
    """Show the run history, and the due times without a complete run."""
    st.header(text.HISTORY, anchor=False)
    page = page_of(st.query_params.get("page", ""))
    found = here.workspace.run_history(row.name, page=page)
    if not found.total:
        st.caption(text.NOT_RUN)
    else:
        with st.container(key="history-head"):
            for column, title in zip(st.columns(WIDTHS), text.RUN_COLUMNS, strict=True):
                column.caption(title)
        for run in found.rows:
            _row(row, run)
    if found.pages > 1:
        st.session_state["history-page"] = min(page, found.pages)
        st.pagination(found.pages, key="history-page", on_change=_turned)
    _passed_over(row, sync)


def _turned() -> None:
    st.query_params["page"] = str(st.session_state["history-page"])


def _row(row: Listed, run: Document) -> None:
    with st.container(key=f"run-row-{run['run']}"):
        name, started, status, *places = st.columns(WIDTHS, vertical_alignment="center")
        if name.button(text.RUN.format(run=run["run"]), key=f"run-{run['run']}", type="tertiary"):
            query = {"sync": row.name, "run": str(run["run"])}
            st.switch_page(navigation.page(navigation.RESULTS), query_params=query)
        started.text(moment(run["started"], row.zone))
        status.text(words.STATUSES["undone" if run["undone"] else run["status"]])
        for place, said in zip(places, totals(run), strict=True):
            place.text(said)


def _passed_over(row: Listed, sync: SyncHandle) -> None:
    found = sync.passed_over()
    if not found:
        return
    st.markdown(f"**{text.PASSED_OVER}**")
    lines = [
        text.OCCURRENCE.format(
            due=moment(each["due"], row.zone), said=text.OCCURRENCES.get(each["status"], each["status"])
        )
        for each in found
    ]
    st.markdown("\n".join(f"- {escaped(line)}" for line in lines))
