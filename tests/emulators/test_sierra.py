"""The manners of the emulated Sierra: tombstones, sizes for totals, nothing as an error, padding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from synckit.emulators import Population, emulator
from synckit.emulators.people import PIN
from synckit.emulators.serving import serve

Ask = Callable[..., requests.Response]


@pytest.fixture
def people() -> Population:
    made = Population(80)
    made.remove(7)
    return made


@pytest.fixture
def ask(people: Population) -> Iterator[Ask]:
    """Return what asks an emulated Sierra as a client that is let in."""
    made = emulator("sierra", people)
    with serve(made.app) as server, requests.Session() as session:
        session.trust_env = False
        root = f"{server.url}/iii/sierra-api/v6"
        key = (made.set["client_key"], made.secret["client_secret"])
        token = session.post(f"{root}/token", auth=key, timeout=5).json()["access_token"]

        def get(path: str = "patrons", bearer: str = f"Bearer {token}", **params: Any) -> requests.Response:
            return session.get(f"{root}/{path}", params=params, headers={"Authorization": bearer}, timeout=5)

        yield get


def test_a_page_has_fifty_and_its_size_for_a_total(ask: Ask) -> None:
    body = ask(deleted="false").json()
    assert (len(body["entries"]), body["total"], body["start"]) == (50, 50, 0)


def test_tombstones_come_unless_they_are_not_wanted(ask: Ask) -> None:
    (stone, *_) = ask().json()["entries"]
    assert (stone["id"], stone["deleted"], len(stone["deletedDate"])) == (7, True, 10)
    assert not [each for each in ask(deleted="false", limit=2000).json()["entries"] if each.get("deleted")]


def test_numbers_ascend_from_where_they_are_asked_for(ask: Ask) -> None:
    entries = ask(deleted="false", id="[5,]", limit=3).json()["entries"]
    assert [each["id"] for each in entries] == [5, 6, 8]


def test_nobody_is_an_error_and_nobody_deleted_is_not(ask: Ask) -> None:
    answer = ask(deleted="false", updatedDate="[2999-01-01T00:00:00Z,]")
    assert (answer.status_code, answer.json()["code"]) == (404, 107)
    answer = ask(deleted="true", deletedDate="[2999-01-01,2999-01-02]")
    assert (answer.status_code, answer.json()["entries"]) == (200, [])


def test_the_usual_fields_are_few_and_an_unknown_one_is_refused(ask: Ask) -> None:
    (first, *_) = ask(deleted="false").json()["entries"]
    assert {"id", "patronType", "homeLibraryCode"} <= set(first)
    assert not {"names", "emails", "varFields"} & set(first)
    answer = ask(fields="id,colour")
    assert (answer.status_code, answer.json()["code"], "colour" in answer.json()["description"]) == (400, 108, True)


def test_codes_are_padded_and_e_mails_stand_in_one_text(ask: Ask, people: Population) -> None:
    people.edit(5, library="ma", emails=["a@x.org", "b@y.org"])
    (entry,) = ask(id="5", fields="homeLibraryCode,emails,varFields", deleted="false").json()["entries"]
    assert (entry["homeLibraryCode"], entry["emails"]) == ("ma   ", ["a@x.org, b@y.org"])
    assert next(each for each in entry["varFields"] if each["fieldTag"] == "=")["content"].startswith(PIN)


def test_strangers_are_refused(ask: Ask) -> None:
    answer = ask(bearer="Bearer no")
    assert (answer.status_code, answer.json()["code"]) == (401, 120)
