"""Which fields JSON records have: a tree of what was seen at every key, and the paths to its leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synckit.errors import IlsError
from synckit.fields import FieldType
from synckit.ils.files.inference import Guess
from synckit.ils.files.paths import Each, Step
from synckit.ils.values import text

MOST_TYPES = 200
MOST_FIELDS = 5_000

Leaf = tuple[tuple[Step, ...], FieldType, bool]
"""A path, the type of its values, whether it gives a list."""


class Shape:
    """What was seen at one place of the records.

    >>> shape = Shape()
    >>> shape.see({"name": "Ann", "attr": [{"type": "DEPT", "value": "LAW"}]})
    >>> [path for path, _, _ in shape.leaves()][:2]
    [('name',), ('attr', Each(kind=None), 'type')]
    """

    __slots__ = ("_blank", "_guess", "_items", "_keys", "_kinds", "_value")

    def __init__(self) -> None:
        self._keys: dict[str, Shape] = {}
        self._items: Shape | None = None
        self._kinds: dict[str, Guess] = {}
        self._guess = Guess()
        self._value = False
        self._blank = False

    def see(self, node: Any) -> None:
        """Take one value into account."""
        if node is None:
            self._blank = True
        elif isinstance(node, dict):
            self._see_keys(node)
        elif isinstance(node, list):
            self._see_items(node)
        else:
            self._value = True
            if self._guess.open:
                self._guess.see(text(node) or "")

    def _see_keys(self, node: dict[str, Any]) -> None:
        for key, each in node.items():
            shape = self._keys.get(key)
            if shape is None:
                shape = self._keys[key] = Shape()
            shape.see(each)

    def _see_items(self, node: list[Any]) -> None:
        if self._items is None:
            self._items = Shape()
        for each in node:
            # an array in an array is a value: its JSON text
            self._items.see(text(each) if isinstance(each, list) else each)
            if isinstance(each, dict) and isinstance(kind := each.get("type"), str) and "value" in each:
                self._see_kind(str(kind), each["value"])

    def _see_kind(self, kind: str, value: Any) -> None:
        if kind not in self._kinds:
            if len(self._kinds) == MOST_TYPES or not kind.strip():
                return
            self._kinds[kind] = Guess()
        if not isinstance(value, dict | list):
            self._kinds[kind].see(text(value) or "")

    def leaves(self, path: tuple[Step, ...] = (), many: bool = False) -> Iterator[Leaf]:
        """Yield every path that leads to a value, in order of first sight."""
        if self._items is None and (self._value or not self._keys) and path:
            yield path, self._guess.type, many
        for key, shape in self._keys.items():
            yield from shape.leaves((*path, key), many)
        if self._items is not None:
            yield from self._items.leaves((*path, Each()), True)
            yield from (((*path, Each(kind), "value"), guess.type, True) for kind, guess in self._kinds.items())


def leaves(shape: Shape, where: str) -> list[Leaf]:
    """Return every leaf of a shape; IlsError if there are too many to be fields.

    >>> leaves(Shape(), "patrons.json")
    []
    """
    found = list(shape.leaves())
    if len(found) > MOST_FIELDS:
        raise IlsError(f"{where} has more than {MOST_FIELDS:,} different keys; export the patrons with fixed keys.")
    return found
