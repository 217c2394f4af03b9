"""Profiles looked for, in each database: words, types, deleted ones, pages, and what a write made of them."""

from __future__ import annotations

import pytest

from synckit.fields import Catalogue, FieldType, ProfileField
from synckit.store import Store, catalogue, changes, profiles, searching
from synckit.store.searching import Search
from tests.store.people import edit, people

INSIDE = ("last_name", "email")
UNIQUE = (ProfileField("card", unique=True), ProfileField("login", type=FieldType.EMAIL, unique=True))


def found(store: Store, search: Search, page: int = 1, size: int = 50) -> tuple[list[int], bool]:
    with store.read() as conn:
        got = searching.find(conn, search, ("last_name",), page, size)
    return [row[0] for row in got.rows], got.more


def words(*given: str) -> Search:
    return Search(words=given, inside=INSIDE)


@pytest.fixture
def three(store: Store) -> Store:
    people(store, ("Lee", "ann@example.org"), ("Müller", "bo@example.org"), ("100%_a", None))
    return store


def test_a_page_knows_whether_there_is_a_next_one(three: Store) -> None:
    assert found(three, Search(), 1, 2) == ([1, 2], True)
    assert found(three, Search(), 2, 2) == ([3], False)
    assert found(three, Search(), 3, 2) == ([], False)
    assert found(three, Search(), -1, 3) == ([1, 2, 3], False)


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        (("lee",), [1]), (("EXAMPLE.ORG",), [1, 2]), (("müller",), [2]), (("MÜLLER",), [2]), (("ann", "lee"), [1]),
        (("ann", "müller"), []), (("%",), [3]), (("_",), [3]), (("0%_A",), [3]), (("\\",), []), (("'",), []),
    ],
)  # fmt: skip
def test_every_word_stands_somewhere(three: Store, given: tuple[str, ...], ids: list[int]) -> None:
    assert found(three, words(*given))[0] == ids


def test_a_type_and_given_ids_narrow(three: Store) -> None:
    edit(three, 2, "type", "Other")
    assert found(three, Search(profile_type="Other"))[0] == [2]
    assert found(three, Search(ids=(1, 2), profile_type="Person"))[0] == [1]


def test_deleted_ones_are_found_on_request_with_the_name_they_had(three: Store) -> None:
    with three.change("delete", "ann") as change:
        profiles.mark_deleted(change, [2])
    assert found(three, Search())[0] == [1, 3]
    assert found(three, Search(deleted=True))[0] == [2]
    with three.read() as conn:
        assert changes.names_before(conn, {2: change.version, 1: change.version}) == {2: {"last_name": "Müller"}}


def test_an_id_or_the_value_of_a_unique_field_is_found_as_a_whole(store: Store) -> None:
    with store.change("catalogue", "ann") as change:
        catalogue.save(change, Catalogue(("Person",), UNIQUE))
        profiles.insert(
            change, ("type", "card", "login"), [(1, "Person", "77", "Ann@Example.org"), (77, "Person", "1001", None)]
        )
    with store.read() as conn:
        every = {
            text: searching.exact(conn, text, UNIQUE) for text in ("77", "1001", "100", "ANN@example.ORG", "9" * 30)
        }
    assert every == {"77": (1, 77), "1001": (77,), "100": (), "ANN@example.ORG": (1,), "9" * 30: ()}


@pytest.mark.parametrize("many", [1, 1_000_000])
def test_what_a_write_made_and_what_it_changed(three: Store, many: int) -> None:
    edit(three, 1, "email", "new@example.org")
    edit(three, 3, "last_name", "Ray")
    with three.read() as conn:
        made = [searching.made_by(conn, version, ()).rows for version in (1, 2, 9)]
        changed = [searching.changed_by(conn, version, (), many).rows for version in (1, 2, 3)]
    assert [[row[0] for row in rows] for rows in made] == [[1, 2, 3], [], []]
    assert [[row[0] for row in rows] for rows in changed] == [[], [1], [3]]


def test_a_chosen_part_of_the_profiles_is_read(three: Store) -> None:
    edit(three, 3, "last_name", "Ray")
    with three.read() as conn:
        rows = [row for some in profiles.read_all(conn, ("last_name",), searching.changed(2, 1)) for row in some]
        lines = [row for some in changes.read_version(conn, 2) for row in some]
    assert rows == [(3, 2, "Ray")]
    assert lines == [(3, "last_name", "100%_a", "Ray")]
