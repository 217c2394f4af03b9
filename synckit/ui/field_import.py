"""A fields file: downloaded, and imported after a look at what it would do."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from synckit import errors
from synckit.ui import problems
from synckit.ui.field_said import close, done, fields_said, key, open_, opened, told
from synckit.ui.library import Library
from synckit.ui.shown import counted
from synckit.ui.tables import table
from synckit.ui.words import fields as text
from synckit.workspace.cataloguing import Planned

_MEGABYTES = 2


def download(library: Library) -> None:
    """Offer the types and fields as the YAML that an import reads."""
    st.download_button(
        text.DOWNLOAD,
        lambda: library.workspace.catalogue.to_yaml(),
        text.FILE_NAME,
        "application/yaml",
        key="download-fields",
        on_click="ignore",
    )


def button() -> None:
    """Open the import."""
    st.button(text.IMPORT, key="open-import", on_click=partial(open_, "import"))


def show(library: Library) -> None:
    """Ask for a file or a text and show what it would do, when the import is open."""
    if opened()[0] != "import":
        return
    with st.container(border=True, key="field-import"):
        st.write(text.IMPORT_SAYS)
        with problems.told():
            given = _given()
            if given:
                _previewed(library, given)
        st.button(text.CANCEL, key=key("no-import"), on_click=close)


def _given() -> str:
    """Return the text of the file, or the one that was pasted; the line at its end keeps it from being taken for a path."""
    kinds = ["yaml", "yml", "txt"]
    file = st.file_uploader(text.UPLOAD, kinds, key=key("file"), max_upload_size=_MEGABYTES)
    pasted = st.text_area(text.PASTE, key=key("pasted"), placeholder=text.PASTE_EXAMPLE, height=160)
    if file is None:
        return f"{pasted}\n" if pasted.strip() else ""
    try:
        return file.getvalue().decode("utf-8-sig") + "\n"
    except UnicodeDecodeError:
        raise errors.DefinitionError(text.NOT_UTF8) from None


def _previewed(library: Library, given: str) -> None:
    planned = library.workspace.preview_fields(given)
    st.markdown(f"**{text.WOULD}**")
    rows = pd.DataFrame([row for each in planned for row in _rows(each)], columns=text.PLAN_COLUMNS)
    if table(rows, text.WOULD, text.WOULD_NOTHING) and st.button(text.IMPORT_IT, key=key("import"), type="primary"):
        with st.spinner(text.SAVING):
            merged = library.workspace.import_fields(given)
            types = counted(len(merged.types), text.TYPE_ONE, text.TYPES_MANY)
            done(text.IMPORTED.format(types=types, fields=fields_said(len(merged.custom))))


def _rows(each: Planned) -> list[tuple[str, str, str, str, str]]:
    if each.new:
        return [(each.what, text.ADDS[each.kind], "", "", "")]
    return [
        (each.what, text.CHANGES, text.RULES[rule], told(before), told(after)) for rule, before, after in each.changes
    ]
