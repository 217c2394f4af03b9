"""Signing in over HTTP where many come at once: the line has an end, and keeps nobody else waiting."""

from __future__ import annotations

import asyncio
import threading

import pytest
from starlette.requests import Request

from synckit import errors
from synckit.ui import doorkeeper, library
from synckit.ui.words import users as text

WORKING = 4


def request() -> Request:
    """Return a form of this app, sent with nothing in it and a cookie of nobody."""
    told = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501", "cookie": f"{doorkeeper.cookies.name()}=x"}
    headers = [(name.encode(), value.encode()) for name, value in told.items()]
    scope = {"type": "http", "method": "POST", "scheme": "http", "server": ("127.0.0.1", 8501), "path": "/"}

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    return Request({**scope, "query_string": b"", "headers": headers}, receive)  # type: ignore[arg-type]


@pytest.fixture
def held(monkeypatch):
    """Let every sign-in take until this is set, and be refused then."""
    go = threading.Event()

    def slowly(*_: str) -> str:
        go.wait(30)
        raise errors.Refused("no")

    monkeypatch.setattr(doorkeeper, "_sign_in", slowly)
    monkeypatch.setattr(doorkeeper, "_is_there", lambda: True)
    monkeypatch.setattr(doorkeeper, "_store", lambda: None)
    monkeypatch.setattr(doorkeeper.signing_in, "sign_out", lambda store, token: None)
    monkeypatch.setattr(library, "exists", lambda: True)
    yield go
    go.set()


async def crowd(held: threading.Event):
    """Return what those get who sign in, and what a monitor and one who signs out get while they wait."""
    coming = [asyncio.create_task(doorkeeper.login(request())) for _ in range(WORKING + doorkeeper.LONGEST_LINE + 3)]
    await asyncio.wait(coming, return_when=asyncio.FIRST_COMPLETED, timeout=20)
    meanwhile = [await asyncio.wait_for(ask(request()), 20) for ask in (doorkeeper.ready, doorkeeper.logout)]
    held.set()
    return await asyncio.gather(*coming), meanwhile, await doorkeeper.login(request())


def test_a_crowd_is_sent_away_and_keeps_neither_a_monitor_nor_who_signs_out_waiting(held):
    answers, meanwhile, after = asyncio.run(crowd(held))
    assert [each.status_code for each in answers] == [303] * (WORKING + doorkeeper.LONGEST_LINE) + [503] * 3
    assert (answers[-1].headers["Retry-After"], answers[-1].body.decode()) == ("10", text.BUSY)
    assert [each.status_code for each in meanwhile] == [200, 303]
    assert after.status_code == 303


@pytest.mark.parametrize(("ask", "line"), [(doorkeeper.ready, "_READY"), (doorkeeper.logout, "_SIGNING_OUT")])
def test_the_other_lines_have_an_end_too(held, monkeypatch, ask, line):
    monkeypatch.setattr(getattr(doorkeeper, line), "_places", threading.BoundedSemaphore(0))
    assert asyncio.run(ask(request())).status_code == 503
