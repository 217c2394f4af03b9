"""Conditions to SQL: the filter of a sync as one boolean expression over the raw frame.

Owns what every operator means, for every field type, list fields and empty values included. Nothing is
read here: patrons in, fewer patrons out, as an expression that the plan puts in its `where`.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from synckit import errors
from synckit.definition import Condition, Group, Period, Sql
from synckit.engine import free_sql, vocabulary
from synckit.engine.expressions import Expression, all_of, any_of, column, literals, sql
from synckit.fields import FieldType, IlsField

NEGATIVE = {
    "not_equals": "equals",
    "not_in": "in",
    "not_contains": "contains",
    "is_not_empty": "is_empty",
    "not_in_the_last": "in_the_last",
}
"""Each negative operator and what it denies: it keeps exactly the patrons the other one drops."""

NUMBERS = (FieldType.INTEGER, FieldType.NUMBER)
DATES = (FieldType.DATE, FieldType.DATETIME)


@dataclass(frozen=True)
class Scene:
    """What a filter is judged against."""

    fields: Mapping[str, IlsField]
    """The ILS fields of the connection, by name."""
    as_of: date
    """The run's date, from which relative periods count."""
    zone: str
    """The IANA zone in which date-times become days."""


def meets(condition: Condition | Group | Sql | None, scene: Scene) -> Expression:
    """Return the expression that is true for the patrons that meet the condition, false for all others.

    Never null. No condition at all keeps every patron.
    """
    match condition:
        case None:
            return all_of([])
        case Group(op="all"):
            return all_of(meets(part, scene) for part in condition.conditions)
        case Group():
            return any_of(meets(part, scene) for part in condition.conditions)
        case Sql():
            kept = free_sql.parse(condition.sql, scene.fields)
            return sql("coalesce(try_cast({x} as boolean), false)", x=kept)
    return _single(condition, scene)


def misfits(condition: Condition | Group | Sql | None, scene: Scene) -> dict[str, Expression]:
    """Return, for each typed field the filter reads, what is true where a value does not fit the type."""
    found: dict[str, Expression] = {}
    for part in leaves(condition):
        field = scene.fields[part.field]
        typed = _typed(field.type, column(field.name), scene)
        if typed is not None and not field.many and part.operator not in ("is_empty", "is_not_empty"):
            found[field.name] = sql(
                "{text} is not null and {typed} is null", text=vocabulary.filled(column(field.name)), typed=typed
            )
    return found


def leaves(condition: Condition | Group | Sql | None) -> Iterator[Condition]:
    """Yield the single conditions of a filter, SQL pieces left out."""
    if isinstance(condition, Group):
        for part in condition.conditions:
            yield from leaves(part)
    elif isinstance(condition, Condition):
        yield condition


def _single(condition: Condition, scene: Scene) -> Expression:
    field = scene.fields[condition.field]
    operator = NEGATIVE.get(condition.operator, condition.operator)
    held = _holds(field, operator, condition.value, scene)
    if condition.operator in NEGATIVE:
        return sql("not coalesce({held}, false)", held=held)
    return sql("coalesce({held}, false)", held=held)


def _holds(field: IlsField, operator: str, value: Any, scene: Scene) -> Expression:
    cell = column(field.name)
    if operator == "is_empty":
        filled = vocabulary.filled_elements(cell) if field.many else vocabulary.filled(cell)
        return sql("coalesce(len({x}), 0) = 0", x=filled) if field.many else sql("{x} is null", x=filled)
    if not field.many:
        return _compared(field.type, cell, operator, value, scene)
    held = _compared(field.type, sql("item"), operator, value, scene)
    return sql("len(list_filter({items}, lambda item: coalesce({held}, false))) > 0", items=cell, held=held)


def _compared(type: FieldType, cell: Expression, operator: str, value: Any, scene: Scene) -> Expression:
    typed = _typed(type, cell, scene)
    if typed is None:
        return _text(type, cell, operator, value)
    if operator in ("in_the_last", "in_the_next"):
        low, high = period(value, operator, scene.as_of)
        return sql("{x} between {low} and {high}", x=typed, low=_day(low), high=_day(high))
    if type is FieldType.BOOLEAN:
        return _boolean(typed, operator, value)
    constant = _day if type in DATES else _decimal
    return _ordered(typed, operator, value, constant)


