"""The workspace of this server: the folder SYNCKIT_HOME, opened once for all sessions."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from synckit.ui.working import Jobs
from synckit.workspace import DATABASE, SyncHandle, Workspace
from synckit.workspace import open as open_workspace

DEFAULT_HOME = "my-library"


@dataclass(frozen=True)
class Library:
    """A workspace with the runs that this server works on."""

    workspace: Workspace
    jobs: Jobs

    @property
    def zone(self) -> str:
        """The time zone in which times are shown."""
        return self.workspace.home.zone

    def run(self, sync: SyncHandle) -> None:
        """Begin a run of a sync."""
        self.jobs.start(sync.name, self.workspace.actor)

    def approve(self, sync: str, run_id: int) -> None:
        """Begin to apply a held run."""
        self.jobs.approve(sync, run_id, self.workspace.actor)

    def close(self) -> None:
        """Close the database; runs go on without this server."""
        self.workspace.close()


def home() -> Path:
    """Return the workspace folder, whether or not it is there."""
    return Path(os.environ.get("SYNCKIT_HOME") or DEFAULT_HOME).expanduser().absolute()


def exists() -> bool:
    """Say whether there is a workspace to open; looking at a page never makes one."""
    return bool(os.environ.get("SYNCKIT_STORE")) or (home() / DATABASE).exists()


def opened() -> Library:
    """Return the library, made when it is not there. Raises `StoreError`."""
    return _open(str(home()))


@st.cache_resource(show_spinner=False, on_release=lambda library: library.close())
def _open(folder: str) -> Library:
    workspace = open_workspace(folder)
    return Library(workspace, Jobs(workspace))
