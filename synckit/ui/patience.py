"""How long one drawing of a page waits for what may be there at once: all that it waits for together, not each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from synckit import clock

SECONDS = 0.05
Found = TypeVar("Found")


@dataclass
class Patience:
    """The seconds that a drawing has left to wait.

    >>> Patience(0.1).spend(lambda seconds: seconds, at_most=0.03)
    0.03
    """

    left: float = SECONDS

    def spend(self, wait: Callable[[float], Found], at_most: float = SECONDS) -> Found:
        """Return what is waited for; `wait` is given the seconds that it may take."""
        began = clock.monotonic()
        try:
            return wait(min(self.left, at_most))
        finally:
            self.left = max(0.0, self.left - (clock.monotonic() - began))
