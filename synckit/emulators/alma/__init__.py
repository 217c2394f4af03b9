"""Alma's users, code tables and libraries over HTTP, as far as a sync can see them.

Speaks XML unless JSON is asked for, answers 400 for a user who is not there, counts the day's requests down, finds
words where it is searched, and leaves `user` out of a list of nobody. It does not imitate writing, fees, loans,
requests, Analytics, webhooks, or the order in which Alma sorts letters with accents.
"""

from __future__ import annotations

import json
import random
import re
import secrets
import time
from collections import deque
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from synckit.emulators.alma.export import XML, export, xml
from synckit.emulators.alma.records import BRIEF, DATES, TABLES, Person, Record, coded, primary_id, record
from synckit.emulators.faults import Faults
from synckit.emulators.people import LIBRARIES, Population

__all__ = ["ERRORS", "PATRONS", "app", "credentials", "export", "primary_id", "record", "xml"]

_ROOT = "/almaws/v1"


def credentials() -> tuple[dict[str, str], dict[str, str]]:
    """Return settings and secrets that work, the address left out."""
    return {}, {"api_key": "l8xx" + secrets.token_hex(16)}


def app(people: Population, secret: Mapping[str, str], faults: Faults, **quirks: Any) -> Starlette:
    """Return Alma over these people.

    Quirks: `expand` ("honoured", or "ignored" as older ones do), `rate` (requests a second, 0 for no limit), `quota`
    (requests of the day), `errors` ("list", "object", "wrapped" or "xml"), `unstable` (a search is in another
    order each time), `conf` (False: the key may not read the configuration), `prerender` (all pages are made ahead).
    """
    alma = _Alma(people, secret["api_key"], faults, **quirks)
    routes = [
        Route(f"{_ROOT}/users", alma.users),
        Route(f"{_ROOT}/users/operation/test", alma.test),
        Route(f"{_ROOT}/users/{{id:path}}", alma.user),
        Route(f"{_ROOT}/conf/code-tables/{{name}}", alma.table),
        Route(f"{_ROOT}/conf/libraries", alma.libraries),
    ]
    return Starlette(routes=routes)


def _error(code: str, message: str) -> Record:
    error = {"errorCode": code, "errorMessage": message, "trackingId": "E01-0101190932-EMULA-AWAE0000000000"}
    return {"errorsExist": True, "errorList": {"error": [error]}, "result": None}


PATRONS = rf"^{_ROOT}/users(/|$)"
ERRORS: dict[str, tuple[int, Any]] = {
    "expired": (401, _error("UNAUTHORIZED", "Invalid API Key")),
    "unauthorized": (401, _error("UNAUTHORIZED", "Invalid API Key")),
    "forbidden": (403, _error("UNAUTHORIZED", "API-key not defined or not configured to allow this API.")),
    "throttled": (429, _error("PER_SECOND_THRESHOLD", "HTTP requests are more than allowed per second")),
    "error": (200, _error("402119", "General error.")),
}


