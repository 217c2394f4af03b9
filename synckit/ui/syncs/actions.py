"""What can be done with a sync, by its state and by who asks; the doors refuse what is left out here all the same."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from synckit import errors
from synckit.access import Act
from synckit.run.going import Going
from synckit.ui import navigation, problems
from synckit.ui.library import Library
from synckit.ui.shown import moment
from synckit.ui.syncs import dialogs
from synckit.ui.words import syncs as text
from synckit.workspace import SyncHandle
from synckit.workspace.overview import Listed


def items(here: Library, row: Listed, run: Going | None) -> list[str]:
    """Return what a person may do with a sync now, in the order of the menu."""
    person = here.workspace.person
    edit, start = person.may(Act.EDIT), person.may(Act.RUN)
    if not row.is_saved:
        return ["edit", "duplicate", "delete"] if edit else []
    scheduled = row.status == "Scheduled"
    wanted = {
        "view": True,
        "results": row.last is not None,
        "edit": edit and row.status != "Complete",
        "run": start and run is None,
        "cancel_run": start and run is not None and not run.cancelling and run.phase != "apply",
        "schedule": start and not scheduled,
        "reschedule": start and scheduled,
        "pause": start and scheduled and not row.paused,
        "resume": start and scheduled and row.paused,
        "cancel": start and scheduled and run is None,
        "duplicate": edit,
        "export": True,
        "delete": person.may(Act.DELETE) and run is None,
    }
    return [name for name, yes in wanted.items() if yes]


def do(here: Library, row: Listed, action: str, runs: Mapping[str, Going]) -> None:
    """Do what was chosen, and draw the page anew or go to another one. Raises `SynckitError`."""
    if action == "view":
        details(row.name)
    elif action == "results":
        results(row)
    elif action == "edit":
        edit(here, row)
    elif action == "duplicate":
        wizard(_duplicate(here, row))
    elif action in ("schedule", "reschedule"):
        dialogs.ask("schedule", row.name)
    elif action in ("export", "delete"):
        dialogs.ask(action if row.is_saved else "delete_draft", row.name if row.is_saved else str(row.draft))
    else:
        _change(here, row, action, runs)
    st.rerun()


def _duplicate(here: Library, row: Listed) -> int:
    if row.draft is not None and not row.is_saved:
        return here.workspace.duplicate_draft(row.draft)
    return here.workspace.duplicate(row.name)


def _change(here: Library, row: Listed, action: str, runs: Mapping[str, Going]) -> None:
    sync = here.workspace.sync(row.name)
    if action == "run":
        _run(here, sync)
    elif action == "cancel_run":
        if row.name in runs:
            here.workspace.cancel(runs[row.name].run_id)
    elif action == "cancel":
        problems.note(text.CANCELLED.format(sync=row.name, status=sync.cancel_schedule()))
    elif action == "pause":
        sync.pause()
        problems.note(text.PAUSED_NOW.format(sync=row.name))
    elif action == "resume":
        due = sync.resume()
        problems.note(text.RESUMED.format(sync=row.name, due=moment(due, row.zone), zone=row.zone))


def _run(here: Library, sync: SyncHandle) -> None:
    """Begin a run; why it is refused is for whoever asked for it."""
    try:
        here.run(sync)
    except errors.SynckitError as problem:
        problems.note(text.REFUSED.format(sync=sync.name, why=problem), is_trouble=True)


def details(name: str) -> None:
    """Go to Sync details."""
    st.switch_page(navigation.page(navigation.SYNC_DETAILS), query_params={"sync": name})


def results(row: Listed, view: str | None = None, part: str | None = None) -> None:
    """Go to the results of the last run of a sync, or to one of their views or a part of it."""
    run = {"run": str(row.last["run"])} if row.last else {}
    shown = {name: value for name, value in (("view", view), ("part", part)) if value}
    st.switch_page(navigation.page(navigation.RESULTS), query_params={"sync": row.name, **run, **shown})


def edit(here: Library, row: Listed, step: int = 1) -> None:
    """Go to the wizard with the draft or working copy of a sync. Raises `Forbidden`, `Refused`."""
    known = row.draft if not row.is_saved else None
    wizard(known if known is not None else here.workspace.draft_of(row.name), step)


def wizard(draft: int, step: int = 1) -> None:
    """Go to the wizard with a draft."""
    st.switch_page(navigation.page(navigation.EDIT_SYNC), query_params={"draft": str(draft), "step": str(step)})
