"""The layer around an emulator that spoils its answers on the way, as the switches of `faults.Faults` say.

It needs a look under ASGI's hood, at uvicorn's transport, because only that can cut a connection the hard way.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import json
import re
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any

from synckit import clock
from synckit.emulators.faults import Faults

PATRONS = r"/(patrons?|users)(/|$)"
"""The paths of patron requests, for a system that does not say."""

HTML = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form>Please sign in.</form></body></html>"

ERRORS: dict[str, tuple[int, Any]] = {
    "expired": (401, {"error": "The session has expired."}),
    "unauthorized": (401, {"error": "Not signed in."}),
    "forbidden": (403, {"error": "Not allowed."}),
    "throttled": (429, {"error": "Too many requests."}),
    "unavailable": (503, HTML.replace("sign in", "come back")),
    "error": (200, {"error": "Something went wrong."}),
}
"""What a system says in each of these cases, status and body (text is HTML); a module's own ERRORS replace them."""

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@dataclass
class Reply:
    """An answer on its way out."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @classmethod
    def of(cls, status: int, body: Any, **headers: str) -> Reply:
        text = body if isinstance(body, str) else json.dumps(body)
        kind = "text/html" if isinstance(body, str) else "application/json"
        named = {"content-type": f"{kind};charset=utf-8"} | {key.replace("_", "-"): v for key, v in headers.items()}
        return cls(status, [(key.encode(), value.encode()) for key, value in named.items()], text.encode())

    def start(self, length: int) -> Message:
        """Return the message that opens the answer, `length` being what it claims to hold."""
        kept = [(key, value) for key, value in self.headers if key.lower() != b"content-length"]
        headers = [*kept, (b"content-length", str(length).encode())]
        return {"type": "http.response.start", "status": self.status, "headers": headers}


@dataclass
class FaultyApp:
    """An ASGI application whose answers go wrong as the switches say; without switches it passes everything on."""

    app: Any
    faults: Faults
    patrons: str = PATRONS
    errors: Mapping[str, tuple[int, Any]] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        self.faults.requests.append((scope["method"], scope["path"], scope["query_string"].decode("latin-1")))
        strikes = bool(re.search(self.patrons, scope["path"])) and self.faults.strikes()
        if self.faults.refuse:
            _abort(send)
        elif not strikes:
            # A token that became void stays void for every path.
            gone = self.faults.signed_out(_token(scope), strikes=False)
            await (_sent(self._words("expired"), send) if gone else self.app(scope, receive, send))
        else:
            await self._spoiled(scope, receive, send)

    async def _spoiled(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.faults.hang:
            await asyncio.sleep(self.faults.hang)
        refusal = self._refusal(scope)
        if refusal:
            await _sent(refusal, send)
        elif any(getattr(self.faults, name) for name in _BODY):
            await self._delivered(self._bent(await _caught(self.app, scope, receive)), send)
        else:
            await self.app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Reply | None:
        """Return what is said instead of the answer."""
        faults = self.faults
        if faults.signed_out(_token(scope), strikes=True):
            return self._words("expired")
        for name, words in (("unauthorized", "unauthorized"), ("forbidden", "forbidden"), ("error_object", "error")):
            if getattr(faults, name):
                return self._words(words)
        if faults.login_page:
            return Reply.of(200, HTML)
        if faults.redirect:
            return Reply.of(302, "", location=faults.redirect)
        if faults.throttle:
            return self._words("throttled", **_patience(faults.throttle))
        status = faults.flaps()
        return None if not status else Reply.of(status, self._words("unavailable").body.decode())

    def _words(self, name: str, **headers: str) -> Reply:
        status, body = {**ERRORS, **self.errors}[name]
        return Reply.of(status, body, **headers)

    def _bent(self, reply: Reply) -> Reply:
        """Return the answer with its body spoiled."""
        body = reply.body
        if self.faults.truncated:
            body = body[: len(body) // 2]
        if self.faults.bad_json:
            body = _odd(body, self.faults.bad_json)
        if self.faults.charset:
            body = _respelled(body, self.faults.charset)
        if self.faults.bomb:
            return Reply(reply.status, [*reply.headers, (b"content-encoding", b"gzip")], _bomb())
        return Reply(reply.status, reply.headers, body)

    async def _delivered(self, reply: Reply, send: Send) -> None:
        cut = self.faults.reset_body or self.faults.short_body
        await send(reply.start(len(reply.body)))
        for piece in _pieces(reply.body[: len(reply.body) // 2] if cut else reply.body, self.faults.drip):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(self.faults.drip)
        if self.faults.reset_body:
            await asyncio.sleep(0.02)  # let the half leave, or the caller sees no answer at all
            _abort(send)
        elif not cut:
            await send({"type": "http.response.body", "body": b"", "more_body": False})


_BODY = ("reset_body", "short_body", "drip", "truncated", "bad_json", "charset", "bomb")


async def _caught(app: Any, scope: Scope, receive: Receive) -> Reply:
    """Run an application and return its answer rather than sending it."""
    reply = Reply(500, [], b"")

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            reply.status, reply.headers = message["status"], list(message.get("headers", []))
        else:
            reply.body += message.get("body", b"")

    await app(scope, receive, keep)
    return reply


async def _sent(reply: Reply, send: Send) -> None:
    await send(reply.start(len(reply.body)))
    await send({"type": "http.response.body", "body": reply.body})


def _abort(send: Any) -> None:
    """Cut the connection with a reset."""
    transport = send.__self__.transport
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _token(scope: Scope) -> bytes:
    headers = dict(scope["headers"])
    return bytes(headers.get(b"authorization") or headers.get(b"x-sirs-sessiontoken") or b"")


def _patience(kind: str) -> dict[str, str]:
    if kind == "date":
        return {"retry_after": format_datetime(clock.now() + dt.timedelta(seconds=2), usegmt=True)}
    return {} if kind == "absent" else {"retry_after": "1" if kind == "seconds" else kind}


def _pieces(body: bytes, drip: float) -> Iterator[bytes]:
    size = 1 if drip else max(len(body), 1)
    return (body[at : at + size] for at in range(0, len(body), size))


def _odd(body: bytes, kind: str) -> bytes:
    """Return a JSON body with an odd member in its first object; a body without an object stays as it is."""
    members = {
        "duplicate": b'"odd":1,"odd":2',
        "nan": b'"odd":NaN',
        "1e999": b'"odd":1e999',
        "long": b'"odd":"' + b"x" * 10_000_000 * (kind == "long") + b'"',
        "deep": b'"odd":' + b"[" * 100_000 + b"]" * 100_000,
    }
    head, brace, rest = body.partition(b"{")
    comma = b"" if rest.lstrip()[:1] == b"}" else b","
    return head + brace + members[kind] + comma + rest if brace else body


def _respelled(body: bytes, kind: str) -> bytes:
    last = {"surrogate": b"Zo\\ud800", "nul": b"Zo\\u0000", "latin1": b"Zo\xeb"}[kind]
    return body.replace("Zoë".encode(), last).replace(b"Zo\\u00eb", last)


@functools.cache
def _bomb() -> bytes:
    """Return 300 MB of blanks, packed."""
    packer = zlib.compressobj(1, wbits=31)
    blanks = b" " * 1_000_000
    return b"".join([*(packer.compress(blanks) for _ in range(300)), packer.flush()])
