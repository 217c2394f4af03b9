"""The calls to Alma: one page of users, one user, one code table; each answer read with care."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from synckit.errors import IlsError
from synckit.ils.alma import failures
from synckit.ils.alma.quirks import Record, listed
from synckit.ils.door import Answer, Door
from synckit.ils.offset import Page

REMAINING = "X-Exl-Api-Remaining"
MOST = 100
"""The most users that Alma puts on a page."""


def is_full(page: Page) -> bool:
    """Return whether a list holds whole records, not only names.

    >>> is_full(Page(0, [{"primary_id": "a"}], 1))
    False
    """
    return bool(page.records) and "contact_info" in page.records[0]


def key_of(user: Record) -> int:
    """Return what tells users apart: primary ids differ in more than case."""
    return hash(str(user["primary_id"]).casefold())


class Users:
    """The users of one institution, through the door."""

    def __init__(self, door: Door, reserve: int) -> None:
        self.remaining: int | None = None
        """Requests that the institution may still make today, as of the last answer."""
        self._door = door
        self._reserve = reserve

    def page(self, offset: int, limit: int, search: str = "") -> Page:
        """Return a page of the list, of whole records where this Alma gives them."""
        params = {"limit": str(limit), "offset": str(offset), "order_by": "primary_id", "expand": "full"}
        if search:
            params["q"] = search
        body = self._body(self._spent(self._door.get("users", params)))
        total = body.get("total_record_count")
        users = listed(body.get("user"))
        if not isinstance(total, str | int) or not str(total).isdecimal():
            raise self._odd("a list of users without total_record_count")
        if not all(isinstance(user, dict) and isinstance(user.get("primary_id"), str) for user in users):
            raise self._odd("users without primary_id")
        return Page(offset, users, int(total))

    def one(self, primary_id: str) -> Record | None:
        """Return the whole record of a user; None where there is none (any more)."""
        # everything is escaped: an id with a # in it would fetch another user
        path = "users/" + quote(primary_id, safe="")
        params = {"user_id_type": "all_unique", "view": "full"}
        answer = self._spent(self._door.get(path, params, ok=(200, 400, 404)))
        if answer.status != 200:
            code, _ = failures.error_of(answer.body)
            if code in failures.GONE or answer.status == 404:
                return None
            raise self._odd(f"an error instead of a user ({failures.explained(answer.body) or answer.status})")
        user = self._body(answer)
        found = user.get("primary_id")
        if not isinstance(found, str) or found.casefold() != primary_id.casefold():
            raise self._odd("another user than the one asked for")
        return user

    def table(self, name: str) -> dict[str, str] | None:
        """Return the labels of a code table, disabled codes too, for patrons still have them; None without the right.

        A table that this Alma does not have has no labels.
        """
        answer = self._door.get(f"conf/code-tables/{name}", {"lang": "en"}, ok=(200, 400, 401, 403, 404))
        if answer.status != 200:
            return None if answer.status in (401, 403) else {}
        rows = [row for row in listed(self._body(answer).get("row")) if isinstance(row, dict)]
        return {str(row["code"]): str(row.get("description") or row["code"]).strip() for row in rows if row.get("code")}

    def libraries(self) -> list[str] | None:
        """Return the names of the libraries; None without the right to see them."""
        answer = self._door.get("conf/libraries", ok=(200, 400, 401, 403, 404))
        if answer.status != 200:
            return None
        return [str(each.get("name")) for each in listed(self._body(answer).get("library")) if isinstance(each, dict)]

    def _body(self, answer: Answer) -> Record:
        body: Any = answer.json()
        if not isinstance(body, dict):
            raise self._odd("something else than an object")
        code, tracking = failures.error_in(body)
        if body.get("errorsExist") is True or code:
            raise self._odd(f"an error as if all were well ({code or 'no code'} {tracking}".rstrip() + ")")
        return body

    def _spent(self, answer: Answer) -> Answer:
        """Note how many requests remain; IlsError when the reserve is reached."""
        left = str(answer.headers.get(REMAINING, ""))
        if left.isdecimal():
            self.remaining = int(left)
            if self.remaining < self._reserve:
                raise IlsError(
                    f"Alma may be asked only {self.remaining:,} more times today and {self._reserve:,} are kept back; "
                    "nothing was applied; run again tomorrow, or lower the reserve of the connection."
                )
        return answer

    def _odd(self, what: str) -> IlsError:
        return IlsError(f"Alma sent {what}; nothing was applied; run again, and ask Ex Libris if it stays so.")
