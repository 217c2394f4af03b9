"""Looks: what a page wants to know and may take a while is found out beside it, once for all who ask the same.

Nothing here knows what is looked at. A look that is not ready is asked for again by the page; the last ones are kept.
One that nobody waits for any more is not begun, and one that failed is tried anew when somebody asks a little later.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass
from typing import Any

from synckit import clock, errors

KEPT = 64
AT_ONCE = 2
WAITED_FOR_SECONDS = 3.0
"""A page that waits asks three times a second; a look that nobody asked for so long is not wanted any more."""
FAILED_SECONDS = 2.0
"""How long a failure is told before it is tried anew: what was busy a moment ago may be free."""


@dataclass(frozen=True)
class Look:
    """What is known by now."""

    ready: bool
    value: Any = None
    problem: str = ""
    """Why it could not be found out, as a sentence."""


@dataclass
class _Asked:
    future: Future[Any]
    last: float
    """When somebody asked for it last."""
    failed: float | None = None
    """When its failure was told first."""

    @property
    def is_unwanted(self) -> bool:
        """Whether nobody waits for it any more and it has not begun; it is not begun then."""
        return clock.monotonic() - self.last > WAITED_FOR_SECONDS and self.future.cancel()

    @property
    def is_over(self) -> bool:
        """Whether it failed long enough ago to be tried anew."""
        return self.failed is not None and clock.monotonic() - self.failed > FAILED_SECONDS


class Looks:
    """The looks of a program.

    >>> Looks().at("one and one", lambda: 1 + 1, patience=5).value
    2
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(AT_ONCE, "look")
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, _Asked] = OrderedDict()

    def at(self, key: Hashable, find: Callable[[], Any], patience: float = 0.15) -> Look:
        """Return what `find` gives for a key, found out at most once; not ready when it takes longer than `patience` seconds."""
        with self._lock:
            asked = self._asked(key, find)
        if not wait_for([asked.future], patience).done:
            return Look(False)
        look = _told(asked.future)
        if look.problem and asked.failed is None:
            asked.failed = clock.monotonic()
        return look

    def forget(self) -> None:
        """Forget everything that was found out."""
        with self._lock:
            self._found.clear()

    def _asked(self, key: Hashable, find: Callable[[], Any]) -> _Asked:
        for other in [each for each, asked in self._found.items() if each != key and asked.is_unwanted]:
            del self._found[other]
        asked = self._found.get(key)
        if asked is None or asked.is_over:
            asked = self._found[key] = _Asked(self._pool.submit(find), clock.monotonic())
            while len(self._found) > KEPT:
                self._found.popitem(last=False)[1].future.cancel()
        asked.last = clock.monotonic()
        self._found.move_to_end(key)
        return asked


def _told(future: Future[Any]) -> Look:
    problem = future.exception() if not future.cancelled() else None
    if problem is None:
        return Look(not future.cancelled(), None if future.cancelled() else future.result())
    if isinstance(problem, errors.SynckitError):
        return Look(True, problem=str(problem))
    # Its text may hold a patron's value.
    return Look(True, problem=f"It could not be found out, by an error of synckit itself ({type(problem).__name__}).")
