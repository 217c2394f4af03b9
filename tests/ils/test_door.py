"""The one HTTP door, against servers that behave badly."""

from __future__ import annotations

import datetime as dt
import http.server
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from synckit.emulators.serving import serve
from synckit.errors import IlsError
from synckit.ils.door import Answer, Door
from synckit.ils.pace import Pace
from tests.ils.systems import Waits

Say = Callable[[Request], Response]


def json(body: str = "[]", status: int = 200, **headers: str) -> Response:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return Response(body, status, named, "application/json")


@contextmanager
def door_to(say: Say, **given: Any) -> Iterator[tuple[Door, Waits, list[Request]]]:
    """Serve what `say` answers, and yield a door to it, its waits, and the requests that came."""
    came: list[Request] = []
    waits = Waits()

    async def answer(request: Request) -> Response:
        came.append(request)
        return say(request)

    routes = [Route("/{rest:path}", answer, methods=["GET", "POST"])]
    with serve(Starlette(routes=routes)) as server:
        given = {"rate": 1000.0, "sleep": waits.sleep, "monotonic": waits.monotonic} | given
        yield Door("Koha", server.url, **given), waits, came


def once(first: Response, then: Response) -> Say:
    answers = iter([first])
    return lambda request: next(answers, then)


def test_numbers_keep_their_digits() -> None:
    with door_to(lambda request: json('{"a": 1.50, "b": 12345678901234567890}')) as (door, _, _):
        assert door.get("x").json() == {"a": "1.50", "b": "12345678901234567890"}


@pytest.mark.parametrize("status", [429, 502, 503, 504, 500])
def test_what_may_pass_is_asked_for_again(status: int) -> None:
    with door_to(once(Response("busy", status), json("[1]"))) as (door, waits, came):
        assert door.get("x").json() == ["1"]
        assert (len(came), 0.3 < waits.slept < 1) == (2, True)


@pytest.mark.parametrize("body", ["", "<html>sign in</html>", '{"a": ', "[NaN]", "[" * 100_000 + "]" * 100_000])
def test_what_is_no_json_is_asked_for_again_and_then_refused(body: str) -> None:
    with door_to(once(json(body), json("[1]"))) as (door, _, came):
        assert door.get("x").json() == ["1"]
    with door_to(lambda request: json(body)) as (door, _, came):
        with pytest.raises(
            IlsError, match=r"^Koha at 127\.0\.0\.1:\d+ sent .+ instead of what was asked for; check that"
        ):
            door.get("x")
        assert len(came) == 4


@pytest.mark.parametrize(("after", "slept"), [("3", 3.0), ("0", 0.0)])
def test_a_wait_that_is_asked_for_is_kept(after: str, slept: float) -> None:
    with door_to(once(json("{}", 429, retry_after=after), json())) as (door, waits, _):
        door.get("x")
        assert abs(waits.slept - slept) < 0.1


def test_a_wait_until_a_date_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCKIT_NOW", "2026-12-01T02:00:00Z")
    late = json("{}", 503, retry_after="Tue, 01 Dec 2026 02:00:42 GMT")
    with door_to(once(late, json())) as (door, waits, _):
        door.get("x")
        assert abs(waits.slept - 42) < 0.1


def test_a_wait_that_is_too_long_ends_the_call() -> None:
    with door_to(lambda request: json("{}", 429, retry_after="86400")) as (door, _, came):
        with pytest.raises(IlsError, match=r"^Koha at .+ asks to wait 86,400 s; run again after that\.$"):
            door.get("x")
        assert len(came) == 1


def test_what_the_system_calls_busy_waits_as_it_says() -> None:
    first, then = json('{"code": "busy"}', 400), json()
    busy = lambda answer: 0.75 if b"busy" in answer.body else None  # noqa: E731
    with door_to(once(first, then), busy=busy) as (door, waits, _):
        door.get("x")
        assert abs(waits.slept - 0.75) < 0.1


def test_who_is_signed_out_signs_in_again_once_and_the_call_is_replayed() -> None:
    tokens = iter(["first", "second", "third"])
    void = {"first"}

    def say(request: Request) -> Response:
        return json("{}", 401) if request.headers["authorization"] in void else json('["in"]')

    with door_to(say, sign_in=lambda door: {"Authorization": next(tokens)}) as (door, _, came):
        assert door.get("x").json() == ["in"]
        assert [request.headers["authorization"] for request in came] == ["first", "second"]
        void.update({"second", "third"})
        with pytest.raises(
            IlsError, match=r"does not accept the credentials \(401\); check the credentials of the conn"
        ):
            door.get("x")
        assert len(came) == 4


