"""What speaks against a schedule before anybody sets it, and how one takes the place of another."""

from __future__ import annotations

from pathlib import Path

import pytest

import synckit
from tests.workspace.test_workspace import SYNC

DAILY = {"date": "2026-11-20", "time": "02:00", "every": "1 day"}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> synckit.Workspace:
    monkeypatch.setenv("SYNCKIT_NOW", "2026-12-01T10:00:00Z")
    (tmp_path / "people.csv").write_text("id,last,mail\n1,Lee,lee@example.org\n", "utf-8")
    with synckit.open(tmp_path / "library") as made:
        made.add_connection("File", "files", {"path": str(tmp_path / "people.csv"), "id": "id"})
        made.save(synckit.Sync.from_yaml(SYNC))
        yield made


@pytest.mark.parametrize(
    ("settings", "former", "problem"),
    [
        ({**DAILY, "date": "2026-12-02"}, None, ""),
        (DAILY, None, "The first run is in the past; choose a later date or time."),
        (DAILY, DAILY, ""),
        ({**DAILY, "time": "03:00"}, DAILY, ""),
        ({**DAILY, "date": "2026-11-21"}, DAILY, "The first run is in the past; choose a later date or time."),
        ({**DAILY, "last": "2026-11-25"}, DAILY, "No run is left; choose a later last execution or fewer days without"),
        ({**DAILY, "last": "2026-11-01"}, None, "The last execution is before the first day; choose a later one."),
        ({"date": "2026-12-24", "time": "02:00", "blackout": ["2026-12-24"]}, None, "No run is left; choose a later"),
        ({"date": "2026-12-24", "time": "25:00"}, None, "In the schedule, time: '25:00' is no time of day"),
    ],
)
def test_a_rehearsal_says_what_speaks_against_a_schedule(workspace, settings, former, problem):
    found = workspace.rehearse(settings, "UTC", former).problem
    assert found.startswith(problem) if problem else found == ""


def test_a_rehearsal_lists_the_runs_to_come(workspace):
    found = workspace.rehearse(DAILY, "America/New_York", DAILY, count=2)
    assert [each.isoformat() for each in found.runs] == ["2026-12-02T02:00:00-05:00", "2026-12-03T02:00:00-05:00"]


def test_rescheduling_takes_a_part_away_that_is_given_empty(workspace, monkeypatch):
    sync = workspace.sync("People")
    monkeypatch.setenv("SYNCKIT_NOW", "2026-11-01T10:00:00Z")
    sync.schedule(**DAILY, last="2027-01-01", blackout=["2026-12-25"])
    monkeypatch.setenv("SYNCKIT_NOW", "2026-12-01T10:00:00Z")
    sync.reschedule(**DAILY, last="", blackout=[])
    assert sync.saved.definition["schedule"] == DAILY


def test_rescheduling_to_another_first_day_refuses_one_that_is_over(workspace):
    sync = workspace.sync("People")
    sync.schedule(**{**DAILY, "date": "2026-12-05"})
    with pytest.raises(synckit.Refused, match="is in the past"):
        sync.reschedule(date="2026-11-21")
