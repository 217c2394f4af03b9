"""A spreadsheet of profiles: looked at whole before anything is written, then imported whole or not at all."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from synckit import errors
from synckit.profiles import Preview
from synckit.ui import labels, problems
from synckit.ui.library import Library
from synckit.ui.profile_list import go
from synckit.ui.profile_view import back
from synckit.ui.shown import counted, number
from synckit.ui.tables import MOST, table
from synckit.ui.words import profiles as text
from synckit.ui.words.rules import RULES
from synckit.workspace.profile_files import KINDS, MOST_MB

_SEEN = "import-preview"
_SENT = "import-sent"
"""The file that was sent last: a second click arrives while the first one's import goes on, and is not meant again."""


def show(library: Library) -> None:
    """Ask for a file, show what it would do, and import it."""
    back()
    st.header(text.IMPORT_TITLE, anchor=False)
    st.write(text.IMPORT_SAYS)
    _keys(library)
    upload = st.file_uploader(text.IMPORT_FILE, list(KINDS), key="import-file", max_upload_size=MOST_MB)
    if upload is None:
        st.session_state.pop(_SEEN, None)
        return
    with problems.told():
        seen = _seen(library, upload)
        _previewed(library, seen)
        if not seen.problems and (seen.created or seen.updated):
            _offer(library, upload, seen)


def _keys(library: Library) -> None:
    """Show the headers that a file may have."""
    catalogue = library.workspace.catalogue
    said = labels.of_profile_fields(catalogue)
    rows = [(field.key, said[field.key], field.type.value) for field in catalogue.fields]
    with st.expander(text.KEYS):
        table(pd.DataFrame(rows, columns=list(text.KEYS_COLUMNS)), text.KEYS, text.NOTHING)


def _seen(library: Library, upload: Any) -> Preview:
    """Return the preview of a file, made once for as long as it is the same file and the same sight of values."""
    asked = (upload.file_id, library.workspace.values_shown)
    known: tuple[Any, Preview] | None = st.session_state.get(_SEEN)
    if known is None or known[0] != asked:
        with st.spinner(text.CHECKING):
            known = (asked, library.workspace.preview_upload(upload.name, upload.getvalue()))
        st.session_state[_SEEN] = known
    return known[1]


def _previewed(library: Library, seen: Preview) -> None:
    said = labels.of_profile_fields(library.workspace.catalogue)
    counts = (seen.created, seen.updated, seen.unchanged, seen.problems)
    names = (text.WOULD_CREATE, text.WOULD_UPDATE, text.UNCHANGED_ROWS, text.PROBLEMS)
    for cell, name, count in zip(st.columns(4), names, counts, strict=True):
        cell.metric(name, number(count))
    if seen.problems:
        _problems(seen, said)
    st.header(text.FIRST_ROWS, anchor=False)
    heads = [*text.ROW_COLUMNS, *(_head(said[field.key], field.key) for field in seen.fields)]
    rows = [(row.row, text.OUTCOMES[row.becomes], row.profile_id, *row.values) for row in seen.rows]
    table(pd.DataFrame(rows, columns=heads, dtype=object), text.FIRST_ROWS, text.NO_ROWS)
    if seen.blank:
        st.caption(counted(len(seen.blank), text.BLANK_ONE, text.BLANK))
    if not seen.problems and seen.unchanged and not (seen.created or seen.updated):
        st.info(text.NOTHING_NEW)


def _head(label: str, key: str) -> str:
    """Return what a column is called; two of one name would be no table."""
    return f"{label} ({key})" if label in text.ROW_COLUMNS else label


def _problems(seen: Preview, said: dict[str, str]) -> None:
    st.error(text.HAS_PROBLEMS)
    st.header(text.PROBLEMS, anchor=False)
    rows = [
        (
            each.row,
            said.get(each.field or "", each.field) or text.WHOLE_ROW,
            RULES.get(each.rule, each.rule),
            each.value,
            _sentence(each.message),
        )
        for each in seen.findings
    ]
    table(pd.DataFrame(rows, columns=list(text.PROBLEM_COLUMNS)), text.PROBLEMS, text.NOTHING)
    if seen.problems > MOST:
        st.caption(text.FIRST_PROBLEMS.format(shown=MOST, total=seen.problems))


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


def _offer(library: Library, upload: Any, seen: Preview) -> None:
    if st.session_state.get(_SENT) == upload.file_id:
        st.info(text.SENT_ALREADY)
        return
    count = seen.created + seen.updated
    label = counted(count, text.IMPORT_NOW_ONE, text.IMPORT_NOW)
    if not st.button(label, key="import-now", type="primary"):
        return
    st.session_state[_SENT] = upload.file_id
    try:
        with st.spinner(text.IMPORTING):
            done = library.workspace.import_upload(upload.name, upload.getvalue())
    except errors.SynckitError:
        del st.session_state[_SENT]  # nothing of it was written
        raise
    st.session_state.pop(_SEEN, None)
    problems.note(text.IMPORTED.format(created=done.created, updated=done.updated, unchanged=done.unchanged))
    go()
    st.rerun()
