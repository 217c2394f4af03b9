"""One row of the map: where a value comes from, what is done to it, and which profile field takes it."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AliasChoices, BeforeValidator, Field, field_validator, model_validator

from synckit.definition import sql_words
from synckit.definition.conditions import checked_sql
from synckit.definition.model import Model, Name, Text, as_name, as_text
from synckit.definition.steps import Step
from synckit.definition.strategies import EmptyFields, IncorrectValues, Match


class Otherwise(Model):
    """What a value becomes that meets no key of the value map.

    >>> Otherwise.from_dict("keep").kind, Otherwise.from_dict({"value": "Other"}).value
    ('keep', 'Other')
    """

    noun: ClassVar[str] = "otherwise"
    kind: Literal["incorrect", "empty", "keep", "value"] = "incorrect"
    value: Text = ""
    """The fixed text, for kind "value" alone."""

    @model_validator(mode="before")
    @classmethod
    def _from_yaml(cls, data: Any) -> Any:
        if data in ("incorrect", "empty", "keep"):
            return {"kind": data}
        if isinstance(data, dict) and set(data) == {"value"} and data["value"] is not None:
            return {"kind": "value", "value": data["value"]}
        if isinstance(data, dict) and data.get("kind", "incorrect") in ("incorrect", "empty", "keep", "value"):
            return data
        raise ValueError("otherwise is incorrect, empty, keep, or {value: ...}")

    def as_dict(self) -> Any:
        """Return it as it stands in YAML."""
        return {"value": self.value} if self.kind == "value" else self.kind


def _sources(value: Any) -> Any:
    if value is None:
        return ()
    listed = list(value) if isinstance(value, (list, tuple)) else [value]
    return tuple(map(as_name, listed))


def _values(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {as_text(key): "" if given is None else as_text(given) for key, given in value.items()}


class Mapping(Model):
    """One row of the map; exactly one of source (`from` in YAML), constant, template and sql.

    >>> Mapping(source=("email", "secondary_email"), to="email", steps=("lower",)).as_dict()
    {'from': ['email', 'secondary_email'], 'to': 'email', 'steps': ['lower']}
    """

    noun: ClassVar[str] = "a mapping"
    source: Annotated[tuple[str, ...], BeforeValidator(_sources)] = Field(
        default=(), validation_alias=AliasChoices("from", "source")
    )
    """ILS fields; the first that is not empty counts."""
    constant: Text | None = None
    template: Text | None = None
    """Text with {ILS field} names; {{ and }} are braces."""
    sql: Text | None = None
    to: Name
    """The profile field's key: `email`, `student.graduation_year`."""
    steps: tuple[Step, ...] = ()
    values: Annotated[dict[str, str] | None, BeforeValidator(_values)] = None
    """The value map, in order; a null value is written as "" and empties the value."""
    match: Match = Match.EQUALS
    otherwise: Otherwise = Otherwise()
    default: Text | None = None
    """What an empty source becomes; it skips steps and value map."""
    empty: EmptyFields | None = None
    """The row's own strategy; None: the sync's."""
    incorrect: IncorrectValues | None = None
    """The row's own strategy; None: the sync's."""

    @field_validator("sql")
    @classmethod
    def _checked_sql(cls, text: str | None) -> str | None:
        return None if text is None else checked_sql(text)

    @field_validator("template")
    @classmethod
    def _checked_template(cls, text: str | None) -> str | None:
        if text is not None and not any(name for _, name in template_parts(text)):
            raise ValueError("the template names no ILS field; write {last_name}, or use constant")
        return text

    @model_validator(mode="after")
    def _one_origin(self) -> Mapping:
        origins = (self.source or None, self.constant, self.template, self.sql)
        if sum(each is not None for each in origins) != 1:
            raise ValueError(f"the mapping to {self.to!r} needs exactly one of from, constant, template and sql")
        return self

    @property
    def parts(self) -> tuple[tuple[str, str | None], ...]:
        """The template as (text, ILS field after it or None) pairs; () without a template."""
        return template_parts(self.template) if self.template is not None else ()

    @property
    def reads(self) -> tuple[str, ...]:
        """The ILS fields that it reads, in order; of an SQL piece every name that may be one."""
        if self.sql is not None:
            return sql_words.names(self.sql)
        return self.source or tuple(dict.fromkeys(name for _, name in self.parts if name))

    def as_dict(self) -> Any:
        """Return the row as it stands in YAML."""
        data = super().as_dict()
        if len(self.source) == 1:
            data["from"] = self.source[0]
        return data


_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]+)\}|[{}]")


def template_parts(template: str) -> tuple[tuple[str, str | None], ...]:
    """Split a template into (text, the ILS field after it) pairs. Raises ValueError for a lone brace.

    >>> template_parts("{last_name}, {first_name}!")
    (('', 'last_name'), (', ', 'first_name'), ('!', None))
    """
    parts: list[tuple[str, str | None]] = []
    text, end = "", 0
    for found in _PIECE.finditer(template):
        text += template[end : found.start()]
        end = found.end()
        if found[1] and found[1].strip():
            parts.append((text, found[1].strip()))
            text = ""
        elif found[0] in ("{{", "}}"):
            text += found[0][0]
        else:
            raise ValueError(f"the template {template!r} has a lone brace; write {{{{ or }}}} for a brace itself")
    text += template[end:]
    return (*parts, (text, None)) if text else tuple(parts)
