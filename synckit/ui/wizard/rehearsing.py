"""What a run of the draft would do: the plan's own numbers, its first changes, and its problems. Nothing is written."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from synckit import clock
from synckit.fields import Catalogue
from synckit.ui import labels, masking, patron_looks
from synckit.ui.library import Library
from synckit.ui.shown import counted, escaped, number
from synckit.ui.tables import table
from synckit.ui.wizard.model import Session, written
from synckit.ui.words import choices
from synckit.ui.words import review as text
from synckit.workspace.looks import Look
from synckit.workspace.previewing import SHOWN, PlanLook
from synckit.workspace.readings import Patrons

_FIELDS = re.compile(r"[\w.]+")


def show(here: Library, session: Session, catalogue: Catalogue) -> None:
    """Show what a run would do, or how far it is from being known."""
    st.caption(text.PLAN_SAYS)
    patrons = patron_looks.patrons(here, session.content["connection"])
    if patrons is None:
        return
    patron_looks.read_at(here, patrons)
    known: PlanLook | None = patron_looks.shown(lambda: _asked(here, session, patrons, catalogue))
    if known is None:
        return
    _counts(session, known)
    _fate(known)
    masking.switch(here)
    _tables(here, session, known, labels.of_profile_fields(catalogue))


def _asked(here: Library, session: Session, patrons: Patrons, catalogue: Catalogue) -> Look:
    content, door, former = copy.deepcopy(session.content), here.workspace, session.draft.sync
    today = clock.today(content.get("timezone") or here.zone)
    stands_on = (patrons.connection, patrons.at, catalogue.digest, door.profiles_version, today)
    key = ("plan", *stands_on, former, door.values_shown, written(content))
    return here.look(key, lambda: door.plan_look(patrons, content, former))


def _counts(session: Session, known: PlanLook) -> None:
    shown = {"created": text.WOULD_CREATE, "updated": text.WOULD_UPDATE}
    hidden = _hidden(session)
    with st.container(horizontal=True, key="totals"):
        for name, label in shown.items():
            if name != hidden:
                st.metric(label, number(known.counts[name]), border=True, width="stretch")
        st.metric(text.ERRORS, number(known.findings), border=True, width="stretch")
    said = {name: number(count) for name, count in known.counts.items()}
    patrons = counted(known.counts["read"], text.PATRON_1, text.PATRONS)
    profiles = counted(known.counts["created"], text.PROFILE_1, text.PROFILES)
    st.write(text.COUNTS.format(patrons=patrons, profiles=profiles, **said))


def _fate(known: PlanLook) -> None:
    if known.status == "stopped":
        st.error(text.STOPPED)
    elif known.status == "held":
        st.warning(escaped(text.HELD.format(limits=", ".join(choices.LIMITS[name] for name in known.passed))))


def _tables(here: Library, session: Session, known: PlanLook, named: Mapping[str, str]) -> None:
    hidden = _hidden(session)
    if hidden != "updated":
        st.markdown(f"**{text.CHANGES}**")
        changes = known.changes.assign(field=known.changes["field"].map(lambda keys: _named(keys, named)))
        _first(here, changes.rename(columns=text.CHANGE_COLUMNS), text.CHANGES, text.NO_CHANGES)
    if hidden != "created":
        st.markdown(f"**{text.NEW}**")
        made = known.created.rename(columns={**named, "patron": text.PATRON})
        _first(here, made, text.NEW, text.NO_NEW)
    st.markdown(f"**{text.PROBLEMS}**")
    rules = known.problems["rule"].map(lambda rule: text.RULES.get(rule, rule))
    fields = known.problems["field"].map(lambda keys: _named(keys, named))
    problems = known.problems.assign(field=fields, rule=rules)
    table(problems.rename(columns=text.PROBLEM_COLUMNS), text.PROBLEMS, text.NO_PROBLEMS)


def _first(here: Library, frame: pd.DataFrame, name: str, none: str) -> None:
    if table(frame, name, none) and len(frame) >= SHOWN:
        said = text.FIRST if here.workspace.values_shown else text.FIRST_MASKED
        st.caption(said.format(count=SHOWN))


def _named(keys: str | None, named: Mapping[str, str]) -> str:
    """Return the labels of the fields that a change or problem is about: `library_card_number, email + last_name`."""
    return _FIELDS.sub(lambda found: named.get(found[0], found[0]), keys or "")


def _hidden(session: Session) -> str | None:
    """Return the outcome that the type of the sync leaves out."""
    return {"create": "updated", "update": "created"}.get(session.content.get("type") or "")
