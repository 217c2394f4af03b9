"""Links: new, moved, replaced, taken away, merged."""

from __future__ import annotations

from synckit.store import Store, links
from tests.store.people import library, linked, people


def _upsert(store: Store, connection: int, *rows: tuple[str, int]) -> int:
    with store.change("run", "ann") as change:
        links.upsert(change, connection, iter(rows))
    return change.version


def _since(store: Store, version: int) -> list[tuple[str, int | None, bool]]:
    with store.read() as conn:
        return [(each.ils_id, each.profile_id, each.merged) for each in links.since(conn, version)]


def test_the_first_load_of_a_connection_and_later_patrons(store: Store) -> None:
    first, second = library(store), library(store, "Branch")
    assert _upsert(store, first, ("p1", 1), ("p2", 2)) == 1
    _upsert(store, second, ("p1", 3))
    _upsert(store, first, ("p2", 2), ("p3", 3))
    assert linked(store, first) == {"p1": 1, "p2": 2, "p3": 3}
    assert linked(store, second) == {"p1": 3}
    assert _since(store, 0) == [("p1", 1, False), ("p2", 2, False), ("p3", 3, False), ("p1", 3, False)]
    assert _since(store, 1) == [("p3", 3, False), ("p1", 3, False)]
    assert _since(store, 2) == [("p3", 3, False)]


def test_a_link_that_is_so_already_keeps_its_version(store: Store) -> None:
    connection = library(store)
    _upsert(store, connection, ("p1", 1))
    _upsert(store, connection, ("p1", 1))
    assert _since(store, 1) == []


def test_a_link_may_move_to_another_profile(store: Store) -> None:
    connection = library(store)
    _upsert(store, connection, ("p1", 1))
    _upsert(store, connection, ("p1", 2))
    assert linked(store, connection) == {"p1": 2}


def test_a_new_own_link_takes_the_place_of_the_former_one_in_that_connection_alone(store: Store) -> None:
    first, second = library(store), library(store, "Branch")
    _upsert(store, first, ("old", 1), ("other", 2))
    _upsert(store, second, ("old", 1))
    version = _upsert(store, first, ("new", 1))
    assert linked(store, first) == {"new": 1, "other": 2}
    assert linked(store, second) == {"old": 1}
    assert _since(store, version - 1) == [("new", 1, False), ("old", None, False)]


def test_two_links_may_swap_their_profiles(store: Store) -> None:
    connection = library(store)
    _upsert(store, connection, ("p1", 1), ("p2", 2))
    _upsert(store, connection, ("p1", 2), ("p2", 1))
    assert linked(store, connection) == {"p1": 2, "p2": 1}


def test_a_removed_link_is_seen_by_readers_and_can_come_back(store: Store) -> None:
    connection = library(store)
    _upsert(store, connection, ("p1", 1))
    with store.change("release", "ann") as change:
        links.remove(change, connection, ["p1", "nobody"])
    assert _since(store, 1) == [("p1", None, False)]
    _upsert(store, connection, ("p1", 5))
    assert linked(store, connection) == {"p1": 5}


def test_releasing_a_profile_takes_all_its_links(store: Store) -> None:
    first, second = library(store), library(store, "Branch")
    _upsert(store, first, ("p1", 1), ("p2", 2))
    _upsert(store, second, ("q1", 1))
    with store.change("release", "ann") as change:
        links.release(change, 1)
    assert linked(store, first) == {"p2": 2}
    assert linked(store, second) == {}


def test_a_merge_moves_links_and_marks_those_beside_an_own_one(store: Store) -> None:
    first, second = library(store), library(store, "Branch")
    _upsert(store, first, ("p1", 1), ("p2", 2))
    _upsert(store, second, ("q2", 2))
    with store.change("merge", "ann") as change:
        links.move(change, 2, 1)
    with store.read() as conn:
        found = [(each.connection_id, each.ils_id, each.merged) for each in links.of(conn, 1)]
    assert found == [(first, "p1", False), (first, "p2", True), (second, "q2", False)]


def test_a_merged_link_is_not_replaced_by_a_new_own_one(store: Store) -> None:
    connection = library(store)
    _upsert(store, connection, ("p1", 1), ("p2", 2))
    with store.change("merge", "ann") as change:
        links.move(change, 2, 1)
    _upsert(store, connection, ("p3", 1))
    assert linked(store, connection) == {"p2": 1, "p3": 1}


def test_readers_after_a_version_use_the_index(file_store: Store) -> None:
    connection = library(file_store)
    people(file_store, ("Doe", None))
    _upsert(file_store, connection, ("p1", 1))
    with file_store.read() as conn:
        plan = conn.exec_driver_sql("EXPLAIN QUERY PLAN SELECT * FROM links WHERE version > 5 AND loaded = 0").all()
    assert "links_version" in str(plan)
