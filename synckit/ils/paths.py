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

ABSENT: Cell = type("Absent", (), {"__repr__": lambda self: "ABSENT"})()
"""The record does not have the key that the path begins with."""

_STEP = re.compile(r"([^.\[\]]+)?((?:\[[^\]]*\]\*?)*)\.?")
_PICK = re.compile(r"\[(?:(\d+)|(\*)|\?([^=\]]+)=([^\]]*))\](\*?)")


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
    """Return what follows a path: a chain of small functions, for it runs for every field of every patron.

    >>> finder("a")({"a": "x"})
    'x'
    """
    first, *rest = _steps(path)
    key = str(first)
    follow = _chain(rest)

    def found(record: Any) -> Cell:
        value: Any = record.get(key, ABSENT)
        if type(value) is str and not rest:
            return str(value)
        return ABSENT if value is ABSENT else follow(value)

    return found


def _chain(steps: Sequence[str | _Pick]) -> Callable[[Any], Cell]:
    """Return what follows the steps from a node on, to its text, or to texts where a step takes many."""
    if not steps:
        return _leaf
    step, follow = steps[0], _chain(steps[1:])
    if isinstance(step, _Pick):
        return _many(step, follow) if step.many else _some(step, follow)

    def member(node: Any) -> Cell:
        if type(node) is dict:
            return follow(node.get(step))
        if node is None:
            return None
        raise Misfit

    return member


def _some(step: _Pick, follow: Callable[[Any], Cell]) -> Callable[[Any], Cell]:
    def element(node: Any) -> Cell:
        for each in step.of(node) if node is not None else ():
            return follow(each)
        return None

    return element


def _many(step: _Pick, follow: Callable[[Any], Cell]) -> Callable[[Any], Cell]:
    def elements(node: Any) -> Cell:
        found: list[str | None] = []
        for each in step.of(node) if node is not None else ():
            cell = follow(each)
            found += cell if isinstance(cell, list) else [cell] if cell is not None else []
        return found

    return elements


@dataclass(frozen=True)
class _Pick:
    """A step into a list: one element by its place, or those with a value at a key."""

    place: int | None = None
    key: tuple[str, ...] = ()
    value: str = ""
    many: bool = False

    def of(self, node: Any) -> list[Any]:
        """Return the elements that it takes; an object alone is a list of one."""
        if not isinstance(node, list | dict):
            raise Misfit
        elements: list[Any] = node if isinstance(node, list) else [node]
        if self.place is not None:
            return elements[self.place : self.place + 1]
        if not self.key:
            return elements if self.many else elements[:1]
        if self.many:
            return [each for each in elements if self._meets(each)]
        return next(([each] for each in elements if self._meets(each)), [])

    def _meets(self, element: Any) -> bool:
        for key in self.key:
            element = element.get(key) if type(element) is dict else None
        return element == self.value if type(element) is str else element is not None and str(element) == self.value


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


def _leaf(value: Any) -> str | None:
    if type(value) is str:
        return str(value)
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int | float):
        return repr(value)
    raise Misfit
