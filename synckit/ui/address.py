"""What the address of a page names by number: an id or a page of a list, as somebody may have typed it."""

from __future__ import annotations

_ID_DIGITS = 18
"""Digits of numbers that every store can hold."""
_PAGE_DIGITS = 9


def id_of(said: str) -> int | None:
    """Return the id that a text is, or None where nothing could have it.

    >>> id_of("41"), id_of("4x"), id_of("99999999999999999999")
    (41, None, None)
    """
    return int(said) if _is_number(said, _ID_DIGITS) else None


def page_of(said: str) -> int:
    """Return the page that a text is, counted from 1; the first where it is none.

    >>> page_of("3"), page_of("0"), page_of("-1"), page_of("99999999999999999999")
    (3, 1, 1, 1)
    """
    return max(1, int(said)) if _is_number(said, _PAGE_DIGITS) else 1


def _is_number(said: str, digits: int) -> bool:
    return said.isascii() and said.isdigit() and len(said) <= digits
