"""Sierra's patrons over HTTP, as far as a sync can see them.

Sends the tombstones of deleted patrons unless it is told not to, tells the size of a page for a total, pads codes,
joins e-mails in one text, and answers 404 with code 107 where nobody is found. It does not imitate writing,
items, fines, agencies, other queries than one for a patron type, or the slowness of its database.
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
from synckit.emulators.people import LIBRARIES, PATRON_TYPES, Person, Population

_ROOT = "/iii/sierra-api/v6"
Record = dict[str, Any]
PATRONS = rf"^{_ROOT}/patrons(\?|$|/query)"
TYPES = {code: number for number, code in enumerate(PATRON_TYPES)}
"""Sierra's patron types are numbers."""
MOST = 2000


def _error(code: int, status: int, name: str, description: str = "") -> Record:
    made: Record = {"code": code, "specificCode": 0, "httpStatus": status, "name": name}
    return made | ({"description": description} if description else {})


ERRORS: dict[str, tuple[int, Any]] = {
    "expired": (401, _error(120, 401, "Unauthorized", "invalid_grant")),
    "unauthorized": (401, _error(123, 401, "Unauthorized", "invalid_grant")),
    "forbidden": (403, _error(114, 403, "Forbidden")),
    "error": (200, _error(100, 500, "Internal server error")),
}
_DEFAULT = "id expirationDate birthDate patronType patronCodes homeLibraryCode message blockInfo moneyOwed".split()
_MORE = (
    "updatedDate createdDate deletedDate deleted suppressed names barcodes uniqueIds emails addresses phones "
    "pMessage langPref homeLibrary autoBlockInfo fixedFields varFields"
).split()
_KNOWN = frozenset((*_DEFAULT, *_MORE))


def credentials() -> tuple[dict[str, str], dict[str, str]]:
    """Return settings and secrets that work, the address left out."""
    return {"client_key": f"emulated-{secrets.token_hex(4)}"}, {"client_secret": secrets.token_hex(16)}


def record(person: Person) -> Record:
    """Return a person as Sierra sends them, with every key.

    >>> record({"id": 7, "last_name": "Ross", "first_name": "Ann", "patron_type": "FA"})["names"]
    ['Ross, Ann']
    """
    emails = [each for each in person.get("emails") or [] if each]
    phones = [{"number": person[key], "type": tag} for key, tag in (("phone", "t"), ("mobile", "p")) if person.get(key)]
    kind = TYPES.get(person.get("patron_type") or "CO", 0)
    lines = _lines(person.get("address") or {})
    made: Record = {
        "id": person["id"],
        "updatedDate": person.get("updated"),
        "createdDate": person.get("created") or person.get("updated"),
        "suppressed": False,
        "names": [_name(person)],
        "barcodes": [person["barcode"]] if person.get("barcode") else [],
        "uniqueIds": [person["alt_id"]] if person.get("alt_id") else [],
        "emails": [", ".join(emails)] if emails else [],
        "phones": phones,
        "addresses": [{"lines": lines, "type": "a"}] if lines else [],
        "patronType": kind,
        "patronCodes": {"pcode1": "-", "pcode2": "-", "pcode3": person["id"] % 7, "pcode4": 0},
        "homeLibraryCode": (person.get("library") or "").ljust(5),
        "message": {"code": "-", "accountMessages": []},
        "blockInfo": {"code": "b" if person.get("status") == "INACTIVE" else "-"},
        "moneyOwed": 0.5,
        "pMessage": "-",
        "fixedFields": {
            "47": {"label": "Patron Type", "value": kind},
            "53": {"label": "Home Library", "value": (person.get("library") or "").ljust(5)},
            "96": {"label": "Money Owed", "value": "0.500000"},
        },
        "varFields": _variable(person, emails),
    }
    dates = {"expirationDate": (person.get("expires") or "")[:10], "birthDate": person.get("birth_date")}
    return made | {key: day for key, day in dates.items() if day}


