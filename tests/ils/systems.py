"""One emulated library system, served and connected, for the suites that every system has to pass."""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from synckit import engine
from synckit.emulators import Emulated, Faults, Population, emulator
from synckit.emulators.people import person
from synckit.emulators.serving import serve
from synckit.ils.extract import Extract

KINDS = ("alma", "symphony", "sierra", "koha")
PACE = {"requests_per_second": "1000"}
"""No system has to be spared here."""

Row = dict[str, Any]


@dataclass
class System:
    """A connector, and the emulator it is connected to."""

    module: Any
    emulated: Emulated
    url: str
    connector: Any

    @property
    def name(self) -> str:
        return str(self.module.NAME)

    def again(self, url: str = "", **given: str) -> Any:
        """Return a new connector that was told its fields when the connection was made, as a sync's is."""
        return connector(self.module, self.emulated, url or self.url, self.connector.fields(), **given)

    @property
    def names(self) -> list[str]:
        return [field.name for field in self.connector.fields()]

    def rows(self, folder: Path, fields: list[str] | None = None, **asked: Any) -> list[Row]:
        """Return the raw frame of a reading."""
        return raw(self.connector.patrons(fields or self.names, folder, **asked))


def package(kind: str) -> Any:
    """Return the package of a system, or skip the test where it is not there yet."""
    for name in ("synckit.ils.door", "synckit.ils.sweep", f"synckit.ils.{kind}", f"synckit.emulators.{kind}"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"there is no {name} yet")
    return importlib.import_module(f"synckit.ils.{kind}")


@contextmanager
def connected(kind: str, people: Population, faults: Faults | None = None, **given: Any) -> Iterator[System]:
    """Serve the emulator of a system and yield it with its connector; `given` are settings, or quirks as a dict."""
    module = package(kind)
    made = emulator(kind, people, faults, **given.pop("quirks", {}))
    with serve(made.app) as server:
        yield System(module, made, server.url, connector(module, made, server.url, **given))


def connector(module: Any, made: Emulated, url: str, fields: Any = None, **given: str) -> Any:
    """Return the connector of an emulator, with those of the settings that the system knows."""
    known = {setting.name for setting in module.SETTINGS}
    settings = {key: value for key, value in (PACE | given).items() if key in known}
    return getattr(module, made.kind.capitalize())({"url": url, **made.set, **settings}, made.secret, fields)


def raw(extract: Extract) -> list[Row]:
    """Return the raw frame as dicts, in the order of the system, read as a run reads it."""
    with engine.connect(*extract.paths) as duck:
        found = duck.execute(f"select * from ({extract.sql}) order by _row")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@dataclass
class Waits:
    """Time as doors see it: waiting takes none, but has passed."""

    slept: float = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept += max(seconds, 0)

    def monotonic(self) -> float:
        return time.monotonic() + self.slept


def impatient(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> Waits:
    """Let every door wait in no time at all, and give up sooner where `changed` says so."""
    from synckit.ils.door import Door

    waits = Waits()
    begin: Callable[..., None] = Door.__init__

    def begun(self: Any, *args: Any, **given: Any) -> None:
        begin(self, *args, **{**given, "sleep": waits.sleep, "monotonic": waits.monotonic, **changed})

    monkeypatch.setattr(Door, "__init__", begun)
    return waits


def distinct(n: int) -> Population:
    """Return people whose last names tell them apart; the first is called Zoë."""
    people = Population(n)
    for each in people:
        people.edit(each["id"], last_name=f"Name{each['id']:05}")
    return people


def arrived(people: Population) -> None:
    """Add a person with a last name of its own."""
    id = max(each["id"] for each in people) + 1
    people.insert(person(id) | {"last_name": f"Name{id:05}"})
