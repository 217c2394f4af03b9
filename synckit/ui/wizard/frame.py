"""What stands around every step of the wizard: where one is, the way on and back, and that nothing typed is lost."""

from __future__ import annotations

from types import ModuleType

import streamlit as st

from synckit import errors
from synckit.definition.lacks import STEPS, Lack
from synckit.ui import navigation, problems, words
from synckit.ui.address import id_of
from synckit.ui.library import Library
from synckit.ui.shown import escaped
from synckit.ui.wizard import filter, leaving, mapping, model, moved, place, review, setup
from synckit.ui.wizard.model import Session
from synckit.ui.words import wizard as text

_SHOWN: dict[str, ModuleType] = {"setup": setup, "filter": filter, "map": mapping}


def show(here: Library) -> None:
    """Show the draft that the address names."""
    session = _opened(here)
    if session is None:
        return
    title, above, stepper = st.container(), st.container(), st.container(key="stepper")
    step = place.step()
    if session.is_scheduled:
        st.info(text.WORKING_COPY.format(sync=escaped(session.draft.sync)))
    problems.show_note()
    lacks = _step(here, session, STEPS[step - 1])
    place.settle(session)
    title.title(escaped(str(session.content.get("name") or "").strip()) or text.NEW, anchor=False)
    with stepper:
        _stepper(session, step, lacks)
    if not moved.keep(here, session):
        with above:
            moved.ask(here, session)
    _foot(here, session, step, lacks)


def _step(here: Library, session: Session, name: str) -> list[Lack]:
    """Show a step and return what lacks then; the last one is about what lacks, and changes nothing.

    A step that fails says why, and leaves what stands around it: there is a way on and back.
    """
    with problems.told():
        if name in _SHOWN:
            _SHOWN[name].show(here, session)
    lacks = here.workspace.draft_lacks(session.draft.id, session.content)
    with problems.told():
        if name == "review":
            review.show(here, session, lacks)
    return lacks


def _opened(here: Library) -> Session | None:
    """Return the draft of this session, or say why there is none; both under a title."""
    asked = id_of(st.query_params.get("draft", ""))
    try:
        if asked is not None:
            session = model.session(here, asked)
            place.arrive(session)
            with st.container(key="wizard-list"):
                icon = ":material/arrow_back:"
                place.button(session, text.BACK_TO_LIST, place.LIST, leaving.to_list, here, session, icon=icon)
            return session
        said, sentence = text.NO_DRAFT, text.NO_DRAFT_SAYS
    except errors.NotFound as problem:
        model.forget(asked or 0)
        said, sentence = text.GONE, str(problem)
    except errors.Forbidden as problem:
        said, sentence = words.EDIT_SYNC, str(problem)
    st.title(said, anchor=False)
    st.write(escaped(sentence))
    st.page_link(navigation.page(navigation.DATA_SYNCS), label=text.TO_LIST, icon=":material/arrow_back:")
    return None


def _stepper(session: Session, step: int, lacks: list[Lack]) -> None:
    lacking = {lack.step for lack in lacks}
    with st.container(horizontal=True, gap="small"):
        for number, (name, label) in enumerate(zip(STEPS, text.STEPS, strict=True), 1):
            open = session.is_copy or number <= step or not lacking & set(STEPS[: number - 1])
            is_done = name != "review" and name not in lacking and open and number != step
            icon = ":material/check_circle:" if is_done else f":material/counter_{number}:"
            kind = "primary" if number == step else "tertiary"
            key = session.key("step", number)
            place.button(session, label, key, place.go, number, kind=kind, icon=icon, disabled=not open)
    st.caption(text.PLACE.format(step=step))


def _foot(here: Library, session: Session, step: int, lacks: list[Lack]) -> None:
    """Show what lacks, and the buttons.

    What they do is decided here and not in callbacks: a click may arrive together with the last thing typed, which is in
    the draft only after the step is drawn.
    """
    name = STEPS[step - 1]
    said = st.container()
    foot = st.container(horizontal=True, horizontal_alignment="distribute", key="wizard-foot")
    back = foot.button(text.BACK, key="back", icon=":material/arrow_back:")
    right = foot.container(horizontal=True, width="content")
    save = right.button(text.SAVE_EXIT, key="save-exit")
    on = step < len(STEPS) and right.button(text.NEXT, key="next", type="primary")
    own = [lack for lack in lacks if lack.step == name]
    if on and own:
        session.tried.add(name)
    if own and name in session.tried:
        said.warning("\n".join([text.LACKS, "", *(f"- {escaped(lack.says)}" for lack in own)]))
    with said:
        leaving.show_changed(here, session)
    if session.is_changed:
        return
    if save:
        leaving.save_and_exit(here, session, lacks)
    elif back and step == 1:
        leaving.to_list(here, session)
    elif back or (on and not own):
        place.go(step + (-1 if back else 1))
        st.rerun()
