"""The steps of a mapping: their names, their arguments, and what each does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import model_validator

from synckit.definition.model import Model, as_text
from synckit.errors import unknown

Argument = Literal["text", "some_text", "sign", "count", "format"]


@dataclass(frozen=True)
class StepRule:
    """One step that a mapping may name."""

    name: str
    meaning: str
    takes: tuple[Argument, ...] = ()
    """Its arguments in order: text · some_text (not empty) · sign (one character) · count (1 or more) · format."""
    usual: tuple[str | int, ...] | None = None
    """The arguments when none are given; None: they must be given."""


_LIST = (
    StepRule("trim", "spaces at both ends are removed"),
    StepRule("upper", "all letters upper"),
    StepRule("lower", "all letters lower"),
    StepRule("title", "the first letter of each word upper, the rest lower"),
    StepRule("digits", "digits only"),
    StepRule("phone", "digits, with a leading + if there is one"),
    StepRule("year", "the year of a date"),
    StepRule("date", "a date in the given format, or ISO", ("format",), ()),
    StepRule("number", "a plain decimal"),
    StepRule("boolean", "true or false"),
    StepRule("first", "the first element of a list that is not empty"),
    StepRule("join", "the elements of a list in one text", ("text",), ("; ",)),
    StepRule("replace", "one text for another, everywhere", ("some_text", "text")),
    StepRule("left", "the first characters", ("count",)),
    StepRule("right", "the last characters", ("count",)),
    StepRule("pad", "filled on the left to a length", ("count", "sign")),
    StepRule("split", "the n-th piece, counted from 1", ("some_text", "count")),
)
STEPS = {rule.name: rule for rule in _LIST}
"""Every step by its name, in the order in which a page offers them."""

_DIRECTIVES = re.compile(r"%(?:-?[dmHIMSjy]|[YbBpfzZaA%])")


class Step(Model):
    """One step of a mapping, with its arguments.

    >>> Step(name="pad", args=(8, 0)).args, Step.from_dict("lower").args
    ((8, '0'), ())
    """

    noun: ClassVar[str] = "a step"
    name: str
    args: tuple[str | int, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_yaml(cls, data: Any) -> Any:
        if isinstance(data, str):
            data = {"name": data}
        elif isinstance(data, dict) and "name" not in data:
            if len(data) != 1:
                raise ValueError("a step is written lower, or {left: 5}, each on its own")
            ((name, args),) = data.items()
            data = {"name": name, "args": args if isinstance(args, (list, tuple)) else [args]}
        if isinstance(data, dict) and isinstance(data.get("name"), str):
            return {**data, "args": _arguments(data["name"], tuple(data.get("args", ())))}
        raise ValueError("a step is written lower, or {left: 5}")

    @property
    def rule(self) -> StepRule:
        """The step's row of STEPS."""
        return STEPS[self.name]

    def as_dict(self) -> Any:
        """Return the step as it stands in YAML: `lower`, `{left: 5}`, `{replace: [a, b]}`."""
        if not self.args:
            return self.name
        return {self.name: self.args[0] if len(self.args) == 1 else list(self.args)}


def _arguments(name: str, args: tuple[Any, ...]) -> tuple[str | int, ...]:
    if name not in STEPS:
        raise ValueError(unknown("step", name, STEPS))
    rule = STEPS[name]
    if not args and rule.usual is not None:
        return rule.usual
    if len(args) != len(rule.takes):
        wanted = ", ".join(rule.takes).replace("some_text", "text") or "none"
        raise ValueError(f"the step {name} takes other arguments: {wanted}")
    return tuple(_argument(name, kind, value) for kind, value in zip(rule.takes, args, strict=True))


def _argument(name: str, kind: Argument, value: Any) -> str | int:
    if kind == "count":
        if type(value) is not int or not 1 <= value <= 10_000:
            raise ValueError(f"the step {name} takes a whole number from 1 on, not {value!r}")
        return value
    text = as_text(value)
    if kind == "some_text" and not text:
        raise ValueError(f"the step {name} takes a text that is not empty")
    if kind == "sign" and len(text) != 1:
        raise ValueError(f"the step {name} fills with one character, not {text!r}")
    if kind == "format" and (not _DIRECTIVES.search(text) or "%" in _DIRECTIVES.sub("", text)):
        raise ValueError(f"{text!r} is no date format; write one as %m/%d/%Y")
    return text
