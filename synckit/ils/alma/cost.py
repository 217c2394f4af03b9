"""What a reading takes, told before it starts: an institution's requests are counted by the day."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """What a reading takes: told before it starts, because a day's requests are counted.

    >>> print(Cost(50_000, 50_625, 20, 60_000, 5_000))
    50,000 patrons take about 50,625 requests (43 minutes); 60,000 of today's remain and 5,000 are kept back
    """

    patrons: int
    requests: int
    rate: float
    """Requests a second."""
    remaining: int | None
    """Requests that the institution may still make today; None where Alma does not say."""
    reserve: int

    @property
    def is_too_much(self) -> bool:
        """Whether the day's requests would fall below the reserve."""
        return self.remaining is not None and self.requests > self.remaining - self.reserve

    def __str__(self) -> str:
        minutes = math.ceil(self.requests / self.rate / 60)
        takes = f"{self.patrons:,} patrons take about {self.requests:,} requests ({minutes:,} minutes)"
        if self.remaining is None:
            return f"{takes}; Alma does not say how many remain today"
        return f"{takes}; {self.remaining:,} of today's remain and {self.reserve:,} are kept back"
