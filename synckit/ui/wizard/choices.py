"""One setting of a draft as radio buttons, the meaning under each."""

from __future__ import annotations

import streamlit as st

from synckit.ui.wizard.model import Session, field
from synckit.ui.words import choices as text


def choice(session: Session, attr: str, fixed: bool = False) -> None:
    """Show one setting; what is as usual need not stand in the draft."""
    at = session.content.get(attr) or text.USUAL[attr]
    probe, said = {attr: at}, text.CHOICES[attr]
    field(
        st.radio,
        probe,
        attr,
        text.SETTINGS[attr],
        list(said),
        key=session.key("setup", attr),
        format_func=said.__getitem__,
        captions=[text.MEANINGS[attr][each] for each in said],
        disabled=fixed,
    )
    if probe[attr] != at:
        session.content[attr] = probe[attr]
