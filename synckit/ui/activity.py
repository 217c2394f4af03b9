"""What happened and what goes on: the runner's health, the runs of all syncs, and the audit, a page of them at a time."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
import streamlit as st

from synckit.access import Act
from synckit.ui import known, navigation, words
from synckit.ui.library import Library
from synckit.ui.shown import counted, escaped, moment, totals
from synckit.ui.tables import table
from synckit.ui.words import activity as text

_RUNS_PAGE, _AUDIT_PAGE = "runs-page", "audit-page"
_WIDTHS = [1.2, 3, 1.6, 2, 1, 1, 1]
_Colour = Literal["green", "blue", "orange", "red", "gray"]
_COLOURS: dict[str, _Colour] = {
    "complete": "green",
    "queued": "blue",
    "running": "blue",
    "held": "orange",
    "stopped": "orange",
    "failed": "red",
}
"""What stands out; every other status is grey."""


def health(library: Library) -> None:
    """Show whether a runner is at work, and when it last gave a sign of life."""
    found = library.workspace.runner_health()
    beat = text.LAST_BEAT.format(at=moment(found["heartbeat"], library.zone)) if found["heartbeat"] else ""
    if found["working"]:
        st.success(f"{text.RUNNER_WORKS} {beat}", icon=":material/check_circle:")
        return
    with st.container(border=True, key="no-runner"):
        st.markdown(f"**{text.NO_RUNNER}** {beat}")
        if library.workspace.person.may(Act.CONNECT):
            st.write(text.NO_RUNNER_SAYS)
            st.code(text.RUNNER_COMMAND, language=None)
        else:
            st.write(text.NO_RUNNER_ASK)


def runs(library: Library) -> None:
    """Show the runs of all syncs, or of those that the filters leave; each opens its results."""
    with st.container(horizontal=True, key="run-filters"):
        sync = _chosen(text.SYNC, text.ALL_SYNCS, [each.name for each in library.workspace.syncs()], _RUNS_PAGE)
        status = _chosen(text.STATUS, text.ALL_STATUSES, list(words.STATUSES), _RUNS_PAGE, words.STATUSES)
    found = library.workspace.run_history(sync, status, _page(_RUNS_PAGE))
    if not found.rows:
        _none(narrowed=bool(sync or status))
        return
    with st.container(key="happened", gap=None):
        _head()
        for run in found.rows:
            with st.container(key=f"happened-{run['run']}"):
                _run(library, run)
    st.caption(escaped(counted(found.total, text.ONE_RUN, text.RUNS_SHOWN, zone=library.zone)))
    if found.pages > 1:
        st.pagination(found.pages, key=_key(_RUNS_PAGE))


def _chosen(
    label: str, everything: str, options: list[str], page: str, said: dict[str, str] | None = None
) -> str | None:
    """Ask for one of some options; None is all of them. Another choice begins at the first page again."""
    named = said or {}
    return st.selectbox(
        label,
        options,
        index=None,
        placeholder=everything,
        format_func=lambda each: named.get(each, each),
        key=f"only-{label.lower()}",
        width=280,
        on_change=_first,
        args=(page,),
    )


def _first(page: str) -> None:
    """Begin at the first page: a new key is a fresh widget, for one that has a default cannot be set."""
    st.session_state[f"{page}-round"] = st.session_state.get(f"{page}-round", 0) + 1


def _key(page: str) -> str:
    return f"{page}-{st.session_state.get(f'{page}-round', 0)}"


def _page(page: str) -> int:
    return int(st.session_state.get(_key(page), 1))


def _none(narrowed: bool) -> None:
    with st.container(border=True, key="no-runs"):
        st.markdown(f"**{text.NO_SUCH_RUNS if narrowed else text.NO_RUNS}**")
        st.write(text.NO_SUCH_RUNS_SAYS if narrowed else text.NO_RUNS_SAYS)
        if not narrowed:
            st.page_link(navigation.page(navigation.DATA_SYNCS), label=text.OPEN_SYNCS)


def _head() -> None:
    with st.container(key="happened-head"):
        for column, name in zip(st.columns(_WIDTHS), text.RUN_COLUMNS, strict=True):
            column.markdown(name)


def _run(library: Library, run: dict[str, Any]) -> None:
    status = "undone" if run["undone"] else run["status"]
    cells = st.columns(_WIDTHS, vertical_alignment="center")
    results = {"sync": run["sync"], "run": str(run["run"])}
    address = navigation.page(navigation.RESULTS)
    cells[0].page_link(address, label=text.OPEN_RUN.format(run=run["run"]), query_params=results)
    cells[1].text(run["sync"])
    cells[2].badge(words.STATUSES[status], color=_COLOURS.get(status, "gray"))
    cells[3].text(moment(run["started"], library.zone))
    for cell, said in zip(cells[4:], totals(run), strict=True):
        cell.text(said)


def audit(library: Library) -> None:
    """Show who did what, the newest first, of everybody or of one person."""
    people, actions = known.who_and_what(library)
    with st.container(horizontal=True, key="audit-filters"):
        actor = _chosen(text.PERSON, text.EVERYBODY, people, _AUDIT_PAGE)
        action = _chosen(text.ACTION, text.EVERY_ACTION, actions, _AUDIT_PAGE)
    found = library.workspace.audit_history(actor, action, _page(_AUDIT_PAGE))
    rows = [
        {
            "at": moment(line.at, library.zone),
            "actor": line.actor,
            "action": line.action,
            "subject": line.subject or "",
            "detail": line.detail or "",
        }
        for line in found.rows
    ]
    none = text.NO_SUCH_AUDIT if actor or action else text.NO_AUDIT
    if table(pd.DataFrame(rows).rename(columns=text.AUDIT_COLUMNS), text.AUDIT, none):
        st.caption(escaped(counted(found.total, text.ONE_LINE, text.LINES_SHOWN, zone=library.zone)))
    if found.pages > 1:
        st.pagination(found.pages, key=_key(_AUDIT_PAGE))
