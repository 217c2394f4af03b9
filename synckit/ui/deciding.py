"""What somebody decides about a run: undo it, or approve or reject it when it is held."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit.ui import problems, words
from synckit.ui.library import Library
from synckit.ui.shown import escaped

Document = dict[str, Any]


def show(library: Library, run: Document) -> None:
    """Show the decisions that a run is open to."""
    if run["status"] == "held":
        _held(library, run)
    elif run["status"] == "complete" and not run["undone"] and (run["counts"]["created"] or run["counts"]["updated"]):
        _confirmed(words.UNDO, words.UNDO_ASKS, words.UNDO_RUN, run, _undo, library)


def _held(library: Library, run: Document) -> None:
    busy = library.jobs.is_going(run["sync"])
    st.button(words.APPROVE, type="primary", key="approve", disabled=busy, on_click=_approve, args=(library, run))
    if not busy:
        _confirmed(words.REJECT, words.REJECT_ASKS, words.REJECT_RUN, run, _reject, library)


def _confirmed(label: str, asks: str, act: str, run: Document, do: Any, library: Library) -> None:
    """Show a button that asks before it acts."""
    with st.popover(label):
        st.write(escaped(asks.format(run=run["run"], sync=run["sync"])))
        key = f"{do.__name__.strip('_')}-{run['run']}"
        if st.button(act.format(run=run["run"]), type="primary", key=key):
            with problems.told():
                do(library, run)
                st.rerun()


def _approve(library: Library, run: Document) -> None:
    library.approve(run["sync"], run["run"])


def _reject(library: Library, run: Document) -> None:
    library.workspace.reject(run["run"])
    problems.note(words.REJECTED.format(run=run["run"]))


def _undo(library: Library, run: Document) -> None:
    with st.spinner(words.UNDOING):
        back = library.workspace.run(run["run"]).undo()
    said = words.UNDONE.format(run=back.run, undone=back.undone, deleted=back.deleted)
    said += words.UNDONE_LEFT.format(left=len(back.left)) if back.left else ""
    problems.note(said + (words.UNDONE_PAUSED if back.paused else ""))
