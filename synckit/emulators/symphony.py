"""Symphony's patrons and policies over HTTP, as far as a sync can see them.

Refuses whoever names no user agent or client, ends sessions, speaks both layouts, sends linked lists only when they are
named, and finds patrons by an index and a value alone. It does not imitate writing, circulation, holds, prompts for
overrides, Horizon's fields, or the indexes and codes of any one site.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from synckit.emulators.faults import Faults
from synckit.emulators.people import LIBRARIES, PATRON_TYPES, Person, Population

_ROOT = ""
Record = dict[str, Any]
PATRONS = rf"^{_ROOT}/user/patron/search$"
V2 = "application/vnd.sirsidynix.roa.resource.v2+json"
_LINKED = ("address1", "address2", "address3", "customInformation", "patronStatusInfo")
STANDINGS = {"OK": "In good standing", "BLOCKED": "Blocked"}


def _said(code: str, message: str) -> Record:
    return {"messageList": [{"code": code, "message": message}]}


ERRORS: dict[str, tuple[int, Any]] = {
    "expired": (401, _said("sessionTimedOut", "The session has timed out.")),
    "unauthorized": (401, _said("sessionTimedOut", "The session has timed out.")),
    "forbidden": (403, _said("accessDenied", "The user may not do this.")),
    "error": (200, _said("unhandledException", "Unhandled exception: class java.lang.NullPointerException")),
}


def credentials() -> tuple[dict[str, str], dict[str, str]]:
    """Return settings and secrets that work, the host left out."""
    search = {"search_index": "PROFILE", "search_values": ",".join(PATRON_TYPES), "search_field": "patron_type"}
    return {"client_id": "EMULATED", "app_id": "synckit", "login": "LIBSTAFF", **search}, {
        "password": secrets.token_hex(16)
    }


def _policy(name: str, key: Any) -> Record | None:
    return {"resource": f"/policy/{name}", "key": key} if key else None


def _entries(block: str, values: Mapping[str, Any]) -> list[Record]:
    return [
        {
            "resource": f"/user/patron/{block}",
            "key": f"{place}",
            "fields": {"code": _policy(f"patron{block.title()}", code), "data": data},
        }
        for place, (code, data) in enumerate(values.items(), 1)
        if data is not None
    ]


def record(person: Person) -> Record:
    """Return a person as Symphony sends them in its first layout, with every linked list.

    >>> record({"id": 7, "last_name": "Ross", "patron_type": "FA"})["fields"]["profile"]["key"]
    'FA'
    """
    emails = person.get("emails") or []
    address = person.get("address") or {}
    town = {"STREET": address.get("line1"), "CITY/STATE": _town(address), "ZIP": address.get("postal_code")}
    phones = {"PHONE": person.get("phone"), "CELLPHONE": person.get("mobile")}
    fields: Record = {
        "barcode": person.get("barcode") or "",
        "alternateID": person.get("alt_id") or "",
        "webAuthID": person.get("login") or "",
        "groupId": "",
        **{key: person.get(name) or "" for key, name in _NAMES.items()},
        "suffix": "",
        "title": "",
        "usePreferredName": bool(person.get("preferred_name")),
        "displayName": f"{person.get('last_name')}, {person.get('first_name') or ''}",
        "birthDate": person.get("birth_date") or None,
        "createdDate": (person.get("created") or "")[:10] or None,
        "lastActivityDate": (person.get("updated") or "")[:10] or None,
        "privilegeExpiresDate": (person.get("expires") or "")[:10] or None,
        "profile": _policy("userProfile", person.get("patron_type") or "CO"),
        "library": _policy("library", person.get("library")),
        "standing": _policy("patronStanding", "BLOCKED" if person.get("status") == "INACTIVE" else "OK"),
        "department": person.get("department") or "",
        **{f"category{n:02}": None for n in range(3, 13)},
        "category01": _policy("patronCategory01", "RESIDENT" if person["id"] % 2 else None),
        "category02": None,
        "language": _policy("language", "ENGLISH"),
        "access": _policy("userAccess", "PUBLIC"),
        "environment": _policy("environment", "PUBLIC"),
        "preferredAddress": 1,
        "claimsReturnedCount": 0,
        "circRecordCount": 0,
        "keepCircHistory": "NOHISTORY",
        "pin": person.get("pin"),
        "address1": _entries("address1", {"EMAIL": emails[0] if emails else None, **phones, **town}),
        "address2": _entries("address2", {"EMAIL": emails[1] if len(emails) > 1 else None}),
        "address3": [],
        "customInformation": _entries("customInformation", {"NOTES": person.get("notes")}),
        "patronStatusInfo": {
            "resource": "/user/patronStatusInfo",
            "fields": {"amountOwed": {"amount": "0.00", "currencyCode": "USD"}},
        },
    }
    return {"resource": "/user/patron", "key": str(300_000 + person["id"]), "fields": fields}


_NAMES = {
    "firstName": "first_name",
    "middleName": "middle_name",
    "lastName": "last_name",
    "preferredName": "preferred_name",
}


def _town(address: Mapping[str, Any]) -> str | None:
    return ", ".join(filter(None, (address.get("city"), address.get("state")))) or None


def second(node: Any) -> Any:
    """Return a resource in the second layout.

    >>> second({"resource": "/policy/library", "key": "LAW"})
    {'@resource': '/policy/library', '@key': 'LAW'}
    """
    if isinstance(node, list):
        return [second(each) for each in node]
    if not isinstance(node, dict):
        return node
    named = {f"@{name}": node[name] for name in ("resource", "key") if name in node and "resource" in node}
    rest = node.get(
        "fields", {name: each for name, each in node.items() if f"@{name}" not in named and name != "fields"}
    )
    return named | {name: second(each) for name, each in rest.items()}


def app(people: Population, secret: Mapping[str, str], faults: Faults, **quirks: Any) -> Starlette:
    """Return Symphony over these people.

    Quirks: `in_use` (so many searches find a record in use first), `policies` (False: none may be seen), `bare` (ids of
    patrons who come without their fields), `prerender` (pages are made once and kept).
    """
    symphony = _Symphony(people, secret, faults, **quirks)
    routes = [
        Route(f"{_ROOT}/user/staff/login", symphony.login, methods=["POST"]),
        Route(f"{_ROOT}/user/patron/search", symphony.search),
        Route(f"{_ROOT}/user/patron/describe", symphony.describe),
        Route(f"{_ROOT}/policy/{{name}}/simpleQuery", symphony.policy),
    ]
    return Starlette(routes=routes)


class _Symphony:
    """The state of one emulated Symphony, and its answers."""

    def __init__(
        self,
        people: Population,
        secret: Mapping[str, str],
        faults: Faults,
        in_use: int = 0,
        policies: bool = True,
        bare: tuple[int, ...] = (),
        prerender: bool = False,
    ) -> None:
        self._people, self._faults, self._password = people, faults, secret["password"]
        self._in_use, self._policies, self._bare = in_use, policies, frozenset(bare)
        self._sessions: set[str] = set()
        self._ready: dict[str, Response] | None = {} if prerender else None
        self._frozen: dict[str, dict[str, list[Person]]] = {}

    async def login(self, request: Request) -> Response:
        """Answer a staff user who signs in."""
        if refused := self._stranger(request):
            return refused
        body = await request.json()
        if body.get("password") != self._password:
            return _json(_said("unableToLogin", "Unable to log in."), 401)
        token = secrets.token_hex(18)
        self._sessions.add(token)
        return _json({"staffKey": "1", "name": "LIBSTAFF", "sessionToken": token, "message": None})

    @staticmethod
    def _stranger(request: Request) -> Response | None:
        if not request.headers.get("user-agent"):
            return Response("Forbidden", 403)
        return None if request.headers.get("x-sirs-clientid") else _json(_said("missingClientId", "No client."), 401)

    def _refused(self, request: Request) -> Response | None:
        if refused := self._stranger(request):
            return refused
        known = request.headers.get("x-sirs-sessiontoken") in self._sessions
        return None if known else _json(ERRORS["expired"][1], 401)

    async def search(self, request: Request) -> Response:
        """Answer who has a value in an index."""
        if refused := self._refused(request):
            return refused
        if self._in_use:
            self._in_use -= 1
            return _json(_said("hatErrorResponse.116", "User record in use"), 400)
        if self._ready is None:
            return self._found(request)
        key = request.url.query + request.headers.get("accept", "")
        if key not in self._ready:
            self._ready[key] = self._found(request)
        return self._ready[key]

    def _found(self, request: Request) -> Response:
        given = request.query_params
        index, _, value = given.get("q", "").partition(":")
        if index not in _INDEXES:
            return _json(_said("searchIndexNotFound", "No such index."), 400)
        self._faults.moved()
        start = 1 if self._faults.repeat_page else int(given.get("rw", "1"))
        limit = self._faults.limit(int(given.get("ct", "10")))
        met = self._having(index, value.casefold())
        page = self._faults.paged(met[start - 1 : start - 1 + limit])
        second_layout = request.headers.get("accept") == V2
        result = [self._sent(each, given.get("includeFields", ""), second_layout) for each in page]
        numbers = {"startRow": start, "lastRow": start - 1 + len(result), "rowsPerPage": limit}
        return _json(
            {"searchQuery": given["q"], **numbers, "totalResults": self._faults.total(len(met)), "result": result}
        )

    def _having(self, index: str, value: str) -> list[Person]:
        if self._ready is None:
            return [each for each in self._people if _INDEXES[index](each).casefold() == value]
        if index not in self._frozen:
            lists = self._frozen.setdefault(index, {})
            for each in self._people:
                lists.setdefault(_INDEXES[index](each).casefold(), []).append(each)
        return self._frozen[index].get(value, [])

    def _sent(self, person: Person, include: str, second_layout: bool) -> Record:
        made = record(person)
        if person["id"] in self._bare:
            return {name: made[name] for name in ("resource", "key")}
        fields = self._faults.bent(made["fields"], "lastName")
        if self._faults.drift == "code":
            fields = fields | {"profile": _policy("userProfile", "UNHEARD_OF")}
        if self._faults.odd_dates:
            for key in ("birthDate", "privilegeExpiresDate"):
                day = fields[key]
                fields = fields | {key: day and f"{day[5:7]}/{day[8:10]}/{day[:4]}"}
        asked = {part.split("{")[0].strip() for part in include.split(",")}
        kept = {
            key: each for key, each in fields.items() if key in asked or ("*" in asked and key not in (*_LINKED, "pin"))
        }
        made = made | {"fields": kept}
        return second(made) if second_layout else made

    async def describe(self, request: Request) -> Response:
        """Answer what patrons can be searched by."""
        return self._refused(request) or _json({"fields": [], "searchIndexList": [{"name": name} for name in _INDEXES]})

    async def policy(self, request: Request) -> Response:
        """Answer what the codes of a policy mean."""
        if refused := self._refused(request):
            return refused
        name = request.path_params["name"]
        if not self._policies or name not in _POLICIES:
            return _json(_said("recordNotFound", "No such policy."), 404)
        rows = [
            {"resource": f"/policy/{name}", "key": key, "fields": {"description": label, "displayName": key}}
            for key, label in _POLICIES[name].items()
        ]
        return _json(second(rows) if request.headers.get("accept") == V2 else rows)


_INDEXES = {
    "ID": lambda each: str(each.get("barcode") or ""),
    "PROFILE": lambda each: str(each.get("patron_type") or "CO"),
    "LIBRARY": lambda each: str(each.get("library") or ""),
    "EMAIL": lambda each: str((each.get("emails") or [""])[0]),
}
_POLICIES = {
    "userProfile": PATRON_TYPES,
    "library": LIBRARIES,
    "patronStanding": STANDINGS,
    "patronCategory01": {"RESIDENT": "Resident"},
    "userAccess": {"PUBLIC": "Public"},
}


def _json(value: Any, status: int = 200) -> Response:
    body = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    return Response(body, status, media_type="application/json;charset=UTF-8")
