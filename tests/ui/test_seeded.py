"""Widgets that show plain data: their value reaches the browser also when the drawing that seeded them was thrown away."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def script() -> None:
    import streamlit as st

    from synckit.ui.seeded import field

    data = st.session_state.setdefault("data", {"a": "y", "b": "any", "c": ["x"], "d": "text", "e": 3, "gone": "z"})
    field(st.selectbox, data, "a", "A", ["x", "y"], key="k:a", index=None)
    field(st.radio, data, "b", "B", ["all", "any"], key="k:b")
    field(st.multiselect, data, "c", "C", ["x", "y"], key="k:c")
    field(st.text_input, data, "d", "D", key="k:d")
    field(st.number_input, data, "e", "E", key="k:e", min_value=1, value=None)
    field(st.selectbox, data, "gone", "Gone", ["x", "y"], key="k:gone", index=None)


def defaults(at: AppTest) -> list[object]:
    return [
        at.selectbox[0].proto.default,
        at.radio[0].proto.default,
        list(at.multiselect[0].proto.default),
        at.text_input[0].proto.default,
        at.number_input[0].proto.default,
    ]


def test_a_widget_is_told_its_value_each_time_it_is_drawn():
    at = AppTest.from_function(script).run()
    assert defaults(at) == [1, 1, [0], "text", 3]
    assert defaults(at.run()) == [1, 1, [0], "text", 3]


def test_what_is_typed_is_written_back():
    at = AppTest.from_function(script).run()
    at.selectbox[0].select("x")
    at.text_input[0].set_value("other").run()
    assert at.session_state["data"] == {"a": "x", "b": "any", "c": ["x"], "d": "other", "e": 3, "gone": "z"}


def test_a_value_that_is_no_option_is_neither_shown_nor_lost():
    at = AppTest.from_function(script).run().run()
    assert (at.selectbox[1].value, at.session_state["data"]["gone"]) == (None, "z")
    at.selectbox[1].select("x").run()
    assert at.session_state["data"]["gone"] == "x"
