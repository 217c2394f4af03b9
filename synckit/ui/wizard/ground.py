"""What the rows of the map stand on: the fields of both sides with their labels, and what is known of the patrons."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from synckit import clock, errors
from synckit.definition.draft import Content
from synckit.fields import Catalogue, IlsField
from synckit.ui import labels, patron_looks
from synckit.ui.library import Library
from synckit.ui.shown import moment
from synckit.ui.wizard.model import Session
from synckit.ui.words import mapping as text
from synckit.workspace.looks import Look
from synckit.workspace.previewing import MapLook, RowLook
from synckit.workspace.readings import Patrons

_KEPT = ("filter", "mapping", "timezone", "empty_fields", "incorrect_values")


@dataclass
class Ground:
    """The fields that rows may name, and what rows do."""

    session: Session
    catalogue: Catalogue
    ils_fields: dict[str, IlsField]
    sources: dict[str, str]
    """What ILS fields are called, by name."""
    targets: dict[str, str]
    """What profile fields are called, by key."""
    rows: dict[str, RowLook] = field(default_factory=dict)
    """What is known of rows, by their id."""
    met: int = 0
    """Patrons that meet the filter."""

    @property
    def mapping(self) -> list[Content]:
        """The rows of the map."""
        rows: list[Content] = self.session.content["mapping"]
        return rows

    def number(self, row: Content) -> int:
        """Return the place of a row among all, 1 for the first."""
        return [each["id"] for each in self.mapping].index(row["id"]) + 1


def ground(here: Library, session: Session) -> Ground | None:
    """Return what the rows of a draft stand on; None before it has a connection that is there."""
    connection = session.content.get("connection")
    if not connection:
        return None
    try:
        fields = here.workspace.ils_fields(connection)
    except errors.NotFound:
        return None
    catalogue = here.workspace.catalogue
    return Ground(session, catalogue, fields, labels.of_ils_fields(fields), labels.of_profile_fields(catalogue))


def look(here: Library, found: Ground) -> None:
    """Put in what rows do, as far as it is known, and show what is waited for."""
    patrons = patron_looks.patrons(here, found.session.content["connection"])
    known = patron_looks.shown(lambda: _asked(here, found, patrons)) if patrons else None
    if patrons is None or known is None:
        _remembered(found)
    else:
        _remember(found, known)
        st.caption(text.SAMPLES_AT.format(at=moment(patrons.at, here.zone)))


def _asked(here: Library, found: Ground, patrons: Patrons) -> Look:
    content = {name: found.session.content.get(name) for name in _KEPT}
    said = json.dumps(content, sort_keys=True, default=str)
    zone = content["timezone"] or here.zone
    key = ("map", patrons.connection, patrons.at, said, found.catalogue.digest, clock.today(zone))
    kept = copy.deepcopy(content)
    return here.look(key, lambda: here.workspace.map_look(patrons, kept))


def _remember(found: Ground, known: MapLook) -> None:
    found.rows, found.met = known.rows, known.met
    told = {_said(row): known.rows[row["id"]] for row in found.mapping if row["id"] in known.rows}
    st.session_state[_place(found)] = (_filter(found), told, known.met)


def _remembered(found: Ground) -> None:
    """Keep showing what is known of rows that did not change, while the others are looked at."""
    former: tuple[str, dict[str, RowLook], int] | None = st.session_state.get(_place(found))
    if former and former[0] == _filter(found):
        told = {row["id"]: former[1].get(_said(row)) for row in found.mapping}
        found.rows, found.met = {key: value for key, value in told.items() if value}, former[2]


def _place(found: Ground) -> str:
    return found.session.key("map", "looked")


def _filter(found: Ground) -> str:
    return _said(found.session.content.get("filter"))


def _said(part: Any) -> str:
    return json.dumps(part, sort_keys=True, default=str)
