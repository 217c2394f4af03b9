"""How fast a system is asked: so many requests a second, fewer when it says that these are too many."""

from __future__ import annotations

import threading
from collections.abc import Callable

_SLOWEST = 0.5
_AGAIN_AFTER = 10.0


class Pace:
    """Spaces the requests of all threads evenly; half as fast after `slow_down`, one a second faster each 10 s.

    >>> slept = []
    >>> pace = Pace(2, slept.append, lambda: 0.0)
    >>> pace.wait(), pace.wait(), slept
    (None, None, [0.5])
    """

    def __init__(self, rate: float, sleep: Callable[[float], None], monotonic: Callable[[], float]) -> None:
        self._most = self._rate = rate
        self._sleep, self._monotonic = sleep, monotonic
        self._next = monotonic()
        self._changed = monotonic()
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Wait until the next request may go."""
        with self._lock:
            now = self._monotonic()
            if self._rate < self._most and now - self._changed >= _AGAIN_AFTER:
                self._rate, self._changed = min(self._rate + 1, self._most), now
            due = max(self._next, now)
            self._next = due + 1 / self._rate
        if due > now:
            self._sleep(due - now)

    def slow_down(self) -> None:
        """Halve the pace."""
        with self._lock:
            self._rate, self._changed = max(self._rate / 2, _SLOWEST), self._monotonic()
