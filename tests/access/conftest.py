"""A store with two users, a clock that tests set, and refusals that take no time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from synckit.access import passwords, signing_in, users
from synckit.store import Store, open_store

ANN = "correct horse"
BO = "battery staple"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "REFUSAL_SECONDS", 0.0)
    monkeypatch.setattr(passwords, "_N", 2**4)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that sets the clock to a time of one day."""

    def set_clock(time: str) -> None:
        monkeypatch.setenv("SYNCKIT_NOW", f"2026-11-23T{time}Z")

    set_clock("12:00:00")
    return set_clock


@pytest.fixture
def store(tmp_path: Path, at: Callable[[str], None]) -> Iterator[Store]:
    with open_store(tmp_path / "synckit.db", wait=5) as opened:
        users.add(opened, "ann", "admin", ANN, "setup")
        users.add(opened, "bo", "viewer", BO, "setup")
        users.add(opened, "cy@example.org", "analyst", None, "setup")
        yield opened
