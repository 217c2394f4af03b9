"""Patrons read once for looking at: begun once, told how far, read again, forgotten."""

from __future__ import annotations

import pytest

import synckit
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
    first = readings.of("Our patrons")
    assert first.wait(SECONDS)
    assert (first.rows, first.problem, sorted(first.patrons.fields)) == (
        4,
        "",
        ["card", "first", "id", "kind", "last", "mail"],
    )
    assert readings.of("Our patrons") is first


def test_it_stays_as_it_was_until_it_is_read_again(readings, tmp_path):
    first = readings.of("Our patrons")
    assert first.wait(SECONDS)
    library.write_patrons(tmp_path, hostile=["x", "y"])
    assert readings.of("Our patrons").rows == 4
    again = readings.again("Our patrons")
    assert again.wait(SECONDS)
    assert (again.rows, again is first) == (6, False)


def test_the_file_is_for_its_owner_alone_and_goes_with_the_reading(readings, workspace):
    found = readings.of("Our patrons")
    assert found.wait(SECONDS)
    (folder,) = folders(workspace)
    modes = (folder.stat().st_mode & 0o777, (folder / "patrons.parquet").stat().st_mode & 0o777)
    assert modes == (0o700, 0o600)
    readings.close()
    assert folders(workspace) == []


def test_it_goes_when_nobody_looks(workspace, monkeypatch):
    monkeypatch.setattr(reading_module, "IDLE_SECONDS", 0.01)
    readings = Readings(workspace.home)
    found = readings.of("Our patrons")
    assert found.wait(SECONDS)
    found._timer.join(SECONDS)
    assert folders(workspace) == []


def test_what_cannot_be_read_is_a_sentence(readings, tmp_path):
    (tmp_path / "patrons.csv").unlink()
    found = readings.of("Our patrons")
    assert found.wait(SECONDS)
    assert (found.patrons, "patrons.csv" in found.problem) == (None, True)


def test_an_unknown_connection_is_a_sentence(readings):
    found = readings.of("Our patron")
    assert found.wait(SECONDS)
    assert found.problem == "No connection named 'Our patron'. Did you mean 'Our patrons'?"
