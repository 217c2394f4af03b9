"""The server of the emulators: it answers on this machine alone, says nothing, and stops when told."""

import socket
import time

import pytest
import requests
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from synckit.emulators.serving import serve


def app():
    async def hello(request):
        return PlainTextResponse("hello")

    return Starlette(routes=[Route("/", hello)])


def test_it_answers_and_prints_nothing(capfd):
    with serve(app()) as server:
        assert requests.get(server.url, timeout=5).text == "hello"
    assert capfd.readouterr() == ("", "")


def test_it_is_gone_when_it_was_stopped():
    server = serve(app())
    session = requests.Session()
    assert session.get(server.url, timeout=5).ok
    started = time.monotonic()
    server.stop()
    assert time.monotonic() - started < 2
    with pytest.raises(requests.ConnectionError):
        requests.get(server.url, timeout=5)
    session.close()


def test_a_port_can_be_asked_for_and_is_not_shared():
    with serve(app()) as server:
        with pytest.raises(OSError, match="in use"):
            serve(app(), server.port)
        assert server.url == f"http://127.0.0.1:{server.port}"


def test_it_listens_on_this_machine_alone():
    with serve(app()) as server:
        here = socket.gethostbyname(socket.gethostname())
        if here.startswith("127."):
            pytest.skip("this machine has no other address")
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((here, server.port), timeout=2)
