"""The path catalogue: where each field of a system stands in its records, as data.

A path is keys joined by dots; a key may be followed by `[0]` (one element of a list), `[*]` (all of them),
`[?k=v]` (the first element whose `k` is `v`) or `[?k=v]*` (all such elements); `k` may be dotted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from synckit.fields import FieldType, IlsField
from synckit.ils.batches import Cell
from synckit.ils.values import Digits

ABSENT: Cell = type("Absent", (), {"__repr__": lambda self: "ABSENT"})()
"""The record does not have the key that the path begins with."""

_STEP = re.compile(r"([^.\[\]]+)?((?:\[[^\]]*\]\*?)*)\.?")
_PICK = re.compile(r"\[(?:(\d+)|(\*)|\?([^=\]]+)=([^\]]*))\](\*?)")
_SCALARS = (str, Digits, bool)


class Misfit(ValueError):
    """A list or an object stands where a text should be, or the other way round."""


@dataclass(frozen=True)
class PathField:
    """One row of a system's catalogue.

    >>> PathField("email", "contact_info.email[0].email_address", FieldType.EMAIL).many
    False
    """

    name: str
    path: str
    type: FieldType = FieldType.TEXT
    label: str = ""
    many: bool = False
    absent: str = "unknown"
    codes_of: str = ""
    """The code table that holds the labels of its codes."""


def as_fields(catalogue: Sequence[PathField]) -> tuple[IlsField, ...]:
    """Return the ILS fields of a catalogue, without labels of codes.

    >>> as_fields([PathField("first_name", "firstname")])[0].label
    'First name'
    """
    return tuple(
        IlsField(each.name, each.type, each.label or _label(each.name), each.many, each.path, each.absent)
        for each in catalogue
    )


def _label(name: str) -> str:
    words = name.replace("_", " ").replace(".", " ")
    return words[:1].upper() + words[1:]


def find(record: Any, path: str) -> Cell:
    """Return the text at a path, a list of texts for one with `*`, None for nothing, or ABSENT. Raises Misfit.

    >>> find({"a": [{"k": "x", "v": "1"}, {"k": "y", "v": None}]}, "a[?k=x].v"), find({}, "a.b"), find({"a": None}, "a.b")
    ('1', ABSENT, None)
    >>> find({"a": [{"v": "1"}, {"v": "2"}]}, "a[*].v")
    ['1', '2']
    """
    return finder(path)(record)


@lru_cache(4096)
def finder(path: str) -> Callable[[Any], Cell]:
    """Return what follows a path.

    >>> finder("a")({"a": "x"})
    'x'
    """
    steps = _steps(path)
    key = str(steps[0])
    if len(steps) == 1:

        def plain(record: Any) -> Cell:
            value: Any = record.get(key, ABSENT)
            # a plain text is what nearly all are
            if type(value) is str:
                return str(value)
            return ABSENT if value is ABSENT else _leaf(value)

        return plain
    rest = tuple(steps[1:])
    many = any(isinstance(step, _Pick) and step.many for step in rest)

    def follow(record: Any) -> Cell:
        if key not in record:
            return ABSENT
        found = list(_followed(record[key], rest))
        if many:
            return [_leaf(each) for each in found if each is not None]
        return _leaf(found[0]) if found else None

    return follow


@dataclass(frozen=True)
class _Pick:
    """A step into a list: one element by its place, or those with a value at a key."""

    place: int | None = None
    key: tuple[str, ...] = ()
    value: str = ""
    many: bool = False

    def of(self, node: Any) -> list[Any]:
        if not isinstance(node, list | dict):
            raise Misfit
        elements = node if isinstance(node, list) else [node]
        if self.place is not None:
            return elements[self.place : self.place + 1]
        met = [each for each in elements if not self.key or self._meets(each)]
        return met if self.many else met[:1]

    def _meets(self, element: Any) -> bool:
        for key in self.key:
            element = element.get(key) if isinstance(element, dict) else None
        return element is not None and not isinstance(element, dict | list) and _leaf(element) == self.value


def _steps(path: str) -> list[str | _Pick]:
    steps: list[str | _Pick] = []
    at = 0
    while at < len(path):
        found = _STEP.match(path, at)
        if not found or found.end() == at:
            raise ValueError(f"{path!r} is no path")
        if found.group(1):
            steps.append(found.group(1))
        steps += [_pick(*pick) for pick in _PICK.findall(found.group(2))]
        at = found.end()
    return steps


def _pick(place: str, star: str, key: str, value: str, many: str) -> _Pick:
    if place:
        return _Pick(place=int(place))
    return _Pick(key=tuple(key.split(".")) if key else (), value=value, many=bool(star or many))


def _followed(node: Any, steps: Sequence[str | _Pick]) -> Any:
    if node is None:
        return
    if not steps:
        yield node
        return
    step, rest = steps[0], steps[1:]
    if isinstance(step, _Pick):
        for each in step.of(node):
            yield from _followed(each, rest)
    elif isinstance(node, dict):
        yield from _followed(node.get(step), rest)
    else:
        raise Misfit


def _leaf(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int | float):
        return repr(value)
    raise Misfit
