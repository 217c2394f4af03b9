"""The runs that go on now: looked at twice a second, without drawing the rest of the page again."""

from __future__ import annotations

import streamlit as st

from synckit import errors
from synckit.access import Act
from synckit.run.going import Going
from synckit.ui import problems, words
from synckit.ui.library import Library
from synckit.ui.shown import escaped

IDLE = 5.0
"""Seconds between two looks while nothing goes on: a run may begin on another page, or by the schedule."""


def show(library: Library, sync: str | None = None) -> None:
    """Show the runs that go on, of one sync or of all; the page is drawn anew when one has begun or ended."""
    seen = [each.run_id for each in _going(library, sync)]
    st.fragment(_watch, run_every=0.5 if seen else IDLE)(library, sync, seen)


def _going(library: Library, sync: str | None) -> list[Going]:
    return [each for each in library.jobs.going() if sync in (None, each.sync)]


def _watch(library: Library, sync: str | None, seen: list[int]) -> None:
    going = _going(library, sync)
    if [each.run_id for each in going] != seen:
        problems.draw_anew()
    for each in going:
        _one(library, each)


def _one(library: Library, run: Going) -> None:
    approving = run.phase == "apply" and run.run_id in library.jobs.approving().values()
    title = words.APPROVING if approving else words.RUNNING
    # Not as a context: leaving one would mark the run as done.
    box = st.status(escaped(title.format(sync=run.sync)), expanded=True)
    box.progress(share(run), text=said(run))
    if run.phase != "apply" and library.workspace.person.may(Act.RUN):
        label = words.CANCELLING if run.cancelling else words.CANCEL_RUN
        key = f"cancel-{run.run_id}"
        box.button(label, key=key, disabled=run.cancelling, on_click=_cancel, args=(library, run.run_id))


def share(run: Going) -> float:
    """Return how far a run is, from 0 to 1: each phase is an equal part."""
    place = list(words.PHASES).index(run.phase) if run.phase in words.PHASES else 0
    within = min(1.0, run.done / run.total) if run.total else 0.0
    return (place + within) / len(words.PHASES)


def said(run: Going) -> str:
    """Return how far a run is, in words."""
    if run.waits or not run.phase:
        return words.WAITS
    phase = words.PHASES.get(run.phase, run.phase)
    if not run.done:
        return phase
    return (words.SO_FAR_OF if run.total else words.SO_FAR).format(phase=phase, done=run.done, total=run.total)


def _cancel(library: Library, run_id: int) -> None:
    """Ask a run to end; one that has ended meanwhile has nothing to cancel."""
    try:
        library.workspace.cancel(run_id)
    except errors.Refused:
        return
    except errors.SynckitError as problem:
        problems.note(str(problem), is_trouble=True)
