"""One answer of a library system: its status, its headers, and its body as far as it may be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any

from synckit import clock
from synckit.ils.values import parsed


class BadBody(ValueError):
    """A body that is not the JSON it should be; its words hold nothing of the body."""


@dataclass(frozen=True)
class Answer:
    """What came back.

    >>> Answer(200, {}, b'[{"id": 1}]').json()
    [{'id': '1'}]
    """

    status: int
    headers: Mapping[str, str]
    """Names in any case."""
    body: bytes

    def json(self) -> Any:
        """Return the value of the body, numbers as they were written. Raises BadBody."""
        return self._value

    @cached_property
    def _value(self) -> Any:
        try:
            return parsed(self.body)
        except ValueError:
            raise BadBody(self._flaw()) from None

    def _flaw(self) -> str:
        start = self.body[:200].lstrip()
        if not start:
            return "an empty answer"
        return "a web page" if start.startswith(b"<") else "an answer that is no sound JSON"

    @property
    def wait(self) -> float | None:
        """Seconds that the answer asks to wait; None where it does not say."""
        said = str(self.headers.get("Retry-After", "")).strip()
        if said.isascii() and said.isdecimal():
            return float(said)
        try:
            moment = parsedate_to_datetime(said)
            return max(0.0, (moment - clock.now()).total_seconds())
        except (ValueError, TypeError):
            return None
