"""Signing in and out over HTTP, and whether the app is ready.

Forms are taken from pages of this app alone, passwords only where nobody between can read them, and a form that is
longer than a name and a password is not read.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from synckit import errors
from synckit.access import signing_in
from synckit.store import Store, head
from synckit.ui import callers, cookies, library
from synckit.ui.words import users as text

LONGEST_FORM = 8_192
LONGEST_LINE = 48
"""How many may wait for one thing; whoever comes then is sent away for a moment."""
_AGAIN_SECONDS = 10
_T = TypeVar("_T")


class _Full(Exception):
    """As many wait as may."""


class _Line:
    """Threads of their own: whoever tries passwords keeps neither pages nor other lines waiting."""

    def __init__(self, name: str, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, f"synckit-{name}")
        self._places = threading.BoundedSemaphore(threads + LONGEST_LINE)

    async def do(self, work: Callable[[], _T]) -> _T:
        """Do something that takes its time without keeping the server. Raises `_Full`."""
        if not self._places.acquire(blocking=False):
            raise _Full
        future = self._pool.submit(work)
        future.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(future)


_SIGNING_IN, _SIGNING_OUT, _READY = _Line("sign-in", 4), _Line("sign-out", 1), _Line("ready", 1)


async def login(request: Request) -> Response:
    """Sign in and set the cookie; the browser goes back to the page that asked."""
    if not _is_own(request):
        return PlainTextResponse(text.FOREIGN, 403)
    if not _is_private(request):
        return _back(request, cookies.PLAIN)
    form = await _form(request)
    if form is None:
        return PlainTextResponse(text.TOO_LONG, 413)
    name, password = (form.get(field, [""])[0] for field in ("user", "password"))
    former = request.cookies.get(cookies.name(), "")
    try:
        token = await _SIGNING_IN.do(lambda: _sign_in(name, password, former))
    except errors.Refused:
        return _back(request, cookies.FAILED)
    except errors.StoreError:
        return PlainTextResponse(text.NOT_READY, 503)
    except _Full:
        return _busy()
    answer = _back(request)
    _keep(answer, token, signing_in.HOURS * 3600, request)
    return answer


async def logout(request: Request) -> Response:
    """End the sign-in of the cookie and forget the cookie."""
    if not _is_own(request):
        return PlainTextResponse(text.FOREIGN, 403)
    token = request.cookies.get(cookies.name(), "")
    if token and library.exists():
        try:
            await _SIGNING_OUT.do(lambda: signing_in.sign_out(_store(), token))
        except _Full:
            return _busy()
    answer = RedirectResponse(f"{cookies.base()}/", 303)
    _keep(answer, "", 0, request)
    return answer


async def ready(request: Request) -> Response:
    """Say whether the store answers, for a monitor."""
    try:
        return JSONResponse({"ready": True, "workspace": await _READY.do(_is_there)})
    except (errors.SynckitError, _Full):
        return JSONResponse({"ready": False}, 503)


def _busy() -> Response:
    return PlainTextResponse(text.BUSY, 503, {"Retry-After": str(_AGAIN_SECONDS)})


def _is_there() -> bool:
    if not library.exists():
        return False
    with _store().read() as conn:
        head(conn)
    return True


def _sign_in(name: str, password: str, former: str) -> str:
    if not library.exists():
        raise errors.Refused(signing_in.REFUSED)
    token = signing_in.sign_in(_store(), name, password)
    if former:
        signing_in.sign_out(_store(), former)
    return token


def _store() -> Store:
    return library.opened().workspace.home.store


def _is_own(request: Request) -> bool:
    """Browsers name the page that a form comes from; another site's form is not taken."""
    host, origin = request.headers.get("host"), request.headers.get("origin")
    return bool(host) and bool(origin) and urlsplit(origin or "").netloc == host


def _is_private(request: Request) -> bool:
    return request.url.scheme == "https" or callers.is_loopback(request.url.hostname)


async def _form(request: Request) -> dict[str, list[str]] | None:
    """Return the fields of a form, None when it is too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_FORM:
            return None
    try:
        return parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=10)
    except ValueError:
        return {}


def _back(request: Request, outcome: str = "") -> Response:
    """Return to the page that the form stood on, which says the outcome."""
    page = urlsplit(request.headers.get("referer", ""))
    path = page.path if page.netloc == request.headers.get("host") else ""
    if not path.startswith("/") or path.startswith(("//", "/\\")) or "/auth/" in path:
        path = f"{cookies.base()}/"
    asked = [pair for pair in parse_qsl(page.query) if pair[0] != cookies.OUTCOME]
    asked += [(cookies.OUTCOME, outcome)] if outcome else []
    return RedirectResponse(path + (f"?{urlencode(asked)}" if asked else ""), 303, {"Cache-Control": "no-store"})


def _keep(answer: Response, token: str, seconds: int, request: Request) -> None:
    answer.set_cookie(
        cookies.name(),
        token,
        max_age=seconds,
        path=f"{cookies.base()}/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
