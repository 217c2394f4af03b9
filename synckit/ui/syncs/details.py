"""One sync, to read: its state, what its last run did, and every setting; what is edited is edited in the wizard."""

from __future__ import annotations

import streamlit as st

from synckit.access import Act
from synckit.definition.code import as_python
from synckit.fields import Catalogue
from synckit.ui import scheduling, settings
from synckit.ui.library import Library
from synckit.ui.readable import Definition, Fields, Setting
from synckit.ui.shown import escaped, moment, number
from synckit.ui.syncs import actions, dialogs, history, listing, live
from synckit.ui.words import details as text
from synckit.ui.words import syncs as listed
from synckit.workspace import SyncHandle
from synckit.workspace.overview import Listed

BUTTONS = {"run": "primary", "cancel_run": "primary", "schedule": "secondary", "reschedule": "secondary"}
BUTTONS |= {"results": "secondary"}
"""What has a button of its own; all the rest is in the menu."""


def show(here: Library, name: str) -> None:
    """Show a sync. Raises `NotFound`."""
    row, sync = here.workspace.listed(name), here.workspace.sync(name)
    _top(here, row)
    if row.last and row.last["status"] == "complete":
        _totals(row, sync.definition.can_create, sync.definition.can_update)
    _settings(here, row, sync)
    history.show(here, row, sync)
    _definition(sync)
    dialogs.show(here, name)


def _top(here: Library, row: Listed) -> None:
    """Show the state of a sync and what can be done with it."""
    runs = live.going(here)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(row.status, color=listing.COLORS[row.status])  # type: ignore[arg-type]
        st.markdown(_due(row))
    place = st.empty()
    live.watch(here, runs, {row.name: place})
    why = here.jobs.refusal(row.name)
    if why:
        st.error(escaped(listed.NOT_APPLIED.format(sync=row.name, why=why)))
    found = actions.items(here, row, runs.get(row.name))
    with st.container(horizontal=True, key="details-actions"):
        for each in (each for each in BUTTONS if each in found):
            icon, _, label = listed.ITEMS[each].partition(" ")
            if st.button(label, key=f"do-{each}", icon=icon, type=BUTTONS[each]):  # type: ignore[arg-type]
                actions.do(here, row, each, runs)
        rest = [each for each in found if each not in BUTTONS and each != "view"]
        label = escaped(text.MORE_ACTIONS.format(name=row.name))
        chosen = st.menu_button(
            label, rest, key="icon-actions", icon=":material/more_horiz:", format_func=listed.ITEMS.__getitem__
        )
        if chosen:
            actions.do(here, row, chosen, runs)


def _due(row: Listed) -> str:
    if row.paused:
        return text.PAUSED
    if row.next is None:
        return text.NOT_SCHEDULED
    return escaped(text.NEXT_SYNC.format(due=moment(row.next, row.zone), zone=row.zone))


def _totals(row: Listed, creates: bool, updates: bool) -> None:
    last = row.last or {}
    counts = last["counts"]
    shown = {text.CREATED: counts["created"]} if creates else {}
    shown |= {text.UPDATED: counts["updated"]} if updates else {}
    shown[text.ERRORS] = last["findings"]
    st.caption(text.LAST_RUN.format(started=moment(last["started"], row.zone)))
    with st.container(horizontal=True, gap="large", key="details-totals"):
        for label, count in shown.items():
            st.metric(label, number(count), width="content")


def _settings(here: Library, row: Listed, sync: SyncHandle) -> None:
    definition = sync.saved.definition
    catalogue, fields = here.workspace.catalogue, here.workspace.ils_fields(definition["connection"])
    for step, title in enumerate(text.SECTIONS, 1):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.header(title, anchor=False, width="content")
            if row.status != "Complete" and here.workspace.person.may(Act.EDIT):
                label = text.EDIT_SECTION.format(section=title)
                if st.button(label, key=f"edit-{step}", type="tertiary", icon=":material/edit:"):
                    actions.edit(here, row, step)
        _section(step, here, sync, definition, catalogue, fields)


def _section(
    step: int, here: Library, sync: SyncHandle, definition: Definition, catalogue: Catalogue, fields: Fields
) -> None:
    if step == 1:
        settings.setup(definition, catalogue, here.zone)
    elif step == 2:
        settings.conditions(definition, fields)
    elif step == 3:
        settings.rows(definition, catalogue, fields, text.SECTIONS[2])
    else:
        _schedule(here, sync, definition)
        st.markdown(f"**{text.LIMITS}**")
        settings.limits(definition)


def _schedule(here: Library, sync: SyncHandle, definition: Definition) -> None:
    found = definition.get("schedule")
    st.markdown(f"**{text.SCHEDULE}**")
    if not found or sync.status != "Scheduled":
        st.markdown(text.NOT_SCHEDULED)
        return
    rows = [Setting(text.FIRST, str(found["date"])), Setting(text.TIME, str(found["time"]))]
    rows.append(Setting(text.EVERY, str(found.get("every") or text.ONCE)))
    if found.get("every"):
        rows.append(Setting(text.LAST, str(found.get("last") or text.GOES_ON)))
    if found.get("blackout"):
        rows.append(Setting(text.BLACKOUT, ", ".join(map(str, found["blackout"]))))
    rows.append(Setting(text.ZONE, definition.get("timezone") or here.zone))
    settings.listed(rows, "read-schedule")
    due = sync.upcoming()
    if due:
        st.markdown(f"**{text.NEXT_RUNS}**")
        scheduling.runs_list(due)
    else:
        st.caption(text.PAUSED)


def _definition(sync: SyncHandle) -> None:
    definition = sync.definition
    with st.expander(text.AS_YAML):
        st.code(definition.to_yaml(), language="yaml", wrap_lines=True)
    with st.expander(text.AS_PYTHON):
        st.code(as_python(definition), language="python", wrap_lines=True)
