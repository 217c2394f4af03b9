"""Small library systems over HTTP, for rehearsals, demonstrations and tests: made-up patrons, real manners.

`emulator` makes one and `serving.serve` runs it:

>>> from synckit.emulators.serving import serve
>>> made = emulator("koha", Population(20))             # doctest: +SKIP
>>> with serve(made.app) as server:                      # doctest: +SKIP
...     print(server.url, made.set, sorted(made.secret))

A system is one module (or folder) of this package: `app(people, secret, faults, **quirks)` gives its Starlette
application, `credentials(random)` the settings and secrets that it takes, `record(person)` the shape of one patron.
It may also name `PATRONS`, a regular expression for the paths of patron requests, and `ERRORS`, its words for the
faults of `transport.ERRORS`.
"""

from __future__ import annotations

import importlib
import inspect
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from synckit import errors
from synckit.emulators.faults import Faults
from synckit.emulators.people import Population
from synckit.emulators.transport import PATRONS, FaultyApp

__all__ = ["KINDS", "Emulated", "Faults", "Population", "emulator"]

KINDS = ("alma", "symphony", "sierra", "koha")


@dataclass(frozen=True)
class Emulated:
    """An emulator that is ready to be served, with the settings and secrets that open it."""

    kind: str
    app: Any
    set: Mapping[str, str]
    secret: Mapping[str, str] = field(repr=False)
    people: Population = field(repr=False)
    faults: Faults = field(repr=False)


def emulator(kind: str, people: Population, faults: Faults | None = None, **quirks: Any) -> Emulated:
    """Return an emulator of one kind of library system over a population; `quirks` are those of its module.

    Raises NotFound for an unknown kind.

    >>> emulator("almma", Population(1))
    Traceback (most recent call last):
    synckit.errors.NotFound: No kind of emulator named 'almma'. Did you mean 'alma'?
    """
    if kind not in KINDS:
        raise errors.NotFound.of("kind of emulator", kind, KINDS)
    system = importlib.import_module(f"synckit.emulators.{kind}")
    switches = faults or Faults()
    dice = (random.SystemRandom(),) if inspect.signature(system.credentials).parameters else ()
    settings, secret = system.credentials(*dice)
    app = FaultyApp(
        system.app(people, secret=secret, faults=switches, **quirks),
        switches,
        patrons=getattr(system, "PATRONS", PATRONS),
        errors=getattr(system, "ERRORS", {}),
    )
    return Emulated(kind, app, settings, secret, people, switches)
