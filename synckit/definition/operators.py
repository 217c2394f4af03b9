"""The operators of conditions: which field types each one fits, and what value it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from synckit.definition.periods import RELATIVE_UNITS, Period
from synckit.fields import DATES, NUMBERS, TEXTS, FieldType

Takes = Literal["nothing", "one", "list", "pair", "period"]


@dataclass(frozen=True)
class Operator:
    """One operator of a condition."""

    name: str
    types: frozenset[FieldType]
    takes: Takes
    """nothing · one value · a list of at least one · a pair [low, high] · a period such as "6 months"."""

    @property
    def negative(self) -> bool:
        """Whether empty values meet it (and a list field only when no element fails)."""
        return "not_" in self.name and self.name != "is_not_empty"

    @property
    def label(self) -> str:
        """The words of the page: "does not" is left to the reader, `not_contains` is "not contains"."""
        return self.name.replace("_", " ")


_ANY = frozenset(FieldType)
_BOOLEAN = frozenset({FieldType.BOOLEAN})
_TABLE: tuple[tuple[str, frozenset[FieldType], Takes], ...] = (
    ("equals not_equals", _ANY, "one"),
    ("in not_in", _ANY, "list"),
    ("is_empty is_not_empty", _ANY, "nothing"),
    ("contains not_contains starts_with ends_with matches", TEXTS, "one"),
    ("less_than at_most greater_than at_least", NUMBERS, "one"),
    ("between", NUMBERS | DATES, "pair"),
    ("before on_or_before after on_or_after", DATES, "one"),
    ("in_the_last not_in_the_last in_the_next", DATES, "period"),
    ("is_true is_false", _BOOLEAN, "nothing"),
)
OPERATORS = {name: Operator(name, types, takes) for names, types, takes in _TABLE for name in names.split()}
"""Every operator by its name, in the order in which a page offers them."""


def operators_for(kind: FieldType) -> tuple[Operator, ...]:
    """Return the operators that fit a field type; a list field follows the type of its elements.

    >>> [each.name for each in operators_for(FieldType.BOOLEAN)][-2:]
    ['is_true', 'is_false']
    """
    return tuple(each for each in OPERATORS.values() if kind in each.types)


def shape_problem(operator: Operator, value: Any) -> str:
    """Return why a value cannot stand beside an operator, whatever the field, or "".

    >>> shape_problem(OPERATORS["between"], [1])
    'between takes two values, as in [1, 10]'
    """
    values = value if isinstance(value, tuple | list) else None
    if operator.takes == "nothing":
        return f"{operator.name} takes no value" if value is not None else ""
    if operator.takes == "list":
        return "" if values else f"{operator.name} takes a list of values, as in [ST, GR]"
    if operator.takes == "pair":
        return "" if values and len(values) == 2 else f"{operator.name} takes two values, as in [1, 10]"
    if value is None:
        return f"{operator.name} needs a value; for empty fields there is is_empty"
    if values is not None:
        return f"{operator.name} takes one value, not a list"
    return _period_problem(value) if operator.takes == "period" else ""


def _period_problem(value: Any) -> str:
    try:
        Period.parse(value, RELATIVE_UNITS)
    except ValueError as problem:
        return str(problem)
    return ""


def reshaped(value: Any, takes: Takes) -> Any:
    """Return a value as it goes on beside an operator that takes another shape; None where it cannot.

    >>> reshaped("ST", "list"), reshaped(["ST", "GR"], "one"), reshaped("6 months", "nothing")
    (['ST'], 'ST', None)
    """
    values = [each for each in (value if isinstance(value, list | tuple) else [value]) if each not in (None, "")]
    if takes in ("nothing", "period") or not values:
        return None
    if takes == "list":
        return values
    return values[0] if takes == "one" else [values[0], values[1] if len(values) == 2 else None]
