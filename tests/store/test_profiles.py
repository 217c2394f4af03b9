"""Profiles: made, changed, deleted, read, and their history."""

from __future__ import annotations

import pytest

from synckit import errors
from synckit.store import Store, changes, profiles
from tests.store.people import COLUMNS, edit, people, values


def test_ids_go_on_after_the_last_one_deleted_profiles_included(store: Store) -> None:
    people(store, ("Doe", None), ("Roe", None))
    with store.change("delete", "ann") as change:
        profiles.mark_deleted(change, [2])
    assert people(store, ("Poe", None)) == [3]


def test_an_update_sets_columns_and_version_of_the_named_profiles(store: Store) -> None:
    people(store, ("Doe", None), ("Roe", None), ("Poe", None))
    with store.change("run", "ann") as change:
        profiles.update(change, ("email", "city"), [("a@b.c", "York", 1), (None, "Bath", 3)])
    with store.read() as conn:
        assert profiles.rows_since(conn, 1, ("email", "city")) == [
            (1, 2, None, "a@b.c", "York"),
            (3, 2, None, None, "Bath"),
        ]


def test_clear_empties_one_column(store: Store) -> None:
    people(store, ("Doe", "a@b.c"), ("Roe", "r@b.c"))
    with store.change("run", "ann") as change:
        profiles.clear(change, "email", iter([1]))
    assert values(store, "email") == {1: None, 2: "r@b.c"}


def test_a_deleted_profile_keeps_its_id_and_its_values_move_to_the_history(store: Store) -> None:
    people(store, ("Doe", "doe@example.org"))
    with store.change("delete", "ann") as change:
        profiles.mark_deleted(change, [1, 1, 99])
    with store.read() as conn:
        row = profiles.get(conn, 1)
        entries = [(each.kind, each.field, each.before, each.after) for each in changes.history(conn, 1)]
    assert (row["deleted_version"], row["last_name"], row["email"]) == (2, None, None)
    assert entries == [
        ("edit", None, None, None),
        ("delete", "email", "doe@example.org", None),
        ("delete", "last_name", "Doe", None),
        ("delete", "type", "Person", None),
    ]


def test_deleting_twice_keeps_the_first_time(store: Store) -> None:
    people(store, ("Doe", None))
    for _ in range(2):
        with store.change("delete", "ann") as change:
            profiles.mark_deleted(change, [1])
    with store.read() as conn:
        assert profiles.get(conn, 1)["deleted_version"] == 2


@pytest.mark.parametrize(
    ("version", "expected"),
    [(0, [1, 2, 3, 4]), (1, [1, 3, 4]), (2, [1, 4]), (3, [4]), (4, [])],
)
def test_rows_since_gives_new_changed_and_deleted_profiles(store: Store, version: int, expected: list[int]) -> None:
    people(store, ("Doe", None), ("Roe", None))
    people(store, ("Poe", None))
    edit(store, 1, "city", "York")
    with store.change("delete", "ann") as change:
        profiles.insert(change, COLUMNS, [(4, "Person", "Moe", None)])
        profiles.mark_deleted(change, [4])
    with store.read() as conn:
        assert [row[0] for row in profiles.rows_since(conn, version, ())] == expected


def test_read_all_gives_what_is_not_deleted_by_id(store: Store) -> None:
    people(store, ("Doe", None), ("Roe", "r@b.c"), ("Poe", None))
    with store.change("delete", "ann") as change:
        profiles.mark_deleted(change, [1])
    with store.read() as conn:
        assert [*profiles.read_all(conn, ("email",))] == [[(2, 1, "r@b.c"), (3, 1, None)]]
        assert profiles.count(conn) == 2


def test_the_history_says_who_did_what_when(store: Store) -> None:
    people(store, ("Doe", None))
    edit(store, 1, "email", "d@b.c")
    edit(store, 1, "email", None, kind="import")
    with store.read() as conn:
        entries = changes.history(conn, 1)
    told = [(each.kind, each.actor, each.field, each.before, each.after, each.version) for each in entries]
    assert told == [
        ("edit", "ann", None, None, None, 1),
        ("edit", "ann", "email", None, "d@b.c", 2),
        ("import", "ann", "email", "d@b.c", None, 3),
    ]
    assert entries[0].at <= entries[1].at <= entries[2].at


def test_an_unknown_profile_is_named(store: Store) -> None:
    with pytest.raises(errors.NotFound, match="no profile 7"), store.read() as conn:
        profiles.get(conn, 7)
