"""One setting of a draft as radio buttons, the meaning under each."""

from __future__ import annotations

import streamlit as st

from synckit.ui.wizard.model import Session, field


def choice(
    session: Session,
    attr: str,
    label: str,
    usual: str,
    choices: dict[str, str],
    meanings: dict[str, str],
    fixed: bool = False,
) -> None:
    """Show one setting as radio buttons, the meaning under each; what is as usual need not stand in the draft."""
    at = session.content.get(attr) or usual
    probe = {attr: at}
    field(
        st.radio,
        probe,
        attr,
        label,
        list(choices),
        key=session.key("setup", attr),
        format_func=choices.__getitem__,
        captions=[meanings[each] for each in choices],
        disabled=fixed,
    )
    if probe[attr] != at:
        session.content[attr] = probe[attr]
