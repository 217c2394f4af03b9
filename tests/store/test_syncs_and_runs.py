"""Syncs with their versions, runs with their results, and what deleting a sync takes along."""

from __future__ import annotations

import datetime as dt

import pytest

from synckit import errors
from synckit.store import (
    Store,
    audit,
    changes,
    findings,
    held,
    leases,
    links,
    profiles,
    runs,
    syncs,
)
from tests.store.people import COLUMNS, finish, library, linked, put, run, sync, values


def _definition(**more: object) -> dict[str, object]:
    return {"name": "Students", "connection": "Library", "match_on": [["email"]], "mapping": []} | more


def test_each_changed_definition_is_a_new_version_and_old_ones_stay(store: Store) -> None:
    library(store)
    with store.write() as conn:
        assert syncs.save(conn, _definition()) == (1, 1)
        assert syncs.save(conn, _definition()) == (1, 1)
        assert syncs.save(conn, _definition(type="create"), "Scheduled") == (1, 2)
        saved = syncs.load(conn, "Students")
        assert (saved.version, saved.status, saved.paused, saved.definition["type"]) == (
            2,
            "Scheduled",
            False,
            "create",
        )
        assert syncs.version(conn, 1, 1) == _definition()


def test_a_sync_can_get_another_name_but_not_one_that_is_taken(store: Store) -> None:
    library(store)
    with store.write() as conn:
        syncs.save(conn, _definition())
        syncs.save(conn, _definition(name="Staff"))
        syncs.save(conn, _definition(name="Pupils"), replacing="Students")
        assert syncs.names(conn) == ("Pupils", "Staff")
        assert [each.name for each in syncs.list(conn)] == ["Pupils", "Staff"]
        with pytest.raises(errors.Refused, match="named 'Staff' exists already"):
            syncs.save(conn, _definition(name="Staff"), replacing="Pupils")


def test_unknown_names_are_said_with_the_nearest(store: Store) -> None:
    library(store)
    with store.write() as conn:
        syncs.save(conn, _definition())
        with pytest.raises(errors.NotFound, match="Did you mean 'Students'"):
            syncs.load(conn, "Studnets")
        with pytest.raises(errors.NotFound, match="Did you mean 'Library'"):
            syncs.save(conn, _definition(connection="Libary"))
        with pytest.raises(errors.NotFound, match="No sync named 'Nobody'"):
            syncs.save(conn, _definition(), replacing="Nobody")
        with pytest.raises(errors.NotFound, match="no sync with the id 9"):
            syncs.by_id(conn, 9)


def test_status_and_pause_are_set_one_by_one(store: Store) -> None:
    sync_id = sync(store)
    with store.write() as conn:
        syncs.set_status(conn, sync_id, paused=True)
        syncs.set_status(conn, sync_id, status="Complete")
        syncs.set_status(conn, sync_id)
        saved = syncs.by_id(conn, sync_id)
    assert (saved.status, saved.paused) == ("Complete", True)


def test_a_run_keeps_what_it_is_told(store: Store) -> None:
    sync_id = sync(store)
    with store.write() as conn:
        run_id = runs.start(conn, sync_id, 1, as_of=dt.date(2026, 12, 1), base_version=4)
        runs.progress(conn, run_id, {"step": "filter", "done": 3})
        assert runs.get(conn, run_id).progress == {"step": "filter", "done": 3}
        runs.finish(conn, run_id, "complete", version=5, counts={"read": 7}, findings=2, passed=["create"])
        done = runs.get(conn, run_id)
    assert (done.status, done.as_of, done.counts, done.findings, done.passed, done.progress, done.version) == (
        "complete", dt.date(2026, 12, 1), {"read": 7}, 2, ["create"], None, 5,
    )  # fmt: skip
    assert done.finished_at is not None
    assert done.finished_at >= done.started_at


def test_runs_are_listed_the_newest_first(store: Store) -> None:
    one, other = sync(store), sync(store, "Staff")
    ids = [run(store, one), run(store, other), run(store, one)]
    with store.read() as conn:
        assert [each.id for each in runs.list(conn)] == ids[::-1]
        assert [each.id for each in runs.list(conn, one)] == [ids[2], ids[0]]
        assert [each.id for each in runs.list(conn, limit=1)] == [ids[2]]


