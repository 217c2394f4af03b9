"""What a run left behind, a page at a time."""

from __future__ import annotations

import pytest

from synckit.store import Store, findings, held, profiles, results
from tests.store.people import COLUMNS, finish, people, put, run, sync


@pytest.fixture
def run_id(store: Store) -> int:
    """A run that made profiles 3 to 7 and changed profiles 1 and 2, who were there."""
    people(store, ("Doe", "doe@example.org"), ("Roe", None))
    found = run(store, sync(store))
    with store.change("run", "ann", found) as change:
        profiles.insert(change, COLUMNS, ((id, "Person", f"N{id}", None) for id in range(3, 8)))
        put(change, 2, "city", "Rome")
        put(change, 1, "email", None)
        put(change, 1, "city", "York")
        finish(change)
    return found


def version(store: Store) -> int:
    with store.read() as conn:
        return max(row[1] for rows in profiles.read_all(conn, ()) for row in rows)


def test_made_profiles_are_paged_by_id_and_the_deleted_leave_a_gap(store: Store, run_id: int) -> None:
    at = version(store)
    with store.change("delete", "ann") as change:
        profiles.mark_deleted(change, [4])
    with store.read() as conn:
        assert results.made(conn, at, ("last_name",), 2) == [(3, "N3")]
        assert results.made(conn, at, ("last_name",), 2, 2) == [(5, "N5"), (6, "N6")]
        assert results.made(conn, at, ("last_name",), 2, 4) == [(7, "N7")]
        assert results.made(conn, at + 1, ("last_name",), 2) == []


def test_changed_profiles_are_paged_with_all_their_fields(store: Store, run_id: int) -> None:
    at = version(store)
    with store.read() as conn:
        assert results.changed(conn, at, 1) == [
            (1, "city", None, "York"),
            (1, "email", "doe@example.org", None),
        ]
        assert results.changed(conn, at, 1, 1) == [(2, "city", None, "Rome")]


FOUND = [
    ("1", "check", "email", "type", "x", "Correct it."),
    ("2", "check", "email", "length", "y", "Shorten it."),
    ("2", "match", "card", "duplicate", "z", "Look."),
    ("3", "read", None, "unreadable", None, "Cannot be read."),
    ("4", "check", "email", "type", "w", "Correct it."),
]


def test_findings_are_paged_by_field_and_rule(store: Store, run_id: int) -> None:
    with store.write() as conn:
        findings.add(conn, run_id, FOUND)
    with store.read() as conn:
        assert [each.patron for each in results.found(conn, run_id, None, None, 2, 1)] == ["2", "2"]
        assert [each.patron for each in results.found(conn, run_id, "email", None, 9)] == ["1", "2", "4"]
        assert [each.patron for each in results.found(conn, run_id, "email", "type", 9, 1)] == ["4"]
        assert [each.patron for each in results.found(conn, run_id, "", None, 9)] == ["3"]
        assert results.found_by(conn, run_id)[0] == ("email", "type", 2)
        assert sum(row[2] for row in results.found_by(conn, run_id)) == 5


def test_reasons_are_those_of_rejected_and_unreadable_patrons(store: Store, run_id: int) -> None:
    with store.write() as conn:
        findings.add(conn, run_id, FOUND)
        findings.reject(conn, run_id, [("2", "{}")])
    with store.read() as conn:
        read = [row for rows in results.reasons(conn, run_id) for row in rows]
        unread = [row for rows in results.unread(conn, run_id) for row in rows]
    assert [(row[0], row[1]) for row in read] == [("2", "length"), ("2", "duplicate")]
    assert [(row[0], row[1]) for row in unread] == [("3", "unreadable")]


def test_a_held_plan_is_paged_by_what_it_does(store: Store, run_id: int) -> None:
    rows: list[held.Row] = [("plan", None, None, "{}")]
    rows += [("patron", None, "1", "a"), ("patron", 7, "2", "b"), ("patron", None, "3", "c"), ("link", 7, "2", None)]
    with store.write() as conn:
        held.keep(conn, run_id, rows)
    with store.read() as conn:
        assert results.held_plan(conn, run_id) == rows[0]
        assert results.held_plan(conn, run_id + 1) is None
        assert [row[2] for row in results.held_patrons(conn, run_id, True, 9)] == ["1", "3"]
        assert [row[2] for row in results.held_patrons(conn, run_id, True, 1, 1)] == ["3"]
        assert [row[2] for row in results.held_patrons(conn, run_id, False, 9)] == ["2"]
