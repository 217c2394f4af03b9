"""What can be wrong with a live library system, one switch each, and the layer that does most of it to any emulator.

What goes wrong on the way (connections, bodies, statuses) is done by `transport.FaultyApp`, around the system's own
answers. What only the system can get wrong it asks for, page by page: `moved` before people are taken, `limit` for how
many, `repeat_page` for which, `paged` for whom to send, `bent` for each record, `total`, and `odd_dates`. All
switches are off by default, and may be moved while the server runs.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from synckit.emulators.people import Person


@dataclass
class Faults:
    """The switches of one emulator, and the requests it has seen.

    >>> faults = Faults(total_lies=100)
    >>> faults.total(4900)
    5000
    """

    after: int = 1
    """The faults begin at this patron request, counted from 1; signing in is no patron request."""
    times: int | None = None
    """How many patron requests they spoil; None for all."""
    refuse: bool = False
    """Connections are cut before a word is said. A server that is stopped refuses them outright."""
    hang: float = 0.0
    """Seconds before every answer."""
    reset_body: bool = False
    short_body: bool = False
    """The connection ends in the middle of the body, in order and too early."""
    drip: float = 0.0
    """Seconds between one byte of a body and the next."""
    truncated: bool = False
    """Half of the JSON, whole as far as HTTP goes."""
    login_page: bool = False
    """200 with a page of HTML."""
    error_object: bool = False
    """200 with the system's error object."""
    empty_page: int = 0
    """This page of patrons, counted from 1, is empty though others follow; 0 for none."""
    total_lies: int = 0
    """Added to every total that is told."""
    repeat_page: bool = False
    """Every page is the first page: the offset, or the last id, is ignored."""
    expire_token_once: bool = False
    """One patron request is told to sign in again, and the token that it brought is void from then on."""
    unauthorized: bool = False
    forbidden: bool = False
    throttle: str = ""
    """429 with Retry-After as "seconds", as "date", "absent", or of "86400" seconds."""
    flapping: float = 0.0
    """The share of patron requests that end in 500, 502 or 503."""
    seed: int = 1
    """Which of them: the dice of `flapping`."""
    redirect: str = ""
    """The address that every patron request is sent on to."""
    bomb: bool = False
    """A small gzip body that unpacks to 300 MB."""
    bad_json: str = ""
    """"duplicate" keys, "nan", "1e999", a "long" string of 10 MB, or 100,000 "deep" lists in the first object."""
    drift: str = ""
    """In every record the last name is "gone", a "list" or an "object", or the patron type an unknown "code"."""
    moving: Callable[[], None] | None = None
    """Called before each page of patrons is made: the place to insert and remove people."""
    charset: str = ""
    """In the first name "Zoë": a lone "surrogate", a "nul", or bytes of "latin1" that claim to be UTF-8."""
    small_pages: int = 0
    """The most patrons on a page, whatever was asked for; 0 for the system's own limit."""
    odd_dates: bool = False
    """Dates and the server's clock are written in another form."""

    requests: list[tuple[str, str, str]] = field(default_factory=list, repr=False)
    """Method, path and query of each request; never its headers or its body."""
    pages: int = field(default=0, repr=False)
    _patron_requests: int = field(default=0, repr=False)
    _spoiled: int = field(default=0, repr=False)
    _void: set[bytes] = field(default_factory=set, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def switch(self, **switches: Any) -> None:
        """Turn these switches on and all others off, and begin to count anew.

        >>> faults = Faults(bomb=True)
        >>> faults.switch(forbidden=True)
        >>> faults.bomb, faults.forbidden
        (False, True)
        """
        fresh = vars(Faults(**switches))
        with self._lock:
            vars(self).update({name: value for name, value in fresh.items() if name != "_lock"})

    def paged(self, page: list[Person]) -> list[Person]:
        """Return the people of a page as they are to be sent; every emulator calls it once a page of patrons."""
        self.pages += 1
        return [] if self.pages == self.empty_page else page

    def moved(self) -> None:
        """Let people move; every emulator calls it before it takes a page of patrons."""
        if self.moving:
            self.moving()

    def limit(self, asked: int) -> int:
        """Return how many patrons a page may hold.

        >>> Faults(small_pages=7).limit(100), Faults().limit(100)
        (7, 100)
        """
        return min(asked, self.small_pages) if self.small_pages else asked

    def total(self, true: int) -> int:
        """Return the total to tell."""
        return true + self.total_lies

    def bent(self, record: dict[str, Any], name: str, code: str = "") -> dict[str, Any]:
        """Return a record as `drift` leaves it; `name` and `code` are keys of the last name and the patron type.

        >>> Faults(drift="list").bent({"surname": "Ross"}, "surname")
        {'surname': ['Ross']}
        """
        if self.drift == "gone":
            return {key: value for key, value in record.items() if key != name}
        if self.drift in ("list", "object"):
            return record | {name: [record.get(name)] if self.drift == "list" else {"value": record.get(name)}}
        if self.drift == "code" and code:
            return record | {code: "UNHEARD_OF"}
        return record

    def strikes(self) -> bool:
        """Count a patron request and say whether the faults spoil it."""
        with self._lock:
            self._patron_requests += 1
            met = self._patron_requests >= self.after and (self.times is None or self._spoiled < self.times)
            self._spoiled += met
            return met

    def signed_out(self, token: bytes, strikes: bool) -> bool:
        """Say whether a token no longer counts; the first that comes under `expire_token_once` is void from then on.

        A key or a password cannot be void, only refused once; so only what looks like a token is remembered.
        """
        if not self.expire_token_once:
            return False
        known = hashlib.sha256(token).digest()
        with self._lock:
            first = strikes and not self._void
            if first:
                self._void.add(known if token and not token.startswith((b"Basic", b"apikey")) else b"-")
            return first or known in self._void

    def flaps(self) -> int:
        """Return 500, 502 or 503 where the dice say so, otherwise 0."""
        roll = hashlib.sha256(f"{self.seed}:{self._patron_requests}".encode()).digest()
        return (500, 502, 503)[roll[2] % 3] if int.from_bytes(roll[:2], "big") < self.flapping * 65536 else 0


Switches = Mapping[str, Any]

NAMES: tuple[tuple[int, str, Switches], ...] = (
    (1, "refused", {"refuse": True}),
    (2, "no answer", {"hang": 30.0}),
    (3, "reset mid-body", {"reset_body": True}),
    (4, "short body", {"short_body": True}),
    (5, "drip", {"drip": 0.2}),
    (6, "truncated JSON", {"truncated": True}),
    (7, "login page with 200", {"login_page": True}),
    (8, "error object with 200", {"error_object": True}),
    (9, "empty page in the middle", {"empty_page": 2}),
    (10, "total says more than arrive", {"total_lies": 100}),
    (11, "same page for ever", {"repeat_page": True}),
    (12, "token expires once", {"expire_token_once": True, "after": 2}),
    (13, "401 for ever", {"unauthorized": True}),
    (14, "403", {"forbidden": True}),
    (15, "429, wait some seconds", {"throttle": "seconds", "times": 2}),
    (15, "429, wait until a date", {"throttle": "date", "times": 2}),
    (15, "429, no hint", {"throttle": "absent", "times": 2}),
    (15, "429, wait a day", {"throttle": "86400"}),
    (16, "500, 502, 503 flapping", {"flapping": 0.3}),
    (17, "redirect to another host", {"redirect": "http://127.0.0.2:9/elsewhere"}),
    (18, "gzip bomb", {"bomb": True}),
    (19, "duplicate JSON keys", {"bad_json": "duplicate"}),
    (19, "NaN in JSON", {"bad_json": "nan"}),
    (19, "1e999 in JSON", {"bad_json": "1e999"}),
    (19, "10 MB string", {"bad_json": "long"}),
    (19, "100,000-deep JSON", {"bad_json": "deep"}),
    (20, "field gone", {"drift": "gone"}),
    (20, "field became a list", {"drift": "list"}),
    (20, "field became an object", {"drift": "object"}),
    (20, "unknown code", {"drift": "code"}),
    (21, "total changes during the sweep", {"moving": None}),
    (22, "lone surrogate in a name", {"charset": "surrogate"}),
    (22, "NUL in a name", {"charset": "nul"}),
    (22, "wrong charset", {"charset": "latin1"}),
    (23, "smaller pages than asked", {"small_pages": 7}),
    (24, "other date formats", {"odd_dates": True}),
)
"""Number, title and switches of each fault; 21 needs a `moving` of one's own."""
