"""When a sync runs, and how much it may change before somebody is asked."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, PlainValidator, model_validator

from synckit.definition.model import Date, Model
from synckit.definition.periods import Every


def _time(value: Any) -> dt.time:
    if isinstance(value, dt.time) and not (value.second or value.microsecond or value.tzinfo):
        return value
    if isinstance(value, str) and re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", value.strip()):
        hour, minute = value.strip().split(":")
        return dt.time(int(hour), int(minute))
    raise ValueError(f'{value!r} is no time of day; write it as "02:30"')


@dataclass(frozen=True)
class Days:
    """A day, or days from one to another (both inclusive), on which nothing runs.

    >>> str(Days.parse("2026-12-24..2027-01-01")), str(Days.parse("2026-11-26"))
    ('2026-12-24..2027-01-01', '2026-11-26')
    """

    first: dt.date
    last: dt.date

    @classmethod
    def parse(cls, value: Any) -> Days:
        """Read "2026-11-26" or "2026-12-24..2027-01-01". Raises ValueError that says how it is written."""
        if isinstance(value, Days):
            return value
        first, dots, last = str(value).partition("..")
        try:
            days = cls(dt.date.fromisoformat(first.strip()), dt.date.fromisoformat((last if dots else first).strip()))
        except ValueError:
            raise ValueError(f"{value!r} is no day; write 2026-11-26, or 2026-12-24..2027-01-02 for several") from None
        if days.last < days.first:
            raise ValueError(f"{value} ends before it begins")
        return days

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}..{self.last}"


class Schedule(Model):
    """The first time a sync runs, and how it repeats; in the sync's time zone.

    >>> Schedule(date="2026-12-01", time="02:30", every="1 day").as_dict()
    {'date': '2026-12-01', 'time': '02:30', 'every': '1 day'}
    """

    noun: ClassVar[str] = "the schedule"
    date: Date
    """The first day."""
    time: Annotated[dt.time, BeforeValidator(_time)]
    """Hours and minutes."""
    every: Every | None = None
    """How long between two runs: a Period of hours, days, weeks or months; None: it runs once."""
    last: Date | None = None
    """The last day on which it may run; None: it goes on."""
    blackout: tuple[Annotated[Days, PlainValidator(Days.parse)], ...] = ()
    """Days on which it does not run: closing days, a move to a new system."""

    @model_validator(mode="after")
    def _in_order(self) -> Schedule:
        if self.last is not None and self.every is None:
            raise ValueError("last needs every; a sync that runs once has no last execution")
        if self.last is not None and self.last < self.date:
            raise ValueError(f"last ({self.last}) is before date ({self.date})")
        return self

    def as_dict(self) -> Any:
        """Return the schedule as it stands in YAML."""
        data = super().as_dict()
        data |= {"every": str(self.every)} if self.every else {}
        return data | ({"blackout": [str(days) for days in self.blackout]} if self.blackout else {})

    def rests_on(self, day: dt.date) -> bool:
        """Return whether nothing runs on a day."""
        return any(day in days for days in self.blackout)


@dataclass(frozen=True)
class Limit:
    """How many, or which share (0 to 1), may be changed; exactly one of the two is given.

    >>> Limit.parse("20%"), str(Limit.parse(5000))
    (Limit(count=None, share=0.2), '5000')
    """

    count: int | None = None
    share: float | None = None

    @classmethod
    def parse(cls, value: Any) -> Limit:
        """Read 5000 or "20%". Raises ValueError that says how it is written."""
        if isinstance(value, Limit) and (value.count is None) != (value.share is None):
            return value
        if type(value) is int and value >= 0:
            return cls(count=value)
        found = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*%\s*", value) if isinstance(value, str) else None
        if found and Decimal(found[1]) <= 100:
            return cls(share=float(Decimal(found[1]) / 100))
        raise ValueError(f"{value!r} is no limit; write a whole number such as 5000, or a share such as 20%")

    def __str__(self) -> str:
        if self.share is None:
            return str(self.count)
        return f"{(Decimal(repr(self.share)) * 100).normalize():f}%"


AnyLimit = Annotated[Limit, PlainValidator(Limit.parse)]


class Limits(Model):
    """Past any of these a run is held for approval; None is no limit.

    >>> Limits(create=5000, update="20%").as_dict()
    {'create': 5000, 'update': '20%'}
    """

    noun: ClassVar[str] = "limits"
    create: AnyLimit | None = None
    """Profiles made; a share of the patrons that met the filter."""
    update: AnyLimit | None = None
    """Profiles changed; a share of the matched profiles."""
    clear: AnyLimit | None = None
    """Profiles with a field cleared; a share of the matched profiles."""
    reject: AnyLimit | None = None
    """Patrons rejected; a share of the patrons that met the filter."""
    read_drop: AnyLimit | None = Limit(share=0.2)
    """Fewer patrons read than in the last complete run; null switches it off."""

    def as_dict(self) -> Any:
        """Return the limits as they stand in YAML."""
        return {name: _written(limit) for name, limit in super().as_dict().items()}


def _written(limit: Limit | None) -> int | str | None:
    if limit is None:
        return None
    return limit.count if limit.share is None else str(limit)
