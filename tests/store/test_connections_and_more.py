"""Connections, leases, occurrences, retention."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from synckit import errors
from synckit.fields import FieldType, IlsField
from synckit.store import (
    Store,
    changes,
    connections,
    findings,
    leases,
    links,
    occurrences,
    open_store,
    profiles,
    retention,
    runs,
)
from tests.store.people import COLUMNS, edit, finish, library, linked, people, run, sync

DUE = dt.datetime(2026, 12, 1, 7, 30, tzinfo=dt.UTC)


def test_a_connection_comes_back_with_its_fields(store: Store) -> None:
    fields = (IlsField("barcode"), IlsField("expires", FieldType.DATE, many=True))
    with store.write() as conn:
        connections.save(conn, "Library", "files", {"path": "a.csv"}, {"key": "env:KEY"}, fields)
        connections.save(conn, "Library", "files", {"path": "b.csv"}, {"key": "env:KEY"}, fields)
        found = connections.load(conn, "Library")
    assert (found.id, found.settings, found.secrets, found.fields) == (1, {"path": "b.csv"}, {"key": "env:KEY"}, fields)


def test_an_unknown_connection_is_said_with_the_nearest(store: Store) -> None:
    library(store)
    with pytest.raises(errors.NotFound, match="Did you mean 'Library'"), store.read() as conn:
        connections.load(conn, "Libary")


def test_a_connection_in_use_is_neither_removed_nor_renamed(store: Store) -> None:
    sync(store)
    people(store, ("Doe", None))
    with store.change("run", "ann") as change:
        links.upsert(change, 1, [("p1", 1)])
    words = "is used by Students and links 1 profiles"
    with (
        pytest.raises(errors.Refused, match=f"cannot be removed: it {words}"),
        store.change("release", "ann") as change,
    ):
        connections.delete(change, "Library")
    with pytest.raises(errors.Refused, match=f"cannot be renamed: it {words}"), store.write() as conn:
        connections.rename(conn, "Library", "Main")


def test_an_unused_connection_goes_with_its_links_and_readers_learn_of_it(store: Store) -> None:
    connection = library(store)
    with store.change("run", "ann") as change:
        links.upsert(change, connection, [("p1", 1)])
    with store.change("release", "ann") as change:
        connections.delete(change, "Library")
    assert linked(store, connection) == {}
    with store.read() as conn:
        assert [(each.ils_id, each.profile_id) for each in links.since(conn, 1)] == [("p1", None)]
    assert library(store) > connection


def test_a_connection_can_be_renamed_but_not_to_a_taken_name(store: Store) -> None:
    library(store)
    library(store, "Branch")
    with store.write() as conn:
        connections.rename(conn, "Library", "Main")
        assert connections.names(conn) == ("Branch", "Main")
        with pytest.raises(errors.Refused, match="named 'Branch' exists already"):
            connections.rename(conn, "Main", "Branch")


def test_a_lease_is_held_by_one_owner_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCKIT_NOW", "2026-12-01T00:00:00Z")
    with store.write() as conn:
        assert leases.acquire(conn, "sync:1", "a", 60) == 1
        assert leases.acquire(conn, "sync:1", "b", 60) is None
        monkeypatch.setenv("SYNCKIT_NOW", "2026-12-01T00:01:00Z")
        assert leases.acquire(conn, "sync:1", "b", 60) == 2
        assert leases.renew(conn, "sync:1", 1, 60) is False
        assert leases.renew(conn, "sync:1", 2, 60) is True
        leases.release(conn, "sync:1", 1)
        assert leases.acquire(conn, "sync:1", "c", 60) is None
        leases.release(conn, "sync:1", 2)
        assert leases.acquire(conn, "sync:1", "c", 60) == 3


def test_an_occurrence_is_claimed_once(store: Store) -> None:
    sync_id = sync(store)
    with store.write() as conn:
        assert occurrences.claim(conn, sync_id, DUE, "ran") is True
        assert occurrences.claim(conn, sync_id, DUE.astimezone(dt.timezone(dt.timedelta(hours=5))), "ran") is False
        occurrences.mark(conn, sync_id, DUE, "held", 4)
        occurrences.claim(conn, sync_id, DUE + dt.timedelta(days=1), "missed")
        told = [(each.due, each.status, each.run_id) for each in occurrences.list(conn, sync_id)]
    assert told == [(DUE + dt.timedelta(days=1), "missed", None), (DUE, "held", 4)]


def test_retention_forgets_the_old_and_keeps_the_rest(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    sync_id = sync(store)
    for day in ("2026-01-01", "2026-06-01"):
        monkeypatch.setenv("SYNCKIT_NOW", f"{day}T00:00:00Z")
        run_id = run(store, sync_id)
        with store.change("run", "ann", run_id) as change:
            profiles.insert(change, COLUMNS, [(profiles.next_id(change.conn), "Person", "Doe", None)])
            findings.add(change.conn, run_id, [("p", "check", "email", "type", "x", "Mend it.")])
            finish(change)
        edit(store, 1, "city", day)
    with store.write() as conn:
        pruned = retention.prune(conn, dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    assert pruned == retention.Pruned(runs=1, findings=1, changes=1)
    with store.read() as conn:
        assert [len(findings.list(conn, each.id)) for each in runs.list(conn)] == [1, 0]
        assert [(each.field, each.after) for each in changes.history(conn, 1)] == [(None, None), ("city", "2026-06-01")]
        assert [retention.is_pruned(conn, version) for version in (1, 2, 3, 4)] == [True, True, False, False]


def test_what_retention_forgets_is_overwritten_in_the_file(tmp_path: Path) -> None:
    canary = "finch-7f3a"
    file = tmp_path / "synckit.db"
    with open_store(f"sqlite:///{file}", wait=5) as store:
        run_id = run(store, sync(store))
        with store.write() as conn:
            findings.add(
                conn, run_id, [("p", "check", "email", "type", f"{canary}-{place}", "Mend it.") for place in range(500)]
            )
            runs.finish(conn, run_id, "complete")
    assert canary.encode() in file.read_bytes()
    with open_store(f"sqlite:///{file}", wait=5) as store, store.write() as conn:
        retention.prune(conn, dt.datetime(9000, 1, 1, tzinfo=dt.UTC))
    assert canary.encode() not in file.read_bytes()
