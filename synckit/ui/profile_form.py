"""A profile made or edited by hand: an input that fits each field; what breaks a rule is said beside it, all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from synckit import errors
from synckit.fields import FieldType, ProfileField
from synckit.mapping import SEPARATOR
from synckit.profiles import Unfit
from synckit.ui import labels, problems
from synckit.ui.library import Library
from synckit.ui.profile_list import go
from synckit.ui.profile_view import back
from synckit.ui.shown import escaped
from synckit.ui.words import profiles as text

_FORM = "profile-form"
_FORMS = "profile-forms"
"""How many forms of new profiles this session opened."""
_SHOW_NOW = "show-now"
_BOOLEANS = {"true": text.YES, "false": text.NO}
_ANY_DATE: dict[str, Any] = {"min_value": dt.date.min, "max_value": dt.date.max, "format": "YYYY-MM-DD"}


@dataclass
class _Form:
    """The form that is open in this session."""

    profile_id: int | None
    seen: int
    """The version of the profile then; of a new one, the number of its form."""
    texts: dict[str, str | None]
    """What the profile had when the form was opened."""
    wrong: dict[str, str] = field(default_factory=dict)
    """What is wrong with the fields that were sent last, by their keys."""
    moved: str = ""
    made: int | None = None
    """The profile that it made: sent twice, it makes no second one."""
    is_drawn: bool = False
    retyped: bool = False
    """Whether somebody chose a type just now: what else they chose, the form has not sent yet."""

    def key(self, name: str) -> str:
        """Return the key of an input; a later look at the profile has inputs of its own."""
        return f"form-{self.profile_id}-{self.seen}-{name}"

    @property
    def is_left(self) -> bool:
        """Whether somebody went elsewhere since it was drawn: Streamlit forgot its inputs, and what was typed with them."""
        return self.is_drawn and not {self.key("type"), _SHOW_NOW} & {*map(str, st.session_state)}


def show(library: Library, profile_id: int | None) -> None:
    """Show the form for a profile, or for a new one."""
    back()
    form = _opened(library, profile_id)
    st.header(text.NEW_TITLE if profile_id is None else text.EDIT_TITLE.format(id=profile_id), anchor=False)
    if form.moved:
        st.error(escaped(form.moved))
        st.button(text.SHOW_NOW, key=_SHOW_NOW, on_click=_forget)
        return
    if form.wrong:
        st.error(text.UNFIT)
    catalogue = library.workspace.catalogue
    said = labels.of_profile_fields(catalogue)
    kind = _type(form, catalogue.field("type"), said["type"])
    if kind is None:
        st.caption(text.CHOOSE_TYPE)
        return
    fields = [each for each in catalogue.of_type(kind) if each.key != "type"]
    with st.form(form.key("inputs"), enter_to_submit=False):
        values = {each.key: given for each, given in zip(fields, _inputs(form, fields, said), strict=True)}
        sent = st.form_submit_button(text.MAKE if profile_id is None else text.SAVE, type="primary")
    st.button(text.CANCEL, key="cancel-form", on_click=_leave, args=(profile_id,))
    form.retyped = False
    if sent:
        _send(library, form, {"type": kind, **values}, said)


def _opened(library: Library, profile_id: int | None) -> _Form:
    """Return the open form."""
    form: _Form | None = st.session_state.get(_FORM)
    if form is None or form.profile_id != profile_id or form.is_left:
        version, texts = (_next(), {}) if profile_id is None else library.workspace.profile_to_edit(profile_id)
        form = st.session_state[_FORM] = _Form(profile_id, version, texts)
    form.is_drawn = True
    return form


def _next() -> int:
    """Return the number of a new profile's form, so that none has the inputs and clicks of the one before."""
    st.session_state[_FORMS] = st.session_state.get(_FORMS, 0) + 1
    return int(st.session_state[_FORMS])


def _type(form: _Form, each: ProfileField, label: str) -> str | None:
    """Ask for the type, outside the form, since it decides which inputs the form has."""
    options = list(each.options)
    had = form.texts.get("type")
    chosen: str | None = st.selectbox(
        escaped(label),
        options,
        index=options.index(had) if had in options else None,
        key=form.key("type"),
        on_change=_retype,
        args=(form,),
    )
    _wrong(form, "type")
    return chosen


