"""The calls to Koha: pages of patrons in the order of their ids, and what it tells beside them.

Pages are asked for by the last id, never by number and never by the `Link` that Koha offers: that repeats headers as
parameters, which Koha itself refuses. One patron whom Koha cannot send spoils the whole page; such are found by the
place that the error names, and stepped over.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from synckit.errors import IlsError
from synckit.ils.door import Answer, Door
from synckit.ils.koha import failures
from synckit.ils.koha.pushdown import Query
from synckit.ils.sweep import Broken, Page, Record

TOTAL = "X-Total-Count"
_END = 2**62
_ANY = (200, 400, 401, 403, 404)


class Patrons:
    """The patrons who meet some queries, with what is embedded in their records."""

    def __init__(self, door: Door, size: int, queries: Sequence[Query] = (), embed: str = "") -> None:
        self._door, self._size = door, size
        self._queries = list(queries)
        self._headers = {"x-koha-embed": embed} if embed else {}

    def after(self, last: int) -> Page:
        """Return the next patrons of higher ids, those whom Koha cannot send as Broken."""
        return self._page(last, self._size)

    def last(self, size: int) -> list[Record]:
        """Return the patrons of the highest ids; none where Koha cannot send one of them."""
        answer = self._asked(0, size, order="-me.patron_id", ok=(200, 500))
        return self._records(answer) if answer.status == 200 else []

    def total(self) -> int:
        """Return how many there are now."""
        answer = self._asked(0, 1, ok=(200, 500))
        # the number stands also on the answer that cannot send the first patron
        return _number(answer if answer.headers.get(TOTAL) else self._asked(0, 1), TOTAL)

    def _page(self, last: int, size: int) -> Page:
        answer = self._asked(last, size, ok=(200, 500))
        broken = failures.unreadable(answer.body) if answer.status == 500 else None
        if answer.status == 500 and broken is None:
            answer = self._asked(last, size)
        if broken is None:
            return list(self._records(answer))
        place, field = broken
        head = self._page(last, place) if place else []
        if place and len(head) != place:
            return head
        return [*head, *self._stepped_over(id_of(head[-1]) if head else last, field, _number(answer, TOTAL) - place)]

    def _stepped_over(self, last: int, field: str, rest: int) -> list[Broken]:
        """Return those behind `last` whom Koha cannot send, up to the next whom it can; `rest` is how many follow."""
        fields = [field]
        while True:
            answer = self._asked(last, 1, page=len(fields) + 1, ok=(200, 500))
            spoiled = failures.unreadable(answer.body) if answer.status == 500 else None
            if spoiled is None:
                break
            fields.append(spoiled[1])
        found = self._records(answer if answer.status == 200 else self._asked(last, 1, page=len(fields) + 1))
        if not found and rest > len(fields):
            raise IlsError("Koha skips patrons while one that it cannot read is looked for; run again.")
        following = id_of(found[0]) if found else _END
        return [
            Broken(_known(last, following), _unread(last, following, each), following - len(fields) + at)
            for at, each in enumerate(fields)
        ]

    def _asked(
        self, last: int, size: int, *, page: int = 1, order: str = "me.patron_id", ok: Sequence[int] = (200,)
    ) -> Answer:
        return self._door.get("patrons", self._params(last, size, page, order), self._headers, ok)

    def _params(self, last: int, size: int, page: int = 1, order: str = "me.patron_id") -> dict[str, str]:
        # in a joined query the bare name would be ambiguous, which Koha answers with 500
        wanted = [*([{"me.patron_id": {">": last}}] if last else []), *self._queries]
        params = {"_order_by": order, "_per_page": str(size), **({"_page": str(page)} if page > 1 else {})}
        if wanted:
            params["q"] = json.dumps(wanted[0] if len(wanted) == 1 else {"-and": wanted}, separators=(",", ":"))
        return params

    def _records(self, answer: Answer) -> list[Record]:
        body = answer.json()
        if not isinstance(body, list) or not all(isinstance(each, dict) and _is_id(each) for each in body):
            raise self._door.failed(
                "sent something else than patrons", "nothing was applied; check that the address is that of Koha"
            )
        return body

    def rows(self, path: str) -> list[Record] | None:
        """Return the rows of a table that says what codes mean; None without the right, or in a version without it."""
        answer = self._door.get(path, {"_per_page": "-1"}, ok=_ANY)
        if answer.status != 200:
            return None
        body = answer.json()
        return [each for each in body if isinstance(each, dict)] if isinstance(body, list) else None


def id_of(patron: Any) -> int:
    """Return the number by which patrons are ordered.

    >>> id_of({"patron_id": "7"}), id_of(Broken(None, "", 9))
    (7, 9)
    """
    return patron.place if isinstance(patron, Broken) else int(patron["patron_id"])


def _is_id(record: Record) -> bool:
    text = str(record.get("patron_id"))
    return text.isascii() and text.isdecimal()


def _number(answer: Answer, header: str) -> int:
    text = str(answer.headers.get(header, "")).strip()
    if not (text.isascii() and text.isdecimal()):
        raise IlsError(
            f"Koha does not say how many patrons there are ({header}); check that the address is that of Koha."
        )
    return int(text)


def _known(last: int, following: int) -> str | None:
    return str(last + 1) if following == last + 2 else None


def _unread(last: int, following: int, field: str) -> str:
    where = f"between the patrons {last} and {following}" if following != _END else f"after the patron {last}"
    return f"Koha cannot send the patron {where}: the value of {field} is damaged; mend it in Koha."
