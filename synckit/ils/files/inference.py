"""What type a column has: only what cannot be mistaken is inferred, all else is text.

Codes such as 0042 look like numbers and are none, so numbers are never inferred.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from synckit.fields import FieldType

SAMPLE = 100_000
"""Rows of each file that are looked at."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
)


class Guess:
    """The type that fits every value seen so far.

    >>> guess = Guess()
    >>> for value in ["2026-01-31", "", "2026-02-01T10:00:00Z"]:
    ...     guess.see(value)
    >>> guess.type
    <FieldType.DATETIME: 'datetime'>
    """

    __slots__ = ("_left", "_seen")

    def __init__(self) -> None:
        self._left = _CANDIDATES
        self._seen = False

    def see(self, text: str) -> None:
        """Drop the types that this value does not fit; blanks fit all."""
        if not self._left:
            return
        text = text.strip()
        if text:
            self._seen = True
            self._left = tuple(each for each in self._left if each[1](text))

    @property
    def open(self) -> bool:
        """Whether further values can still change the type."""
        return bool(self._left)

    @property
    def type(self) -> FieldType:
        """The type of the column; `text` while nothing but blanks was seen."""
        return self._left[0][0] if self._seen and self._left else FieldType.TEXT


def _is_boolean(text: str) -> bool:
    return text.lower() in ("true", "false")


def _is_date(text: str) -> bool:
    return bool(_DATE.fullmatch(text)) and _parses(date.fromisoformat, text)


def _is_datetime(text: str) -> bool:
    return _is_date(text) or (bool(_DATETIME.fullmatch(text)) and _parses(datetime.fromisoformat, text))


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


_CANDIDATES: tuple[tuple[FieldType, Callable[[str], bool]], ...] = (
    (FieldType.BOOLEAN, _is_boolean),
    (FieldType.DATE, _is_date),
    (FieldType.DATETIME, _is_datetime),
)
