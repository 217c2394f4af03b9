"""Whatever somebody does to a workspace leaves a line in the audit that names them."""

from __future__ import annotations

import pytest

import synckit
from synckit.run import apart
from synckit.store import runs
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
    assert lines(workspace)[1:] == [
        ("run sync", "People", "run 1"),
        ("reject run", "1", "People"),
        ("run sync", "People", "run 2"),
        ("approve run", "2", "People"),
    ]


def test_a_run_that_is_cancelled(workspace: synckit.Workspace) -> None:
    run = apart.queue(workspace.home, "People", "ann")
    workspace.cancel(run)
    assert lines(workspace) == [("run sync", "People", "run 1"), ("cancel run", "1", "People")]


def test_who_began_a_run_is_told_once_and_the_runs_of_the_runner_are_nobodys(workspace: synckit.Workspace) -> None:
    queued = apart.queue(workspace.home, "People", "ann")
    workspace.sync("People").run(queued=queued)
    workspace.sync("People").run()
    with workspace.home.store.write() as conn:
        saved = workspace.sync("People").saved
        due = runs.start(conn, saved.id, saved.version, status="queued")
    workspace.sync("People").run(queued=due)
    assert lines(workspace) == [("run sync", "People", "run 1"), ("run sync", "People", "run 2")]


def test_a_plan_that_is_applied_says_which_limits_it_passed(workspace: synckit.Workspace) -> None:
    workspace.save(synckit.Sync.from_yaml(SYNC + "limits: {create: 1}\n"))
    with workspace.sync("People").plan() as plan:
        plan.apply(override=["create"])
    assert lines(workspace)[1:] == [("run sync", "People", "run 1, over the limits create")]
