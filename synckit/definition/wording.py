"""Turns pydantic's errors into one sentence of ours, with the key that it is about."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from synckit.documents import Key
from synckit.errors import DefinitionError, nearest

_MODEL_KEYS = {"conditions": ("all", "any"), "source": ("from",)}


def error(problem: ValidationError, noun: str) -> DefinitionError:
    """Return the DefinitionError of the first problem; `key` is the dotted way to it."""
    key, sentence = first(problem)
    where = place(key)
    return DefinitionError(f"In {noun}{', ' + where if where else ''}: {sentence}", ".".join(map(str, key)) or None)


def first(problem: ValidationError) -> tuple[Key, str]:
    """Return the key and the sentence of the first problem."""
    found = problem.errors(include_url=False)[0]
    key: Key = tuple(part for part in found["loc"] if not str(part).startswith("<"))
    if found["type"] == "unknown_key":
        return (*key, found["ctx"]["key"]), found["ctx"]["message"]
    if found["type"] == "missing":
        return key, f"the key {key[-1]!r} is missing."
    return key, _sentence(found)


def place(key: Key) -> str:
    """Return a key in words, list places counted from 1.

    >>> place(("mapping", 3, "to"))
    'mapping 4, to'
    """
    words: list[str] = []
    for part in key:
        if isinstance(part, int) and words:
            words[-1] += f" {part + 1}"
        else:
            words.append(str(part))
    return ", ".join(words)


def written(key: Key, data: Any) -> Key:
    """Return a key of our models as it stands in a document, as far as it does.

    >>> written(("filter", "conditions", 0, "field"), {"filter": {"any": [{"field": "x"}]}})
    ('filter', 'any', 0, 'field')
    """
    found: list[str | int] = []
    for part in key:
        for name in (part, *_MODEL_KEYS.get(str(part), ())):
            inside = _inside(data, name)
            if inside is not _NOTHING:
                found.append(name)
                data = inside
                break
    return tuple(found)


_NOTHING = object()


def _inside(data: Any, name: str | int) -> Any:
    if isinstance(data, dict) and isinstance(name, str):
        return data.get(name, _NOTHING)
    if isinstance(data, list) and isinstance(name, int) and name < len(data):
        return data[name]
    return _NOTHING


def _sentence(found: Any) -> str:
    given = found["input"]
    if found["type"] == "enum":
        known = found["ctx"]["expected"]
        hint = nearest(given, known.replace(" or ", ", ").replace("'", "").split(", "))
        return f"{given!r} is not known.{hint} It is {known}."
    if found["type"] == "value_error":
        return _full(str(found["ctx"]["error"]))
    if found["type"] in ("tuple_type", "list_type"):
        return "it must be a list."
    if found["type"] in ("dict_type", "model_type", "model_attributes_type"):
        return "it must be written as keys with values."
    return _full(found["msg"])


def _full(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."
