"""The one HTTP door: every request to a library system goes through it.

It signs in, keeps to a pace, waits and asks again when the system is busy or the way is bad, and gives up with one
sentence when that does not help. It never follows a redirect, reads no proxy or password from the environment,
always checks certificates, and takes no body that is too big, too slow, or not JSON. No secret, no query and nothing
of a body stands in what it says.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Collection, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from synckit import clock
from synckit.errors import CredentialsRefused, IlsError
from synckit.ils.address import sound_url
from synckit.ils.answer import Answer, BadBody
from synckit.ils.pace import Pace

__all__ = ["Answer", "BadBody", "Door", "sound_url"]

# at its lowest level this package writes whole addresses, and ids of patrons stand in them
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

LONGEST_WAIT = 120.0
"""Seconds; who asks for more is asked again by the next run."""
LONGEST_BUSY = 30.0
_BUSY = frozenset({429, 502, 503, 504})
_CHUNK = 1 << 16
_AGENT = {"User-Agent": "synckit", "Accept": "application/json", "Accept-Encoding": "gzip"}
_LATER = "try again later, and check the network if it stays so"


class _Transient(Exception):
    """What may be better the next time: what happened, and how long to wait (None for the usual back-off)."""

    def __init__(self, what: str, todo: str = _LATER, wait: float | None = None) -> None:
        super().__init__(what)
        self.what, self.todo, self.wait = what, todo, wait


class _Busy(_Transient):
    """What the system itself calls busy: asked for again for half a minute, as often as it takes."""


class Door:
    """The way to one system; safe to use from several threads."""

    def __init__(
        self,
        system: str,
        url: str,
        *,
        secrets: Collection[str] = (),
        ca_file: str = "",
        rate: float = 20.0,
        tries: int = 4,
        timeout: tuple[float, float] = (10, 60),
        call_deadline: float = 120.0,
        sweep_deadline: float = 6 * 3600.0,
        cap: int = 64 << 20,
        sign_in: Callable[[Door], Mapping[str, str]] | None = None,
        signed_out: Callable[[Answer], bool] = lambda answer: answer.status == 401,
        refused: Callable[[Answer], bool] = lambda answer: answer.status == 401,
        busy: Callable[[Answer], float | None] = lambda answer: None,
        explain: Callable[[Answer], str | None] = lambda answer: None,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = clock.monotonic,
    ) -> None:
        self._system, self._url = system, sound_url(system, url)
        self._host = urlsplit(self._url).netloc
        self._secrets = [each for each in secrets if each]
        self._tries, self._timeout, self._cap = tries, timeout, cap
        self._call_deadline, self._sweep_deadline = call_deadline, sweep_deadline
        self._refused = refused
        self._sign_in, self._signed_out, self._busy, self._explain = sign_in, signed_out, busy, explain
        self._sleep, self._monotonic = sleep, monotonic
        self._pace = Pace(rate, sleep, monotonic)
        self._session = _session(ca_file)
        self._signed: Mapping[str, str] | None = None
        self._begun = monotonic()
        self._lock = threading.RLock()
        self._dice = random.Random()  # noqa: S311  # spreads waiting, guards nothing
        self.requests = 0
        """Made so far."""

    def __repr__(self) -> str:
        return f"<door to {self._system} at {self._host}>"

    def get(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        ok: Collection[int] = (200,),
    ) -> Answer:
        """Ask for something, again where that may help, and return the answer.

        `ok` are the statuses that the caller deals with; a 200 is JSON, or was asked for again. Raises IlsError.
        """
        return self._asked("GET", path, ok, signed=True, again=True, params=params, headers=headers)

    def post(
        self,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        retry: bool = False,
        signed: bool = True,
        ok: Collection[int] = (200,),
    ) -> Answer:
        """Send something; again only with `retry`. Signing in itself goes unsigned. Raises IlsError."""
        given = {"params": params, "json": json, "data": form, "headers": headers, "auth": auth}
        return self._asked("POST", path, ok, signed=signed, again=retry, **given)

    def failed(self, what: str, todo: str) -> IlsError:
        """Return the error in the words of this door: which system and where, what happened, what to do."""
        words = f"{self._system} at {self._host} {what}; {todo}."
        for secret in self._secrets:
            words = words.replace(secret, "•••")
        return IlsError(words)

    def _asked(self, method: str, path: str, ok: Collection[int], signed: bool, again: bool, **given: Any) -> Answer:
        renewed = False
        failures, waited = 0, 0.0
        deadline = self._monotonic() + self._call_deadline * self._tries
        while True:
            try:
                answer = self._once(method, path, signed, **given)
                if signed and self._sign_in and not renewed and self._signed_out(answer):
                    renewed = True
                    self._sign_out(answer)
                    continue
                return self._judged(answer, ok, failures)
            except _Busy as problem:
                waited += problem.wait or 0
                if waited > LONGEST_BUSY:
                    raise self.failed(problem.what, problem.todo) from None
                self._sleep(problem.wait or 0)
            except _Transient as problem:
                failures += 1
                if not again or failures >= self._tries:
                    raise self.failed(problem.what, problem.todo) from None
                wait = self._back_off(failures) if problem.wait is None else problem.wait
                if wait > LONGEST_WAIT:
                    raise self.failed(f"asks to wait {wait:,.0f} s", "run again after that") from None
                if self._monotonic() + wait > deadline:
                    raise self.failed(problem.what, problem.todo) from None
                self._sleep(wait)

    def _back_off(self, failures: int) -> float:
        return min(8.0, 0.5 * 2.0 ** (failures - 1)) * self._dice.uniform(0.75, 1.25)

    def _once(self, method: str, path: str, signed: bool, **given: Any) -> Answer:
        headers = {**_AGENT, **(self._headers() if signed else {}), **(given.pop("headers", None) or {})}
        if self._monotonic() - self._begun > self._sweep_deadline:
            hours = self._sweep_deadline / 3600
            raise self.failed(f"was read for {hours:g} hours without an end", "narrow the filter, or run at night")
        self._pace.wait()
        with self._lock:
            self.requests += 1
        try:
            with self._session.request(
                method,
                f"{self._url}/{path.lstrip('/')}",
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
                **given,
            ) as response:
                return Answer(response.status_code, response.headers, self._body(response))
        except requests.exceptions.SSLError:
            raise self.failed(
                "has a certificate that this machine does not trust", "name your own authority's file as ca_file"
            ) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as problem:
            raise _Transient(*_way(problem)) from None

    def _body(self, response: requests.Response) -> bytes:
        """Return the body, read piece by piece: a socket's time-out alone lets a drip go on for ever."""
        parts: list[bytes] = []
        size, end = 0, self._monotonic() + self._call_deadline
        while part := response.raw.read1(_CHUNK, decode_content=True):
            parts.append(part)
            size += len(part)
            if size > self._cap:
                raise self.failed(f"sends more than {self._cap >> 20} MB at once", "ask for smaller pages (page_size)")
            if self._monotonic() > end:
                raise _Transient("sends its answer too slowly", "try again later, or ask for smaller pages (page_size)")
        return b"".join(parts)

    def _judged(self, answer: Answer, ok: Collection[int], failures: int) -> Answer:
        """Return a good answer; _Transient where the next may be better, IlsError where it would not."""
        wait = self._busy(answer)
        if wait is not None:
            raise _Busy(self._said("is busy", answer), "try again later", wait)
        if answer.status in ok:
            return self._checked(answer)
        if answer.status in _BUSY:
            self._pace.slow_down()
            raise _Transient(self._said("is busy or down", answer), "try again later", answer.wait)
        if answer.status >= 500 and not failures:
            raise _Transient(self._said("failed", answer), "try again later")
        failed = self.failed(self._said(*_words(answer)), _todo(answer.status))
        raise CredentialsRefused(str(failed)) if self._refused(answer) else failed

    def _checked(self, answer: Answer) -> Answer:
        if answer.status == 200:
            try:
                answer.json()
            except BadBody as problem:
                todo = "check that the address leads to its API, then try again"
                raise _Transient(f"sent {problem} instead of what was asked for", todo) from None
        return answer

    def _said(self, what: str, answer: Answer) -> str:
        words = self._explain(answer)
        return f"{what} ({answer.status}{': ' + words if words else ''})"

    def _headers(self) -> Mapping[str, str]:
        with self._lock:
            if self._sign_in and self._signed is None:
                self._signed = dict(self._sign_in(self))
            return self._signed or {}

    def _sign_out(self, answer: Answer) -> None:
        with self._lock:
            self._signed = None


