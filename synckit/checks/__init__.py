"""What a value must be: the rules of the profile fields as expectations, lowered to SQL masks.

Each rule of a field (type, length, options, pattern) is one Great Expectations expectation, kept here as
plain data so that a plan never waits five seconds for the library to load. The plan runs the masks; the
real suite (`synckit.checks.suite`) is built from the same data for reading, exporting and the Data Docs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from synckit import errors
from synckit.engine import vocabulary
from synckit.engine.expressions import Expression, any_of, cases, column, literals, sql
from synckit.fields import Catalogue, FieldType, ProfileField, pattern_problem
from synckit.findings import RULES, VALUE_RULES, code
from synckit.mapping import SEPARATOR, Layer, Mapped

BOOLEAN_WORDS = r"^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|1|0)$"

TYPE_PATTERNS = {
    FieldType.EMAIL: vocabulary.EMAIL,
    FieldType.PHONE: vocabulary.PHONE,
    FieldType.URL: vocabulary.URL,
    FieldType.INTEGER: vocabulary.INTEGER,
    FieldType.NUMBER: vocabulary.NUMBER,
    FieldType.DATE: vocabulary.DATE,
    FieldType.DATETIME: vocabulary.DATETIME,
    FieldType.BOOLEAN: BOOLEAN_WORDS,
}
"""The form of each field type, as an expectation states it; that a date is in the calendar is stated beside it."""


@dataclass(frozen=True)
class Check:
    """One expectation on the values of one profile field."""

    rule: str
    """The finding's rule: type, length, option, pattern, or an added expectation's own name."""
    column: str
    expectation: str
    """Great Expectations' name, such as `expect_column_values_to_match_regex`."""
    kwargs: Mapping[str, Any] = field(default_factory=dict)


def checks(target: ProfileField) -> tuple[Check, ...]:
    """Return the expectations that the definition of a profile field makes, in the order they are judged.

    >>> from synckit.fields import ProfileField, FieldType, Scope
    >>> [c.rule for c in checks(ProfileField("city", "City", FieldType.TEXT, Scope.SYSTEM))]
    ['length']
    """
    found = [*_type_checks(target)]
    if target.max_length:
        found.append(
            Check(
                "length", target.column, "expect_column_value_lengths_to_be_between", {"max_value": target.max_length}
            )
        )
    if target.type is FieldType.CHOICE:
        found.append(
            Check("option", target.column, "expect_column_values_to_be_in_set", {"value_set": list(target.options)})
        )
    if target.type is FieldType.CHOICES:
        found.append(
            Check(
                "option", target.column, "expect_column_values_to_match_regex", {"regex": _several_of(target.options)}
            )
        )
    if target.pattern:
        found.append(
            Check("pattern", target.column, "expect_column_values_to_match_regex", {"regex": anchored(target.pattern)})
        )
    return tuple(found)


def _type_checks(target: ProfileField) -> list[Check]:
    pattern = TYPE_PATTERNS.get(target.type)
    found = [Check("type", target.column, "expect_column_values_to_match_regex", {"regex": pattern})] if pattern else []
    if target.type is FieldType.DATE:
        found.append(
            Check(
                "type", target.column, "expect_column_values_to_match_strftime_format", {"strftime_format": "%Y-%m-%d"}
            )
        )
    if target.type is FieldType.DATETIME:
        found.append(Check("type", target.column, "expect_column_values_to_be_dateutil_parseable"))
    return found


def _several_of(options: Sequence[str]) -> str:
    one = "|".join(re.escape(option) for option in options)
    return f"^({one})({SEPARATOR}({one}))*$"


_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_", "s": r"\t-\r "}


def anchored(pattern: str) -> str:
    r"""Return a pattern that matches a whole value the same way in RE2, Java and Python.

    >>> anchored(r"\d{4}|x")
    '^(?:[0-9]{4}|x)$'
    """
    return f"^(?:{ascii_classes(pattern)})$"


_PIECE = re.compile(r"\\(.)|(\[\^?\]?)|(\])|.", re.DOTALL)


