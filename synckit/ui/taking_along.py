"""A filter and its patrons to take along: as SQL, as Python for a notebook, and as a file for those who may."""

from __future__ import annotations

import copy
import functools
import pprint
import textwrap
from collections.abc import Sequence
from typing import Any

import streamlit as st

from synckit.access import Act
from synckit.ui import library
from synckit.ui.library import Library
from synckit.ui.patron_source import Source
from synckit.ui.shown import number
from synckit.ui.words import patrons as text
from synckit.workspace.patron_files import MOST
from synckit.workspace.previewing import FilterLook, group_of
from synckit.workspace.readings import Patrons


def show(here: Library, source: Source, found: Patrons, known: FilterLook, columns: Sequence[str]) -> None:
    """Show the ways."""
    with st.expander(text.AS_PYTHON):
        group = group_of(source.filter, found.fields)
        written = python(str(library.home()), source.connection, group.as_dict() if group else None)
        st.code(written, language="python", wrap_lines=True)
    with st.expander(text.AS_SQL):
        st.code(known.sql, language="sql", wrap_lines=True)
    if here.workspace.person.may(Act.EXPORT):
        content = copy.deepcopy(source.filter)
        made = functools.partial(here.workspace.download_patrons, found, content, [*columns], source.zone)
        st.download_button(text.DOWNLOAD, made, "patrons.csv", "text/csv", key="download-patrons", on_click="ignore")
        st.caption(text.DOWNLOAD_SAYS.format(most=number(MOST)))


def python(home: str, connection: str, filter: dict[str, Any] | None) -> str:
    """Return the lines that give the same patrons in a notebook.

    >>> print(python("library", "Alma", {"all": [{"field": "a", "operator": "is_empty"}]}))
    import synckit
    <BLANKLINE>
    ws = synckit.open('library')
    ws.patrons(
        'Alma',
        filter={'all': [{'field': 'a', 'operator': 'is_empty'}]},
    )
    """
    lines = [f"ws = synckit.open({home!r})", "ws.patrons(", f"    {connection!r},"]
    if filter is not None:
        told = textwrap.indent(pprint.pformat(filter, width=90, sort_dicts=False), " " * 11).strip()
        lines.append(f"    filter={told},")
    return "\n".join(["import synckit", "", *lines, ")"])
