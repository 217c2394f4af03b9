"""Profiles as files, for those who may: the bytes are made when the button is pressed, and not before."""

from __future__ import annotations

import functools

import streamlit as st

from synckit.access import Act
from synckit.ui.library import Library
from synckit.ui.words import profiles as text


def download_all(library: Library) -> None:
    """Offer every profile."""
    if library.workspace.person.may(Act.EXPORT):
        st.download_button(
            text.DOWNLOAD_ALL,
            library.workspace.download_profiles,
            "profiles.csv",
            "text/csv",
            key="download-all",
            on_click="ignore",
        )


def download_run(library: Library, run_id: int) -> None:
    """Offer what a run created, updated, and changed."""
    if not library.workspace.person.may(Act.EXPORT):
        return
    with st.popover(text.DOWNLOAD):
        for part, label in text.DOWNLOAD_RUN.items():
            made = functools.partial(library.workspace.download_run, run_id, part)
            name = f"run-{run_id}-{part}.csv"
            st.download_button(label, made, name, "text/csv", key=f"download-{part}", on_click="ignore")
