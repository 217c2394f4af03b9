"""What a condition means, said once more in plain Python: the judge over `synckit.filters` in the tests.

Written from the promises of the filter alone; it shares nothing with the SQL but the ILS fields.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from synckit.fields import FieldType

TYPED = {FieldType.INTEGER, FieldType.NUMBER, FieldType.DATE, FieldType.DATETIME, FieldType.BOOLEAN}


def met(field, operator, value, cell, as_of, zone):
    """Say whether the patron with this cell (text, list or None) meets the condition."""
    elements = [each for each in (cell if field.many else [cell]) or [] if each is not None and each.strip()]
    if operator == "is_empty":
        return not elements
    if operator == "is_not_empty":
        return bool(elements)
    if operator.startswith("not_"):
        return not any(_one(field.type, operator.removeprefix("not_"), value, each, as_of, zone) for each in elements)
    return any(_one(field.type, operator, value, each, as_of, zone) for each in elements)


def _one(type, operator, value, text, as_of, zone):
    if type in TYPED:
        read = _typed(type, text.strip(), zone)
        return read is not None and _typed_met(type, operator, value, read, as_of, zone)
    if operator == "matches":
        exact = type is FieldType.CODE
        return re.search(value, text if exact else text.strip(), 0 if exact else re.IGNORECASE) is not None
    alike = str if type is FieldType.CODE else lambda given: str(given).strip().lower()
    return {
        "equals": lambda: alike(text) == alike(value),
        "in": lambda: alike(text) in [alike(each) for each in value],
        "contains": lambda: alike(value) in alike(text),
        "starts_with": lambda: alike(text).startswith(alike(value)),
        "ends_with": lambda: alike(text).endswith(alike(value)),
    }[operator]()


def _typed_met(type, operator, value, read, as_of, zone):
    if operator in ("is_true", "is_false"):
        return read is (operator == "is_true")
    if operator in ("in_the_last", "in_the_next"):
        count, unit = value.split()
        other = _shifted(as_of, int(count) if operator == "in_the_next" else -int(count), unit.rstrip("s"))
        return min(as_of, other) <= read <= max(as_of, other)
    wanted = [_typed(type, str(each).strip(), zone) for each in (value if isinstance(value, list) else [value])]
    return {
        "equals": lambda: read == wanted[0],
        "in": lambda: read in wanted,
        "less_than": lambda: read < wanted[0],
        "at_most": lambda: read <= wanted[0],
        "greater_than": lambda: read > wanted[0],
        "at_least": lambda: read >= wanted[0],
        "before": lambda: read < wanted[0],
        "on_or_before": lambda: read <= wanted[0],
        "after": lambda: read > wanted[0],
        "on_or_after": lambda: read >= wanted[0],
        "between": lambda: wanted[0] <= read <= wanted[1],
    }[operator]()


def _typed(type, text, zone):
    if type is FieldType.BOOLEAN:
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(text.lower())
    if type in (FieldType.DATE, FieldType.DATETIME):
        return _day(text, zone)
    return Decimal(text) if re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text) else None


def _day(text, zone):
    shape = re.fullmatch(
        r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?"
        r"(?: ?(Z|z|[+-][0-9]{2}(?::?[0-9]{2})?))?)?",
        text,
    )
    if not shape:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in shape.groups()[:6])
    try:
        moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  the text has no zone yet
        if not shape[7]:
            return moment.date()
        offset = "+00:00" if shape[7] in "Zz" else (shape[7].replace(":", "") + "00")[:5]
        return datetime.fromisoformat(f"{moment.isoformat()}{offset}").astimezone(ZoneInfo(zone)).date()
    except ValueError:
        return None


def _shifted(day, count, unit):
    if unit in ("day", "week"):
        return day + timedelta(days=count * {"day": 1, "week": 7}[unit])
    year, month = divmod(day.year * 12 + day.month - 1 + count * {"month": 1, "year": 12}[unit], 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
