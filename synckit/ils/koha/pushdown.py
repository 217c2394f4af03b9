"""Which part of a filter Koha can judge: codes and days, by a query of our own making.

Its database compares text without regard to case, accents and trailing blanks, which is more than a code's exact
comparison keeps, never less. What a person wrote is never passed on as JSON: a query reaches hidden columns too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synckit.definition import Condition, Group, Sql
from synckit.fields import IlsField

Query = dict[str, Any]

_CODES = frozenset({"category_id", "library_id"})
_DAYS = frozenset({"expiry_date", "date_enrolled", "date_of_birth", "date_renewed"})
_SIGNS = {"before": "<", "on_or_before": "<=", "after": ">", "on_or_after": ">="}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOST_CODES = 50


def queries(filter: Condition | Group | Sql | None, fields: Mapping[str, IlsField]) -> list[Query]:
    """Return queries that all patrons who meet the filter meet, each of them; [] where Koha can judge nothing.

    >>> queries(Condition(field="patron_type", operator="in", value=["ST", "GR"]), {"patron_type": IlsField("patron_type", path="category_id")})
    [{'category_id': ['ST', 'GR']}]
    """
    parts = filter.conditions if isinstance(filter, Group) and filter.op == "all" else (filter,)
    return [query for part in parts if isinstance(part, Condition) for query in _one(part, fields)]


def _one(condition: Condition, fields: Mapping[str, IlsField]) -> Iterator[Query]:
    field = fields.get(condition.field)
    path = field.path if field else ""
    values = [str(value) for value in condition.values]
    if path in _CODES and condition.operator in ("equals", "in"):
        if 0 < len(values) <= MOST_CODES and all(value.strip() for value in values):
            yield {path: values}
    elif path in _DAYS and all(map(_is_day, values)):
        if condition.operator in _SIGNS:
            yield {path: {_SIGNS[condition.operator]: values[0]}}
        elif condition.operator == "between":
            yield {path: {">=": min(values), "<=": max(values)}}


def _is_day(text: str) -> bool:
    # a day that does not exist would match everybody, or nobody
    try:
        return bool(_DAY.fullmatch(text)) and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def since(moment: str, also: Sequence[str] = ()) -> Query:
    """Return the query for those who changed since an ISO date-time, for those of some ids, and some more.

    Koha compares with the clock of its server, whatever zone is written; so the moment is moved back by more than any
    zone is away from UTC.

    >>> since("2026-11-24T12:00:00Z")
    {'updated_on': {'>=': '2026-11-23 21:00:00'}}
    """
    at = dt.datetime.fromisoformat(moment)
    utc = at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)
    changed = {"updated_on": {">=": f"{utc - dt.timedelta(hours=15):%Y-%m-%d %H:%M:%S}"}}
    ids = [int(each) for each in also if each.isascii() and each.isdecimal()]
    return {"-or": [changed, {"me.patron_id": ids}]} if ids else changed
