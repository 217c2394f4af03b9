"""Patrons on their way from a file to the extract: a batch of columns, and text that every store can hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

Cell = str | list[str | None] | None

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_BAD_BYTES = "bytes that are not in the file's encoding; name it with encoding="
_NUL = "a NUL character"


@dataclass
class Batch:
    """Some patrons, column by column; all lists are of one length."""

    ids: list[str | None]
    problems: list[str | None]
    """What is wrong with a record, to follow "Row 3 ..."; None where nothing is."""
    absent: list[list[str] | None]
    columns: list[list[Cell]]
    """One list for each asked field, in order."""

    def __len__(self) -> int:
        return len(self.problems)


def is_clean(text: str) -> bool:
    """Return whether a text can be stored as it is: no lone surrogate, no NUL.

    >>> is_clean("Müller"), is_clean("M\\udcfcller"), is_clean("a\\0b")
    (True, False, False)
    """
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def flaw(text: str) -> str:
    """Return what is wrong with a text that is not clean, in words.

    >>> flaw("a\\0b")
    'a NUL character'
    """
    return _NUL if "\0" in text else _BAD_BYTES


def cleaned(value: Any) -> Any:
    """Return a value (text, list or dict of such) with a replacement character for all that cannot be stored.

    >>> cleaned({"name": ["a\\0b", None]})
    {'name': ['a\ufffdb', None]}
    """
    if isinstance(value, dict):
        return {cleaned(key): cleaned(each) for key, each in value.items()}
    if isinstance(value, list):
        return [cleaned(each) for each in value]
    if isinstance(value, str) and not is_clean(value):
        return _UNSTORABLE.sub("\ufffd", value)
    return value


def parts(text: str | None) -> list[str | None] | None:
    """Return the values in a text that is declared a list: parted by semicolons, without outer blanks.

    >>> parts("History; Law;"), parts("")
    (['History', 'Law'], [])
    """
    return None if text is None else [part.strip() for part in text.split(";") if part.strip()]
