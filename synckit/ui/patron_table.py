"""Patrons that meet a filter: how many, a page of them, counts by a field, and the same as SQL, Python and CSV."""

from __future__ import annotations

import functools
import zlib
from typing import Any

import pandas as pd
import streamlit as st

from synckit.access import Act
from synckit.ui import filter_builder, labels, patron_looks, taking_along
from synckit.ui.library import Library
from synckit.ui.patron_source import Source
from synckit.ui.shown import number, span
from synckit.ui.tables import table
from synckit.ui.words import filter as filter_text
from synckit.ui.words import patrons as text
from synckit.workspace.masking import is_ils_category
from synckit.workspace.previewing import FilterLook

PAGE = 50
BARS = 20


def show(here: Library, source: Source) -> None:
    """Show the filter and what meets it."""
    st.header(text.FILTER, anchor=False)
    reading = patron_looks.reading(here, source.connection)
    offers = patron_looks.Offers(here, reading.patrons)
    may_edit = here.workspace.person.may(Act.EDIT)
    places = filter_builder.show(source.filter, source.fields, source.key, offers, offers_sql=may_edit)
    offers.wait()
    st.header(text.PATRONS, anchor=False)
    found = patron_looks.patrons(here, source.connection)
    if found is None:
        return
    asked = patron_looks.Group(here, found, source.filter, source.zone)
    known: FilterLook | None = patron_looks.shown(asked.counted)
    patron_looks.read_at(here, found)
    if known is None:
        return
    patron_looks.left(known, places, source.filter["op"])
    st.markdown(f"**{patron_looks.met(known)}**")
    columns = _columns(source)
    _page(here, source, asked, known, columns)
    st.header(text.BY, anchor=False)
    _counts(source, asked)
    st.header(text.TAKE_ALONG, anchor=False)
    taking_along.show(here, source, found, known, columns)


def _columns(source: Source) -> list[str]:
    named = labels.of_ils_fields(source.fields)
    usual = patron_looks.columns(source.filter, source.fields)
    chosen = st.multiselect(
        text.COLUMNS,
        list(named),
        usual,
        format_func=named.__getitem__,
        # other usual columns are another choice
        key=f"columns:{source.key}:{zlib.crc32(repr((usual, named)).encode())}",
        placeholder=text.CHOOSE_COLUMNS,
    )
    return [*chosen]


def _page(here: Library, source: Source, asked: patron_looks.Group, known: FilterLook, columns: list[str]) -> None:
    pages = max(1, -(-known.met // PAGE))
    place = st.container()
    page = 1
    if pages > 1:
        # another filter begins at its first page
        said = zlib.crc32(known.sql.encode())
        page = min(st.pagination(pages, key=f"pages:{source.key}:{said}"), pages)
    first = (page - 1) * PAGE
    with place:
        frame: pd.DataFrame | None = patron_looks.shown(functools.partial(asked.first, columns, PAGE, first))
        if frame is None:
            return
        named = labels.of_ils_fields(source.fields, reserved=(filter_text.PATRON,))
        frame = frame.rename(columns={**named, "_id": filter_text.PATRON})
        if table(frame, text.PATRONS, filter_text.NO_PATRONS):
            st.caption(_said(here, first, len(frame), known.met))


def _said(here: Library, first: int, rows: int, met: int) -> str:
    shown = text.SHOWN.format(rows=span(first + 1, first + rows), count=number(met))
    return shown if here.workspace.values_shown else f"{shown}. {text.MASKED}"


def _counts(source: Source, asked: patron_looks.Group) -> None:
    named = labels.of_ils_fields(source.fields)
    # fields whose values tell groups of patrons first
    options = sorted(named, key=lambda name: not is_ils_category(source.fields[name]))
    key = f"by:{source.key}:{zlib.crc32(repr(named).encode())}"
    field = st.selectbox(text.FIELD, options, format_func=named.__getitem__, key=key, width=420)
    counts: pd.DataFrame | None = patron_looks.shown(functools.partial(asked.by, field)) if field else None
    if counts is None:
        return
    if counts.empty:
        st.caption(text.NOBODY)
        return
    _bars(counts.head(BARS), named[field])
    told = counts if counts["label"].any() else counts.drop(columns="label")
    table(told.rename(columns=text.BY_COLUMNS), text.BY, text.NOBODY)


def _bars(counts: pd.DataFrame, name: str) -> None:
    import altair as alt

    said = [label or value or text.EMPTY for value, label in zip(counts["value"], counts["label"], strict=True)]
    data = pd.DataFrame({"place": range(len(said)), "value": said, "patrons": counts["patrons"].astype(int)})
    order: Any = alt.EncodingSortField("place")
    base = alt.Chart(data, height=alt.Step(26)).encode(
        y=alt.Y("value:N", sort=order, title=None, axis=alt.Axis(labelLimit=200, labelOverlap=False, ticks=False)),
        x=alt.X("patrons:Q", title=None, axis=None),
        tooltip=alt.value(None),
    )
    marks = base.mark_text(align="left", dx=6).encode(text=alt.Text("patrons:Q", format=","))
    told = ", ".join(f"{value}: {number(count)}" for value, count in zip(said, data["patrons"], strict=True))
    st.altair_chart(base.mark_bar(cornerRadiusEnd=3) + marks, alt=text.BY_SAYS.format(field=name, counts=told))
