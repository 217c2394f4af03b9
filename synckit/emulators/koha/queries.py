"""Queries as Koha's database understands them: without regard to case and trailing blanks, and null is never equal."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from synckit.emulators.koha.records import Record


class Unclear(Exception):
    """A query that Koha's database does not understand."""


def query_of(text: str) -> Any:
    """Return a query. Raises Unclear for what is no JSON."""
    try:
        return json.loads(text)
    except ValueError:
        raise Unclear from None


def meets(plain: Record, query: Any) -> bool:
    """Say whether a record meets a query, as Koha's database would."""
    if isinstance(query, list):
        return any(meets(plain, each) for each in query)
    if not isinstance(query, dict):
        raise Unclear
    return all(_part(plain, key, wanted) for key, wanted in query.items())


def _part(plain: Record, key: str, wanted: Any) -> bool:
    if key in ("-and", "-or"):
        return (all if key == "-and" else any)(meets(plain, each) for each in wanted)
    name = key.removeprefix("me.")
    if name not in plain or name == "restricted":
        raise Unclear
    have = plain[name]
    if isinstance(wanted, dict):
        return all(_compares(have, sign, value) for sign, value in wanted.items())
    return any(_same(have, each) for each in (wanted if isinstance(wanted, list) else [wanted]))


_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
}


def _compares(have: Any, sign: str, value: Any) -> bool:
    if sign in ("=", "!=", "-in"):
        same = any(_same(have, each) for each in (value if isinstance(value, list) else [value]))
        return same if sign != "!=" else (have is not None and not same)
    if sign not in _SIGNS:
        raise Unclear
    if have is None:
        return False
    if isinstance(have, str):
        have, value = have.replace("T", " ")[:19], str(value).replace("T", " ")[:19]
    return _SIGNS[sign](have, value)


def _same(have: Any, wanted: Any) -> bool:
    if have is None or wanted is None:
        return have is wanted
    return str(have).rstrip().casefold() == str(wanted).rstrip().casefold()
