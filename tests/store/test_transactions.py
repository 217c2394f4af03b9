"""Read, write and change: what each may do, and what an exception leaves."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from synckit import errors
from synckit.store import Change, Store, audit, head, links, open_store, profiles, schema
from tests.store.people import COLUMNS, library, linked, people, values


def test_a_new_store_is_at_version_0(store: Store) -> None:
    with store.read() as conn:
        assert head(conn) == 0
        assert profiles.count(conn) == 0


def test_each_change_is_one_version_and_one_row_of_writes(store: Store) -> None:
    people(store, ("Doe", None))
    people(store, ("Roe", None))
    with store.read() as conn:
        assert head(conn) == 2
        w = schema.writes.c
        assert conn.execute(sa.select(w.version, w.kind, w.actor)).all() == [(1, "edit", "ann"), (2, "edit", "ann")]


def test_an_exception_leaves_nothing_of_a_change(store: Store) -> None:
    connection = library(store)
    people(store, ("Doe", "doe@example.org"))
    with pytest.raises(ZeroDivisionError, match="broke off"), store.change("run", "ann") as change:
        _write_everything(change, connection)
    assert values(store, "email") == {1: "doe@example.org"}
    assert linked(store, connection) == {}
    with store.read() as conn:
        assert head(conn) == 1


def _write_everything(change: Change, connection: int) -> None:
    profiles.insert(change, COLUMNS, [(2, "Person", "Roe", None)])
    profiles.mark_deleted(change, [1])
    links.upsert(change, connection, [("p1", 2)])
    raise ZeroDivisionError("the run broke off")


def test_an_exception_inside_the_rows_leaves_nothing(store: Store) -> None:
    def rows() -> Iterator[tuple[object, ...]]:
        yield (1, "Person", "Doe", None)
        raise ZeroDivisionError("the extract broke off")

    with pytest.raises(ZeroDivisionError, match="broke off"), store.change("run", "ann") as change:
        profiles.insert(change, COLUMNS, rows())
    assert values(store, "email") == {}


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only|may not be written"), store.read() as conn:
        audit.add(conn, "ann", "nothing")


def test_a_reader_sees_one_moment(store: Store) -> None:
    people(store, ("Doe", None))
    with store.read() as conn:
        assert profiles.count(conn) == 1
        people(store, ("Roe", None))
        assert profiles.count(conn) == 1
    with store.read() as conn:
        assert profiles.count(conn) == 2


def test_a_reader_does_not_wait_for_a_writer(store: Store) -> None:
    with store.change("edit", "ann") as change:
        profiles.insert(change, COLUMNS, [(1, "Person", "Doe", None)])
        with store.read() as conn:
            assert profiles.count(conn) == 0


def test_writers_of_several_threads_queue_and_none_is_lost(store: Store) -> None:
    threads = [threading.Thread(target=people, args=(store, ("Doe", None))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(values(store, "email")) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_write_inside_a_change_of_the_same_thread_is_a_mistake_at_once(store: Store) -> None:
    with pytest.raises(RuntimeError, match="still open"), store.change("edit", "ann"), store.write():
        pass


def test_a_change_of_an_unknown_kind_is_a_mistake(store: Store) -> None:
    with pytest.raises(ValueError, match="not 'fun'"), store.change("fun", "ann"):
        pass


def test_a_writer_that_waits_too_long_is_told_so_in_one_sentence(url: str) -> None:
    with open_store(url) as first, open_store(url, wait=0.2) as second, first.change("edit", "ann"):
        began = time.monotonic()
        with pytest.raises(errors.StoreError, match=r"^Another program is writing to .*; try again in a moment\.$"):
            people(second, ("Doe", None))
        assert time.monotonic() - began < 5


def test_a_broken_promise_of_the_database_is_said_in_one_sentence(store: Store) -> None:
    people(store, ("Doe", None))
    with (
        pytest.raises(errors.StoreError, match="refused the change, nothing was written"),
        store.change("edit", "ann") as change,
    ):
        profiles.insert(change, COLUMNS, [(1, "Person", "Again", None)])
