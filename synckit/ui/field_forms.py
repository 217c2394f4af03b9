"""The forms of Profile fields & types: a field's label and rules, a new type, and the question before something is removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from synckit.fields import FieldType, ProfileField, Scope
from synckit.ui import problems
from synckit.ui.field_said import close, done, key
from synckit.ui.library import Library
from synckit.ui.meanwhile import changed, opened_with
from synckit.ui.shown import escaped
from synckit.ui.words import fields as text
from synckit.workspace.cataloguing import RULES

_WITH_OPTIONS = (FieldType.CHOICE, FieldType.CHOICES)
_WITH_LENGTH = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.URL)
_TYPES = tuple(each for each in FieldType if each is not FieldType.CODE)


def new_field(library: Library, profile_type: str | None) -> None:
    """Ask for a field of every type, or of one type."""
    with st.container(border=True, key="field-form"):
        where = profile_type or text.EVERY_TYPE
        st.markdown(f"**{escaped(text.NEW_FIELD_OF.format(where=where))}**")
        kind = _kind(FieldType.TEXT)
        with st.form(key(f"new-{kind}"), enter_to_submit=False, border=False):
            name = st.text_input(text.NAME, key=key("name"), help=text.NAME_HELP, autocomplete="off")
            rules = _rules(kind, None)
            save = _buttons(text.SAVE_FIELD)
    if save:
        scope = Scope.TYPE_SPECIFIC if profile_type else Scope.ALL_TYPES
        with problems.told(), st.spinner(text.SAVING):
            field = ProfileField(name.strip(), scope=scope, profile_type=profile_type, **rules)
            library.workspace.add_field(field)
            done(text.FIELD_ADDED.format(name=field.label))


def edit_field(library: Library, field: ProfileField) -> None:
    """Ask for the label and the rules of a field; its name stays."""
    with st.container(border=True, key="field-form"):
        st.markdown(f"**{escaped(text.EDIT_OF.format(label=field.label))}**")
        was = opened_with(key("was"), key("label"), field)
        kind = _kind(was.type)
        with st.form(key(f"edit-{kind}"), enter_to_submit=False, border=False):
            rules = _rules(kind, was)
            save = _buttons(text.SAVE_FIELD)
    if save:
        with problems.told(), st.spinner(text.SAVING):
            library.workspace.change_field(field.key, **changed(_known(was), _known(field), rules))
            done(text.FIELD_CHANGED.format(name=rules["label"] or field.label))


def _known(field: ProfileField) -> dict[str, Any]:
    return {name: getattr(field, name) for name in RULES}


def _kind(now: FieldType) -> FieldType:
    """Ask for the type, outside of the form: it decides which rules there are to ask for."""
    return st.selectbox(text.TYPE, _TYPES, _TYPES.index(now), format_func=text.KINDS.__getitem__, key=key("type"))


def _rules(kind: FieldType, field: ProfileField | None) -> dict[str, Any]:
    """Ask for the rules that a type has, as they are now."""
    rules: dict[str, Any] = {"type": kind, "options": (), "max_length": None, "pattern": None}
    label = field.label if field else ""
    rules["label"] = st.text_input(
        text.LABEL, label, key=key("label"), help=text.LABEL_HELP, autocomplete="off"
    ).strip()
    if kind in _WITH_OPTIONS:
        now = "\n".join(field.options) if field else ""
        typed = st.text_area(text.OPTIONS, now, key=key("options"), help=text.OPTIONS_HELP, height=160)
        rules["options"] = tuple(line.strip() for line in typed.splitlines() if line.strip())
    elif kind in _WITH_LENGTH:
        longest = field.max_length if field and field.type is kind else None
        given = st.number_input(text.MAX_LENGTH, min_value=1, value=longest, step=1, key=key(f"length-{kind}"))
        rules["max_length"] = int(given) if given is not None else None
    pattern = (field.pattern if field else None) or ""
    if kind in _WITH_LENGTH or pattern:  # a pattern that another type has stays until somebody takes it away
        typed = st.text_input(text.PATTERN, pattern, key=key("pattern"), help=text.PATTERN_HELP, autocomplete="off")
        rules["pattern"] = typed.strip() or None
    with st.container(horizontal=True):
        required, unique = (field.required, field.unique) if field else (False, False)
        rules["required"] = st.checkbox(text.REQUIRED, required, key=key("required"), help=text.REQUIRED_HELP)
        rules["unique"] = st.checkbox(text.UNIQUE, unique, key=key("unique"), help=text.UNIQUE_HELP)
    return rules


def _buttons(label: str) -> bool:
    with st.container(horizontal=True):
        pressed = st.form_submit_button(label, type="primary")
        st.form_submit_button(text.CANCEL, on_click=close)
    return pressed


def new_type(library: Library) -> None:
    """Ask for a profile type."""
    with st.container(border=True, key="type-form"), st.form(key("new-type"), enter_to_submit=False, border=False):
        name = st.text_input(text.TYPE_NAME, key=key("type-name"), help=text.TYPE_NAME_HELP, autocomplete="off")
        save = _buttons(text.SAVE_TYPE)
    if save:
        with problems.told():
            library.workspace.add_type(name.strip())
            done(text.TYPE_ADDED.format(type=name.strip()))


def ask_removal(asks: str, says: str, label: str, remove: Callable[[], None], said: str) -> None:
    """Ask before something is removed; what is in use is refused by the store, which says by whom."""
    with st.container(border=True, key="field-removal"):
        st.markdown(f"**{escaped(asks)}**")
        st.write(says)
        with st.container(horizontal=True):
            pressed = st.button(label, key=key("remove"), type="primary")
            st.button(text.CANCEL, key=key("keep"), on_click=close)
    if pressed:
        with problems.told(), st.spinner(text.SAVING):
            remove()
            done(said)
