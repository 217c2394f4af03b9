"""The errors of a run: how many by field and rule, then one by one with what to do, and as files for whoever may have them."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from synckit.access import Act
from synckit.definition import Sync
from synckit.ui import labels, words
from synckit.ui.library import Library
from synckit.ui.results import bars, views
from synckit.ui.results.profiles import field_called, labelled, rule_called
from synckit.ui.shown import counted, span
from synckit.ui.tables import page_of, table
from synckit.ui.words import results as text
from synckit.workspace.run_results import PAGE

Document = dict[str, Any]


def show(library: Library, run: Document) -> None:
    """Show the errors, of one field and rule where the address names them."""
    if not run["findings"]:
        _none(library, run)
        return
    counts = by_rule(library, run)
    if counts.empty:
        st.caption(text.FORGOTTEN)
        return
    field, rule = st.query_params.get("field"), st.query_params.get("rule")
    above = st.container()
    st.header(text.ERRORS, anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", key="errors-head"):
        _filters(library, run, counts, field, rule)
        _files(library, run)
    _listed(library, run, counts, field, rule)
    with above:  # last, for the list can be read while the first chart loads what draws it
        bars.show(library, run, counts, field, rule)


def _none(library: Library, run: Document) -> None:
    """Say that there are no errors, and what that means: of a run that looked at everybody, or of one that did not."""
    if run["status"] not in ("complete", "held"):
        says = text.NO_ERRORS_UNENDED
    elif _skips(library.workspace.definition_of_run(run["run"])):
        says = text.NO_ERRORS_SKIPPED
    else:
        says = text.NO_ERRORS_SAYS
    with st.container(border=True):
        st.header(text.NO_ERRORS, anchor=False)
        st.write(says)


def _skips(sync: Sync) -> bool:
    """Return whether a sync leaves incorrect values of any field unrecorded."""
    return any((each.incorrect or sync.incorrect_values) == "skip" for each in sync.mapping)


def by_rule(library: Library, run: Document) -> pd.DataFrame:
    """Return how many errors there are by field and rule; what an ended run found stays as it is, so it is counted once."""
    return _counted(library, (str(library.workspace.home.folder), run["run"], run["finished"]))


@st.cache_data(max_entries=64, ttl=600, show_spinner=False)
def _counted(_library: Library, key: tuple[str, int, str]) -> pd.DataFrame:
    return _library.workspace.findings_by_rule(key[1])


def _filters(library: Library, run: Document, counts: pd.DataFrame, field: str | None, rule: str | None) -> None:
    """Let somebody choose a field and a rule; without a mouse this is the way that a click on a bar is with one."""
    named = labels.of_profile_fields(library.workspace.catalogue)
    called = {key: field_called(key, named) or text.NO_FIELD for key in counts["field"].unique()}
    fields = [None, *sorted(called, key=called.__getitem__)]
    _choice(text.FIELD, fields, field, text.ALL_FIELDS, called, ("field", run["run"], field, rule))
    rules = [None, *sorted(counts["rule"].unique(), key=rule_called)]
    said = {each: rule_called(each) for each in rules[1:]}
    _choice(text.RULE, rules, rule, text.ALL_RULES, said, ("rule", run["run"], field, rule))


def _choice(
    label: str, options: list[Any], now: str | None, every: str, named: dict[str, str], key: tuple[Any, ...]
) -> None:
    # What is chosen is part of the key: a bar that is clicked changes it too, and a box keeps what it showed first.
    name = "-".join(map(str, key))
    st.selectbox(
        label,
        options,
        options.index(now) if now in options else 0,
        lambda each: every if each is None else named.get(each, each),
        key=name,
        width=200,
        on_change=_choose,
        args=(name, key),
    )


def _choose(name: str, key: tuple[Any, ...]) -> None:
    part, _, field, rule = key
    chosen = st.session_state[name]
    if chosen != (field if part == "field" else rule):
        views.narrow(*((chosen, rule) if part == "field" else (field, chosen)))


def _files(library: Library, run: Document) -> None:
    """Offer the files; nothing is read before somebody asks for one."""
    if not library.workspace.person.may(Act.EXPORT):
        return
    offered = [(text.DOWNLOAD_ERRORS, text.ERRORS_FILE, library.workspace.findings_file)]
    if run["counts"]["rejected"]:
        offered.insert(0, (text.DOWNLOAD_REJECTED, text.REJECTED_FILE, library.workspace.rejected_file))
    for label, file, read in offered:
        st.download_button(
            label,
            partial(read, run["run"]),
            file.format(run=run["run"]),
            "text/csv",
            key=f"{file}-{run['run']}",
            help=text.DOWNLOAD_HELP,
            on_click="ignore",
            icon=":material/download:",
        )


def _listed(library: Library, run: Document, counts: pd.DataFrame, field: str | None, rule: str | None) -> None:
    total = int(counts["findings"][bars.fits(counts, field, rule)].sum())
    if not total:
        st.caption(text.NONE_OF_THESE)
        return
    place, below = st.container(), st.container()
    with below:
        page = page_of(total, PAGE, f"errors-{run['run']}-{field}-{rule}")
    with place:
        rows = library.workspace.findings_of_run(run["run"], field, rule, page)
        rows = rows.assign(rule=rows["rule"].map(rule_called))
        if table(labelled(library, rows, text.ERROR_COLUMNS), text.ERRORS, text.FORGOTTEN):
            shown = span((page - 1) * PAGE + 1, min(page * PAGE, total))
            masked = "" if library.workspace.values_shown else words.MASKED
            said = counted(total, text.FINDING, text.FINDINGS, rows=shown)
            st.caption(f"{said} {masked}".strip())
