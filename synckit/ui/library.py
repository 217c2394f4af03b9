"""The workspace of this server: the folder SYNCKIT_HOME, opened once for all sessions."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import streamlit as st

from synckit import errors
from synckit.access import Act, Person
from synckit.ui.patience import SECONDS, Patience
from synckit.ui.working import Jobs
from synckit.workspace import DATABASE, SyncHandle, Workspace
from synckit.workspace import open as open_workspace
from synckit.workspace.looks import Look, Looks
from synckit.workspace.readings import Readings

DEFAULT_HOME = "my-library"
SHOW_VALUES = "show-values"
"""The key of the switch that shows values as they are."""
_PERSON = "person"


@dataclass(frozen=True)
class Library:
    """A workspace with the runs that this server works on."""

    workspace: Workspace
    jobs: Jobs
    readings: Readings
    """The patrons that were read for looking at."""
    looks: Looks
    """What pages found out beside their drawing."""
    patience: Patience = field(init=False, default_factory=Patience)
    """How long the drawing that `here` was called for may still wait."""

    @property
    def zone(self) -> str:
        """The time zone in which times are shown."""
        return self.workspace.home.zone

    def run(self, sync: SyncHandle) -> None:
        """Begin a run of a sync. Raises `Forbidden`, and `Refused` while another one goes on."""
        self.jobs.start(sync)

    def look(self, key: Hashable, find: Callable[[], Any], at_most: float = SECONDS) -> Look:
        """Return what `find` gives for a key, found out beside the page and waited for while this drawing has patience."""
        return self.patience.spend(lambda seconds: self.looks.at(key, find, seconds), at_most)

    def approve(self, sync: str, run_id: int) -> None:
        """Begin to apply a held run. Raises `Forbidden`."""
        self.workspace.person.require(Act.APPROVE)
        self.jobs.approve(sync, run_id, self.workspace.actor)

    def acting(self, person: Person, values_shown: bool = False) -> Library:
        """Return this library as another person may use it."""
        return replace(self, workspace=self.workspace.acting(person, values_shown))

    def close(self) -> None:
        """Close the database; runs go on without this server."""
        self.readings.close()
        self.workspace.close()


def home() -> Path:
    """Return the workspace folder, whether or not it is there."""
    return Path(os.environ.get("SYNCKIT_HOME") or DEFAULT_HOME).expanduser().absolute()


def exists() -> bool:
    """Say whether there is a workspace to open; looking at a page never makes one."""
    return bool(os.environ.get("SYNCKIT_STORE")) or (home() / DATABASE).exists()


def opened() -> Library:
    """Return the library of this server, made when it is not there; nobody in particular uses it. Raises `StoreError`."""
    return _open(str(home()))


def enter(person: Person) -> None:
    """Let a person work in this session until somebody else does; called anew at each drawing."""
    st.session_state[_PERSON] = person


def leave() -> None:
    """Forget what the person of this session looked at and typed: it is not for the next one."""
    if _PERSON in st.session_state:
        st.session_state.clear()


def person() -> Person:
    """Return who is at work in this session. Raises `Forbidden` when nobody signed in."""
    found: Person | None = st.session_state.get(_PERSON)
    if found is None:
        raise errors.Forbidden("Nobody is signed in; sign in first.")
    return found


def here() -> Library:
    """Return the library as whoever is at work may use it, values masked unless they are asked for."""
    return opened().acting(person(), st.session_state.get(SHOW_VALUES, False))


@st.cache_resource(show_spinner=False, on_release=lambda library: library.close())
def _open(folder: str) -> Library:
    workspace = open_workspace(folder)
    return Library(workspace, Jobs(workspace), Readings(workspace.home), Looks())
