"""The manners of the emulated Symphony: strangers, sessions, two layouts, lists that must be named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from synckit.emulators import Population, emulator
from synckit.emulators.serving import serve
from synckit.emulators.symphony import V2

Ask = Callable[..., requests.Response]


@pytest.fixture
def ask() -> Iterator[Ask]:
    """Return what asks an emulated Symphony within a session."""
    made = emulator("symphony", Population(40))
    with serve(made.app) as server, requests.Session() as session:
        session.trust_env = False
        session.headers["x-sirs-clientID"] = "EMULATED"
        login = {"login": "LIBSTAFF", **made.secret}
        answer = session.post(f"{server.url}/user/staff/login", json=login, timeout=5)
        session.headers["x-sirs-sessionToken"] = answer.json()["sessionToken"]

        def get(
            path: str = "user/patron/search", headers: dict[str, str] | None = None, **params: Any
        ) -> requests.Response:
            return session.get(f"{server.url}/{path}", params=params, headers=headers, timeout=5)

        yield get


def test_rows_count_from_one_and_ten_are_usual(ask: Ask) -> None:
    body = ask(q="PROFILE:ST", rw=3).json()
    assert (body["startRow"], len(body["result"]), body["rowsPerPage"]) == (3, 10, 10)
    assert body["lastRow"] == 12 <= body["totalResults"]


def test_linked_lists_come_only_when_they_are_named(ask: Ask) -> None:
    (own,) = ask(q="ID:0000025", includeFields="*").json()["result"]
    assert not {"address1", "customInformation", "patronStatusInfo", "pin"} & set(own["fields"])
    (named,) = ask(q="ID:0000025", includeFields="*,address1").json()["result"]
    assert "address1" in named["fields"]


def test_the_second_layout_wraps_nothing(ask: Ask) -> None:
    (found,) = ask(q="ID:0000025", includeFields="profile", headers={"Accept": V2}).json()["result"]
    assert (found["@key"], set(found), "@key" in found["profile"]) == ("300025", {"@resource", "@key", "profile"}, True)


def test_a_policy_is_a_list(ask: Ask) -> None:
    rows = ask("policy/userProfile/simpleQuery", key="*").json()
    assert rows[0] == {
        "resource": "/policy/userProfile",
        "key": "ST",
        "fields": {"description": "Student", "displayName": "ST"},
    }


def test_an_unknown_index_is_refused_and_the_known_ones_are_listed(ask: Ask) -> None:
    assert ask(q="COLOUR:red").json()["messageList"][0]["code"] == "searchIndexNotFound"
    assert {"name": "PROFILE"} in ask("user/patron/describe").json()["searchIndexList"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"x-sirs-sessionToken": "no"}, 401), ({"User-Agent": ""}, 403), ({"x-sirs-clientID": ""}, 401)],
)
def test_strangers_are_refused(ask: Ask, headers: dict[str, str], status: int) -> None:
    assert ask(headers=headers, q="PROFILE:ST").status_code == status
