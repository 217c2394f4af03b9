"""What few syncs need to say: conflicts of keys, the time zone, limits, and how much of the library system is read."""

from __future__ import annotations

from typing import Any

import streamlit as st

from synckit import clock, ils
from synckit.definition import lacks
from synckit.ui.library import Library
from synckit.ui.shown import escaped
from synckit.ui.wizard.choices import choice
from synckit.ui.wizard.model import Session, field
from synckit.ui.words import choices
from synckit.ui.words import wizard as text


def show(here: Library, session: Session) -> None:
    """Show these settings, folded up."""
    with st.expander(text.MORE):
        choice(session, "on_conflict")
        _zone(here, session)
        _limits(session)
        if _tells_changes(here, session.content.get("connection")):
            choice(session, "vanished")
            _incremental(session)


def _zone(here: Library, session: Session) -> None:
    at = session.content.get("timezone")
    usual = text.TIMEZONE_USUAL.format(zone=here.zone)
    probe = {"timezone": at or ""}
    told = {"format_func": lambda name: name or usual, "help": text.TIMEZONE_HELP}
    offered = sorted({"", *clock.zones(), at or ""})
    field(st.selectbox, probe, "timezone", text.TIMEZONE, offered, key=session.key("setup", "timezone"), **told)
    if (probe["timezone"] or None) != at:
        session.content["timezone"] = probe["timezone"] or None


def _limits(session: Session) -> None:
    st.markdown(f"**{text.LIMITS}**")
    st.caption(text.LIMITS_SAY)
    for (attr, label), place in zip(
        choices.LIMITS.items(), st.columns(len(choices.LIMITS), vertical_alignment="bottom"), strict=True
    ):
        with place:
            _limit(session, attr, label)


def _limit(session: Session, attr: str, label: str) -> None:
    limits: dict[str, Any] = session.content.get("limits") or {}
    at = limits.get(attr, text.USUAL_READ_DROP if attr == "read_drop" else None)
    probe = {attr: "" if at is None else str(at)}
    said = str(field(st.text_input, probe, attr, label, key=session.key("setup", "limit", attr))).strip()
    now = int(said) if said.isdecimal() else said or None
    if now != at:
        kept = {name: value for name, value in limits.items() if name != attr}
        off = {attr: now} if now is not None or attr == "read_drop" else {}
        session.content["limits"] = kept | off
    wrong = lacks.of_limit(now)
    if wrong:
        st.caption(f":red[{escaped(wrong)}]")


def _tells_changes(here: Library, connection: str | None) -> bool:
    known = {each["name"]: each["kind"] for each in here.workspace.connections()}
    return connection in known and ils.tells_changes(known[connection])


def _incremental(session: Session) -> None:
    content = session.content
    probe = {
        "on": bool(content.get("incremental")),
        "full_every": (content.get("incremental") or {}).get("full_every", 7),
    }
    field(st.toggle, probe, "on", text.INCREMENTAL, key=session.key("setup", "incremental"))
    if probe["on"]:
        key = session.key("setup", "full_every")
        field(st.number_input, probe, "full_every", text.FULL_EVERY, key=key, min_value=1, max_value=1000, step=1)
    now = {"full_every": int(probe["full_every"])} if probe["on"] else None
    if now != content.get("incremental"):
        content["incremental"] = now
