"""Runs and audit a page at a time, filtered by the database."""

from __future__ import annotations

import pytest

from synckit.store import Store, audit, history, runs
from tests.store.test_syncs_and_runs import sync


@pytest.fixture
def several(store: Store) -> Store:
    """Five runs, one of them taken back, and four lines of two people."""
    students, faculty = sync(store), sync(store, "Faculty")
    with store.write() as conn:
        for owner, status in (
            (students, "complete"),
            (faculty, "failed"),
            (students, "failed"),
            (students, "complete"),
        ):
            runs.start(conn, owner, 1, status)
        runs.start(conn, faculty, 1, "complete", undone_version=7)
        for actor, action in (("ann", "save sync"), ("bo", "undo run"), ("ann", "undo run"), ("ann", "save sync")):
            audit.add(conn, actor, action)
    return store


@pytest.mark.parametrize(
    ("sync_name", "status", "expected"),
    [
        (None, None, [5, 4, 3, 2, 1]),
        ("Students", None, [4, 3, 1]),
        (None, "failed", [3, 2]),
        (None, "complete", [4, 1]),
        (None, "undone", [5]),
        ("Faculty", "failed", [2]),
        ("Nobody", None, []),
    ],
)
def test_runs_by_sync_and_status(
    several: Store, sync_name: str | None, status: str | None, expected: list[int]
) -> None:
    with several.read() as conn:
        found, total = history.runs(conn, sync_name, status, 10)
    assert ([run.id for run, _ in found], total) == (expected, len(expected))


def test_a_page_of_runs_names_their_syncs(several: Store) -> None:
    with several.read() as conn:
        found, total = history.runs(conn, None, None, 2, 2)
    assert ([(run.id, name) for run, name in found], total) == ([(3, "Students"), (2, "Faculty")], 5)


def test_lines_by_person_and_action(several: Store) -> None:
    with several.read() as conn:
        found, total = history.audit(conn, "ann", "save sync", 1, 1)
        people, actions = history.actors(conn), history.actions(conn)
    assert ([(line.id, line.actor, line.action) for line in found], total) == ([(1, "ann", "save sync")], 2)
    assert (people, actions) == (["ann", "bo"], ["save sync", "undo run"])
