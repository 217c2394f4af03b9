"""Reading the whole of a list that is paged by offset and moves: pages that overlap, and sweeps until the numbers agree.

A patron who is deleted moves everybody behind up by one. Each page therefore begins with the last patrons of the page
before; a gap could only open if more were deleted between two requests than overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from synckit.errors import IlsError
from synckit.ils.sweep import Record, agree, repeated

OVERLAP = 20
MOST_SWEEPS = 3


@dataclass(frozen=True)
class Page:
    """Some patrons of a list, and what the list says of itself."""

    offset: int
    """How many stand before them, 0 for the first page."""
    records: list[Record]
    total: int
    """Patrons in the whole list, at that moment."""

    @property
    def end(self) -> int:
        """The place in the list after the last patron of this page."""
        return self.offset + len(self.records)


Fetch = Callable[[int], Page]
Key = Callable[[Record], int]
"""Returns what tells patrons apart."""


def step_after(patrons: int) -> int:
    """Return how far the next page begins behind one of so many patrons.

    >>> step_after(100), step_after(10), step_after(1)
    (80, 5, 1)
    """
    return max(1, patrons - min(OVERLAP, patrons // 2))


class Sweep:
    """One way through the list, from its first page to one that is not full."""

    def __init__(self, system: str, fetch: Fetch, key: Key, size: int, pool: ThreadPoolExecutor, lanes: int) -> None:
        self._system = system
        self._fetch = fetch
        self._key = key
        self._size = size
        self._pool = pool
        self._lanes = lanes
        self._ahead: dict[int, Future[Page]] = {}
        self._last: set[int] = set()
        self.ids: set[int] = set()
        self.totals: set[int] = set()
        self.total = 0
        self.is_joined = True
        """Whether every page began with patrons of the page before."""
        self.is_ended = False
        """Whether the last page ended where the list said it ends."""

    def pages(self) -> Iterator[list[Record]]:
        """Yield the patrons of every page that were on none before; IlsError where the same page comes again."""
        offset = 0
        try:
            while True:
                page = self._page(offset)
                yield self._noted(page)
                # a full page is not the last, whatever the total says: the next one is asked for
                if not page.records or (len(page.records) < self._size and page.end >= page.total):
                    break
                offset += step_after(len(page.records))
                self._look_ahead(offset, len(page.records), page.total)
        finally:
            for future in self._ahead.values():
                future.cancel()
        self.is_ended = page.end == page.total

    def _page(self, offset: int) -> Page:
        future = self._ahead.pop(offset, None)
        return future.result() if future else self._fetch(offset)

    def _look_ahead(self, offset: int, size: int, total: int) -> None:
        """Ask for the next pages at once, and forget those that were asked for in vain."""
        wanted = [offset + at * step_after(size) for at in range(self._lanes)]
        for gone in [each for each in self._ahead if each not in wanted]:
            self._ahead.pop(gone).cancel()
        for each in wanted:
            if each < total and each not in self._ahead:
                self._ahead[each] = self._pool.submit(self._fetch, each)

    def _noted(self, page: Page) -> list[Record]:
        patrons = {self._key(patron): patron for patron in reversed(page.records)}
        if page.offset and patrons:
            self.is_joined = self.is_joined and not self._last.isdisjoint(patrons)
            if patrons.keys() == self._last or (len(patrons) > OVERLAP and patrons.keys() <= self.ids):
                raise repeated(self._system)
        fresh = [patron for key, patron in reversed(patrons.items()) if key not in self.ids]
        self.ids.update(patrons)
        self._last = set(patrons)
        self.totals.add(page.total)
        self.total = page.total
        return fresh


class Reading:
    """Sweeps through one list until the numbers agree; every patron is handed on once."""

    def __init__(
        self,
        system: str,
        fetch: Fetch,
        key: Key,
        size: int,
        pool: ThreadPoolExecutor,
        lanes: int,
        is_sorted: bool = True,
    ) -> None:
        self._system, self._key = system, key
        self._sweeps = [Sweep(system, fetch, key, size, pool, lanes) for _ in range(MOST_SWEEPS)]
        self._is_sorted = is_sorted

    def pages(self) -> Iterator[list[Record]]:
        """Yield every patron once, page by page; IlsError when the numbers never agree."""
        seen: set[int] = set()
        totals: set[int] = set()
        for number, sweep in enumerate(self._sweeps):
            for patrons in sweep.pages():
                yield [patron for patron in patrons if self._key(patron) not in seen] if number else patrons
            seen = seen | sweep.ids if number else sweep.ids
            totals |= sweep.totals
            if self._is_whole(sweep, len(seen), len(totals) == 1, again=number > 0):
                return
        agree(self._system, len(sweep.ids), sweep.total)
        raise IlsError(
            f"The list of patrons of {self._system} changes while it is read; nothing was applied; run at a quieter time."
        )

    def _is_whole(self, sweep: Sweep, seen: int, still: bool, again: bool) -> bool:
        if not sweep.is_ended:
            return False
        if not self._is_sorted:
            # without an order nothing but numbers that stood still says that nobody was passed over
            return len(sweep.ids) == sweep.total and len(sweep.totals) == 1
        if len(sweep.ids) == sweep.total and (sweep.is_joined or still):
            return True
        if again and still and seen == sweep.total:
            return True
        # the pages join, so nobody who stayed is missing: the difference came and went while the list was read
        moved = not still or seen > len(sweep.ids)
        near = abs(len(sweep.ids) - sweep.total) <= OVERLAP
        return again and sweep.is_joined and moved and near