def _name(person: Person) -> str:
    given = f"{person.get('first_name') or ''} {person.get('middle_name') or ''}" if person.get("first_name") else ""
    return f"{person.get('last_name')}, {given.rstrip()}" if given.strip() else str(person.get("last_name"))


def _lines(address: Mapping[str, Any]) -> list[str]:
    town = " ".join(filter(None, (address.get("city"), address.get("state"), address.get("postal_code"))))
    return [each for each in (address.get("line1"), address.get("line2"), town) if each]


def _variable(person: Person, emails: list[str]) -> list[Record]:
    given = [("b", person.get("barcode")), ("n", _name(person)), ("u", person.get("alt_id"))]
    given += [("z", ", ".join(emails)), ("x", person.get("notes")), ("d", person.get("department"))]
    given += [("=", person.get("pin"))]
    return [
        {"fieldTag": tag, "marcTag": None, "ind1": None, "ind2": None, "content": content, "subfields": []}
        for tag, content in given
        if content
    ]


def app(people: Population, secret: Mapping[str, str], faults: Faults, **quirks: Any) -> Starlette:
    """Return Sierra over these people.

    Quirks: `empty_token` (so many token requests are answered with 200 and nothing), `shells` (ids of patrons who come
    as a number alone), `refused` (fields that this site does not give), `old` (the message is a text), `queries`
    (False: queries are refused), `prerender` (pages are made once and kept).
    """
    sierra = _Sierra(people, secret, faults, **quirks)
    routes = [
        Route(f"{_ROOT}/token", sierra.token, methods=["POST"]),
        Route(f"{_ROOT}/patrons", sierra.patrons),
        Route(f"{_ROOT}/patrons/query", sierra.query, methods=["POST"]),
        Route(f"{_ROOT}/patrons/metadata", sierra.metadata),
        Route(f"{_ROOT}/branches", sierra.branches),
    ]
    return Starlette(routes=routes)