def test_the_last_complete_run_read_all_patrons(store: Store) -> None:
    sync_id = sync(store)
    with store.write() as conn:
        assert runs.last_complete(conn, sync_id) is None
        whole, part, failed = (runs.start(conn, sync_id, 1, partial=partial) for partial in (False, True, False))
        runs.finish(conn, whole, "complete")
        runs.finish(conn, part, "complete")
        runs.finish(conn, failed, "failed", message="The file is gone.")
        last = runs.last_complete(conn, sync_id)
    assert last is not None
    assert last.id == whole


def test_a_run_has_no_other_columns(store: Store) -> None:
    sync_id = sync(store)
    with pytest.raises(TypeError, match="A run has no colour"), store.write() as conn:
        runs.start(conn, sync_id, 1, colour="blue")
    with pytest.raises(errors.NotFound, match="no run 9"), store.write() as conn:
        runs.finish(conn, 9, "failed")


def test_a_run_whose_program_died_becomes_interrupted(store: Store) -> None:
    one, other = sync(store), sync(store, "Staff")
    dead, alive = run(store, one), run(store, other)
    with store.write() as conn:
        leases.acquire(conn, f"sync:{other}", "runner", 60)
        assert runs.interrupt_stale(conn) == 1
        assert (runs.get(conn, dead).status, runs.get(conn, alive).status) == ("interrupted", "running")


def test_findings_and_rejected_patrons_come_back_in_order(store: Store) -> None:
    run_id = run(store, sync(store))
    row = ("p1", "check", "email", "type", "nonsense", "Mend it.")
    with store.write() as conn:
        findings.add(conn, run_id, iter([row]))
        findings.add(conn, run_id, [("p2", "match", None, "ambiguous", None, None)])
        findings.reject(conn, run_id, [("p2", '{"email": "x"}')])
        assert [each.patron for each in findings.list(conn, run_id)] == ["p1", "p2"]
        assert findings.list(conn, run_id)[0] == findings.SavedFinding(*row)
        assert [*findings.rejected(conn, run_id)] == [[("p2", '{"email": "x"}')]]


def test_a_held_plan_is_kept_row_by_row_until_it_is_dropped(store: Store) -> None:
    run_id = run(store, sync(store))
    rows = [("create", None, "p1", '{"a": 1}'), ("update", 4, "p2", None)]
    with store.write() as conn:
        held.keep(conn, run_id, iter(rows))
        assert [*held.load(conn, run_id)] == rows
        held.drop(conn, run_id)
        assert [*held.load(conn, run_id)] == []


def test_deleting_a_sync_takes_its_runs_but_no_profile_and_no_link(store: Store) -> None:
    sync_id = sync(store)
    run_id = run(store, sync_id)
    with store.change("run", "ann", run_id) as change:
        profiles.insert(change, COLUMNS, [(1, "Person", "Doe", None)])
        put(change, 1, "email", "d@b.c")
        links.upsert(change, 1, [("p1", 1)])
        findings.add(change.conn, run_id, [("p2", "match", None, "ambiguous", None, None)])
        finish(change)
    with store.write() as conn:
        syncs.delete(conn, "Students", "ann")
        assert syncs.names(conn) == ()
        assert runs.list(conn) == ()
        assert findings.list(conn, run_id) == []
        assert [each.field for each in changes.history(conn, 1)] == [None]
        assert [(line.actor, line.action, line.subject) for line in audit.list(conn)] == [
            ("ann", "delete sync", "Students")
        ]
    assert values(store, "email") == {1: "d@b.c"}
    assert linked(store, 1) == {"p1": 1}


def test_a_running_sync_is_not_deleted(store: Store) -> None:
    run(store, sync(store))
    with pytest.raises(errors.Refused, match="'Students' is running; cancel the run"), store.write() as conn:
        syncs.delete(conn, "Students")


def test_the_id_of_a_deleted_sync_is_not_given_again(store: Store) -> None:
    first = sync(store)
    with store.write() as conn:
        syncs.delete(conn, "Students")
    assert sync(store) > first
