"""Koha's patrons, libraries and categories over HTTP, as far as a sync can see them.

Compares text as its database does, without regard to case and trailing blanks; tells totals in headers; answers 500
where a sort is ambiguous, a column unknown or a patron's date damaged; shows an account without the right to other
libraries only its own, and says nothing of it. It does not imitate writing, holds, checkouts, plain parameters beyond
codes and names, accents that its database takes for equal, or the time that Koha takes.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Collection, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from synckit.emulators.faults import Faults
from synckit.emulators.koha.queries import Unclear, meets, query_of
from synckit.emulators.koha.records import Record, attributes, record
from synckit.emulators.people import LIBRARIES, PATRON_TYPES, Person, Population

__all__ = ["ERRORS", "PATRONS", "app", "attributes", "credentials", "record"]

_ROOT = "/api/v1"
PATRONS = rf"^{_ROOT}/patrons(/|$)"
_FAULT = {"error": "Something went wrong, check Koha logs for details.", "error_code": "internal_server_error"}
_RIGHTS = [{"borrowers": "edit_borrowers"}, {"tools": "label_creator"}]
ERRORS: dict[str, tuple[int, Any]] = {
    "expired": (401, {"error": "Authentication failure."}),
    "unauthorized": (401, {"error": "Authentication failure."}),
    "forbidden": (
        403,
        {"error": "Authorization failure. Missing required permission(s).", "required_permissions": _RIGHTS},
    ),
    "throttled": (429, {"error": "Too many requests."}),
    "error": (200, _FAULT),
}
_EMBEDS = ("extended_attributes", "checkouts+count", "overdues+count", "account_balance", "library")


def credentials() -> tuple[dict[str, str], dict[str, str]]:
    """Return settings and secrets that work, the address left out."""
    return {"client_id": f"emulated-{secrets.token_hex(4)}"}, {"client_secret": secrets.token_hex(16)}


def app(people: Population, secret: Mapping[str, str], faults: Faults, **quirks: Any) -> Starlette:
    """Return Koha over these people.

    Quirks: `version` ("23.05", without categories and newer keys, or "24.11"), `limited` (a library's code: the
    account sees only its patrons), `rights` (False: it may not list patrons), `damaged` (ids of patrons with a date
    that cannot be sent), `tables` (False: no right to the libraries), `prerender` (pages are made once and kept).
    """
    koha = _Koha(people, secret, faults, **quirks)
    routes = [
        Route(f"{_ROOT}/oauth/token", koha.token, methods=["POST"]),
        Route(f"{_ROOT}/patrons", koha.patrons),
        Route(f"{_ROOT}/libraries", koha.libraries),
        Route(f"{_ROOT}/public/libraries", koha.public),
        Route(f"{_ROOT}/patron_categories", koha.categories),
        Route("/{rest:path}", koha.nothing),
    ]
    return Starlette(routes=routes)


class _Koha:
    """The state of one emulated Koha, and its answers."""

    def __init__(
        self,
        people: Population,
        secret: Mapping[str, str],
        faults: Faults,
        version: str = "24.11",
        limited: str = "",
        rights: bool = True,
        damaged: Collection[int] = (),
        tables: bool = True,
        prerender: bool = False,
    ) -> None:
        self._people, self._faults = people, faults
        self._secret = secret["client_secret"]
        self._newer = version >= "24"
        self._limited, self._rights, self._tables = limited, rights, tables
        self._damaged = frozenset(damaged)
        self._tokens: set[str] = set()
        self._ready: dict[str, Response] | None = {} if prerender else None

    async def token(self, request: Request) -> Response:
        """Answer a request for a token."""
        form = await request.form()
        if form.get("grant_type") != "client_credentials":
            return _json({"errors": [{"message": "Missing property.", "path": "/grant_type"}], "status": 400}, 400)
        if form.get("client_secret") != self._secret:
            return _json({"error": "access_denied"}, 403)
        token = secrets.token_urlsafe(32)
        self._tokens.add(token)
        return _json({"access_token": token, "expires_in": 3600, "token_type": "Bearer"})

    def _refused(self, request: Request, right: bool = True) -> Response | None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme == "Basic":
            known = base64.b64encode(f"api:{self._secret}".encode()).decode()
            if given != known:
                return _json({"error": "Invalid password", "required_permissions": None}, 403)
        elif scheme != "Bearer" or given not in self._tokens:
            return _json({"error": "Authentication failure."}, 401)
        return None if right else _json(ERRORS["forbidden"][1], 403)

    async def patrons(self, request: Request) -> Response:
        """Answer a list of patrons."""
        if refused := self._refused(request, self._rights):
            return refused
        if self._ready is None:
            return self._listed(request)
        key = f"{request.method}{request.url.query}{request.headers.get('x-koha-embed', '')}"
        if key not in self._ready:
            self._ready[key] = self._listed(request)
        return self._ready[key]

    def _listed(self, request: Request) -> Response:
        given = dict(request.query_params)
        embeds = [each for each in request.headers.get("x-koha-embed", "").split(",") if each]
        if problem := _misused(given, embeds):
            return problem
        if embeds and given.get("_order_by", "").lstrip("-+") == "patron_id":
            return _json(_FAULT, 500)
        self._faults.moved()
        if self._ready is not None and (page := self._behind(given)):
            return self._rendered(*page, embeds)
        try:
            met = [each for each in self._shown() if self._meets(each, given)]
        except Unclear:
            return _json(_FAULT, 500)
        if given.get("_order_by", "").startswith("-"):
            met.reverse()
        return self._paged(request, given, met, embeds)

    def _behind(self, given: Mapping[str, str]) -> tuple[list[Person], int] | None:
        """Return the next people behind an id and how many follow: what a keyset asks for, without a look at everybody."""
        if given.get("_order_by") != "me.patron_id" or set(given) - {"_order_by", "_per_page", "q"}:
            return None
        query = query_of(given.get("q", '{"me.patron_id": {">": 0}}'))
        last = query.get("me.patron_id", {}).get(">") if set(query) == {"me.patron_id"} else None
        if last is None:
            return None
        return self._people.after(last, int(given["_per_page"])), self._people.behind(last)

    def _rendered(self, people: list[Person], total: int, embeds: list[str]) -> Response:
        headers = {"X-Total-Count": str(total), "X-Base-Total-Count": str(len(self._people))}
        return _json([self._sent(each, embeds) for each in people], 200, headers)

    def _shown(self) -> list[Person]:
        return [each for each in self._people if not self._limited or (each.get("library") or "MAIN") == self._limited]

    def _meets(self, person: Person, given: Mapping[str, str]) -> bool:
        plain = record(person, self._newer)
        exact = given.get("_match") == "exact"
        for key, value in given.items():
            if key.startswith("_") or key == "q":
                continue
            have, wanted = str(plain[key] or "").casefold(), value.casefold()
            if not (have == wanted if exact else wanted in have):
                return False
        return "q" not in given or meets(plain, query_of(given["q"]))

    def _paged(self, request: Request, given: Mapping[str, str], met: list[Person], embeds: list[str]) -> Response:
        size, page = int(given.get("_per_page", 20)), int(given.get("_page", 1))
        if size == 0 or size < -1 or page < 0:
            return _json(_FAULT, 500)
        size = len(met) if size == -1 else self._faults.limit(size)
        if self._faults.repeat_page:
            met = self._shown()
        found = met[max(page - 1, 0) * size :][:size]
        headers = {
            "X-Total-Count": str(self._faults.total(len(met))),
            "X-Base-Total-Count": str(len(self._shown())),
            "Link": f'<{request.url.replace(scheme="http")}>; rel="first"',
        }
        for at, person in enumerate(found):
            if person["id"] in self._damaged:
                problem = {"message": "Month out of range.", "path": f"/body/{at}/date_of_birth"}
                return _json({"errors": [problem], "status": 500}, 500, headers)
        people = found if size == 1 else self._faults.paged(found)
        return _json([self._sent(each, embeds) for each in people], 200, headers)

    def _sent(self, person: Person, embeds: list[str]) -> Record:
        made = self._faults.bent(record(person, self._newer), "surname", "category_id")
        if self._faults.odd_dates:
            for key in ("date_of_birth", "expiry_date", "date_enrolled"):
                made[key] = made[key] and f"{made[key][8:10]}/{made[key][5:7]}/{made[key][:4]}"
        if "extended_attributes" in embeds:
            made["extended_attributes"] = attributes(person)
        if "library" in embeds:
            made["library"] = {"library_id": made["library_id"], "name": LIBRARIES.get(made["library_id"])}
        counts = {"account_balance": 0, "checkouts+count": person["id"] % 5, "overdues+count": 0}
        return made | {key.replace("+", "_"): value for key, value in counts.items() if key in embeds}

    async def libraries(self, request: Request) -> Response:
        """Answer the libraries, to whom may see the catalogue."""
        if refused := self._refused(request):
            return refused
        if not self._tables:
            rights = {"error": ERRORS["forbidden"][1]["error"], "required_permissions": {"catalogue": "1"}}
            return _json(rights, 403)
        return await self.public(request)

    async def public(self, request: Request) -> Response:
        """Answer the libraries, to anybody."""
        rows = [{"library_id": code, "name": name, "public": True} for code, name in LIBRARIES.items()]
        return _json(rows, 200, {"X-Total-Count": str(len(rows)), "X-Base-Total-Count": str(len(rows))})

    async def categories(self, request: Request) -> Response:
        """Answer the patron categories, which older versions do not have."""
        if not self._newer:
            return await self.nothing(request)
        if refused := self._refused(request):
            return refused
        return _json([{"patron_category_id": code, "name": name} for code, name in PATRON_TYPES.items()])

    async def nothing(self, request: Request) -> Response:
        """Answer for an address that there is not."""
        return _json({"errors": [{"message": "Not Found.", "path": "/"}], "status": 404}, 404)


_KNOWN = frozenset("_page _per_page _order_by _match q".split())
_PARAMETERS = frozenset("patron_id cardnumber userid surname firstname category_id library_id email city".split())


def _misused(given: Mapping[str, str], embeds: list[str]) -> Response | None:
    """Return what Koha says of parameters that it does not take, in a shape for each."""
    for key in given:
        if key not in _KNOWN | _PARAMETERS:
            return _json([{"message": "Malformed query string", "path": f"/query/{key}"}], 400)
    for key in ("_page", "_per_page"):
        if not given.get(key, "1").lstrip("-").isdecimal():
            problem = {"message": "Expected integer - got string.", "path": f"/{key}"}
            return _json({"errors": [problem], "status": 400}, 400)
    if any(each not in _EMBEDS for each in embeds):
        problem = {"message": f"Not in enum list: {', '.join(_EMBEDS)}.", "path": "/x-koha-embed/0"}
        return _json({"errors": [problem], "status": 400}, 400)
    if given.get("_order_by", "patron_id").lstrip("-+").removeprefix("me.") != "patron_id":
        return _json(_FAULT, 500)
    return None


def _json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    return Response(body, status, dict(headers or {}), "application/json;charset=UTF-8")
