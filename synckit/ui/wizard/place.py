"""Which step is shown, and how another one is.

What a button asks for is done once the step is drawn, and not in its callback: a click may arrive together with the last
thing typed, which is in the draft only then, and is lost with a widget that is not drawn any more. A callback keeps it
till then, for a drawing that is cut short forgets that a button was pressed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from synckit.ui.wizard.model import Session

LIST = "to-list"
"""The key of the button that every drawing of the wizard shows first."""


def step() -> int:
    """Return the step that the address names, 1 to 4."""
    asked = st.query_params.get("step", "")
    return int(asked) if asked in ("1", "2", "3", "4") else 1


def go(step: int) -> None:
    """Make a step the one that is shown."""
    st.query_params["step"] = str(step)


def button(
    session: Session,
    label: str,
    key: str,
    act: Callable[..., None],
    *args: Any,
    kind: Any = "tertiary",
    **settings: Any,
) -> None:
    """Show a button whose act is done by `settle`."""
    # By its key: a button that is pressed twice before the page is drawn anew is meant once.
    wish = (key, partial(act, *args))
    st.button(label, key=key, type=kind, on_click=session.wanted.__setitem__, args=wish, **settings)


def moving(session: Session, label: str, key: str, act: Callable[..., None], *args: Any, **settings: Any) -> None:
    """Show a button whose act is about a place among others, which another click may have moved since it was drawn.

    Then it is a button that is there no more, and nothing is done.
    """
    drawn = session.moves
    button(session, label, f"{key}-{drawn}", _moved, session, drawn, act, *args, **settings)


def _moved(session: Session, drawn: int, act: Callable[..., None], *args: Any) -> None:
    if session.moves == drawn:
        session.moves += 1
        act(*args)


def arrive(session: Session) -> None:
    """Forget what was asked for when the wizard was left before it could be done."""
    if LIST not in st.session_state:
        session.wanted.clear()


def settle(session: Session) -> None:
    """Do what was asked for, and draw the page anew."""
    wishes = [*session.wanted.values()]
    session.wanted.clear()  # before they are done: one that leaves the page would leave the others behind
    for wish in wishes:
        wish()
    if wishes:
        st.rerun()
