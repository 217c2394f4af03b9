"""Where a value stands in a JSON record: the path that an ILS field keeps, and how it is followed.

A path is a JSON list of steps: a key (`"personal"`), every element of an array (`{}`), or the elements of one
type (`{"type": "DEPT"}`). It is decided when the connection is made and stored with the field. A step that finds
null finds nothing more: the value is empty. A key that is not there makes the field absent, which is unknown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from synckit.fields import IlsField
from synckit.ils.batches import Cell, parts
from synckit.ils.values import Digits, text


@dataclass(frozen=True)
class Each:
    """The elements of an array, all of them or those whose `type` is `kind`."""

    kind: str | None = None

    def takes(self, element: Any) -> bool:
        """Return whether this step goes on with an element."""
        return self.kind is None or (isinstance(element, dict) and element.get("type") == self.kind)


Step = str | Each
ABSENT: Cell = type("Absent", (), {"__repr__": lambda self: "ABSENT"})()
_PLAIN = frozenset({str, Digits, type(None), type(ABSENT)})


def written(steps: tuple[Step, ...]) -> str:
    """Return a path as it is stored.

    >>> written(("attr", Each("DEPT"), "value"))
    '["attr", {"type": "DEPT"}, "value"]'
    """
    return json.dumps(
        [step if isinstance(step, str) else {"type": step.kind} if step.kind is not None else {} for step in steps]
    )


def steps_of(field: IlsField) -> tuple[Step, ...]:
    """Return the path of a field; one without a path is found by its name.

    >>> steps_of(IlsField("a.b"))
    ('a', 'b')
    """
    if not field.path:
        return tuple(field.name.split("."))
    return tuple(step if isinstance(step, str) else Each(step.get("type")) for step in json.loads(field.path))


def named(steps: tuple[Step, ...]) -> str:
    """Return what a column at this path is called.

    >>> named(("attr", Each("DEPT"), "value")), named(("attr", Each(), "value"))
    ('attr.DEPT', 'attr.value')
    """
    typed = [step.kind for step in steps if isinstance(step, Each) and step.kind is not None]
    keys = [step for step in steps if isinstance(step, str)]
    return ".".join([*keys[:-1], *typed] if typed else keys)


class Finder:
    """Follows one field's path through records.

    >>> find = Finder(IlsField("a.b", path='["a", {}, "b"]', many=True))
    >>> find({"a": [{"b": "1"}, {"b": "2"}]}), find({"a": []}), find({"a": None}), find({})
    (['1', '2'], [], None, ABSENT)
    """

    def __init__(self, field: IlsField) -> None:
        steps = steps_of(field)
        self.name = field.name
        self._split = field.many and not any(isinstance(step, Each) for step in steps)
        first = next((at for at, step in enumerate(steps) if isinstance(step, Each)), len(steps))
        self._keys, self._rest = steps[:first], steps[first:]

    @property
    def key(self) -> str:
        """The key of the record that the path begins with."""
        return str(self._keys[0])

    def all(self, records: list[dict[str, Any]]) -> list[Cell]:
        """Return what the path leads to in each record."""
        if self._rest or self._split or len(self._keys) > 1:
            return [self(record) for record in records]
        key = self.key
        values = [record.get(key, ABSENT) for record in records]
        if _PLAIN.issuperset(map(type, values)):
            return values
        return [value if type(value) in _PLAIN else text(value) for value in values]

    def __call__(self, record: dict[str, Any]) -> Cell:
        """Return the text at the path, a list of texts for a list field, None for null, or ABSENT."""
        node: Any = record
        for key in self._keys:
            if not isinstance(node, dict):
                return None if node is None else ABSENT
            if key not in node:
                return ABSENT
            node = node[key]
        if node is None:
            return None
        if self._rest:
            found: list[str | None] = []
            return found if _gather(node, self._rest, found) else ABSENT
        return parts(text(node)) if self._split and not isinstance(node, list) else _plain(node, self._split)


def _plain(node: Any, many: bool) -> Cell:
    return [text(each) for each in node] if many else text(node)


def _gather(node: Any, steps: tuple[Step, ...], found: list[str | None]) -> bool:
    """Append every text at the end of the steps; return whether the path is there at all."""
    if not steps:
        found.extend([text(each) for each in node] if isinstance(node, list) else [text(node)])
        return True
    step, rest = steps[0], steps[1:]
    if isinstance(step, Each):
        elements = [each for each in (node if isinstance(node, list) else [node]) if step.takes(each)]
        there = [_gather(each, rest, found) for each in elements]
        return any(there) or not there
    if node is None:
        return True
    return isinstance(node, dict) and step in node and _gather(node[step], rest, found)
