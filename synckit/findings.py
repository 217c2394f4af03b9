"""The rules that a value or a patron can break, and the sentence each says.

A finding is one problem with one patron or value: who, at which step, which field, which rule, the value,
and what to do. It travels as a row, never as an exception; every step from filter to plan makes some.
Inside the plan a rule is a small number, so that a million values cost a megabyte and not sixteen.
"""

from __future__ import annotations

COLUMNS = ("patron", "step", "field", "rule", "value", "message")
"""The columns of every findings frame."""

VALUE_RULES = {
    "type": "The value does not read as {type}; correct it in the library system or add a step.",
    "length": "The value is longer than {max_length} characters; shorten it or raise the field's max_length.",
    "option": "The value is not one of the field's options; add the option or a value map.",
    "pattern": "The value does not match the field's pattern; correct it in the library system.",
    "required": "The field is required, so it is not cleared; correct it in the library system.",
    "not_unique": "Another profile holds this value, which has to be unique; correct one of the two.",
    "value_map": "The value map does not name this value; add it or set 'otherwise'.",
}
"""What an incorrect value breaks: it is not written, the rest of the patron is."""

PATRON_RULES = {
    "missing_key": "Every field of match_on is empty, so nobody can say whose profile this is; fill one in the library system.",
    "ambiguous": "The key meets two or more profiles; merge them or correct the key.",
    "conflict": "A later key meets a profile whose earlier key differs; correct one of them or set on_conflict.",
    "duplicate": "Two patrons of this run claim one profile or one new key; merge or correct them in the library system.",
    "missing_required": "The new profile would lack a required field; fill it in the library system or add a default.",
    "unreadable": "The record could not be read: {reason}; correct it at its source.",
}
"""Why a patron is rejected: nothing of it is written."""

RULES = (*VALUE_RULES, *PATRON_RULES)


def code(rule: str) -> int:
    """Return the number of a rule inside the plan, from 1.

    >>> code("type"), code("missing_key")
    (1, 8)
    """
    return RULES.index(rule) + 1