def _typed(type: FieldType, cell: Expression, scene: Scene) -> Expression | None:
    """Return the value of a cell as its type compares; None for text, which compares as it is."""
    text = vocabulary.trim(cell)
    if type in NUMBERS:
        return vocabulary.decimal(text)
    if type in DATES:
        return vocabulary.day(text, scene.zone)
    return vocabulary.as_boolean(text) if type is FieldType.BOOLEAN else None


def _text(type: FieldType, cell: Expression, operator: str, value: Any) -> Expression:
    exact = type is FieldType.CODE
    constants = [str(raw) for raw in (value if operator == "in" else [value])]
    held = _text_held(exact, cell, operator, constants)
    if operator == "matches" or not all(constant.strip() for constant in constants):
        return sql("{filled} is not null and {held}", filled=vocabulary.filled(cell), held=held)
    return held  # only what is not empty can equal or hold a constant that is not


def _text_held(exact: bool, cell: Expression, operator: str, constants: list[str]) -> Expression:
    if operator == "matches":
        return vocabulary.matches(
            cell if exact else vocabulary.trim(cell), constants[0] if exact else f"(?i){constants[0]}"
        )
    compared = cell if exact else vocabulary.fold(cell)
    ready = [sql("{x}", x=constant) if exact else vocabulary.fold(sql("{x}", x=constant)) for constant in constants]
    if operator == "in":
        return sql("{x} in {ys}", x=compared, ys=literals(ready))
    if operator == "equals":
        return sql("{x} = {y}", x=compared, y=ready[0])
    function = {"contains": "contains", "starts_with": "starts_with", "ends_with": "ends_with"}[operator]
    return sql(f"{function}({{x}}, {{y}})", x=compared, y=ready[0])


def _boolean(typed: Expression, operator: str, value: Any) -> Expression:
    if operator in ("is_true", "is_false"):
        return sql("{x} = {word}", x=typed, word=operator.removeprefix("is_"))
    words = [str(each).strip().lower() for each in (value if operator == "in" else [value])]
    return sql(
        "{x} in {ys}", x=typed, ys=literals("true" if word in vocabulary.TRUE_WORDS else "false" for word in words)
    )


ORDERED = {
    "equals": "=",
    "less_than": "<",
    "at_most": "<=",
    "greater_than": ">",
    "at_least": ">=",
    "before": "<",
    "on_or_before": "<=",
    "after": ">",
    "on_or_after": ">=",
}


def _ordered(typed: Expression, operator: str, value: Any, constant: Callable[[Any], Expression]) -> Expression:
    if operator == "between":
        return sql("{x} between {low} and {high}", x=typed, low=constant(value[0]), high=constant(value[1]))
    if operator == "in":
        return sql("{x} in {ys}", x=typed, ys=literals(constant(v) for v in value))
    return sql(f"{{x}} {ORDERED[operator]} {{y}}", x=typed, y=constant(value))


def _day(value: Any) -> Expression:
    return sql("cast({x} as date)", x=str(value))


def _decimal(value: Any) -> Expression:
    number = Decimal(str(value).strip())
    if abs(number) >= Decimal(10) ** 28:
        raise errors.DefinitionError(
            f"The number {value!r} is too large to compare with; write one of at most 28 digits."
        )
    return sql("cast({x} as decimal(38, 10))", x=f"{number:f}")


def period(text: str, operator: str, as_of: date) -> tuple[date, date]:
    """Return the first and the last day of a relative period, both included.

    >>> period("6 months", "in_the_last", date(2026, 8, 31))
    (datetime.date(2026, 2, 28), datetime.date(2026, 8, 31))
    """
    asked = Period.parse(text)
    other = shifted(as_of, asked.count if operator == "in_the_next" else -asked.count, asked.unit.rstrip("s"))
    return min(as_of, other), max(as_of, other)


def shifted(day: date, count: int, unit: str) -> date:
    """Return the day `count` days, weeks, months or years on; a month too short ends at its last day.

    Beyond the calendar's ends it stays at the end.

    >>> shifted(date(2026, 1, 31), 1, "month")
    datetime.date(2026, 2, 28)
    """
    try:
        if unit in ("day", "week"):
            return day + timedelta(days=count * (7 if unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (OverflowError, ValueError, calendar.IllegalMonthError):
        return date.max if count > 0 else date.min
