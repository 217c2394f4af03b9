"""Whether a sync fits its connection and the field catalogue; judged when it is saved, not in the middle of a run."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Fields
from typing import Any

from synckit.definition.conditions import Condition, Group, Scalar, Sql
from synckit.definition.mappings import Mapping
from synckit.definition.model import as_date
from synckit.definition.operators import operators_for
from synckit.definition.strategies import Match
from synckit.definition.sync import Sync
from synckit.definition.text_values import is_boolean, is_number, misfit
from synckit.documents import Key
from synckit.errors import DefinitionError, unknown
from synckit.fields import DATES, NUMBERS, Catalogue, FieldType, IlsField, ProfileField, pattern_problem


def validate(sync: Sync, catalogue: Catalogue, ils_fields: Fields[str, IlsField]) -> None:
    """Raise DefinitionError for the first thing in a sync that its connection or the catalogue does not allow.

    `ils_fields` are the connection's fields by name. The message names the file's line, when the sync came from one,
    and the nearest known name. Raw SQL is judged by filters.py and mapping.py.

    >>> sync = Sync.from_yaml("{name: x, connection: y, match_on: [email], mapping: [{from: mail, to: email}]}")
    >>> validate(sync, Catalogue.empty(), {"email": IlsField("email")})
    Traceback (most recent call last):
    synckit.errors.DefinitionError: YAML line 1: from: No ILS field named 'mail'. Did you mean 'email'?
    """
    for key, problem in problems(sync, catalogue, ils_fields):
        raise sync.problem(key, problem)


Problem = tuple[Key, str]


def problems(sync: Sync, catalogue: Catalogue, ils_fields: Fields[str, IlsField]) -> Iterator[Problem]:
    """Yield all that its connection or the catalogue does not allow: the key, and a sentence."""
    if sync.filter is not None:
        yield from _group(sync.filter, ("filter",), ils_fields)
    for place, row in enumerate(sync.mapping):
        yield from row_problems(row, ("mapping", place), catalogue, ils_fields)
    yield from _targets(sync)
    yield from _match_on(sync, catalogue)
    yield from _columns(sync, catalogue)


def _group(group: Group, key: Key, ils_fields: Fields[str, IlsField]) -> Iterator[Problem]:
    for place, part in enumerate(group.conditions):
        inside = (*key, group.op, place)
        if isinstance(part, Group):
            yield from _group(part, inside, ils_fields)
        elif not isinstance(part, Sql):
            yield from condition_problems(part, inside, ils_fields)


def condition_problems(condition: Condition, key: Key, ils_fields: Fields[str, IlsField]) -> Iterator[Problem]:
    """Yield what does not fit between a condition and the type of its field; `key` is where the condition stands."""
    field = ils_fields.get(condition.field)
    if field is None:
        yield (*key, "field"), unknown("ILS field", condition.field, ils_fields)
        return
    if field.type not in condition.rule.types:
        known = ", ".join(each.name for each in operators_for(field.type))
        words = f"the operator {condition.operator} does not fit {field.name!r}, a {field.type} field."
        yield (*key, "operator"), f"{words} It takes {known}."
        return
    if condition.rule.takes != "period":
        for value in condition.values:
            problem = _value_problem(condition, field, value)
            if problem:
                yield (*key, "value"), problem
    if condition.operator == "between" and not _in_order(condition, field):
        yield (*key, "value"), "between takes the low end first."


def _value_problem(condition: Condition, field: IlsField, value: Scalar) -> str:
    if condition.operator == "matches":
        problem = pattern_problem(str(value))
        return f"the pattern {value!r} cannot be used: {problem}." if problem else ""
    if field.type in NUMBERS and not is_number(value):
        return f"{value!r} is no number, and {field.name!r} is a {field.type} field."
    if field.type is FieldType.BOOLEAN and not is_boolean(value):
        return f"{value!r} is neither true nor false, and {field.name!r} is a boolean field."
    if field.type in DATES:
        return _date_problem(value)
    return ""


def _date_problem(value: Any) -> str:
    try:
        as_date(value)
    except ValueError as problem:
        return f"{problem}."
    return ""


def _in_order(condition: Condition, field: IlsField) -> bool:
    low, high = condition.values
    if field.type in NUMBERS:
        return not (is_number(low) and is_number(high)) or float(low) <= float(high)
    return str(low) <= str(high)


def row_problems(row: Mapping, key: Key, catalogue: Catalogue, ils_fields: Fields[str, IlsField]) -> Iterator[Problem]:
    """Yield what does not fit between a row of the map and its fields; `key` is where the row stands."""
    if row.sql is None:
        for name in row.reads:
            if name not in ils_fields:
                part = "from" if row.source else "template"
                yield (*key, part), unknown("ILS field", name, ils_fields)
    try:
        target = catalogue.field(row.to)
    except DefinitionError as problem:
        yield (*key, "to"), str(problem)
        return
    yield from _texts(row, key, target)
    yield from _map_keys(row, key)


def _texts(row: Mapping, key: Key, target: ProfileField) -> Iterator[Problem]:
    """Texts that are written as they stand must fit the target; what steps still change is judged at the run."""
    fixed: list[tuple[Key, str | None]] = [(("default",), row.default)]
    if not row.steps and row.values is None:
        fixed.append((("constant",), row.constant))
    if row.otherwise.kind == "value":
        fixed.append((("otherwise",), row.otherwise.value))
    fixed += [(("values", source), text) for source, text in (row.values or {}).items()]
    for part, text in fixed:
        problem = misfit(target, text) if text else ""
        if problem:
            yield (*key, *part), problem


def _map_keys(row: Mapping, key: Key) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for source in row.values or {}:
        problem = pattern_problem(source) if row.match is Match.MATCHES else ""
        if problem:
            yield (*key, "values", source), f"the pattern {source!r} cannot be used: {problem}."
        folded = source if row.match is Match.MATCHES else source.strip().casefold()
        if folded in seen:
            yield (*key, "values", source), f"the keys {seen[folded]!r} and {source!r} of the value map are the same."
        seen[folded] = source


def _targets(sync: Sync) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for place, row in enumerate(sync.mapping):
        if row.to in first:
            yield ("mapping", place, "to"), f"{row.to!r} is written by mapping {first[row.to] + 1} already."
        first.setdefault(row.to, place)
    missing = [name for name in ("type", "last_name") if name not in first]
    if sync.can_create and missing:
        yield ("mapping",), f"a sync that can create profiles must map {' and '.join(missing)}."


def _match_on(sync: Sync, catalogue: Catalogue) -> Iterator[Problem]:
    mapped = {row.to for row in sync.mapping}
    for place, fields in enumerate(sync.match_on):
        for name in fields:
            if name not in catalogue.keys:
                yield ("match_on", place), unknown("profile field", name, catalogue.keys)
            elif name not in mapped:
                yield ("match_on", place), f"{name!r} is in match_on and is not mapped; map it, or take it out."
    if len(set(sync.match_on)) < len(sync.match_on):
        yield ("match_on",), "a key stands twice."


def _columns(sync: Sync, catalogue: Catalogue) -> Iterator[Problem]:
    for place, row in enumerate(sync.expectations):
        column = row.get("column")
        if column is not None and column not in (*catalogue.keys, *catalogue.columns):
            yield ("expectations", place, "column"), unknown("profile field", column, catalogue.keys)
