"""The filter: conditions, raw SQL conditions, and groups of them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, PlainValidator, Tag, field_validator, model_validator

from synckit.definition import sql_words
from synckit.definition.model import Model, Name, Text, as_text
from synckit.definition.operators import OPERATORS, Operator, shape_problem
from synckit.errors import unknown

Scalar = str | int | float | bool
Value = Scalar | tuple[Scalar, ...] | None
LONGEST_SQL = 2000


def _value(given: Any) -> Value:
    if isinstance(given, (list, tuple)):
        return tuple(map(_scalar, given))
    return None if given is None else _scalar(given)


def _scalar(given: Any) -> Scalar:
    if given is None:
        raise ValueError("a list of values holds no null; for empty fields there is is_empty")
    if isinstance(given, float) and not math.isfinite(given):
        raise ValueError(f"{given!r} is no number to compare with")
    if isinstance(given, (bool, int, float)):
        return given
    if isinstance(given, (str, dt.date)):
        return as_text(given)
    raise ValueError("a value is text, a number, a date, or true or false")


class Condition(Model):
    """One row of the filter: an ILS field, an operator, and the value that it takes.

    >>> Condition(field="patron_type", operator="in", value=["ST", "GR"]).value
    ('ST', 'GR')
    """

    noun: ClassVar[str] = "a condition"
    field: Name
    operator: str
    value: Annotated[Value, PlainValidator(_value)] = None
    """Text, number, true/false, a tuple of those, or None; dates as ISO text, periods as "6 months"."""

    @field_validator("operator")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in OPERATORS:
            raise ValueError(unknown("operator", name, OPERATORS))
        return name

    @model_validator(mode="after")
    def _fits(self) -> Condition:
        problem = shape_problem(self.rule, self.value)
        if problem:
            raise ValueError(problem)
        return self

    @property
    def rule(self) -> Operator:
        """The operator's row of OPERATORS."""
        return OPERATORS[self.operator]

    @property
    def values(self) -> tuple[Scalar, ...]:
        """The values as a tuple: none, one or several."""
        if isinstance(self.value, tuple):
            return self.value
        return () if self.value is None else (self.value,)


def checked_sql(text: str) -> str:
    """Return a raw SQL piece that is neither empty nor over long; its syntax is judged where it is lowered."""
    if not text.strip():
        raise ValueError("sql is empty; write a DuckDB expression or leave it out")
    if len(text) > LONGEST_SQL:
        raise ValueError(f"sql is longer than {LONGEST_SQL} characters")
    return text


class Sql(Model):
    """A condition as a DuckDB expression, which filters.py judges.

    >>> Sql(sql="length(barcode) > 5").words
    ('barcode',)
    """

    noun: ClassVar[str] = "an SQL condition"
    sql: Text

    @field_validator("sql")
    @classmethod
    def _checked(cls, text: str) -> str:
        return checked_sql(text)

    @property
    def words(self) -> tuple[str, ...]:
        """The names in the expression that may be columns."""
        return sql_words.names(self.sql)


def _kind(part: Any) -> str:
    if isinstance(part, dict):
        return "<group>" if {"all", "any", "op"} & set(part) else "<sql>" if "sql" in part else "<condition>"
    return {"Group": "<group>", "Sql": "<sql>"}.get(type(part).__name__, "<condition>")


Part = Annotated[
    Annotated["Condition", Tag("<condition>")] | Annotated["Sql", Tag("<sql>")] | Annotated["Group", Tag("<group>")],
    Discriminator(_kind),
]


class Group(Model):
    """Conditions of which all, or any, must be met; groups stand in groups.

    >>> Group(op="any", conditions=[Sql(sql="barcode > email")]).as_dict()
    {'any': [{'sql': 'barcode > email'}]}
    """

    noun: ClassVar[str] = "the filter"
    op: Literal["all", "any"] = "all"
    conditions: tuple[Part, ...]

    @model_validator(mode="before")
    @classmethod
    def _from_yaml(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "conditions" in data:
            return data
        ops = [key for key in ("all", "any") if key in data]
        if len(ops) != 1:
            raise ValueError("a group is written all: [...] or any: [...], one of them")
        rest = {key: value for key, value in data.items() if key != ops[0]}
        return {"op": ops[0], "conditions": data[ops[0]], **rest}

    @field_validator("conditions")
    @classmethod
    def _some(cls, conditions: tuple[Any, ...]) -> tuple[Any, ...]:
        if not conditions:
            raise ValueError("a group needs a condition; leave the filter out to take every patron")
        return conditions

    def as_dict(self) -> Any:
        """Return the group as it stands in YAML."""
        return {self.op: [part.as_dict() for part in self.conditions]}

    def leaves(self) -> Iterator[Condition | Sql]:
        """Yield the conditions of this group and of those inside, in order."""
        for part in self.conditions:
            if isinstance(part, Group):
                yield from part.leaves()
            else:
                yield part
