"""Whatever somebody does to a workspace leaves a line in the audit that names them."""

from __future__ import annotations

import pytest

import synckit
from synckit.run import apart
from tests.workspace.test_workspace import SYNC

SCHEDULE = {"date": "2099-12-01", "time": "02:30", "every": "1 day"}


def lines(workspace: synckit.Workspace) -> list[tuple[str, str | None, str | None]]:
    """Return the lines after the two that the set-up leaves, the oldest first; every one of them is Ann's."""
    found = workspace.audit()[::-1]
    assert {each.actor for each in found} == {"ann"}
    assert [each.action for each in found[:2]] == ["add connection", "save sync"]
    return [(each.action, each.subject, each.detail) for each in found[2:]]


def test_a_schedule_from_its_beginning_to_its_end(workspace: synckit.Workspace) -> None:
    sync = workspace.sync("People")
    sync.schedule(**SCHEDULE)
    sync.pause()
    sync.resume()
    sync.reschedule(time="03:00")
    sync.cancel_schedule()
    assert lines(workspace) == [
        ("schedule sync", "People", "date 2099-12-01, time 02:30, every 1 day"),
        ("pause sync", "People", ""),
        ("resume sync", "People", ""),
        ("reschedule sync", "People", "date 2099-12-01, time 03:00, every 1 day"),
        ("cancel schedule", "People", ""),
    ]


def test_what_is_refused_leaves_no_line(workspace: synckit.Workspace) -> None:
    with pytest.raises(synckit.Refused, match="nothing to pause"):
        workspace.sync("People").pause()
    assert lines(workspace) == []


def test_the_decisions_about_held_runs(workspace: synckit.Workspace) -> None:
    workspace.save(synckit.Sync.from_yaml(SYNC + "limits: {create: 1}\n"))
    held = workspace.sync("People").run()
    workspace.reject(held.id)
    held = workspace.sync("People").run()
    workspace.approve(held.id)
    assert lines(workspace)[1:] == [("reject run", "1", "People"), ("approve run", "2", "People")]


def test_a_run_that_is_cancelled(workspace: synckit.Workspace) -> None:
    run = apart.queue(workspace.home, "People")
    workspace.cancel(run)
    assert lines(workspace) == [("cancel run", "1", "People")]