def _inputs(form: _Form, fields: list[ProfileField], said: Mapping[str, str]) -> list[Any]:
    """Show the inputs, two beside each other."""
    given = []
    for place in range(0, len(fields), 2):
        for column, each in zip(st.columns(2), fields[place : place + 2], strict=False):
            with column:
                given.append(_input(form, each, said[each.key]))
                _wrong(form, each.key)
    return given


def _wrong(form: _Form, key: str) -> None:
    if key in form.wrong:
        said = form.wrong[key]
        st.markdown(f":red[{escaped(said[:1].upper() + said[1:])}]")


def _input(form: _Form, each: ProfileField, label: str) -> Any:
    """Show the input of one field and return what was given: a text, a date, a list, or None."""
    name = escaped(text.REQUIRED.format(label=label) if each.required else label)
    had, key = form.texts.get(each.key), form.key(each.key)
    if each.type is FieldType.CHOICE:
        # An option that was taken away stays, for a value is never changed unasked.
        options = list(dict.fromkeys((*each.options, *([had] if had else []))))
        return _emptied(form, key, had, st.selectbox, name, options, index=None)
    if each.type is FieldType.BOOLEAN:
        yes_or_no = had if had in _BOOLEANS else None
        said = _BOOLEANS.__getitem__
        return _emptied(form, key, yes_or_no, st.selectbox, name, list(_BOOLEANS), index=None, format_func=said)
    if each.type is FieldType.CHOICES:
        held = had.split(SEPARATOR) if had else []
        return st.multiselect(name, list(dict.fromkeys((*each.options, *held))), held, key=key)
    if each.type is FieldType.DATE and (not had or _date(had)):
        return _emptied(form, key, _date(had), st.date_input, name, value=None, **_ANY_DATE)
    if each.type is FieldType.LONG_TEXT:
        return st.text_area(name, had or "", key=key)
    return st.text_input(name, had or "", key=key, autocomplete="off")


def _emptied(form: _Form, key: str, had: Any, widget: Callable[..., Any], *args: Any, **settings: Any) -> Any:
    """Show a box that can be emptied: a browser offers that only where the box began empty, so `had` is its seed.

    A browser that was slow to load the box shows it empty, so each drawing says again what it holds; but not the one
    that another type asked for, which would take away what is chosen and not sent.
    """
    if key not in st.session_state:
        st.session_state[key] = had or None
    elif not form.retyped:
        st.session_state[key] = st.session_state[key]
    return widget(*args, key=key, **settings)


def _date(given: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given) if given and len(given) == 10 else None
    except ValueError:
        return None


def _send(library: Library, form: _Form, values: Mapping[str, Any], said: Mapping[str, str]) -> None:
    """Save what differs from what the profile had; problems are drawn beside their fields."""
    form.wrong = {}
    changed = {key: value for key, value in values.items() if _as_text(value) != (form.texts.get(key) or "")}
    with problems.told():
        try:
            _save(library, form, changed, said)
        except Unfit as problem:
            form.wrong = {each.field or "": each.message for each in problem.findings}
            st.rerun()
        except errors.Moved as problem:
            form.moved = str(problem)
            st.rerun()


def _save(library: Library, form: _Form, changed: Mapping[str, Any], said: Mapping[str, str]) -> None:
    workspace = library.workspace
    if form.profile_id is None:
        form.made = form.made or workspace.make_profile(changed)
        problems.note(text.WAS_MADE.format(id=form.made))
        _leave(form.made)
    else:
        keys = workspace.edit_profile(form.profile_id, changed, form.seen)
        fields = ", ".join(said[key] for key in keys)
        problems.note(text.SAVED.format(id=form.profile_id, fields=fields) if keys else text.UNCHANGED)
        _leave(form.profile_id)
    st.rerun()


def _as_text(value: Any) -> str:
    if isinstance(value, list):
        return SEPARATOR.join(value)
    return value.isoformat() if isinstance(value, dt.date) else value or ""


def _retype(form: _Form) -> None:
    form.retyped = True


def _forget() -> None:
    st.session_state.pop(_FORM, None)


def _leave(profile_id: int | None) -> None:
    """Close the form and go to the profile, or to the list."""
    _forget()
    go(**({} if profile_id is None else {"profile": str(profile_id)}))