class _Alma:
    """The state of one emulated institution, and its answers."""

    def __init__(
        self,
        people: Population,
        key: str,
        faults: Faults,
        expand: str = "honoured",
        rate: int = 0,
        quota: int = 1_000_000,
        errors: str = "list",
        unstable: bool = False,
        conf: bool = True,
        prerender: bool = False,
    ) -> None:
        self._people = people
        self._key = key
        self._faults = faults
        self._expands = expand == "honoured"
        self._rate = rate
        self._left = quota
        self._errors = errors
        self._unstable = unstable
        self._conf = conf
        self._recent: deque[float] = deque()
        self._random = random.Random(1)  # noqa: S311
        self._ready: dict[tuple[int, int], bytes] = {}
        self._frozen = list(people) if prerender else None

    async def users(self, request: Request) -> Response:
        """Answer a list of users."""
        if refused := self._refused(request):
            return refused
        try:
            limit, offset = (int(request.query_params.get(key, usual)) for key, usual in (("limit", 10), ("offset", 0)))
        except ValueError:
            return self._error(request, 400, "402119", "General error.")
        if not 0 <= limit <= 100 or offset < 0:
            return self._error(request, 400, "402119", "General error.")
        whole = self._expands and request.query_params.get("expand") == "full"
        if self._frozen is not None and whole and "q" not in request.query_params:
            return self._json(self._rendered(offset, limit))
        self._faults.moved()
        first = 0 if self._faults.repeat_page else offset
        found, total = self._found(request.query_params.get("q", ""), first, self._faults.limit(limit))
        shown = [self._shown(each) for each in self._faults.paged(found)]
        if not whole:
            shown = [{key: user[key] for key in BRIEF if key in user} for user in shown]
        return self._list(request, shown, self._faults.total(total))

    def _shown(self, person: Person) -> Record:
        """Return a person as the faults leave it."""
        made = self._faults.bent(record(person), "last_name")
        if self._faults.drift == "code":
            made["user_group"] = coded("UNHEARD_OF", None)
        if self._faults.odd_dates:
            made |= {key: f"{made[key][8:10]}/{made[key][5:7]}/{made[key][:4]}" for key in DATES if key in made}
        return made

    def _found(self, search: str, offset: int, limit: int) -> tuple[list[dict[str, Any]], int]:
        if not search:
            return self._people.page(offset, limit), len(self._people)
        asked = [part.partition("~") for part in search.split(" AND ")]
        wanted = [(field, set(_words(words.replace("_", " ")))) for field, _, words in asked]
        people = [
            each for each in self._people if all(words <= set(_words(_text(each, field))) for field, words in wanted)
        ]
        if self._unstable:
            self._random.shuffle(people)
        return people[offset : offset + limit], len(people)

    def _rendered(self, offset: int, limit: int) -> bytes:
        assert self._frozen is not None  # noqa: S101
        if (offset, limit) not in self._ready:
            shown = [record(each) for each in self._frozen[offset : offset + limit]]
            self._ready[offset, limit] = _dumped({"user": shown, "total_record_count": len(self._frozen)})
        return self._ready[offset, limit]

    def _list(self, request: Request, shown: list[Record], total: int) -> Response:
        if "json" not in request.headers.get("accept", ""):
            users = "".join(map(xml, shown))
            return self._xml(f'<users total_record_count="{total}">{users}</users>')
        # nobody found: the key is not there at all
        return self._json(_dumped({**({"user": shown} if shown else {}), "total_record_count": total}))

    async def user(self, request: Request) -> Response:
        """Answer one user, by primary id or any identifier that is unique."""
        if refused := self._refused(request):
            return refused
        wanted = unquote(request.scope["raw_path"].decode("ascii").partition("/users/")[2]).casefold()
        for person in self._people:
            known = (primary_id(person), person.get("barcode"), person.get("login"))
            if wanted in (each.casefold() for each in known if each):
                found = self._shown(person)
                return (
                    self._json(_dumped(found)) if "json" in request.headers.get("accept", "") else self._xml(xml(found))
                )
        return self._error(request, 400, "401861", f"User with identifier {wanted} was not found.")

    async def test(self, request: Request) -> Response:
        """Answer the test call."""
        return self._refused(request) or self._json(b'{"result":"success"}')

    async def table(self, request: Request) -> Response:
        """Answer a code table, rows that are switched off too."""
        if refused := self._refused(request, conf=True):
            return refused
        name = request.path_params["name"]
        rows = [
            {"code": code, "description": label, "default": "false", "enabled": "true"}
            for code, label in TABLES.get(name, {}).items()
        ]
        if name not in TABLES:
            return self._error(request, 400, "402214", "Code table was not found.")
        rows.append({"code": "OLD", "description": "Not used any more", "default": "false", "enabled": "false"})
        return self._json(_dumped({"name": name, "description": name, "row": rows}))

    async def libraries(self, request: Request) -> Response:
        """Answer the libraries of the institution."""
        if refused := self._refused(request, conf=True):
            return refused
        found = [{"code": code, "name": name, "path": code, "description": None} for code, name in LIBRARIES.items()]
        return self._json(_dumped({"library": found, "total_record_count": len(found)}))

    def _refused(self, request: Request, conf: bool = False) -> Response | None:
        given = request.headers.get("authorization", "")
        if given != f"apikey {self._key}" and request.query_params.get("apikey") != self._key:
            return self._error(request, 401, "UNAUTHORIZED", "Invalid API Key")
        if conf and not self._conf:
            return self._error(request, 403, "UNAUTHORIZED", "API-key not defined or not configured to allow this API.")
        now = time.monotonic()
        self._recent.append(now)
        while self._recent[0] < now - 1:
            self._recent.popleft()
        if self._rate and len(self._recent) > self._rate:
            return self._error(request, 429, "PER_SECOND_THRESHOLD", "HTTP requests are more than allowed per second")
        if self._left <= 0:
            return self._error(request, 429, "DAILY_THRESHOLD", "HTTP requests are more than allowed per day")
        self._left -= 1
        return None

    def _json(self, body: bytes, status: int = 200) -> Response:
        return Response(body, status, {"X-Exl-Api-Remaining": str(self._left)}, "application/json;charset=UTF-8")

    def _xml(self, inside: str, status: int = 200) -> Response:
        return Response(XML + inside, status, {"X-Exl-Api-Remaining": str(self._left)}, "application/xml;charset=UTF-8")

    def _error(self, request: Request, status: int, code: str, message: str) -> Response:
        error = {
            "errorCode": code,
            "errorMessage": message,
            "trackingId": f"E01-0101190932-EMULA-AWAE{self._left:010d}",
        }
        if self._errors == "xml" or "json" not in request.headers.get("accept", ""):
            inside = "".join(f"<{key}>{escape(value)}</{key}>" for key, value in error.items())
            namespace = 'xmlns="http://com/exlibris/urm/general/xmlbeans"'
            return self._xml(
                f"<web_service_result {namespace}><errorsExist>true</errorsExist>"
                f"<errorList><error>{inside}</error></errorList></web_service_result>",
                status,
            )
        found = error if self._errors == "object" else [error]
        body: Record = {"errorsExist": True, "errorList": {"error": found}, "result": None}
        return self._json(_dumped({"web_service_result": body} if self._errors == "wrapped" else body), status)


def _dumped(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _text(person: Person, field: str) -> str:
    """Return what a search field looks into."""
    keys = {"user_group": "patron_type", "identifiers": "barcode"}
    if field == "primary_id":
        return primary_id(person)
    if field == "email":
        return " ".join(filter(None, person.get("emails") or ()))
    return str(person.get(keys.get(field, field)) or "")
