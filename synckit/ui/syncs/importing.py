"""A sync from a YAML file: what it is named and whether it is there already is said before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from synckit import errors
from synckit.definition import Sync
from synckit.ui.library import Library
from synckit.ui.shown import escaped
from synckit.ui.words import syncs as text

FILE = "import-file"
MOST = 2
"""Megabytes of a file; a definition has kilobytes."""


def show(here: Library, trouble: Callable[[errors.SynckitError], None], done: Callable[[str], None]) -> None:
    """Show the upload and the button. Raises `DefinitionError`, with the line, for a file that is no sync."""
    st.write(text.IMPORT_SAYS)
    st.file_uploader(text.FILE, type=["yaml", "yml"], key=FILE, max_upload_size=MOST)
    sync = read(st.session_state.get(FILE))
    if sync is None:
        return
    known = any(each.name == sync.name for each in here.workspace.syncs())
    if known:
        st.warning(text.IS_THERE)
    label = text.IMPORT_OVER if known else text.IMPORT_NEW
    st.button(
        escaped(label.format(sync=sync.name)),
        type="primary",
        key="import-sync",
        on_click=_save,
        args=(here, trouble, done),
    )


def read(file: Any) -> Sync | None:
    """Return the sync of an uploaded file; None without one. Raises `DefinitionError`."""
    if file is None:
        return None
    try:
        written = file.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise errors.DefinitionError(text.NOT_TEXT.format(name=file.name)) from None
    # With a line break it is a text and never the name of a file on this server.
    return Sync.from_yaml(written + "\n")


def forget() -> None:
    """Forget the file."""
    st.session_state.pop(FILE, None)


def _save(here: Library, trouble: Callable[[errors.SynckitError], None], done: Callable[[str], None]) -> None:
    try:
        sync = read(st.session_state.get(FILE))
        if sync is None:
            return
        here.workspace.save(sync)
    except errors.SynckitError as problem:
        trouble(problem)
        return
    done(text.IMPORTED.format(sync=sync.name))
