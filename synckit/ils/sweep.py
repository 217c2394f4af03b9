"""Sweeps through a system's patrons: by the last id, everybody once, and numbers that agree at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from synckit import errors
from synckit.errors import IlsError
from synckit.fields import IlsField

Record = dict[str, Any]
_RECENT = 1 << 16


@dataclass(frozen=True)
class Broken:
    """A patron whom the system has and cannot send: the id where it is known, and what is wrong, as a sentence."""

    id: str | None
    message: str
    place: int = 0
    """The id after which a keyset goes on: below that of the next patron who can be read."""


Page = list[Record | Broken]


class Seen:
    """Which ids have come, in 8 bytes each: a million of them must not cost what a million records do.

    >>> seen = Seen()
    >>> seen.fresh(["a", "b"]), seen.fresh(["b", "c"])
    ([True, True], [False, True])
    """

    def __init__(self) -> None:
        self._old = np.empty(0, np.int64)
        self._recent: set[int] = set()

    def __len__(self) -> int:
        return len(self._old) + len(self._recent)

    def fresh(self, ids: Sequence[str]) -> list[bool]:
        """Return which of these had not come before, and remember them all."""
        keys = list(map(hash, ids))
        old = self._has(keys)
        found = []
        for key, known in zip(keys, old, strict=True):
            found.append(not known and key not in self._recent)
            if found[-1]:
                self._recent.add(key)
        if len(self._recent) > _RECENT:
            self._old = np.sort(np.concatenate([self._old, np.fromiter(self._recent, np.int64, len(self._recent))]))
            self._recent = set()
        return found

    def _has(self, keys: Sequence[int]) -> list[bool]:
        if not len(self._old):
            return [False] * len(keys)
        wanted = np.array(keys, np.int64)
        at = np.minimum(np.searchsorted(self._old, wanted), len(self._old) - 1)
        return [bool(each) for each in self._old[at] == wanted]


def keyset(
    system: str,
    fetch: Callable[[int], Page],
    id_of: Callable[[Any], int],
    total: Callable[[], int] | None = None,
    start: int = 0,
) -> Iterator[Page]:
    """Yield page after page of patrons whose ids rise, each page asked for by the last id before it.

    A page that is not full is not taken for the last, for a system may give fewer than it is asked for. The end is an
    empty page, when no more than have come are in `total`, or, in a system that tells none, when it is empty again.
    Raises IlsError where ids do not rise, or where patrons are missing.
    """
    last, got = start, 0
    pool = ThreadPoolExecutor(1, "keyset")
    try:
        ahead = pool.submit(fetch, last)
        while page := ahead.result() or _again(system, fetch, last, got, total):
            ids = [id_of(each) for each in page]
            if ids[0] <= last or any(later <= earlier for earlier, later in pairwise(ids)):
                raise repeated(system)
            got += len(page)
            last = ids[-1]
            # the next page comes while this one is worked on
            ahead = pool.submit(fetch, last)
            yield page
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _again(
    system: str, fetch: Callable[[int], Page], last: int, got: int, total: Callable[[], int] | None
) -> Page | None:
    """Return the page after one that was empty; None at the end."""
    told = total() if total else 0
    if total and got >= told:
        return None
    page = fetch(last)
    if total and not page:
        agree(system, got, told)
    return page


def agree(system: str, got: int, told: int) -> None:
    """Raise IlsError unless as many patrons came as the system says it has.

    >>> agree("Koha", 4900, 5000)
    Traceback (most recent call last):
    synckit.errors.IlsError: Koha says that it has 5,000 patrons and 4,900 came; nothing was applied; run again, and ask who runs it if it stays so.
    """
    if got != told:
        raise IlsError(
            f"{system} says that it has {told:,} patrons and {got:,} came; nothing was applied; "
            "run again, and ask who runs it if it stays so."
        )


def repeated(system: str) -> IlsError:
    """Return the error for a page that comes again.

    >>> print(repeated("Koha"))
    Koha sends the same patrons again on the next page; nothing was applied; run again, and ask who runs it if it stays so.
    """
    return IlsError(
        f"{system} sends the same patrons again on the next page; nothing was applied; "
        "run again, and ask who runs it if it stays so."
    )


def asked_of(system: str, names: Sequence[str], fields: Sequence[IlsField]) -> list[IlsField]:
    """Return the fields of these names, each once. Raises IlsError for one that the connection does not have.

    >>> asked_of("Koha", ["surnmae"], [IlsField("surname")])
    Traceback (most recent call last):
    synckit.errors.IlsError: No field of Koha named 'surnmae'. Did you mean 'surname'?
    """
    known = {field.name: field for field in fields}
    for name in names:
        if name not in known:
            raise IlsError(errors.unknown(f"field of {system}", name, known))
    return [known[name] for name in dict.fromkeys(names)]
