"""The steps of a row of the map: each a name and its arguments, one after the other."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit.definition.draft import Content
from synckit.definition.steps import STEPS, StepRule
from synckit.ui.wizard import place
from synckit.ui.wizard.model import Session, field
from synckit.ui.words import mapping as text

_FRESH: dict[str, str | int] = {"count": 1, "sign": "0", "text": "", "some_text": "", "format": ""}


def show(session: Session, row: Content) -> None:
    """Show the steps, and a box that adds one."""
    st.markdown(f"**{text.STEPS}**")
    st.caption(text.STEPS_SAY)
    for at in range(len(row.get("steps") or ())):
        _step(session, row, at)
    # A box that was chosen from once is not asked again: each added step brings another one.
    key = session.key("map", row["id"], "add-step", len(row.get("steps") or ()))
    st.selectbox(
        text.ADD_STEP,
        [*STEPS],
        index=None,
        key=key,
        format_func=_said,
        placeholder=text.ADD_STEP,
        label_visibility="collapsed",
        on_change=_add,
        args=(session, row, key),
    )


def _step(session: Session, row: Content, at: int) -> None:
    """Show one step; its widgets go by its place, and are forgotten when places change."""
    name, given = parts(row["steps"][at])
    key = session.key("map", row["id"], "step", at)
    with st.container(border=True, key=f"step-{row['id']}-{at}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_said(name), width="stretch")
            if at:
                label, icon = text.STEP_UP.format(place=at + 1), ":material/arrow_upward:"
                place.moving(session, label, f"icon-{key}-up", _up, session, row, at, icon=icon)
            label, icon = text.STEP_DELETE.format(place=at + 1), ":material/delete:"
            place.moving(session, label, f"icon-{key}-delete", _delete, session, row, at, icon=icon)
        _arguments(row, at, STEPS[name], given, f"{key}:{name}")


def _arguments(row: Content, at: int, rule: StepRule, given: list[Any], key: str) -> None:
    if not rule.takes:
        return
    for number, column in enumerate(st.columns(len(rule.takes))):
        with column:
            _argument(rule, given, number, f"{key}:{number}")
    row["steps"][at] = written(rule, given)


def _argument(rule: StepRule, given: list[Any], at: int, key: str) -> None:
    label = text.ARGUMENTS[rule.name][at]
    if rule.takes[at] == "count":
        field(st.number_input, given, at, label, key=key, min_value=1, max_value=10_000, step=1)
    else:
        field(st.text_input, given, at, label, key=key)


def parts(step: Any) -> tuple[str, list[Any]]:
    """Return a step's name and its arguments, as many as it takes, as widgets show them.

    >>> parts("lower"), parts({"left": 5}), parts("join")
    (('lower', []), ('left', [5]), ('join', ['; ']))
    """
    name, given = (step, []) if isinstance(step, str) else next(iter(step.items()))
    rule = STEPS[name]
    listed = list(given) if isinstance(given, (list, tuple)) else [given]
    usual = [*(rule.usual or ()), *(_FRESH[kind] for kind in rule.takes)]
    return name, [listed[at] if at < len(listed) else usual[at] for at in range(len(rule.takes))]


def written(rule: StepRule, given: list[Any]) -> Any:
    """Return a step as it stands in a definition; arguments that are as usual go without saying.

    >>> written(STEPS["left"], [5]), written(STEPS["date"], [""]), written(STEPS["pad"], [8, "0"]), written(STEPS["lower"], [])
    ({'left': 5}, 'date', {'pad': [8, '0']}, 'lower')
    """
    told = ["" if each is None else each for each in given]
    if not rule.takes or tuple(told) == rule.usual or (rule.usual == () and not any(told)):
        return rule.name
    return {rule.name: told[0] if len(told) == 1 else told}


def _said(name: str) -> str:
    return text.STEP_SAYS.format(name=name.capitalize(), meaning=STEPS[name].meaning)


def _add(session: Session, row: Content, key: str) -> None:
    name = st.session_state[key]
    if name:
        row["steps"] = [*(row.get("steps") or ()), written(STEPS[name], parts(name)[1])]


def _up(session: Session, row: Content, at: int) -> None:
    steps = row["steps"]
    steps[at - 1], steps[at] = steps[at], steps[at - 1]
    session.drop("map", row["id"], "step")


def _delete(session: Session, row: Content, at: int) -> None:
    row["steps"].pop(at)
    session.drop("map", row["id"], "step")
