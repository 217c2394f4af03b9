"""What is known of the patrons of a connection: read once beside the page, looked at beside the page, waited for visibly.

Nothing here computes while the page is drawn. What is not ready is told with a line that looks again three times a second, and
the page is drawn anew when it is there.
"""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import streamlit as st

from synckit import clock, errors
from synckit.definition import draft
from synckit.definition.draft import Content
from synckit.fields import IlsField
from synckit.ui import problems
from synckit.ui.library import Library
from synckit.ui.patience import SECONDS
from synckit.ui.shown import counted, escaped, moment, number
from synckit.ui.words import filter as text
from synckit.workspace.looks import Look
from synckit.workspace.masking import is_ils_category
from synckit.workspace.previewing import FilterLook
from synckit.workspace.readings import Patrons, Reading

POLL = 0.3
_SHOWN_VALUES = 50
_A_CONDITION = 0.03
"""Seconds that a page waits for the values of one condition, so that there is patience left for what it is about."""


def reading(here: Library, connection: str) -> Reading:
    """Return the reading of the patrons of a connection, ended if that takes no longer than a page waits."""
    found = here.readings.of(connection, here.workspace.person)
    here.patience.spend(found.wait)
    return found


def patrons(here: Library, connection: str) -> Patrons | None:
    """Return the patrons of a connection, or show how far their reading is."""
    found = reading(here, connection)
    if found.problem:
        st.error(escaped(found.problem))
        again(here, connection)
        return None
    if found.patrons is None:
        st.fragment(_watch, run_every=POLL)(found, [])
    return found.patrons


def _watch(reading: Reading, drawn: list[bool]) -> None:
    """Draw the page anew once the reading has ended, and never while the page itself is drawn: a click would be lost."""
    if drawn and reading.wait(0):
        st.rerun()
    drawn.append(True)
    st.caption(text.READING.format(rows=number(reading.rows)))


def again(here: Library, connection: str) -> None:
    """Show the button that reads the patrons anew to whoever may."""
    if not here.workspace.may_read(connection):
        return
    icon = ":material/refresh:"
    st.button(text.READ_AGAIN, key="again-read", type="tertiary", icon=icon, on_click=_again, args=(here, connection))


def _again(here: Library, connection: str) -> None:
    try:
        here.readings.again(connection, here.workspace.person)
    except errors.SynckitError as problem:
        problems.note(str(problem), is_trouble=True)


def read_at(here: Library, found: Patrons) -> None:
    """Show when the patrons were read, and the button that reads them anew."""
    with st.container(horizontal=True, vertical_alignment="center", key="as-of"):
        st.caption(text.READ_AT.format(at=moment(found.at, here.zone)), width="content")
        again(here, found.connection)


class Group:
    """A draft's filter as it is now, asked about the patrons of a reading."""

    def __init__(self, here: Library, found: Patrons, content: Content, zone: str | None = None) -> None:
        # a copy, for the draft is edited on while somebody looks
        self.here, self.patrons, self.content, self.zone = here, found, copy.deepcopy(content), zone

    def counted(self) -> Look:
        """Return how many meet it: a FilterLook."""
        return self._asked("filter", lambda: self.here.workspace.filter_look(self.patrons, self.content, self.zone))

    def first(self, columns: list[str], limit: int, offset: int = 0) -> Look:
        """Return some of those who meet it: a frame."""
        door = self.here.workspace
        key = ("first", tuple(columns), limit, offset)
        return self._asked(
            key, lambda: door.first_patrons(self.patrons, self.content, columns, limit, offset, self.zone)
        )

    def by(self, field: str, at_most: float = SECONDS) -> Look:
        """Return how many of those who meet it have each value of a field: a frame."""
        door, about = self.here.workspace, ("by", field)
        return self._asked(about, lambda: door.counts_by(self.patrons, self.content, field, self.zone), at_most)

    def _asked(self, what: Hashable, find: Callable[[], Any], at_most: float = SECONDS) -> Look:
        zone = self.zone or self.here.zone
        said = json.dumps(self.content, sort_keys=True, default=str)
        key = (self.patrons.connection, self.patrons.extract.digest, self.patrons.at, zone, clock.today(zone))
        return self.here.look((*key, self.here.workspace.values_shown, said, what), find, at_most)


def shown(ask: Callable[[], Look]) -> Any:
    """Return what is known, or show the problem, or wait for it and draw the page anew; None where it is not known."""
    known = ask()
    if known.problem:
        st.error(escaped(known.problem))
    elif not known.ready:
        st.fragment(_look, run_every=POLL)(ask, [])
    return known.value


def _look(ask: Callable[[], Look], drawn: list[bool]) -> None:
    """Draw the page anew once it is known, and never while the page itself is drawn: a click would be lost."""
    if drawn and ask().ready:
        st.rerun()
    drawn.append(True)
    st.caption(text.LOOKING)


def left(known: FilterLook, places: Mapping[str, Any], op: str) -> None:
    """Say beside each part of a filter how many are left after it."""
    said = text.LEFT if op == "all" else text.SO_FAR
    for part_id, place in places.items():
        if part_id in known.left:
            place.caption(said.format(count=number(known.left[part_id])))


def met(known: FilterLook) -> str:
    """Return how many meet a filter, as a sentence."""
    if not known.left:
        return counted(known.met, text.ALL_MET_1, text.ALL_MET)
    return counted(known.met, text.MET_1, text.MET, read=number(known.read))


class Offers:
    """Gives the known values of a field: its codes with their labels, and those that patrons have most.

    How a value is told must not depend on what is known by now: a box is told by its words which value was chosen.
    """

    def __init__(self, here: Library, found: Patrons | None) -> None:
        self._everybody = Group(here, found, {"op": "all", "parts": []}) if found else None
        self._waited_for: list[Callable[[], Look]] = []

    def __call__(self, known: IlsField) -> dict[str, str]:
        """Return each value with its words, as far as they are known."""
        told = {code: text.CODE.format(code=code, label=label) if label else code for code, label in known.codes}
        if self._everybody is None or not is_ils_category(known):
            return told
        ask = functools.partial(self._everybody.by, known.name, _A_CONDITION)
        look = ask()
        if not look.ready:
            self._waited_for.append(ask)
        elif not look.problem:
            told |= {value: told.get(value, value) for value in look.value["value"].head(_SHOWN_VALUES) if value}
        return told

    def wait(self) -> None:
        """Draw the page anew when what was not known is there."""
        if self._waited_for:
            st.fragment(_look, run_every=POLL)(self._waited_for[-1], [])


NAMES = ("first_name", "last_name", "barcode", "email", "patron_type", "home_library", "status")
FEW = 5


def columns(content: Content, fields: Mapping[str, IlsField]) -> list[str]:
    """Return the fields that tell patrons apart, and those that the filter names.

    >>> columns({"op": "all", "parts": [{"id": "1", "field": "c"}]}, {"a": IlsField("a"), "c": IlsField("c")})
    ['a', 'c']
    """
    usual = [name for name in NAMES if name in fields]
    named = [str(part.get("field")) for part in draft.conditions({"filter": content})]
    few = usual if len(usual) > 2 else [*fields][:FEW]
    return [*dict.fromkeys([*few, *(name for name in named if name in fields)])]
