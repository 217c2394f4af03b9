"""Widgets that show plain data: each drawing says what a widget holds, so that a slow browser shows none of them empty."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

DATA = {
    "text": "a text",
    "number": 5,
    "box": "b",
    "may be empty": "b",
    "several": ["a", "b"],
    "one": "b",
    "on": True,
    "day": dt.date(2026, 12, 1),
}


def page() -> None:
    import streamlit as st

    from synckit.ui.seeded import field

    data = st.session_state["data"]
    field(st.text_input, data, "text", "Text", key="text")
    field(st.number_input, data, "number", "Number", key="number", min_value=1, max_value=9, step=1)
    field(st.selectbox, data, "box", "Box", ["a", "b"], key="box", index=None, required=True)
    field(st.selectbox, data, "may be empty", "Box", ["a", "b"], key="may be empty", index=None)
    field(st.multiselect, data, "several", "Several", ["a", "b", "c"], key="several")
    field(st.radio, data, "one", "One", ["a", "b"], key="one")
    field(st.toggle, data, "on", "On", key="on")
    field(st.date_input, data, "day", "Day", key="day", value=None)


@pytest.fixture
def again() -> AppTest:
    """The page, drawn twice: a browser may meet its widgets only now."""
    at = AppTest.from_function(page)
    at.session_state["data"] = {**DATA}
    return at.run().run()


@pytest.mark.parametrize(
    ("kind", "key", "default"),
    [
        ("text_input", "text", "a text"),
        ("number_input", "number", 5),
        ("selectbox", "box", 1),
        ("multiselect", "several", [0, 1]),
        ("radio", "one", 1),
        ("toggle", "on", True),
    ],
)
def test_what_a_widget_holds_is_its_default(again, kind, key, default):
    found = getattr(again, kind)(key=key).proto
    assert (list(found.default) if isinstance(default, list) else found.default) == default
    assert not found.set_value


@pytest.mark.parametrize(
    ("kind", "key", "held"), [("selectbox", "may be empty", "b"), ("date_input", "day", "2026-12-01")]
)
def test_a_widget_that_may_be_empty_is_set_again(again, kind, key, held):
    found = getattr(again, kind)(key=key).proto
    assert found.set_value
    assert held in (found.raw_value if kind == "selectbox" else [each.replace("/", "-") for each in found.value])


def test_nothing_is_lost(again):
    assert again.session_state["data"] == DATA


def test_what_may_be_empty_can_be_emptied(again):
    again.selectbox(key="may be empty").set_value(None).run()
    assert again.session_state["data"]["may be empty"] is None
