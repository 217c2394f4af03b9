"""Lengths of time as people write them: "6 months", "1 day"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator

UNITS = ("hours", "days", "weeks", "months", "years")
EVERY_UNITS = ("hours", "days", "weeks", "months")
RELATIVE_UNITS = ("days", "weeks", "months", "years")
KEEP_UNITS = ("days", "weeks", "months", "years")
_WRITTEN = re.compile(r"\s*([0-9]{1,4})\s+([A-Za-z]+)\s*")


@dataclass(frozen=True)
class Period:
    """A number (1 to 9999) of units: hours, days, weeks, months or years.

    >>> Period.parse("6 months"), str(Period(1, "days"))
    (Period(count=6, unit='months'), '1 day')
    """

    count: int
    unit: str

    @classmethod
    def parse(cls, text: Any, units: Collection[str] = UNITS) -> Period:
        """Read "6 months" or "1 day". Raises ValueError that says how it is written.

        >>> Period.parse("6 moons")
        Traceback (most recent call last):
        ValueError: '6 moons' is no period; write a number and hours, days, weeks, months or years, as in '6 months'
        """
        found = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
        unit = found[2].lower().rstrip("s") + "s" if found else ""
        if not found or unit not in units or int(found[1]) < 1:
            *most, last = units
            known = f"{', '.join(most)} or {last}"
            raise ValueError(f"{text!r} is no period; write a number and {known}, as in '6 months'")
        return cls(int(found[1]), unit)

    def __str__(self) -> str:
        return f"{self.count} {self.unit[:-1] if self.count == 1 else self.unit}"


def _every(value: Any) -> Period:
    return value if isinstance(value, Period) else Period.parse(value, EVERY_UNITS)


def _kept(value: Any) -> str:
    return str(Period.parse(value, KEEP_UNITS))


Every = Annotated[Period, PlainValidator(_every)]
Kept = Annotated[str, PlainValidator(_kept)]
