"""Looks: what a page wants to know and may take a while is found out beside it, once for all who ask the same.

Nothing here knows what is looked at. A look that is not ready is asked for again by the page; the last ones are kept.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass
from typing import Any

from synckit import errors

KEPT = 64
AT_ONCE = 2


@dataclass(frozen=True)
class Look:
    """What is known by now."""

    ready: bool
    value: Any = None
    problem: str = ""
    """Why it could not be found out, as a sentence."""


class Looks:
    """The looks of a program.

    >>> Looks().at("one and one", lambda: 1 + 1, patience=5).value
    2
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(AT_ONCE, "look")
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def at(self, key: Hashable, find: Callable[[], Any], patience: float = 0.15) -> Look:
        """Return what `find` gives for a key, found out at most once; not ready when it takes longer than `patience` seconds."""
        with self._lock:
            future = self._found.get(key)
            if future is None:
                future = self._found[key] = self._pool.submit(find)
                while len(self._found) > KEPT:
                    self._found.popitem(last=False)[1].cancel()
            self._found.move_to_end(key)
        if not wait_for([future], patience).done:
            return Look(False)
        return _told(future)

    def forget(self) -> None:
        """Forget everything that was found out."""
        with self._lock:
            self._found.clear()


def _told(future: Future[Any]) -> Look:
    problem = future.exception() if not future.cancelled() else None
    if problem is None:
        return Look(not future.cancelled(), None if future.cancelled() else future.result())
    if isinstance(problem, errors.SynckitError):
        return Look(True, problem=str(problem))
    # Its text may hold a patron's value.
    return Look(True, problem=f"It could not be found out, by an error of synckit itself ({type(problem).__name__}).")
