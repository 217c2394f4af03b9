"""JSON values whose digits stay as they were written, and how a value becomes the text of a cell.

Python's own parser is used because others round 1.50 to 1.5 and a number of thirty digits to a float.
"""

from __future__ import annotations

import json
from typing import Any


class Digits(str):
    """A JSON number as it was written."""

    __slots__ = ()


DECODER = json.JSONDecoder(parse_int=Digits, parse_float=Digits, parse_constant=Digits)


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no JSON number")


_STRICT = json.JSONDecoder(parse_int=Digits, parse_float=Digits, parse_constant=_no_number)


def parsed(body: bytes) -> Any:
    """Return the value of a JSON text in UTF-8; ValueError where it is none, and where it is nested too deeply.

    >>> parsed(b'{"a": 1.50}')
    {'a': '1.50'}
    >>> parsed(b"[NaN]")
    Traceback (most recent call last):
    ValueError: NaN is no JSON number
    """
    try:
        return _STRICT.decode(body.decode("utf-8-sig"))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def text(node: Any) -> str | None:
    """Return a JSON value as text: numbers with their digits as written, objects and arrays as JSON.

    >>> text(True), text(Digits("1.50")), text({"a": [Digits("1e3"), "x"]})
    ('true', '1.50', '{"a":[1e3,"x"]}')
    """
    if node is None:
        return None
    if isinstance(node, str):
        return str(node)
    if isinstance(node, bool):
        return "true" if node else "false"
    return _json(node)


def _json(node: Any) -> str:
    if isinstance(node, dict):
        return "{" + ",".join(f"{_quoted(key)}:{_json(each)}" for key, each in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ",".join(map(_json, node)) + "]"
    if isinstance(node, Digits):
        return str(node)
    return _quoted(node)


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
