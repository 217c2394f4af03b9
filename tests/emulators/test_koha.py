"""The manners of the emulated Koha: totals, sorts, filters, rights, and its shapes of errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from synckit.emulators import Population, emulator
from synckit.emulators.serving import serve

Ask = Callable[..., requests.Response]


@pytest.fixture
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    """Return what asks an emulated Koha as a client that is let in; its quirks come by the test's parameter."""
    made = emulator("koha", Population(40), **getattr(request, "param", {}))
    with serve(made.app) as server, requests.Session() as session:
        session.trust_env = False
        form = {"grant_type": "client_credentials", **made.set, **made.secret}
        token = session.post(f"{server.url}/api/v1/oauth/token", data=form, timeout=5).json()["access_token"]

        def get(path: str, embed: str = "", bearer: str = f"Bearer {token}", **params: Any) -> requests.Response:
            headers = {"Authorization": bearer, **({"x-koha-embed": embed} if embed else {})}
            return session.get(f"{server.url}/api/v1/{path}", params=params, headers=headers, timeout=5)

        yield get


def ids(answer: requests.Response) -> list[int]:
    return [each["patron_id"] for each in answer.json()]


def test_a_page_has_twenty_patrons_unless_it_is_asked_for_more(ask: Ask) -> None:
    assert (len(ask("patrons").json()), len(ask("patrons", _per_page=-1).json())) == (20, 40)


def test_totals_stand_in_headers(ask: Ask) -> None:
    answer = ask("patrons", _per_page=5, _page=3, q=json.dumps({"me.patron_id": {">": 10}}), _order_by="me.patron_id")
    assert (ids(answer), answer.headers["X-Total-Count"]) == ([21, 22, 23, 24, 25], "30")
    assert answer.headers["X-Base-Total-Count"] == "40"


def test_a_page_behind_the_last_is_empty_and_the_total_right(ask: Ask) -> None:
    answer = ask("patrons", _per_page=50, _page=2)
    assert (answer.json(), answer.headers["X-Total-Count"]) == ([], "40")


@pytest.mark.parametrize(
    ("params", "status", "body"),
    [
        ({"foo": "bar"}, 400, [{"message": "Malformed query string", "path": "/query/foo"}]),
        (
            {"_page": "x"},
            400,
            {"errors": [{"message": "Expected integer - got string.", "path": "/_page"}], "status": 400},
        ),
    ],
)
def test_what_is_misused_is_answered_in_its_own_shape(ask: Ask, params: dict[str, str], status: int, body: Any) -> None:
    answer = ask("patrons", **params)
    assert (answer.status_code, answer.json()) == (status, body)


@pytest.mark.parametrize(
    "params", [{"_per_page": 0}, {"_per_page": -5}, {"_order_by": "colour"}, {"q": "{"}, {"q": '{"colour": 1}'}]
)
def test_what_the_database_does_not_take_is_a_500(ask: Ask, params: dict[str, Any]) -> None:
    answer = ask("patrons", **params)
    assert (answer.status_code, answer.json()["error_code"]) == (500, "internal_server_error")


def test_a_bare_sort_with_an_embed_is_ambiguous(ask: Ask) -> None:
    assert ask("patrons", "extended_attributes", _order_by="patron_id").status_code == 500
    assert ask("patrons", "extended_attributes", _order_by="me.patron_id").status_code == 200


def test_an_unknown_embed_is_refused(ask: Ask) -> None:
    assert "Not in enum list" in ask("patrons", "bogus").json()["errors"][0]["message"]


def test_a_plain_parameter_means_contains(ask: Ask) -> None:
    some = {each["category_id"] for each in ask("patrons", category_id="S", _per_page=-1).json()}
    exact = {each["category_id"] for each in ask("patrons", category_id="ST", _match="exact", _per_page=-1).json()}
    assert (some, exact) == ({"ST", "SF"}, {"ST"})


def test_the_database_does_not_tell_cases_apart(ask: Ask) -> None:
    assert ids(ask("patrons", q='{"category_id": "st "}')) == ids(ask("patrons", q='{"category_id": "ST"}'))


@pytest.mark.parametrize("ask", [{"limited": "LAW"}], indirect=True)
def test_a_limited_account_sees_its_library_and_is_not_told(ask: Ask) -> None:
    answer = ask("patrons", _per_page=-1)
    assert {each["library_id"] for each in answer.json()} == {"LAW"}
    assert answer.headers["X-Total-Count"] == answer.headers["X-Base-Total-Count"] == str(len(answer.json()))


@pytest.mark.parametrize("ask", [{"version": "23.05"}], indirect=True)
def test_an_old_version_has_no_categories(ask: Ask) -> None:
    assert ask("patron_categories").status_code == 404
    assert "preferred_name" not in ask("patrons", _per_page=1).json()[0]


@pytest.mark.parametrize("ask", [{"damaged": [3]}], indirect=True)
def test_a_damaged_date_spoils_the_page_and_tells_the_place(ask: Ask) -> None:
    answer = ask("patrons", _per_page=10, _order_by="me.patron_id")
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (500, "/body/2/date_of_birth")
    assert answer.headers["X-Total-Count"] == "40"


@pytest.mark.parametrize(("bearer", "status"), [("Bearer no", 401), ("", 401), ("Basic YTpi", 403)])
def test_strangers_are_refused(ask: Ask, bearer: str, status: int) -> None:
    assert ask("patrons", bearer=bearer).status_code == status
