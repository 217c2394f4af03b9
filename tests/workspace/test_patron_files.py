"""Patrons as a file: those who meet the filter, nothing that a spreadsheet would run, and a line in the audit."""

from __future__ import annotations

import csv
import io

import pytest

import synckit
from synckit import errors
from synckit.access import Person, Role
from synckit.workspace import patron_files
from synckit.workspace.readings import Readings
from tests.ui import library

STUDENTS = {"op": "all", "parts": [{"id": "a", "field": "kind", "operator": "equals", "value": "ST"}]}


@pytest.fixture
def workspace(tmp_path):
    with synckit.open(library.make(tmp_path, library.HOSTILE)) as ws:
        yield ws


@pytest.fixture
def patrons(workspace):
    readings = Readings(workspace.home)
    found = readings.of("Our patrons", library.ADMIN)
    assert found.wait(60)
    yield found.patrons
    readings.close()


def rows(made: bytes) -> list[list[str]]:
    return [*csv.reader(io.StringIO(made.removeprefix(b"\xef\xbb\xbf").decode("utf-8")))]


def test_those_who_meet_the_filter_are_written_as_they_are(workspace, patrons):
    made = rows(workspace.download_patrons(patrons, STUDENTS, ["first", "mail"]))
    assert workspace.download_patrons(patrons, STUDENTS, ["first"]).startswith(b"\xef\xbb\xbf")
    assert made[:3] == [["patron", "first", "mail"], ["1", "Ann", "ann@example.org"], ["2", "Bo", "bo@example.org"]]
    assert len(made) == 1 + 3 + len(library.HOSTILE)


def test_no_cell_is_run_by_a_spreadsheet(workspace, patrons):
    made = rows(workspace.download_patrons(patrons, None, ["last"]))
    assert [row[1] for row in made if "cmd" in row[1]] == ["'=cmd|' /C calc'!A0"]


def test_that_a_file_was_made_is_kept(workspace, patrons):
    workspace.download_patrons(patrons, STUDENTS, ["first"])
    line = workspace.audit(1)[0]
    assert (line.action, line.subject, line.detail) == ("export patrons", "Our patrons", "9 patrons")


def test_a_file_holds_no_more_than_it_may(workspace, patrons, monkeypatch):
    monkeypatch.setattr(patron_files, "MOST", 2)
    assert len(rows(workspace.download_patrons(patrons, None, ["first"]))) == 3


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_only_an_admin_takes_patrons_along(role, workspace, patrons):
    with pytest.raises(errors.Forbidden, match="may not export patrons and profiles"):
        workspace.acting(Person("vera", role)).download_patrons(patrons, None, ["first"])