class _Sierra:
    """The state of one emulated Sierra, and its answers."""

    def __init__(
        self,
        people: Population,
        secret: Mapping[str, str],
        faults: Faults,
        empty_token: int = 0,
        shells: Collection[int] = (),
        refused: Collection[str] = (),
        old: bool = False,
        queries: bool = True,
        prerender: bool = False,
    ) -> None:
        self._people, self._faults, self._secret = people, faults, secret["client_secret"]
        self._empty_tokens, self._shells, self._old, self._queries = empty_token, frozenset(shells), old, queries
        self._known = _KNOWN - set(refused)
        self._tokens: set[str] = set()
        self._ready: dict[str, Response] | None = {} if prerender else None

    async def token(self, request: Request) -> Response:
        """Answer a request for a token."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        known = base64.b64decode(given + "==").decode("utf-8", "replace").partition(":")[2] if scheme == "Basic" else ""
        if known != self._secret:
            return _json(_error(123, 401, "Unauthorized", "invalid_client"), 401)
        if self._empty_tokens:
            self._empty_tokens -= 1
            return Response(b"", 200)
        token = secrets.token_urlsafe(24)
        self._tokens.add(f"Bearer {token}")
        return _json({"access_token": token, "token_type": "bearer", "expires_in": 3600})

    def _refused(self, request: Request) -> Response | None:
        if request.headers.get("authorization") in self._tokens:
            return None
        return _json(_error(120, 401, "Unauthorized", "invalid_grant"), 401)

    async def patrons(self, request: Request) -> Response:
        """Answer a list of patrons."""
        if refused := self._refused(request):
            return refused
        if self._ready is None:
            return self._listed(request.query_params)
        key = request.url.query
        if key not in self._ready:
            self._ready[key] = self._listed(request.query_params)
        return self._ready[key]

    def _listed(self, given: Mapping[str, str]) -> Response:
        limit = self._faults.limit(min(int(given.get("limit", "50")), MOST))
        asked = [each for each in given.get("fields", "").split(",") if each] or _DEFAULT
        for name in asked:
            if name not in self._known:
                return _json(_error(108, 400, "Invalid parameter", f"Invalid parameter : fields : {name}"), 400)
        self._faults.moved()
        if given.get("deleted") == "true":
            return self._gone(given, limit)
        met = self._met(given, limit)
        if not met:
            return _json(_error(107, 404, "Record not found"), 404)
        entries = [self._sent(each, asked) for each in self._faults.paged(met)]
        if "deleted" not in given:
            entries = [_tombstone(*each) for each in self._people.removed[:limit]] + entries
        return _json({"total": len(entries[:limit]), "start": 0, "entries": entries[:limit]})

    def _met(self, given: Mapping[str, str], limit: int) -> list[Person]:
        ids, changed = given.get("id", ""), _range(given.get("updatedDate", ""))
        where = (lambda each: _within(each.get("updated") or "", changed)) if any(changed) else None
        if ids and not ids.startswith("["):
            wanted = [self._people.get(int(each)) for each in ids.split(",")]
            return [each for each in wanted if each and (where is None or where(each))][:limit]
        first = int(_range(ids)[0] or 0) if ids and not self._faults.repeat_page else 0
        return self._people.after(first - 1, limit, where)

    def _gone(self, given: Mapping[str, str], limit: int) -> Response:
        days = _range(given.get("deletedDate", ""))
        first = int(_range(given.get("id", ""))[0] or 0)
        removed = sorted(each for each in self._people.removed if each[0] >= first and _within(each[1][:10], days))
        entries = [_tombstone(*each) for each in removed[:limit]]
        return _json({"total": len(entries), "start": 0, "entries": entries})

    def _sent(self, person: Person, asked: list[str]) -> Record:
        if person["id"] in self._shells:
            return {"id": person["id"]}
        made = self._faults.bent(record(person), "names", "patronType")
        if self._old:
            made["message"] = made["message"]["code"]
        if self._faults.odd_dates:
            for key in ("birthDate", "expirationDate"):
                made |= {key: f"{made[key][8:10]}/{made[key][5:7]}/{made[key][:4]}"} if key in made else {}
        return {key: made[key] for key in dict.fromkeys(["id", *asked]) if key in made}

    async def query(self, request: Request) -> Response:
        """Answer a query for a patron type with links to those who have it."""
        if refused := self._refused(request):
            return refused
        if not self._queries:
            return _json(_error(115, 400, "Invalid JSON"), 400)
        body = await request.json()
        wanted = int(body["expr"]["operands"][0])
        found = [each["id"] for each in self._people if TYPES.get(each.get("patron_type") or "CO", 0) == wanted]
        start, limit = int(request.query_params["offset"]), int(request.query_params["limit"])
        links = [{"link": f"https://sierra.invalid{_ROOT}/patrons/{id}"} for id in found[start : start + limit]]
        return _json({"total": len(links), "start": start, "entries": links})

    async def metadata(self, request: Request) -> Response:
        """Answer what codes mean."""
        if refused := self._refused(request):
            return refused
        values = [{"code": str(TYPES[code]), "desc": label} for code, label in PATRON_TYPES.items()]
        return _json([{"field": "patronType", "values": values}])

    async def branches(self, request: Request) -> Response:
        """Answer the branches with their locations."""
        if refused := self._refused(request):
            return refused
        places = [{"code": code.ljust(5), "name": name} for code, name in LIBRARIES.items()]
        entries = [{"id": n, "name": each["name"], "locations": [each]} for n, each in enumerate(places)]
        return _json({"total": len(entries), "start": 0, "entries": entries})


def _tombstone(id: int, when: str) -> Record:
    return {"id": id, "deletedDate": when[:10], "deleted": True, "barcodes": [], "fixedFields": {}, "varFields": []}


def _range(text: str) -> tuple[str, str]:
    low, _, high = text.strip("[]").partition(",")
    return (low, high) if text else ("", "")


def _within(value: str, ends: tuple[str, str]) -> bool:
    return (not ends[0] or value >= ends[0]) and (not ends[1] or value <= ends[1])


def _json(value: Any, status: int = 200) -> Response:
    body = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    return Response(body, status, media_type="application/json;charset=UTF-8")
