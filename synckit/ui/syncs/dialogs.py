"""What has to be asked before it is done with a sync: schedule, delete, export.

Which dialog is open is kept in the session and drawn at the end of the page; what its buttons do is done in callbacks,
for a dialog is drawn apart from its page. It belongs to the page that drew it first: who leaves that one leaves it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from synckit import errors
from synckit.ui import problems, scheduling
from synckit.ui.library import Library
from synckit.ui.shown import escaped, moment
from synckit.ui.syncs import importing
from synckit.ui.words import scheduling as times
from synckit.ui.words import syncs as text

_OPEN, _TROUBLE = "sync-dialog", "sync-dialog-trouble"
_TYPED = "delete-typed"


@dataclass
class _Open:
    what: str
    name: str
    where: str | None = None
    """The page that shows it; None before one did."""


def ask(what: str, name: str = "") -> None:
    """Open a dialog when the page is drawn next."""
    _forget()
    st.session_state[_OPEN] = _Open(what, name)


def show(here: Library, where: str) -> None:
    """Show the dialog that is open on a page, if one is."""
    found: _Open | None = st.session_state.get(_OPEN)
    if found is None:
        return
    title, width, body, mark = _DIALOGS[found.what]
    if found.where and (found.where != where or mark not in st.session_state):
        # Streamlit forgets the widgets of a page that one left: without them the dialog was left with its page.
        close()
        return
    with _while_there():
        said = escaped(_title(here, title, found.name))
        opened = st.dialog(said, width=width, on_dismiss=close)  # type: ignore[call-overload]
        opened(_told)(here, body, found.name)
    # Not before: a drawing that was cut short on its way here has left nothing.
    found.where = where


def close() -> None:
    """Open no dialog any more."""
    st.session_state.pop(_OPEN, None)
    _forget()


def done(said: str) -> None:
    """Close the dialog and say on the page what was done."""
    problems.note(said)
    close()
    st.rerun()


def trouble(problem: errors.SynckitError) -> None:
    """Keep what went wrong, to be said in the dialog."""
    st.session_state[_TROUBLE] = str(problem)


@contextmanager
def _while_there() -> Iterator[None]:
    """Close the dialog, and say why on the page, when what it is about is gone."""
    try:
        yield
    except errors.NotFound as problem:
        problems.note(str(problem), is_trouble=True)
        close()
        st.rerun()


def _forget() -> None:
    for each in [each for each in st.session_state if str(each).startswith(("when-", _TYPED, _TROUBLE))]:
        del st.session_state[each]
    importing.forget()


def _title(here: Library, title: str, name: str) -> str:
    if "{name}" not in title:
        return title.format(sync=name)
    content = here.workspace.draft(int(name)).content
    return title.format(name=str(content.get("name") or "").strip() or text.UNNAMED)


def _told(here: Library, body: Callable[[Library, str], None], name: str) -> None:
    with problems.told(), _while_there():
        body(here, name)
    said = st.session_state.pop(_TROUBLE, None)
    if said:
        st.error(escaped(said))


def _schedule(here: Library, name: str) -> None:
    sync = here.workspace.sync(name)
    saved = sync.saved
    frequency = saved.definition.get("frequency", "single")
    found = scheduling.form(here, "when", sync, None, frequency, saved.definition.get("timezone") or here.zone)
    label = times.RESCHEDULE if saved.status == "Scheduled" else times.SCHEDULE
    st.button(
        label, type="primary", key="schedule-sync", disabled=found is None, on_click=_set_schedule, args=(here, name)
    )


def _set_schedule(here: Library, name: str) -> None:
    given = scheduling.given("when")
    if given is None:
        return
    try:
        due = scheduling.set_schedule(here.workspace.sync(name), given)
    except errors.SynckitError as problem:
        trouble(problem)
        return
    zone = given["timezone"]
    done(times.SCHEDULED.format(sync=name, due=moment(due, zone), zone=zone) if due else times.RESTS.format(sync=name))


def _delete(here: Library, name: str) -> None:
    here.workspace.sync(name)
    st.write(text.DELETE_SAYS)
    typed = st.text_input(text.DELETE_ASKS, key=_TYPED, placeholder=name, live="200ms", autocomplete="off")
    same = (typed or "").strip() == name.strip()
    st.button(
        text.DELETE, type="primary", key="delete-sync", disabled=not same, on_click=_delete_now, args=(here, name)
    )


def _delete_now(here: Library, name: str) -> None:
    if str(st.session_state.get(_TYPED) or "").strip() != name.strip():
        return
    try:
        here.workspace.delete_sync(name)
    except errors.SynckitError as problem:
        trouble(problem)
        return
    done(text.DELETED.format(sync=name))


def _delete_draft(here: Library, draft: str) -> None:
    here.workspace.draft(int(draft))
    st.write(text.DELETE_DRAFT_SAYS)
    st.button(text.DELETE, type="primary", key="delete-draft", on_click=_drop, args=(here, int(draft)))


def _drop(here: Library, draft: int) -> None:
    try:
        here.workspace.drop_draft(draft)
    except errors.SynckitError as problem:
        trouble(problem)
        return
    done(text.DRAFT_DELETED)


def _export(here: Library, name: str) -> None:
    written = here.workspace.sync(name).definition.to_yaml()
    st.write(text.EXPORT_SAYS)
    file = "".join(each if each.isalnum() else "-" for each in name.lower()).strip("-")[:80] or "sync"
    st.download_button(
        text.DOWNLOAD, written, f"{file}.yaml", "application/yaml", type="primary", on_click="ignore", key="export-sync"
    )
    st.code(written, language="yaml", wrap_lines=True)


def _import(here: Library, name: str) -> None:
    importing.show(here, trouble, done)


_DIALOGS: dict[str, tuple[str, str, Callable[[Library, str], None], str]] = {
    "schedule": (times.TITLE, "small", _schedule, "schedule-sync"),
    "delete": (text.DELETE_TITLE, "small", _delete, "delete-sync"),
    "delete_draft": (text.DELETE_DRAFT, "small", _delete_draft, "delete-draft"),
    "export": (text.EXPORT_TITLE, "medium", _export, "export-sync"),
    "import": (text.IMPORT_TITLE, "small", _import, importing.FILE),
}
"""By what is asked: title, width, what is in it, and the key of a widget that is always in it."""
