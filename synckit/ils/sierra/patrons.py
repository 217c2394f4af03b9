"""The calls to Sierra: patrons in the order of their numbers, some by number, and the numbers that a query finds.

`total` is the size of the page it stands on, so the end of the list is where nobody follows. Without `deleted=false`
most of what comes are the tombstones of patrons who are gone. Nobody at all is an error of its own, 404 with code 107.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synckit.ils.door import Answer, Door
from synckit.ils.sierra import failures
from synckit.ils.sierra.quirks import tidied
from synckit.ils.sweep import Page, Record

MOST_FOUND = 2000
"""A query that finds more is no gain over reading everybody, and would take several pages, which may shift."""
BY_NUMBER = 50
_ANY = (200, 400, 401, 403, 404)


class Patrons:
    """The live patrons of one Sierra, with some keys of their records."""

    def __init__(self, door: Door, size: int, keys: Sequence[str]) -> None:
        self._door, self._size, self._keys = door, size, list(keys)

    def after(self, last: int, **ranges: str) -> Page:
        """Return the next live patrons of higher numbers; `ranges` are further parameters."""
        return list(self._listed({"id": f"[{last + 1},]", "limit": str(self._size), **ranges}))

    def numbered(self, ids: Sequence[int]) -> Iterator[Page]:
        """Yield the live patrons of these numbers; one that is gone meanwhile is left out."""
        for start in range(0, len(ids), BY_NUMBER):
            some = ids[start : start + BY_NUMBER]
            yield list(self._listed({"id": ",".join(map(str, some)), "limit": str(len(some))}))

    def _listed(self, params: Mapping[str, str]) -> list[Record]:
        given = {**params, "deleted": "false", "fields": ",".join(self._keys)}
        answer = self._door.get("patrons", given, ok=(200, 400, 404))
        if answer.status == 400 and (gone := failures.refused_field(answer.body, self._keys)):
            self._keys.remove(gone)
            return self._listed(params)
        entries = self._entries(answer)
        if not all(isinstance(each, dict) and _number(each.get("id")) is not None for each in entries):
            raise self._odd("patrons without a number")
        return [tidied(each) for each in entries if each.get("deleted") is not True]

    def _entries(self, answer: Answer) -> list[Any]:
        if answer.status == 404 and failures.code_of(answer.body) == failures.NOTHING:
            return []
        if answer.status != 200:
            words = failures.explained(answer.body) or str(answer.status)
            raise self._door.failed(f"does not list patrons ({words})", "check the address and the rights of the key")
        body = answer.json()
        entries = body.get("entries") if isinstance(body, dict) else None
        if not isinstance(entries, list):
            raise self._odd("something else than a list of patrons")
        return entries

    def deleted(self, day: dt.date) -> list[str]:
        """Return the numbers of patrons deleted on a day or later."""
        found: list[str] = []
        params = {"deleted": "true", "deletedDate": f"[{day:%Y-%m-%d},]", "fields": ",".join(self._keys)}
        last = 0
        while True:
            given = {**params, "id": f"[{last + 1},]", "limit": str(self._size)}
            entries = self._entries(self._door.get("patrons", given, ok=(200, 400, 404)))
            numbers = [number for each in entries if (number := _number(each.get("id"))) is not None]
            if not numbers or max(numbers) <= last:
                return found
            last = max(numbers)
            found += map(str, numbers)

    def found(self, patron_type: str) -> list[int] | None:
        """Return the numbers of the patrons of a type; None where they are too many, or the query is refused."""
        query = {
            "target": {"record": {"type": "patron"}, "id": 47},
            "expr": {"op": "equals", "operands": [patron_type, ""]},
        }
        params = {"offset": "0", "limit": str(MOST_FOUND)}
        answer = self._door.post("patrons/query", params=params, json=query, retry=True, ok=_ANY)
        if answer.status != 200 and failures.code_of(answer.body) != failures.NOTHING:
            return None
        links = [each.get("link") for each in self._entries(answer) if isinstance(each, dict)]
        numbers = [_number(str(link).rstrip("/").rpartition("/")[2]) for link in links]
        if len(numbers) >= MOST_FOUND or None in numbers:
            return None
        return sorted({number for number in numbers if number is not None})

    def metadata(self, names: Sequence[str]) -> dict[str, dict[str, str]]:
        """Return {field: {code: label}} as far as the key may see it."""
        answer = self._door.get("patrons/metadata", {"fields": ",".join(names)}, ok=_ANY)
        rows = answer.json() if answer.status == 200 else []
        found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        return {str(row.get("field")): _labels(row.get("values")) for row in found}

    def branches(self) -> dict[str, str] | None:
        """Return {code: name} of the branches; None without the right to see them."""
        answer = self._door.get("branches", {"limit": "2000", "fields": "name,locations"}, ok=_ANY)
        if answer.status != 200:
            return None
        rows = [each for each in self._entries(answer) if isinstance(each, dict)]
        places = [place for row in rows for place in row.get("locations") or () if isinstance(place, dict)]
        return {
            str(each["code"]).rstrip(): str(each.get("name") or each["code"]) for each in places if each.get("code")
        }

    def _odd(self, what: str) -> Exception:
        return self._door.failed(f"sent {what}", "nothing was applied; check that the address is that of Sierra's API")


def id_of(patron: Any) -> int:
    """Return the record number.

    >>> id_of({"id": "1000001"})
    1000001
    """
    return int(patron["id"])


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() else None


def _labels(values: Any) -> dict[str, str]:
    rows = [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []
    return {
        str(row["code"]).strip(): str(row.get("desc") or row["code"]) for row in rows if row.get("code") is not None
    }
