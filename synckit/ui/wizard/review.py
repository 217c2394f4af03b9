"""Step 4, Review & Execute: every setting to read, what a run would do, and the buttons that run or schedule it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from synckit import errors
from synckit.definition import Sync, draft
from synckit.definition.code import as_python
from synckit.definition.lacks import STEPS, Lack
from synckit.fields import Catalogue
from synckit.ui import settings
from synckit.ui.library import Library
from synckit.ui.readable import Definition, Fields
from synckit.ui.shown import escaped
from synckit.ui.wizard import deciding, place, rehearsing
from synckit.ui.wizard.model import Session
from synckit.ui.words import review as text

_NAMES = {"setup": text.SETUP, "filter": text.FILTER, "map": text.MAP}


def show(here: Library, session: Session, lacks: list[Lack]) -> None:
    """Show the step."""
    catalogue = here.workspace.catalogue
    if lacks:
        _lacks(session, lacks)
    _settings(here, session, catalogue)
    st.header(text.PLAN, anchor=False)
    if lacks:
        st.caption(text.NO_PLAN)
        return
    with st.container(key="review-plan"):  # what arrives later must not move the form below: its open lists would close
        rehearsing.show(here, session, catalogue)
    deciding.show(here, session)
    _as_text(session)


def _lacks(session: Session, lacks: list[Lack]) -> None:
    with st.container(border=True, key="review-lacks"):
        st.markdown(f"**{text.LACKS}**")
        st.write(text.LACKS_SAY)
        for step, name in _NAMES.items():
            own = [lack.says for lack in lacks if lack.step == step]
            if own:
                st.markdown("\n".join([f"{name}:", "", *(f"- {escaped(says)}" for says in own)]))
                _edit(session, step, "lacks")


def _edit(session: Session, step: str, where: str) -> None:
    label, number = text.EDIT.format(step=_NAMES[step]), STEPS.index(step) + 1
    place.button(session, label, f"{where}-edit-{step}", place.go, number, icon=":material/edit:")


def _settings(here: Library, session: Session, catalogue: Catalogue) -> None:
    definition = draft.definition(session.content)
    fields = _fields(here, session)
    _part(session, "setup", lambda: _setup(definition, catalogue, here.zone))
    _part(session, "filter", lambda: settings.conditions(definition, fields))
    _part(session, "map", lambda: settings.rows(definition, catalogue, fields, text.MAP))


def _setup(definition: Definition, catalogue: Catalogue, zone: str) -> None:
    settings.setup(definition, catalogue, zone)
    st.markdown(f"**{text.LIMITS}**")
    settings.limits(definition)


def _part(session: Session, step: str, show_it: Callable[[], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(_NAMES[step], anchor=False, width="content")
        _edit(session, step, "review")
    show_it()


def _fields(here: Library, session: Session) -> Fields:
    try:
        return here.workspace.ils_fields(session.content.get("connection") or "")
    except errors.NotFound:
        return {}


def _as_text(session: Session) -> None:
    """Show the definition as it stands in a file or a notebook, when somebody asks for it."""
    shown = st.pills(text.SHOW_AS, (text.AS_YAML, text.AS_PYTHON), key=session.key("review", "as"))
    if shown:
        sync = Sync.from_dict(draft.definition(session.content))
        is_yaml = shown == text.AS_YAML
        st.code(
            sync.to_yaml() if is_yaml else as_python(sync), language="yaml" if is_yaml else "python", wrap_lines=True
        )
