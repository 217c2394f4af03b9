"""Patrons read once for looking at: begun once, told how far, read again, forgotten."""

from __future__ import annotations

import pytest

import synckit
from synckit import errors
from synckit.access import Act, Person, Role
from synckit.workspace import readings as reading_module
from synckit.workspace.readings import Readings
from tests.ui import library

SECONDS = 60


@pytest.fixture
def workspace(tmp_path):
    with synckit.open(library.make(tmp_path)) as ws:
        yield ws


@pytest.fixture
def readings(workspace):
    found = Readings(workspace.home)
    yield found
    found.close()


def folders(workspace):
    return sorted((workspace.home.folder / "runs").iterdir())


def test_a_connection_is_read_once_for_everybody(readings):
    first = readings.of("Our patrons", library.ADMIN)
    assert first.wait(SECONDS)
    assert (first.rows, first.problem, sorted(first.patrons.fields)) == (
        4,
        "",
        ["card", "first", "id", "kind", "last", "mail"],
    )
    assert readings.of("Our patrons", library.ADMIN) is first


def test_it_stays_as_it_was_until_it_is_read_again(readings, tmp_path):
    first = readings.of("Our patrons", library.ADMIN)
    assert first.wait(SECONDS)
    library.write_patrons(tmp_path, hostile=["x", "y"])
    assert readings.of("Our patrons", library.ADMIN).rows == 4
    again = readings.again("Our patrons", library.ADMIN)
    assert again.wait(SECONDS)
    assert (again.rows, again is first) == (6, False)


def test_the_file_is_for_its_owner_alone_and_goes_with_the_reading(readings, workspace):
    found = readings.of("Our patrons", library.ADMIN)
    assert found.wait(SECONDS)
    (folder,) = folders(workspace)
    modes = (folder.stat().st_mode & 0o777, (folder / "patrons.parquet").stat().st_mode & 0o777)
    assert modes == (0o700, 0o600)
    readings.close()
    assert folders(workspace) == []


def test_it_goes_when_nobody_looks(workspace, monkeypatch):
    monkeypatch.setattr(reading_module, "IDLE_SECONDS", 0.01)
    readings = Readings(workspace.home)
    found = readings.of("Our patrons", library.ADMIN)
    assert found.wait(SECONDS)
    found._timer.join(SECONDS)
    assert folders(workspace) == []


def test_what_cannot_be_read_is_a_sentence(readings, tmp_path):
    (tmp_path / "patrons.csv").unlink()
    found = readings.of("Our patrons", library.ADMIN)
    assert found.wait(SECONDS)
    assert (found.patrons, "patrons.csv" in found.problem) == (None, True)


def test_an_unknown_connection_is_a_sentence(readings):
    found = readings.of("Our patron", library.ADMIN)
    assert found.wait(SECONDS)
    assert found.problem == "No connection named 'Our patron'. Did you mean 'Our patrons'?"


def test_another_file_behind_the_connection_is_read_anew(readings, workspace, tmp_path):
    first = readings.of("Our patrons", library.ADMIN)
    assert first.wait(SECONDS)
    (tmp_path / "other.csv").write_text("id,kind,card,first,last,mail,year\n1,ST,1,Ann,Lee,a@example.org,1\n", "utf-8")
    workspace.change_connection("Our patrons", {"path": str(tmp_path / "other.csv")})
    second = readings.of("Our patrons", library.ADMIN)
    assert second.wait(SECONDS)
    assert (second.rows, "year" in second.patrons.fields) == (1, True)
    assert len(folders(workspace)) == 1


def test_another_connection_of_the_same_name_is_read_anew(readings, workspace, tmp_path):
    workspace.delete_sync("Students")
    assert readings.of("Our patrons", library.ADMIN).wait(SECONDS)
    workspace.remove_connection("Our patrons")
    (tmp_path / "other.csv").write_text("id,last\n1,Lee\n", "utf-8")
    workspace.add_connection("Our patrons", "files", {"path": str(tmp_path / "other.csv"), "id": "id"})
    second = readings.of("Our patrons", library.ADMIN)
    assert second.wait(SECONDS)
    assert (second.rows, sorted(second.patrons.fields)) == (1, ["id", "last"])


def test_a_viewer_looks_at_what_was_read_and_begins_only_files(readings, workspace, monkeypatch):
    viewer = Person("vic", Role.VIEWER)
    assert readings.of("Our patrons", viewer).wait(SECONDS)
    assert readings.again("Our patrons", viewer).wait(SECONDS)
    monkeypatch.setattr(reading_module, "may_read", lambda person, kind: person.may(Act.READ))
    assert readings.of("Our patrons", viewer).rows == 4
    with pytest.raises(errors.Forbidden, match="A viewer may not read patrons from a library system"):
        readings.again("Our patrons", viewer)
    readings.close()
    with pytest.raises(errors.Forbidden, match="A viewer may not read patrons from a library system"):
        readings.of("Our patrons", viewer)


@pytest.mark.parametrize(
    ("role", "kind", "may"),
    [(Role.VIEWER, "files", True), (Role.VIEWER, "alma", False), (Role.ANALYST, "alma", True)],
)
def test_a_library_system_is_read_for_whoever_plans(role, kind, may):
    assert reading_module.may_read(Person("vic", role), kind) is may


def test_nothing_but_the_copy_that_is_looked_at_is_kept(readings, workspace):
    assert readings.of("Our patrons", library.ADMIN).wait(SECONDS)
    (folder,) = folders(workspace)
    assert [each.name for each in folder.iterdir()] == ["patrons.parquet"]