def ascii_classes(pattern: str) -> str:
    r"""Return a pattern with the classes `\d \w \s` spelled out, which RE2 takes for ASCII and Python for Unicode.

    >>> ascii_classes(r"[\d-]+\w\.")
    '[0-9-]+[A-Za-z0-9_]\\.'
    """
    out, inside = [], False
    for piece in _PIECE.finditer(pattern):
        escaped, opening, closing = piece.groups()
        known = escaped is not None and escaped.lower() in _CLASSES
        out.append(_class(escaped, inside) if known else piece[0])
        closing = closing or (inside and opening and opening.endswith("]"))
        inside = bool(opening) if not inside else not closing
    return "".join(out)


def _class(letter: str, inside: bool) -> str:
    members = _CLASSES[letter.lower()]
    if letter.islower():
        return members if inside else f"[{members}]"
    return "\\" + letter if inside else f"[^{members}]"


def added(expectations: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> tuple[Check, ...]:
    """Return the expectations that a sync adds; each finding's rule is the expectation's own name."""
    found = []
    for given in expectations:
        kwargs = {key: value for key, value in given.items() if key not in ("expect", "column")}
        if isinstance(kwargs.get("regex"), str) and not pattern_problem(kwargs["regex"]):
            kwargs["regex"] = ascii_classes(kwargs["regex"])
        name = str(given["expect"])
        target = catalogue.field(str(given["column"]))
        found.append(Check(name, target.column, f"expect_{name.removeprefix('expect_')}", kwargs))
    return tuple(found)


def broken(check: Check, text: Expression) -> Expression | None:
    """Return what is true where a value (not null) breaks the expectation, or None where it has no lowering."""
    given = dict(check.kwargs)
    lower = _LOWERED.get(check.expectation)
    mostly = given.pop("mostly", 1)
    known = _ARGUMENTS.get(check.expectation, frozenset())
    if lower is None or mostly != 1 or set(given) - known:
        return None
    if check.rule not in VALUE_RULES and not (given and all(map(_alike, given.values()))):
        return None
    return lower(text, given)


_PARTING = re.compile(r"\\[bBdDwWsSzZ]|\(\?[^:P]|\[\[:")
"""What RE2 and Python read differently: an added pattern with any of it is left to Great Expectations."""


def _alike(argument: Any) -> bool:
    """Say whether DuckDB and Great Expectations take an argument of a lowered expectation alike."""
    if isinstance(argument, str):
        return not pattern_problem(argument) and not _PARTING.search(argument)
    if isinstance(argument, (list, tuple)):
        return bool(argument) and all(isinstance(each, str) for each in argument)
    return argument is None or type(argument) is int


def _outside(text: Expression, given: Mapping[str, Any]) -> Expression:
    length = sql("length({x})", x=text)
    low, high = given.get("min_value"), given.get("max_value")
    below = [sql("{n} < {low}", n=length, low=low)] if low is not None else []
    return any_of([*below, *([sql("{n} > {high}", n=length, high=high)] if high is not None else [])])


_LOWERED = {
    "expect_column_values_to_match_regex": lambda x, given: sql("not {m}", m=vocabulary.matches(x, given["regex"])),
    "expect_column_values_to_not_match_regex": lambda x, given: vocabulary.matches(x, given["regex"]),
    "expect_column_values_to_be_in_set": lambda x, given: sql("not {x} in {ys}", x=x, ys=literals(given["value_set"])),
    "expect_column_values_to_not_be_in_set": lambda x, given: sql("{x} in {ys}", x=x, ys=literals(given["value_set"])),
    "expect_column_value_lengths_to_be_between": _outside,
}
_ARGUMENTS = {
    "expect_column_values_to_match_regex": frozenset({"regex"}),
    "expect_column_values_to_not_match_regex": frozenset({"regex"}),
    "expect_column_values_to_be_in_set": frozenset({"value_set"}),
    "expect_column_values_to_not_be_in_set": frozenset({"value_set"}),
    "expect_column_value_lengths_to_be_between": frozenset({"min_value", "max_value"}),
}


@dataclass(frozen=True)
class Judged:
    """Where a mapping's checked value stands: `v` holds the text to write, '' to clear, null to keep."""

    index: int
    target: ProfileField
    value: str
    rule: str | None
    """Column of the number of the broken rule (then `v` holds the offending text), None where none can break."""


def judged(mapped: Mapped, added: Sequence[Check], clears: bool) -> tuple[list[Layer], Judged]:
    """Return the layers that convert and check one mapped value.

    `added` are a sync's own expectations on this field; `clears` says that an empty source empties the field.
    """
    text, i, target = column(mapped.value), mapped.index, mapped.target
    converts = target.type in vocabulary.CANONICAL
    layers: list[Layer] = []
    whole = text
    if converts or target.type is FieldType.CHOICES:
        layers.append(
            {f"c{i}": vocabulary.canonical(target.type, text) if converts else option_text(target.options, text)}
        )
        whole = column(f"c{i}")
    rules = _rules(mapped, whole, text, added)
    empty = sql("case when {u} then null else '' end", u=mapped.unknown) if mapped.unknown is not None else sql("''")
    value = sql("coalesce({c}, {x})", c=whole, x=text) if whole is not text else text
    value = cases([(sql("{x} is null", x=text), empty)] if clears else [], value)
    if mapped.fault:
        value = sql(
            "case when {f} is not null then {s} else {v} end", f=column(mapped.fault), s=_readable(mapped), v=value
        )
    last: Layer = {f"v{i}": value}
    if rules is not None:
        last[f"r{i}"] = rules
    return [*layers, last], Judged(i, target, f"v{i}", f"r{i}" if rules is not None else None)


def _rules(mapped: Mapped, whole: Expression, text: Expression, added: Sequence[Check]) -> Expression | None:
    pairs: list[tuple[Expression, Any]] = []
    if mapped.fault:
        pairs.append((sql("{f} is not null", f=column(mapped.fault)), column(mapped.fault)))
    for check in {check.rule: check for check in checks(mapped.target)}.values():
        if check.rule == "type":
            pairs.append((sql("{x} is not null and {c} is null", x=text, c=whole), code("type")))
        elif mapped.target.type is FieldType.CHOICES and check.rule == "option":
            pairs.append((sql("{x} is not null and {c} is null", x=text, c=whole), code("option")))
        else:
            pairs.append((_certain(broken(check, whole), check), code(check.rule)))
    for position, check in enumerate(added):
        mask = broken(check, whole)
        if mask is not None:
            pairs.append((mask, added_code(position)))
    return sql("cast({x} as utinyint)", x=cases(pairs)) if pairs else None


def added_code(position: int) -> int:
    """Return the number, inside the plan, of a sync's added expectation."""
    return len(RULES) + 1 + position


def _certain(mask: Expression | None, check: Check) -> Expression:
    if mask is None:
        raise errors.SuiteError(
            f"The rule '{check.rule}' of the field '{check.column}' cannot run; correct the field's definition."
        )
    return mask


def _readable(mapped: Mapped) -> Expression:
    several = mapped.target.type is FieldType.CHOICES
    return (
        sql("cast({x} as varchar)", x=column(mapped.source))
        if not several
        else sql("array_to_string({x}, {sep})", x=column(mapped.source), sep=SEPARATOR)
    )


def option_text(options: Sequence[str], text: Expression) -> Expression:
    """Return the chosen options in the field's own order, each once; null when one is not an option."""
    items = sql("string_split({x}, {sep})", x=text, sep=SEPARATOR)
    strange = sql("list_filter({items}, lambda item: not item in {ys})", items=items, ys=literals(options))
    chosen = sql("list_filter({all}, lambda item: list_contains({items}, item))", all=list(options), items=items)
    return sql(
        "case when len({strange}) = 0 then array_to_string({xs}, {sep}) end", strange=strange, xs=chosen, sep=SEPARATOR
    )
