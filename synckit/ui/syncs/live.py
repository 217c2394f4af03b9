"""How far the runs are that go on, in the rows of the list: asked of the store once for all of them, while nothing else is drawn."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from synckit.run.going import Going
from synckit.ui import problems, words
from synckit.ui.library import Library
from synckit.ui.progress import said, share

BUSY, IDLE = 1.0, 5.0
"""Seconds between two looks: a run may also begin on another page, or by the schedule."""
Seen = tuple[int, ...]


def going(here: Library) -> dict[str, Going]:
    """Return the runs that go on by the names of their syncs."""
    return {each.sync: each for each in here.jobs.going()}


def watch(here: Library, runs: Mapping[str, Going], places: Mapping[str, DeltaGenerator]) -> None:
    """Show in each place how far its sync's run is; the page is drawn anew when a run has begun or ended."""
    seen = _seen(here, runs)
    st.fragment(_look, run_every=BUSY if runs else IDLE)(here, places, seen)


def _look(here: Library, places: Mapping[str, DeltaGenerator], seen: Seen) -> None:
    runs = going(here)
    if _seen(here, runs) != seen:
        problems.draw_anew()
    for name, place in places.items():
        if name in runs:
            show(place, runs[name])


def show(place: DeltaGenerator, run: Going) -> None:
    """Show how far one run is."""
    place.progress(share(run), text=words.CANCELLING if run.cancelling else said(run))


def _seen(here: Library, runs: Mapping[str, Going]) -> Seen:
    """Return what changes whenever a run begins or ends, also one that did both between two looks."""
    return (here.workspace.newest_run(), *sorted(each.run_id for each in runs.values()))
