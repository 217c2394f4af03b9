"""A run over a system that fails applies nothing, and its secret is nowhere in the workspace afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from synckit import ils
from synckit.emulators.faults import NAMES
from synckit.errors import IlsError
from synckit.store import connections
from tests.ils.systems import KINDS, System, connected, distinct, impatient
from tests.ils.test_faults import BY_SYSTEM, COMPLETE, FAILED, SOONER, VERDICTS
from tests.libraries import Library
from tests.thorough import times

PEOPLE = 30
FIELDS = """
types: [Student]
all_types:
  - {name: number, type: text, unique: true}
"""
ROWS = [
    {"from": "last_name", "to": "last_name"},
    {"from": "first_name", "to": "first_name"},
    {"from": "ils_id", "to": "number"},
    {"constant": "Student", "to": "type"},
]


@pytest.fixture(scope="module")
def system(request: pytest.FixtureRequest) -> Iterator[System]:
    with connected(request.param, distinct(PEOPLE), page_size="10") as system:
        system.connector.fields()
        yield system


@pytest.fixture
def library(system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    impatient(monkeypatch)
    monkeypatch.setattr(ils, "connector", lambda *_, **__: system.again(page_size="10"))
    made = Library(tmp_path / "home", fields=FIELDS)
    with made.home.store.write() as conn:
        made.connection = connections.save(conn, "Files", "files", {}, {}, system.connector.fields())
    made.sync(match_on=["number"], rows=ROWS)
    yield made
    made.close()


FATAL = [(title, switches) for _, title, switches in NAMES if VERDICTS[title] == FAILED]
SYSTEMS = times(1, thorough=len(KINDS))
"""Systems on which a fault is played here, in turn; that each ends the reading of every system has tests of its own."""
PLAYED = [
    (kind, title, switches)
    for first, kind in enumerate(KINDS)
    for place, (title, switches) in enumerate(FATAL)
    if (first - place) % len(KINDS) < SYSTEMS
]


@pytest.mark.parametrize(
    ("system", "title", "switches"), PLAYED, indirect=["system"], ids=[f"{kind} {title}" for kind, title, _ in PLAYED]
)
def test_a_run_that_fails_applies_nothing(
    system: System, library: Library, title: str, switches: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    if BY_SYSTEM.get((title, system.name)) == COMPLETE:
        pytest.skip(f"{system.name} lives with it")
    faults, people = system.emulated.faults, system.emulated.people
    faults.switch()
    assert library.run().status == "complete"
    before = library.profiles()
    assert len(before) == len(people)
    for person in people:
        people.edit(person["id"], last_name=f"{person['last_name']}x"[:12])
    impatient(monkeypatch, **SOONER.get(title, {}))
    faults.switch(**switches)
    with pytest.raises(IlsError, match=system.name):
        library.run()
    assert library.profiles() == before
    assert library.runs()[0].status == "failed"
    library.close()
    kept = b"".join(path.read_bytes() for path in library.folder.rglob("*") if path.is_file())
    assert [value for value in system.emulated.secret.values() if value.encode() in kept] == []
