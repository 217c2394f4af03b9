"""The calls to Symphony: pages of what a search finds, what codes mean, and which indexes there are."""

from __future__ import annotations

from typing import Any

from synckit.ils.door import Answer, Door
from synckit.ils.offset import Page
from synckit.ils.symphony.quirks import Record, plain, tidied

_ANY = (200, 400, 401, 403, 404, 500)


class Patrons:
    """The patrons whom one index finds."""

    def __init__(self, door: Door, index: str, size: int, include: str) -> None:
        self._door, self._index, self._size, self._include = door, index, size, include

    def page(self, value: str, offset: int, size: int = 0) -> Page:
        """Return a page of those who have a value in the index; rows are counted from 1."""
        params = {
            "q": f"{self._index}:{value}",
            "rw": str(offset + 1),
            "ct": str(size or self._size),
            "j": "AND",
            "includeFields": self._include,
        }
        body = self._body(self._door.get("user/patron/search", params))
        found, total = body.get("result") or [], str(body.get("totalResults"))
        if not total.isdecimal() or not isinstance(found, list):
            raise self._odd("a search without totalResults")
        records = [tidied(each) for each in found if isinstance(each, dict)]
        if len(records) < len(found) or not all(isinstance(each.get("key"), str) for each in records):
            raise self._odd("patrons without a key")
        return Page(offset, records, int(total))

    def policy(self, name: str) -> dict[str, str] | None:
        """Return what the codes of a policy mean; None where it is not there, or not for this user."""
        params = {"key": "*", "includeFields": "displayName,description"}
        answer = self._door.get(f"policy/{name}/simpleQuery", params, ok=_ANY)
        rows = answer.json() if answer.status == 200 else None
        if not isinstance(rows, list):
            return None
        found = [plain(each) for each in rows if isinstance(each, dict)]
        return {str(row["key"]): str(_label(row) or row["key"]) for row in found if row.get("key")}

    def indexes(self) -> list[str] | None:
        """Return the indexes that patrons can be searched by; None where Symphony does not say."""
        answer = self._door.get("user/patron/describe", ok=_ANY)
        body = answer.json() if answer.status == 200 else None
        rows = body.get("searchIndexList") if isinstance(body, dict) else None
        return [str(each.get("name")) for each in rows if isinstance(each, dict)] if isinstance(rows, list) else None

    def _body(self, answer: Answer) -> Record:
        body: Any = answer.json()
        if not isinstance(body, dict) or "messageList" in body:
            raise self._odd("something else than what a search finds")
        return body

    def _odd(self, what: str) -> Exception:
        todo = "nothing was applied; check the address, and ask who runs it if it stays so"
        return self._door.failed(f"sent {what}", todo)


def _label(row: Record) -> Any:
    # a display name is often the code once more; the description is what people know it by
    named = row.get("displayName")
    return row.get("description") or named if named in (None, "", row["key"]) else named


def key_of(patron: Record) -> int:
    """Return what tells patrons apart."""
    return hash(patron["key"])
