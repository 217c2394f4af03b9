"""What a real Koha said, said again over HTTP: the connector reads it as it was."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from synckit.emulators.koha.queries import meets, query_of
from synckit.emulators.koha.records import record
from synckit.emulators.people import Population
from synckit.emulators.serving import serve
from synckit.errors import IlsError
from synckit.ils.koha import Koha, failures
from tests.ils.systems import raw
from tests.recorded import recorded

FOLDER = "koha-live"


def answers(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(recorded(f"{FOLDER}/{name}.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def patrons() -> list[dict[str, Any]]:
    with gzip.open(recorded(f"{FOLDER}/patrons_synthetic_ext.jsonl.gz"), "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module")
def koha(patrons: list[dict[str, Any]]) -> Iterator[str]:
    """Serve the recorded patrons as their Koha did."""

    async def listed(request: Request) -> Response:
        given = request.query_params
        met = [each for each in patrons if "q" not in given or meets(each, query_of(given["q"]))]
        if given.get("_order_by", "").startswith("-"):
            met = met[::-1]
        page = met[: int(given["_per_page"])]
        body = json.dumps(page, ensure_ascii=False).encode()
        return Response(body, 200, {"X-Total-Count": str(len(met))}, "application/json;charset=UTF-8")

    async def said(request: Request) -> Response:
        names = {"libraries": "get_libraries", "patron_categories": "get_patron_categories"}
        made = answers(names[request.path_params["table"]])["response"]
        return Response(json.dumps(made["body"]), made["status"], media_type="application/json")

    routes = [Route("/api/v1/patrons", listed), Route("/api/v1/{table}", said)]
    with serve(Starlette(routes=routes)) as server:
        yield server.url


def test_every_recorded_patron_is_read_as_it_was(koha: str, patrons: list[dict[str, Any]], tmp_path: Path) -> None:
    connector = Koha(
        {"url": koha, "user": "api", "page_size": "1000", "requests_per_second": "1000"}, {"password": "p"}
    )
    fields = [
        field
        for field in connector.fields()
        if not field.path.startswith(("library.", "account", "checkouts_c", "overdues_c"))
    ]
    rows = raw(connector.patrons([field.name for field in fields], tmp_path))
    assert len(rows) == len(patrons)
    wrong = []
    for row, patron in zip(rows, patrons, strict=True):
        assert row["_problem"] is None
        for field in fields:
            if "." not in field.path and "[" not in field.path and row[field.name] != as_text(patron[field.path]):
                wrong.append((row["_id"], field.name))
    assert wrong == []
    departments = [
        [each["value"] for each in patron["extended_attributes"] if each["type"] == "DEPT"] for patron in patrons
    ]
    assert [row["attr.DEPT"] for row in rows] == departments


def as_text(value: Any) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_the_emulator_sends_the_keys_and_kinds_that_koha_sends(patrons: list[dict[str, Any]]) -> None:
    ours = [record(person, newer=False) for person in Population(200)]
    theirs = patrons[:1000]
    assert set(ours[0]) | {"extended_attributes"} == set(theirs[0])
    for key in ours[0]:
        assert kinds(ours, key) <= kinds(theirs, key) | {type(None)}, key


def kinds(records: list[dict[str, Any]], key: str) -> set[type]:
    return {type(each[key]) for each in records}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("auth_badpw_403", "the user name or the password is wrong"),
        ("auth_password_expired", "the password has expired"),
        ("auth_none_401", "not signed in"),
        ("basic_disabled_401", "RESTBasicAuth is off"),
        ("auth_nopermission_403", "missing right borrowers: edit_borrowers"),
        ("auth_nopermission_own_record", "missing right borrowers: edit_borrowers"),
        ("oauth_bad_secret_403", "the client secret is wrong"),
        ("oauth_unknown_client_403", "the client is unknown"),
        ("oauth_bad_grant_400", "RESTOAuth2ClientCredentials is off"),
        ("unknown_param_400", "not understood at /query/foo"),
        ("q_unknown_col", "a fault in Koha itself"),
        ("list_page_text_400", "not understood at /_page"),
    ],
)
def test_recorded_failures_in_words(name: str, words: str) -> None:
    assert words in str(failures.explained(json.dumps(answers(name)["response"]["body"]).encode()))


@pytest.mark.parametrize("name", ["recover_1_page_500", "zero_date_list_page"])
def test_the_place_of_a_recorded_damaged_patron(name: str) -> None:
    assert failures.unreadable(json.dumps(answers(name)["response"]["body"]).encode()) == (50, "date_of_birth")


def test_a_recorded_failure_ends_the_reading(tmp_path: Path) -> None:
    made = answers("auth_nopermission_403")["response"]

    async def refuse(request: Request) -> Response:
        return Response(json.dumps(made["body"]), made["status"], media_type="application/json")

    with serve(Starlette(routes=[Route("/{rest:path}", refuse)])) as server:
        connector = Koha({"url": server.url, "user": "api"}, {"password": "p"}, ())
        with pytest.raises(IlsError, match=r"^Koha at .* refuses this \(403: missing right borrowers: edit_borrowers"):
            connector.count()