def _session(ca_file: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.verify = ca_file or True
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = HTTPAdapter(pool_maxsize=8, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _way(problem: Exception) -> tuple[str, str]:
    """Return what is wrong on the way, and what to do; the exception's own words hold addresses."""
    kinds = " ".join(type(each).__name__ for each in (problem, *problem.args[:1])) + str(problem)[:400]
    if "NameResolution" in kinds or "gaierror" in kinds:
        return "cannot be found", "check the host in the address of the connection"
    if "ConnectTimeout" in kinds:
        return "does not answer", _LATER
    if "Timeout" in kinds or "timed out" in kinds:
        return "takes too long to answer", _LATER
    if "refused" in kinds.casefold():
        return "refuses connections", "check the address of the connection, and that the system runs"
    return "broke the connection off", _LATER


def _words(answer: Answer) -> tuple[str, Answer]:
    said = {401: "does not accept the credentials", 403: "refuses this", 404: "has no such address"}
    if 300 <= answer.status < 400:
        host = urlsplit(str(answer.headers.get("Location", ""))).netloc.rpartition("@")[2]
        return f"sends on to another address{' at ' + host[:100] if host else ''}", answer
    return said.get(answer.status, "failed" if answer.status >= 500 else "does not accept the request"), answer


def _todo(status: int) -> str:
    if status == 401:
        return "check the credentials of the connection"
    if status == 403:
        return "check the credentials of the connection and their rights"
    if 300 <= status < 400 or status == 404:
        return "check the address of the connection"
    return "try again later, and ask who runs it if it stays so"
