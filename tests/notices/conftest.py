"""Real servers of notices on loopback: one takes mail, one takes posts."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

PASSWORD = "right-horse-1"


class Inbox:
    """What the mail server took; `refuses` makes it answer that it is full."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.refuses = False
        self.port = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuses:
            return "452 no room"
        self.messages.append(message_from_bytes(envelope.content))
        return "250 taken"


def _authenticated(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    taken = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        taken.port = free.getsockname()[1]
    server = Controller(
        taken,
        hostname="127.0.0.1",
        port=taken.port,
        authenticator=_authenticated,
        auth_require_tls=False,
        auth_required=False,
    )
    server.start()
    yield taken
    server.stop()


class Wall:
    """What was posted; `status` is what it answers."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.status = 200
        self.url = ""


@pytest.fixture
def wall() -> Iterator[Wall]:
    taken = Wall()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.posts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(taken.status)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        taken.url = f"http://127.0.0.1:{server.server_port}/services/T1/B1"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield taken
        server.shutdown()
        thread.join()
