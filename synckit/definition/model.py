"""What all parts of a definition have in common: frozen, strict about keys, to and from plain data, errors in words."""

from __future__ import annotations

import datetime as dt
import enum
import math
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from synckit.definition import wording
from synckit.errors import nearest


class Model(BaseModel):
    """A frozen part of a definition; making a wrong one raises DefinitionError.

    `as_dict` gives it as it stands in YAML, without what is as usual, and `from_dict` reads that back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    noun: ClassVar[str] = "the definition"

    def __init__(self, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as problem:
            raise wording.error(problem, self.noun) from None

    # pydantic then makes nested parts without this __init__, so that one error knows the whole way to its key.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Make a part of plain data, keys as in YAML. Raises DefinitionError."""
        try:
            return cls.model_validate(data)
        except ValidationError as problem:
            raise wording.error(problem, cls.noun) from None

    def as_dict(self) -> Any:
        """Return plain data, keys as in YAML, without what is as usual."""
        return {
            self.key_of(name): plain(getattr(self, name))
            for name, field in type(self).model_fields.items()
            if field.is_required() or getattr(self, name) != field.get_default(call_default_factory=True)
        }

    @classmethod
    def key_of(cls, name: str) -> str:
        """Return how an attribute is written in YAML."""
        return "from" if name == "source" else name

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_keys(cls, data: Any) -> Any:
        names = cls.model_fields
        for key in data if isinstance(data, dict) else ():
            if key not in names and key not in map(cls.key_of, names):
                hint = nearest(key, map(cls.key_of, names))
                message = f"unknown key {key!r} in {cls.noun}.{hint}"
                raise PydanticCustomError("unknown_key", "{message}", {"message": message, "key": str(key)})
        return data


def plain(value: Any) -> Any:
    """Return a value as plain data for YAML and JSON.

    >>> plain((dt.date(2026, 12, 1), dt.time(2, 30), ("a",)))
    ['2026-12-01', '02:30', ['a']]
    """
    if isinstance(value, Model):
        return value.as_dict()
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return value


def as_text(value: Any) -> str:
    """Return a scalar as the text that was written; raise ValueError for what is none.

    >>> as_text(5), as_text(True), as_text("01"), as_text(dt.date(2026, 12, 1))
    ('5', 'true', '01', '2026-12-01')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)) and math.isfinite(value):
        return repr(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    raise ValueError("it must be text")


def as_name(value: Any) -> str:
    """Return text that names something: not empty, no blanks around it."""
    text = as_text(value).strip()
    if not text:
        raise ValueError("it is empty; give a name")
    return text


def as_date(value: Any) -> dt.date:
    """Return a date from a date or its ISO text.

    >>> as_date("2026-12-01")
    datetime.date(2026, 12, 1)
    """
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        if len(value) == len("2026-12-01"):
            return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        pass
    raise ValueError(f"{value!r} is no date; write it as 2026-12-01")


Text = Annotated[str, BeforeValidator(as_text)]
Name = Annotated[str, BeforeValidator(as_name)]
Date = Annotated[dt.date, BeforeValidator(as_date)]
