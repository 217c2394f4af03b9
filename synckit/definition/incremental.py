"""Reading only who changed: how often everybody is read all the same, and what becomes of who is gone."""

from __future__ import annotations

import enum
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from synckit.definition.model import Model

MOST = 1000


def _runs(value: Any) -> int:
    if type(value) is int and 1 <= value <= MOST:
        return value
    raise ValueError(f"{value!r} is no number of runs; write a whole number from 1 to {MOST:,}, as in full_every: 7")


class Incremental(Model):
    """A sync that reads only the patrons who changed since its last run, and everybody now and then.

    >>> Incremental(full_every=7).full_every
    7
    """

    noun: ClassVar[str] = "incremental"
    full_every: Annotated[int, BeforeValidator(_runs)] = 7
    """Every so many runs everybody is read."""

    def as_dict(self) -> Any:
        """Return it as it stands in YAML, the number always, so that it is never empty."""
        return {"full_every": self.full_every}


class Vanished(enum.StrEnum):
    """What happens to profiles whose patrons are gone from the ILS: they are told of, or also flagged; never deleted."""

    REPORT = "report"
    FLAG = "flag"
