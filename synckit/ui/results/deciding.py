"""What an admin decides about a run: undo it, once it is seen what that would do, or approve or reject it when it is held."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit.access import Act
from synckit.ui import patron_looks, problems
from synckit.ui.library import Library
from synckit.ui.results.profiles import labelled
from synckit.ui.shown import escaped, number
from synckit.ui.tables import table
from synckit.ui.words import results as text
from synckit.workspace.looks import Look
from synckit.workspace.run_results import UndoLook

_UNDOING = "undo-looked-at"
"""The run whose undo is being looked at: the dialog is drawn again from it, or its button would do nothing."""
Document = dict[str, Any]


def may_decide(library: Library) -> bool:
    """Return whether the person at work may approve or reject."""
    return library.workspace.person.may(Act.APPROVE)


def show(library: Library, run: Document) -> None:
    """Show the decisions that a run is open to."""
    if run["status"] == "held" and may_decide(library):
        _held(library, run)
    elif _can_be_undone(library, run):
        st.button(text.UNDO, key="undo", icon=":material/undo:", on_click=_look, args=(run["run"],))
        if st.session_state.get(_UNDOING) == run["run"]:
            title = text.UNDO_TITLE.format(run=run["run"])
            st.dialog(title, width="medium", on_dismiss=_forget)(_preview)(library, run)


def _can_be_undone(library: Library, run: Document) -> bool:
    wrote = run["status"] == "complete" and bool(run["counts"]["created"] or run["counts"]["updated"])
    return wrote and not run["undone"] and library.workspace.person.may(Act.UNDO)


def _look(run_id: int) -> None:
    st.session_state[_UNDOING] = run_id


def _forget() -> None:
    st.session_state.pop(_UNDOING, None)


def _preview(library: Library, run: Document) -> None:
    """Show what an undo would do, once that is found out, and then the button that does it."""
    st.write(text.UNDO_SAYS)
    told: UndoLook | None = patron_looks.shown(lambda: _asked(library, run["run"]))
    if told is None:
        return
    with problems.told():
        _counts(told)
        act = text.UNDO_RUN.format(run=run["run"])
        if st.button(act, type="primary", key=f"undo-{run['run']}"):
            _undo(library, run)
        _rows(library, told)


def _asked(library: Library, run_id: int) -> Look:
    door = library.workspace
    key = ("undo", str(door.home.folder), run_id, door.profiles_version, door.values_shown)
    return library.look(key, lambda: door.undo_preview(run_id))


def _counts(told: UndoLook) -> None:
    with st.container(horizontal=True, key="undo-counts"):
        st.metric(text.RESTORED, number(told.restored), border=True)
        st.metric(text.DELETED, number(told.deleted), border=True)
        st.metric(text.LEFT, number(told.left), border=True)
    if not told.restored and not told.deleted:
        st.caption(text.UNDO_NOTHING)


def _rows(library: Library, told: UndoLook) -> None:
    for title, rows, total in (
        (text.RESTORED_SAYS, told.first_restored, None),
        (text.DELETED_SAYS, told.first_deleted, told.deleted),
        (text.LEFT_SAYS, told.first_left, told.left),
    ):
        if len(rows):
            st.markdown(f"**{title}**")
            table(labelled(library, rows, text.BACK_COLUMNS), title, text.UNDO_NOTHING)
            if total is not None and total > len(rows):
                st.caption(text.FIRST_OF.format(shown=len(rows), total=total))


def _undo(library: Library, run: Document) -> None:
    with st.spinner(text.UNDOING):
        back = library.workspace.run(run["run"]).undo()
    said = text.UNDONE.format(run=back.run, undone=back.undone, deleted=back.deleted)
    said += text.UNDONE_LEFT.format(left=len(back.left)) if back.left else ""
    problems.note(said + (text.UNDONE_PAUSED if back.paused else ""))
    _forget()
    st.rerun()


def _held(library: Library, run: Document) -> None:
    busy = library.jobs.is_going(run["sync"])
    st.button(text.APPROVE, type="primary", key="approve", disabled=busy, on_click=_approve, args=(library, run))
    if busy:
        return
    with st.popover(text.REJECT):
        st.write(escaped(text.REJECT_ASKS.format(run=run["run"], sync=run["sync"])))
        act = text.REJECT_RUN.format(run=run["run"])
        if st.button(act, type="primary", key=f"reject-{run['run']}"):
            with problems.told():
                library.workspace.reject(run["run"])
                problems.note(text.REJECTED.format(run=run["run"]))
                st.rerun()


def _approve(library: Library, run: Document) -> None:
    library.approve(run["sync"], run["run"])
