"""Reading only who changed, against a Koha that people change in: what is read, and what is read all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from synckit import errors, ils, report
from synckit.definition import Incremental, Sync
from synckit.emulators import Population
from synckit.errors import IlsError
from synckit.store import connections, vanished
from tests.ils.systems import System, connected, impatient
from tests.libraries import Library

PEOPLE = 40
FIELDS = """
types: [Student]
all_types:
  - {name: number, type: text, unique: true}
  - {name: card, type: text, unique: true}
"""
ROWS = [
    {"from": "last_name", "to": "last_name"},
    {"from": "first_name", "to": "first_name"},
    {"from": "ils_id", "to": "number"},
    {"constant": "Student", "to": "type"},
]
STUDENTS = {"all": [{"field": "patron_type", "operator": "equals", "value": "ST"}]}
FACULTY = {"all": [{"field": "patron_type", "operator": "equals", "value": "2"}]}
RECENT = {"all": [{"field": "created", "operator": "in_the_last", "value": "50 years"}]}


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    monkeypatch.setenv("SYNCKIT_NOW", "2026-11-01T08:00:00Z")
    people = Population(PEOPLE)
    for person in people:
        people.edit(person["id"], updated="2020-01-01T00:00:00Z")
    with connected("koha", people, page_size="100") as system:
        system.connector.fields()
        yield system


@pytest.fixture
def library(system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    impatient(monkeypatch)
    monkeypatch.setattr(ils, "connector", lambda *_, **__: system.again())
    made = Library(tmp_path / "home", fields=FIELDS)
    with made.home.store.write() as conn:
        made.connection = connections.save(conn, "Files", "koha", {}, {}, system.connector.fields())
    yield made
    made.close()


def settled(library: Library, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> None:
    """Save a sync that reads incrementally and run it once, when everybody's last change was long ago."""
    given = {"match_on": ["number"], "rows": ROWS, "incremental": {"full_every": 5}, **settings}
    library.sync(**given)
    assert library.run().reading is None
    days(monkeypatch, 3)


def days(monkeypatch: pytest.MonkeyPatch, day: int) -> None:
    monkeypatch.setenv("SYNCKIT_NOW", f"2026-11-{day:02}T08:00:00Z")


def read(library: Library) -> tuple[int, bool]:
    """Run and return how many patrons were read and whether only those who changed were asked for."""
    run = library.run()
    assert run.status == "complete"
    return (run.counts or {})["read"], "since" in (run.reading or {})


