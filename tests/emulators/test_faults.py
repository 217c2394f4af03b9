"""Each switch does what its line says, seen from the wire, around a system that only lists its people."""

import json
import time

import pytest
import requests
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from synckit.emulators import KINDS, Faults, Population, emulator
from synckit.emulators.faults import NAMES
from synckit.emulators.serving import serve
from synckit.emulators.transport import FaultyApp
from synckit.errors import NotFound


@pytest.fixture(scope="module")
def system():
    """A server whose switches are set by `switched`: one for all these tests."""
    people = Population(3)
    current = {}

    async def patrons(request):
        return JSONResponse({"entries": [{"id": each["id"], "name": each["first_name"]} for each in people]})

    async def token(request):
        return JSONResponse({"token": "t"})

    inner = Starlette(routes=[Route("/patrons", patrons), Route("/token", token, methods=["POST"])])

    async def app(scope, receive, send):
        await current["app"](scope, receive, send)

    def switched(**switches):
        faults = Faults(**switches)
        current["app"] = FaultyApp(inner, faults, errors={"unauthorized": (401, {"code": 120})})
        return faults

    with serve(app) as server:
        server.switched = switched
        yield server


def get(server, path="/patrons", **headers):
    return requests.get(server.url + path, headers=headers, timeout=5, allow_redirects=False)


def test_without_switches_nothing_is_touched(system):
    faults = system.switched()
    assert get(system).json()["entries"][0] == {"id": 1, "name": "Zoë"}
    assert requests.post(system.url + "/token?secret=1", timeout=5).ok
    assert faults.requests == [("GET", "/patrons", ""), ("POST", "/token", "secret=1")]


@pytest.mark.parametrize("switch", ["refuse", "reset_body", "short_body"])
def test_connections_are_cut(system, switch):
    system.switched(**{switch: True})
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        get(system)


def test_a_hanging_system_says_nothing_in_time(system):
    system.switched(hang=5)
    with pytest.raises(requests.Timeout):
        requests.get(system.url + "/patrons", timeout=0.2)


def test_a_dripping_body_is_slow(system):
    system.switched(drip=0.001)
    started = time.monotonic()
    assert len(get(system).json()["entries"]) == 3
    assert time.monotonic() - started > 0.1


@pytest.mark.parametrize(
    ("switches", "status"),
    [
        ({"unauthorized": True}, 401),
        ({"forbidden": True}, 403),
        ({"throttle": "seconds"}, 429),
        ({"flapping": 1.0}, 500),
        ({"redirect": "http://127.0.0.2/"}, 302),
        ({"login_page": True}, 200),
        ({"error_object": True}, 200),
    ],
)
def test_statuses(system, switches, status):
    system.switched(**switches)
    answer = get(system)
    assert answer.status_code // (100 if status == 500 else 1) == status // (100 if status == 500 else 1)
    assert b"entries" not in answer.content


def test_a_system_says_it_in_its_own_words(system):
    system.switched(unauthorized=True)
    assert get(system).json() == {"code": 120}


@pytest.mark.parametrize(("kind", "header"), [("seconds", "1"), ("86400", "86400"), ("absent", None)])
def test_how_long_to_wait(system, kind, header):
    system.switched(throttle=kind)
    assert get(system).headers.get("Retry-After") == header


def test_wait_until_a_date(system):
    system.switched(throttle="date")
    assert get(system).headers["Retry-After"].endswith("GMT")


def test_bodies_that_are_no_json(system):
    system.switched(truncated=True)
    with pytest.raises(ValueError, match="Unterminated|Expecting"):
        get(system).json()
    for kind, found in (("nan", b"NaN"), ("1e999", b"1e999"), ("duplicate", b'"odd":2'), ("deep", b"[" * 100_000)):
        system.switched(bad_json=kind)
        assert found in get(system).content, kind
    system.switched(bad_json="long")
    assert len(json.loads(get(system).content)["odd"]) == 10_000_000


@pytest.mark.parametrize(("kind", "found"), [("surrogate", b"Zo\\ud800"), ("nul", b"Zo\\u0000"), ("latin1", b"Zo\xeb")])
def test_charsets(system, kind, found):
    system.switched(charset=kind)
    assert found in get(system).content


def test_a_bomb_is_small_on_the_wire(system):
    system.switched(bomb=True)
    with requests.get(system.url + "/patrons", timeout=5, stream=True) as answer:
        assert int(answer.headers["Content-Length"]) < 2_000_000
        assert next(answer.iter_content(1000)) == b" " * 1000


def test_a_fault_begins_and_ends_when_it_is_told_to(system):
    system.switched(forbidden=True, after=2, times=1)
    assert [get(system).status_code for _ in range(3)] == [200, 403, 200]


def test_a_token_that_expired_stays_void_everywhere(system):
    system.switched(expire_token_once=True, after=2)
    assert [get(system, Authorization="Bearer a").status_code for _ in range(3)] == [200, 401, 401]
    assert get(system, "/token", Authorization="Bearer a").status_code == 401
    assert get(system, Authorization="Bearer b").status_code == 200


def test_a_password_is_refused_once(system):
    system.switched(expire_token_once=True)
    assert [get(system, Authorization="Basic a").status_code for _ in range(3)] == [401, 200, 200]


def test_what_a_system_asks_for():
    people = list(Population(3))
    moves = []
    faults = Faults(empty_page=2, moving=lambda: moves.append(1), drift="gone")
    faults.moved()
    assert [len(faults.paged(people)) for _ in range(3)] == [3, 0, 3]
    assert moves == [1]
    assert faults.bent({"a": 1, "last": 2}, "last") == {"a": 1}
    assert Faults(drift="object").bent({"last": 2}, "last") == {"last": {"value": 2}}
    assert Faults(drift="code").bent({"last": 2, "type": "ST"}, "last", "type")["type"] == "UNHEARD_OF"


def test_the_list_names_all_faults_with_switches_that_exist():
    assert sorted({number for number, _, _ in NAMES}) == list(range(1, 25))
    assert all(Faults(**switches) for _, _, switches in NAMES)


def test_an_unknown_kind_is_refused_with_the_nearest():
    with pytest.raises(NotFound, match="Did you mean 'sierra'"):
        emulator("siera", Population(1))
    assert KINDS == ("alma", "symphony", "sierra", "koha")