def test_several_threads_sign_in_once() -> None:
    signed = []

    def sign_in(door: Door) -> dict[str, str]:
        signed.append(1)
        return {"Authorization": "a"}

    with door_to(lambda request: json(), sign_in=sign_in) as (door, _, came), ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: door.get("x"), range(30)))
        assert (len(signed), len(came)) == (1, 30)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(status: int) -> None:
    with door_to(lambda request: json()) as (other, _, elsewhere):
        there = other._url + "/steal?secret=1"
        with (
            door_to(
                lambda request: Response("", status, {"Location": there}), sign_in=lambda door: {"Authorization": "s"}
            ) as (
                door,
                _,
                _,
            ),
            pytest.raises(
                IlsError, match=r"sends on to another address at 127\.0\.0\.1:\d+ \(30\d\); check the address"
            ),
        ):
            door.get("x")
        assert elsewhere == []


def test_nothing_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password canary-netrc\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with door_to(lambda request: json()) as (door, _, came):
        door.get("x")
        assert "authorization" not in came[0].headers


def test_cookies_are_not_kept() -> None:
    with door_to(lambda request: json("[]", set_cookie="a=b; Path=/")) as (door, _, came):
        door.get("x")
        door.get("x")
        assert "cookie" not in came[1].headers


def test_a_body_that_is_too_big_is_not_read_to_its_end() -> None:
    with door_to(lambda request: json('"' + "x" * 3_000_000 + '"'), cap=1 << 20) as (door, _, came):
        with pytest.raises(IlsError, match=r"sends more than 1 MB at once; ask for smaller pages \(page_size\)\.$"):
            door.get("x")
        assert len(came) == 1


def test_no_secret_and_no_query_stands_in_what_is_said() -> None:
    say = lambda request: json('{"error": "for canary-key no"}', 400)  # noqa: E731
    explain = lambda answer: "not canary-key"  # noqa: E731
    with door_to(say, secrets=("canary-key",), explain=explain) as (door, _, _):
        with pytest.raises(IlsError, match=r"does not accept the request \(400: not •••\); try again later") as caught:
            door.get("patrons", {"email": "canary@example.org"})
        assert "canary" not in f"{caught.value} {caught.value.__cause__} {door!r}"


def test_a_post_is_sent_once_unless_it_may_be_repeated() -> None:
    with door_to(lambda request: Response("", 503)) as (door, _, came):
        with pytest.raises(IlsError, match=r"is busy or down \(503\); try again later"):
            door.post("x", json={})
        assert len(came) == 1
        with pytest.raises(IlsError, match=r"is busy or down"):
            door.post("x", json={}, retry=True)
        assert len(came) == 5


def test_a_sweep_has_an_end() -> None:
    with door_to(lambda request: json(), sweep_deadline=3600.0) as (door, waits, _):
        door.get("x")
        waits.slept += 3601
        with pytest.raises(IlsError, match=r"was read for 1 hours without an end; narrow the filter, or run at night"):
            door.get("x")


def test_the_pace_halves_and_recovers() -> None:
    waits = Waits()
    now = [0.0]
    pace = Pace(8, lambda seconds: waits.sleep(seconds), lambda: now[0])

    def gap() -> float:
        pace.wait()
        before = waits.slept
        pace.wait()
        return round(waits.slept - before - (pace._next - 1 / pace._rate - now[0]) + 1 / pace._rate, 3)

    assert gap() == 0.125
    pace.slow_down()
    now[0] = 5.0
    assert gap() == 0.25
    now[0] = 20.0
    assert gap() == 0.2


def test_answers_say_how_long_to_wait() -> None:
    assert [Answer(429, {"Retry-After": said}, b"").wait for said in ("7", "", "soon", "-3")] == [7.0, None, None, None]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make a certificate of 127.0.0.1 that nobody signed but itself: (certificate, key)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), start, start.replace(year=2099)
        )
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(True, None), True)
        .add_extension(x509.KeyUsage(True, False, False, False, False, True, True, False, False), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "ca.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return pem, secret


@pytest.fixture
def tls(authority: tuple[Path, Path]) -> Iterator[str]:
    """Serve JSON over TLS with that certificate."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, *_: Any) -> None: ...

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_certificate_that_nobody_vouches_for_is_refused(
    tls: str, monkeypatch: pytest.MonkeyPatch, authority: Any
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority[0]))
    with pytest.raises(
        IlsError, match=r"has a certificate that this machine does not trust; name your own authority's"
    ):
        Door("Koha", tls).get("x")


def test_a_certificate_of_ones_own_authority_is_trusted(tls: str, authority: Any) -> None:
    assert Door("Koha", tls, ca_file=str(authority[0])).get("x").json() == []