def test_only_who_changed_is_read_and_written(
    library: Library, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(library, monkeypatch)
    system.emulated.people.edit(30, last_name="Changed")
    assert read(library) == (1, True)
    assert {row["last_name"] for row in library.profiles().values() if row["number"] == "30"} == {"Changed"}
    days(monkeypatch, 5)
    assert read(library) == (1, True)  # a change of the last run's own day is read once more
    days(monkeypatch, 7)
    assert read(library) == (0, True)


def test_everybody_is_read_every_so_many_runs(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(library, monkeypatch, incremental={"full_every": 3})
    seen = []
    for day in range(3, 10):
        days(monkeypatch, day)
        seen.append(read(library)[1])
    assert seen == [True, True, False, True, True, False, True]


def test_everybody_is_read_after_an_edit(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(library, monkeypatch)
    assert read(library) == (0, True)
    library.sync(match_on=["number"], rows=ROWS[1:] + ROWS[:1], incremental={"full_every": 5})
    assert read(library) == (PEOPLE, False)
    assert read(library)[1]


def test_everybody_is_read_after_an_undo(library: Library, system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(library, monkeypatch)
    system.emulated.people.edit(30, last_name="Changed")
    run = library.run()
    library.undo(run.id)
    assert read(library) == (PEOPLE, False)


def test_everybody_is_read_after_a_failure(library: Library, system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(library, monkeypatch)
    system.emulated.faults.switch(forbidden=True)
    with pytest.raises(IlsError, match="Koha"):
        library.run()
    system.emulated.faults.switch()
    assert read(library) == (PEOPLE, False)


def test_everybody_is_read_after_a_pilot(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(library, monkeypatch)
    library.run(limit=3)
    assert read(library) == (PEOPLE, False)


def test_a_filter_that_looks_at_the_day_reads_everybody(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(library, monkeypatch, filter=RECENT)
    assert not read(library)[1]


def test_a_filter_of_codes_is_asked_of_the_system(
    library: Library, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(library, monkeypatch, filter=STUDENTS)
    students = [each["id"] for each in system.emulated.people if each["patron_type"] == "ST"]
    assert len(library.profiles()) == len(students) < PEOPLE
    system.emulated.people.edit(students[-1], last_name="Changed")
    assert read(library) == (1, True)


def test_rejected_patrons_are_read_again(library: Library, system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    system.emulated.people.edit(30, last_name="", updated="2020-01-01T00:00:00Z")
    settled(library, monkeypatch)
    assert read(library) == (1, True)
    assert read(library) == (1, True)
    system.emulated.people.edit(30, last_name="Now there", updated="2020-01-01T00:00:00Z")
    assert read(library) == (1, True)
    assert len(library.profiles()) == PEOPLE
    assert read(library) == (0, True)


def test_a_small_reading_is_no_drop(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(library, monkeypatch, limits={"read_drop": 1})
    assert read(library) == (0, True)


def test_who_vanished_is_told_once_and_never_deleted(
    library: Library, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.sync(match_on=["number"], rows=ROWS)
    library.run()
    system.emulated.people.remove(30)
    first, second = library.run(), library.run()
    assert [(run.reading or {}).get("vanished") for run in (first, second)] == [1, 0]
    (gone,) = report.results(library.home, first.id)["vanished_patrons"]
    assert gone["patron"] == "30"
    assert len(library.profiles()) == PEOPLE
    with library.home.store.read() as conn:
        assert [each.flagged for each in vanished.of_profile(conn, gone["profile_id"])] == [False]


def test_a_flag_stays_until_the_patron_is_back(library: Library, system: System) -> None:
    library.sync(match_on=["number"], rows=ROWS, vanished="flag")
    library.run()
    person = system.emulated.people.remove(30)
    run = library.run()
    with library.home.store.read() as conn:
        (gone,) = vanished.of_run(conn, run.id)
        assert gone.flagged
    system.emulated.people.insert(person)
    library.run()
    with library.home.store.read() as conn:
        assert vanished.of_profile(conn, gone.profile_id) == []


def test_who_is_out_of_the_filter_has_not_vanished(library: Library, system: System) -> None:
    library.sync(match_on=["number"], rows=ROWS, filter=STUDENTS)
    library.run()
    system.emulated.people.remove(next(each["id"] for each in system.emulated.people if each["patron_type"] == "ST"))
    assert "vanished" not in (library.run().reading or {})


def test_a_sierra_names_whom_it_deleted_between_full_readings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SYNCKIT_NOW", "2026-11-01T08:00:00Z")
    impatient(monkeypatch)
    people = Population(PEOPLE)
    for person in people:
        people.edit(person["id"], updated="2020-01-01T00:00:00Z")
    with connected("sierra", people) as system:
        system.connector.fields()
        monkeypatch.setattr(ils, "connector", lambda *_, **__: system.again())
        library = Library(tmp_path / "home", fields=FIELDS)
        with library.home.store.write() as conn:
            connections.save(conn, "Files", "sierra", {}, {}, system.connector.fields())
        settled(library, monkeypatch, filter=FACULTY)
        gone = next(each["id"] for each in people if each["patron_type"] == "FA")
        people.remove(gone)
        run = library.run()
        assert (run.reading or {}).get("vanished") == 1
        assert "since" in (run.reading or {})
        with library.home.store.read() as conn:
            assert [each.ils_id for each in vanished.of_run(conn, run.id)] == [str(gone)]
        assert (library.run().reading or {})["vanished"] == 0
        library.close()


def test_a_held_run_remembers_who_vanished_until_it_is_approved(library: Library, system: System) -> None:
    from synckit import run as way

    library.sync(match_on=["number"], rows=ROWS)
    library.run()
    library.sync(match_on=["number"], rows=ROWS, limits={"create": 0})
    system.emulated.people.remove(30)
    system.emulated.people.insert()
    run = library.run()
    assert (run.status, run.reading) == ("held", None)
    way.approve(library.home, run.id, "ann")
    with library.home.store.read() as conn:
        assert [each.ils_id for each in vanished.of_run(conn, run.id)] == ["30"]


@pytest.mark.parametrize(
    ("given", "words"), [({"full_every": 0}, "is no number of runs"), ({"full": 3}, "unknown key 'full'")]
)
def test_incremental_is_written_as_it_should_be(given: dict[str, int], words: str) -> None:
    with pytest.raises(errors.DefinitionError, match=words):
        Sync.from_dict({"name": "x", "connection": "y", "match_on": ["number"], "mapping": ROWS, "incremental": given})


def test_incremental_survives_yaml() -> None:
    data = {
        "name": "x",
        "connection": "y",
        "match_on": ["number"],
        "mapping": ROWS,
        "vanished": "flag",
        "incremental": {},
    }
    sync = Sync.from_dict(data)
    assert sync.incremental == Incremental(full_every=7)
    assert Sync.from_yaml(sync.to_yaml()) == sync
