"""The runs that go on now: looked at twice a second, without drawing the rest of the page again."""

from __future__ import annotations

import streamlit as st

from synckit import errors
from synckit.ui import words
from synckit.ui.library import Library
from synckit.ui.shown import escaped
from synckit.ui.working import Job


def show(library: Library) -> None:
    """Show the runs that go on; the page is drawn anew when one has ended."""
    seen = [job.sync for job in library.jobs.going()]
    if seen:
        _watch(library, seen)


@st.fragment(run_every=0.5)
def _watch(library: Library, seen: list[str]) -> None:
    going = library.jobs.going()
    if [job.sync for job in going] != seen:
        st.rerun()
    for job in going:
        _job(library, job)


def _job(library: Library, job: Job) -> None:
    # Not as a context: leaving one would mark the run as done.
    box = st.status(escaped(job.title.format(sync=job.sync)), expanded=True)
    box.progress(_share(job), text=_said(job))
    if job.run_id is not None and job.phase != "apply":
        label = words.CANCELLING if job.cancelling else words.CANCEL_RUN
        box.button(label, key=f"cancel-{job.run_id}", disabled=job.cancelling, on_click=_cancel, args=(library, job))


def _share(job: Job) -> float:
    """Return how far a run is, from 0 to 1: each phase is an equal part."""
    place = list(words.PHASES).index(job.phase) if job.phase in words.PHASES else 0
    within = min(1.0, job.done / job.total) if job.total else 0.0
    return (place + within) / len(words.PHASES)


def _said(job: Job) -> str:
    phase = words.PHASES.get(job.phase, job.phase)
    if not job.done:
        return phase
    return (words.SO_FAR_OF if job.total else words.SO_FAR).format(phase=phase, done=job.done, total=job.total)


def _cancel(library: Library, job: Job) -> None:
    """Ask a run to end; one that has ended meanwhile has nothing to cancel."""
    if job.run_id is None:
        return
    try:
        library.workspace.cancel(job.run_id)
        job.cancelling = True
    except errors.Refused:
        return
