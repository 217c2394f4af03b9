"""Whether a text that stands in a definition fits a type; the values of patrons are judged by checks, as columns."""

from __future__ import annotations

import re
from typing import Any

from synckit.definition.model import as_date
from synckit.fields import FieldType, ProfileField

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_BOOLEANS = frozenset({"true", "false", "yes", "no", "1", "0"})


def is_number(value: Any) -> bool:
    """Whether a value is a number or the text of a plain decimal.

    >>> is_number(5), is_number("1.50"), is_number("abc"), is_number(True)
    (True, True, False, False)
    """
    if isinstance(value, bool):
        return False
    return isinstance(value, (int, float)) or bool(_NUMBER.fullmatch(str(value).strip()))


def is_boolean(value: Any) -> bool:
    """Whether a value is true or false, yes or no, 1 or 0.

    >>> is_boolean(True), is_boolean("No"), is_boolean("maybe")
    (True, True, False)
    """
    return str(value).strip().casefold() in _BOOLEANS


def misfit(field: ProfileField, text: str) -> str:
    """Return why a fixed text can never be a value of a profile field, or "".

    >>> misfit(ProfileField("branch", type=FieldType.CHOICE, options=("Main", "Law")), "Mian")
    "'Mian' is no option of branch; the options are Main, Law."
    """
    text = text.strip()
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        several = text.split(";") if field.type is FieldType.CHOICES else [text]
        wrong = [each.strip() for each in several if each.strip() and each.strip() not in field.options]
        return f"{wrong[0]!r} is no option of {field.key}; the options are {', '.join(field.options)}." if wrong else ""
    if field.max_length is not None and len(text) > field.max_length:
        return f"{text!r} is longer than the {field.max_length} characters of {field.key}."
    return "" if _fits(field.type, text) else f"{text!r} is no {field.type}, as {field.key} needs."


def _fits(kind: FieldType, text: str) -> bool:
    if kind is FieldType.BOOLEAN:
        return is_boolean(text)
    if kind is FieldType.NUMBER:
        return is_number(text)
    if kind is FieldType.INTEGER:
        return bool(_INTEGER.fullmatch(text))
    return kind is not FieldType.DATE or _is_date(text)


def _is_date(text: str) -> bool:
    try:
        as_date(text[:10])
    except ValueError:
        return False
    return True
