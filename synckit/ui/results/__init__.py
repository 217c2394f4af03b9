"""The page Results: which run is shown, why it ended as it did, and the way to its totals, views and decisions.

totals    the tiles, and how they add up
views     which of the lists or charts is shown; the address keeps it
profiles  who was created, and what was changed, before and after
findings  the errors, by field and rule
charts    what a person sees better than reads; `marks` and `bars` draw it
deciding  undo, approve, reject
"""

from __future__ import annotations

import zlib
from typing import Any

import streamlit as st

from synckit import errors
from synckit.ui import masking, navigation, progress, words
from synckit.ui.address import id_of
from synckit.ui.library import Library
from synckit.ui.results import deciding, totals, views
from synckit.ui.shown import escaped, moment
from synckit.ui.words import results as text
from synckit.workspace import SyncHandle

RUNS_SHOWN = 200
Document = dict[str, Any]


def asked(library: Library) -> SyncHandle | None:
    """Return the sync that the address names, itself or by one of its runs; None where it names neither. Raises `NotFound`."""
    name, run = st.query_params.get("sync", ""), st.query_params.get("run", "")
    run_id = id_of(run)
    if not name and run_id is not None:
        name = library.workspace.run(run_id).document()["sync"]
    return library.workspace.sync(name) if name else None


def links(name: str | None) -> None:
    """Show the ways back."""
    with st.container(horizontal=True, vertical_alignment="center", key="results-links"):
        st.page_link(navigation.page(navigation.DATA_SYNCS), label=words.PAGE, icon=":material/arrow_back:")
        # A button and no link: the name of a sync, whatever it is, becomes no address in the page.
        if name and st.button(words.SYNC_DETAILS, key="to-details", type="tertiary"):
            st.switch_page(navigation.page(navigation.SYNC_DETAILS), query_params={"sync": name})


def show(library: Library, sync: SyncHandle) -> None:
    """Show the results of a sync: of the run that the address names, else of its last."""
    progress.show(library, sync.name)
    refusal = library.jobs.refusal(sync.name)
    if refusal:
        st.error(escaped(refusal))
    every = library.workspace.runs(sync.name, RUNS_SHOWN)
    ended = [run for run in every if run["status"] not in ("queued", "running")]
    ended += _older(library, sync.name, ended)
    if not ended:
        empty(text.NONE_YET, text.NOT_YET if library.jobs.is_going(sync.name) else text.NOT_RUN)
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="results-head"):
        run = _chosen(ended, library.zone)
        deciding.show(library, run)
        masking.switch(library)
    _said(library, run)
    definition = library.workspace.definition_of_run(run["run"])
    totals.show(run, definition.type, definition.incorrect_values)
    views.show(library, run, every)


def empty(title: str, says: str) -> None:
    """Show that there is nothing to see, and why."""
    with st.container(border=True):
        st.header(title, anchor=False)
        st.write(escaped(says))
        st.page_link(navigation.page(navigation.DATA_SYNCS), label=words.PAGE, icon=":material/arrow_forward:")


def _older(library: Library, sync: str, ended: list[Document]) -> list[Document]:
    """Return the run that the address names where it is one of this sync's and too old for the list."""
    run = id_of(st.query_params.get("run", ""))
    if run is None or not ended or any(each["run"] == run for each in ended):
        return []
    try:
        found = library.workspace.run(run).document()
    except errors.NotFound:
        return []
    return [found] if found["sync"] == sync and found["status"] not in ("queued", "running") else []


def _chosen(ended: list[Document], zone: str) -> Document:
    """Let somebody choose a run; the address keeps which, and without it the newest is shown."""
    by_id = {run["run"]: run for run in ended}
    titles = {run_id: _title(run, zone) for run_id, run in by_id.items()}
    wanted = st.query_params.get("run", "")
    asked = id_of(wanted)
    place = list(by_id).index(asked) if asked in by_id else 0
    # A box that is drawn again under one key keeps the words of its first time: what it shows is part of the key.
    key = f"run-{wanted}-{zlib.crc32(repr(titles).encode())}"
    st.selectbox(
        text.RUN,
        list(by_id),
        place,
        titles.__getitem__,
        key=key,
        width=420,
        on_change=_choose,
        args=(key, ended[place]["run"]),
    )
    return ended[place]


def _title(run: Document, zone: str) -> str:
    status = words.STATUSES["undone" if run["undone"] else run["status"]]
    return text.RUN_TITLE.format(run=run["run"], started=moment(run["started"], zone), status=status)


def _choose(key: str, shown: int) -> None:
    # The browser calls too when it draws the box anew: only another run than the shown one is somebody's choice.
    if st.session_state[key] != shown:
        views.forget()
        st.query_params["run"] = str(st.session_state[key])


def _said(library: Library, run: Document) -> None:
    """Show when it ran and why it ended as it did."""
    seconds = sum(run["seconds"].values())
    said = text.TOOK if run["as_of"] else text.TOOK_UNKNOWN
    st.caption(escaped(said.format(as_of=run["as_of"], seconds=seconds)))
    if run["undone"]:
        st.info(text.WAS_UNDONE)
    show_as = {"failed": st.error, "stopped": st.error, "held": st.warning}.get(run["status"], st.info)
    if run["status"] == "stopped":
        show_as(text.STOPPED)
    elif run["status"] == "held":
        ask = "" if deciding.may_decide(library) else text.HELD_ASK
        show_as(escaped(" ".join(part for part in (text.HELD, ask, run.get("message", "")) if part)))
    elif run.get("message"):
        show_as(escaped(run["message"]))
