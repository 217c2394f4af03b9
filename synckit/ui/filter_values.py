"""The value beside an operator: an input that fits the operator and the type of the field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from synckit.definition.draft import Content
from synckit.definition.operators import Operator
from synckit.definition.periods import RELATIVE_UNITS, Period
from synckit.fields import DATES, NUMBERS, FieldType, IlsField
from synckit.ui.seeded import field
from synckit.ui.words import filter as text
from synckit.workspace.masking import is_ils_category

Offers = Callable[[IlsField], Mapping[str, str]]
"""Gives the values that a field is known to have, and how each is told; {} where it is not a matter of choice."""
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
_CHOSEN = frozenset({"equals", "not_equals", "in", "not_in"})


def show(part: Content, known: IlsField, operator: Operator, key: str, number: str, offers: Offers) -> None:
    """Show the input and write the value back."""
    if operator.takes == "nothing":
        return
    now: Any
    if operator.takes == "period":
        now = _period(part.get("value"), key, number)
    elif operator.takes == "pair":
        now = _pair(part.get("value"), known, key, number)
    else:
        offered = dict(offers(known)) if operator.name in _CHOSEN and _is_choice(known) else None
        several = operator.takes == "list"
        now = (_list if several else _one)(part.get("value"), known, key, text.VALUE.format(number=number), offered)
    if now != part.get("value"):
        part["value"] = now


def _is_choice(known: IlsField) -> bool:
    return bool(known.codes) or is_ils_category(known)


def _period(at: Any, key: str, number: str) -> str | None:
    try:
        period: Period | None = Period.parse(at, RELATIVE_UNITS)
    except ValueError:
        period = None
    probe: dict[str, Any] = {"count": period.count if period else None, "unit": period.unit if period else "months"}
    amount, unit = st.columns(2)
    with amount:
        asked: dict[str, Any] = {"min_value": 1, "max_value": 9999, "step": 1, "value": None}
        label = text.AMOUNT.format(number=number)
        field(st.number_input, probe, "count", label, key=f"{key}:count", label_visibility="collapsed", **asked)
    with unit:
        label = text.UNIT.format(number=number)
        told = {"format_func": text.UNITS.__getitem__, "label_visibility": "collapsed"}
        field(st.selectbox, probe, "unit", label, list(RELATIVE_UNITS), key=f"{key}:unit", **told)
    return str(Period(int(probe["count"]), probe["unit"])) if probe["count"] else None


def _pair(at: Any, known: IlsField, key: str, number: str) -> list[Any] | None:
    values = [*at, None, None][:2] if isinstance(at, list) else [None, None]
    now = []
    for place, (label, value, column) in enumerate(zip((text.LOW, text.HIGH), values, st.columns(2), strict=True)):
        with column:
            now.append(_one(value, known, f"{key}:{place}", label.format(number=number), None))
    return now if any(each is not None for each in now) else None


def _list(at: Any, known: IlsField, key: str, label: str, offered: dict[str, str] | None) -> list[Any] | None:
    offered = offered or {}
    values = at if isinstance(at, list) else []
    options = [*offered, *(each for each in values if each not in offered)]
    probe = {"value": values}
    field(
        st.multiselect,
        probe,
        "value",
        label,
        options,
        key=key,
        format_func=lambda each: offered.get(each, str(each)),
        accept_new_options=True,
        placeholder=text.TYPE_DATES if known.type in DATES else text.CHOOSE_VALUES,
        label_visibility="collapsed",
    )
    return [_typed(each, known) for each in probe["value"]] or None


def _one(at: Any, known: IlsField, key: str, label: str, offered: dict[str, str] | None) -> Any:
    if known.type is FieldType.BOOLEAN:
        return _truth(at, key, label)
    if known.type in DATES and (at is None or _day(at)):
        return _date(at, key, label)
    # by the field and not by what is known of it by now: another kind of box would forget what was typed just now
    if offered is not None:
        return _offered(at, key, label, offered)
    probe = {"value": "" if at is None else str(at)}
    hint = {"placeholder": text.TYPE_VALUE, "label_visibility": "collapsed"}
    said = str(field(st.text_input, probe, "value", label, key=key, **hint))
    return (at if str(at) == said else _typed(said, known)) if said.strip() else None


def _offered(at: Any, key: str, label: str, offered: dict[str, str]) -> Any:
    options = [*offered, *([at] if at is not None and at not in offered else [])]
    probe = {"value": at}
    field(
        st.selectbox,
        probe,
        "value",
        label,
        options,
        key=key,
        index=None,
        format_func=lambda each: offered.get(each, str(each)),
        accept_new_options=True,
        placeholder=text.CHOOSE_VALUE,
        label_visibility="collapsed",
    )
    return probe["value"]


def _truth(at: Any, key: str, label: str) -> bool | None:
    probe = {"value": at if isinstance(at, bool) else {"true": True, "false": False}.get(str(at).lower())}
    told = {"format_func": text.TRUTH.__getitem__, "placeholder": text.CHOOSE_VALUE, "label_visibility": "collapsed"}
    field(st.selectbox, probe, "value", label, [True, False], key=key, index=None, **told)
    return at if at is not None and probe["value"] == at else probe["value"]


def _day(at: Any) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(str(at))
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _date(at: Any, key: str, label: str) -> str | None:
    probe: dict[str, Any] = {"value": _day(at)}
    asked = {"value": None, "min_value": FIRST_DAY, "max_value": LAST_DAY, "format": "YYYY-MM-DD"}
    field(st.date_input, probe, "value", label, key=key, label_visibility="collapsed", **asked)
    return probe["value"].isoformat() if probe["value"] else None


def _typed(said: Any, known: IlsField) -> Any:
    """Return a number that was typed as one, and everything else as it stands; what is none is told of elsewhere."""
    if known.type not in NUMBERS or not isinstance(said, str):
        return said
    plain = said.strip()
    try:
        return int(plain) if plain.lstrip("+-").isdecimal() else float(plain) if "." in plain else said
    except ValueError:
        return said
