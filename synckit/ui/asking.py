"""The inputs for a connection's settings: one a setting, as its system declares them; secrets are typed unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import streamlit as st

from synckit import ils
from synckit.ils import Setting
from synckit.ui.words import connections as text

_PAIRS = {"koha": ("client_id", "user"), "files": ("id",)}
"""Settings that are no must each, and yet belong to the first that are asked for."""


def settings(
    kind: str, key: Callable[[str], str], values: Mapping[str, str] | None = None, kept: str | None = None
) -> tuple[dict[str, str], dict[str, str]]:
    """Ask for the settings of a kind and return plain ones and secrets, as they were typed.

    `values` are those that it has; `kept` is what an empty secret shows where there is one already.
    """
    declared = ils.declared(kind)
    first = [each for each in declared if each.required or each.secret or each.name in _PAIRS.get(kind, ())]
    more = [each for each in declared if each not in first]
    given = _asked(first, key, values or {}, kept)
    if more:
        with st.expander(text.MORE_SETTINGS):
            given |= _asked(more, key, values or {}, kept)
    hidden = {each.name for each in declared if each.secret}
    return (
        {name: typed.strip() for name, typed in given.items() if name not in hidden},
        {name: typed for name, typed in given.items() if name in hidden and typed.strip()},
    )


def secrets(kind: str, key: Callable[[str], str]) -> dict[str, str]:
    """Ask for the secrets of a kind alone and return those that were typed."""
    hidden = [each for each in ils.declared(kind) if each.secret]
    return {name: typed for name, typed in _asked(hidden, key, {}, None).items() if typed.strip()}


def _asked(
    declared: Iterable[Setting], key: Callable[[str], str], values: Mapping[str, str], kept: str | None
) -> dict[str, str]:
    return {
        each.name: st.text_input(
            each.label,
            "" if each.secret else str(values.get(each.name) or ""),
            key=key(each.name),
            help=each.help,
            placeholder=(kept if each.secret else each.default) or None,
            type="password" if each.secret else "default",
            autocomplete="new-password" if each.secret else "off",
        )
        for each in declared
    }
