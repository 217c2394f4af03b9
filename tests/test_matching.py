"""Who is whom: links, keys, and the reasons why a patron is nobody's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.libraries import Library, patron

BOTH = ("card", ["email", "last_name"])


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path)
    yield made
    made.close()


def person(**values: str) -> dict[str, str]:
    return {"type": "Student", "last_name": "Lee", **values}


def met(
    library: Library, patrons: list[dict[str, str]], people: list[Mapping[str, str]], **settings: Any
) -> list[tuple[str, Any]]:
    """Return (outcome, profile or broken rule) of each patron."""
    library.patrons(patrons)
    if people:
        library.make(*people)
    library.sync(**settings)
    made = library.plan()
    try:
        rows = made.plan.outcomes.astype(object).itertuples(index=False)
        return [
            (
                row.outcome,
                row.rule if isinstance(row.rule, str) else None if row.profile_id != row.profile_id else row.profile_id,
            )
            for row in rows
        ]
    finally:
        made.forget()


def test_keys_are_tried_in_order(library: Library) -> None:
    people = [person(card="c1"), person(email="a@x.org")]
    assert met(library, [patron(1), patron(2, card="", mail="a@x.org")], people, match_on=BOTH) == [
        ("unchanged", 1),
        ("unchanged", 2),
    ]


def test_a_key_compares_trimmed(library: Library) -> None:
    assert met(library, [patron(1, card="\u00a0c1 ")], [person(card="c1")]) == [("unchanged", 1)]


def test_a_key_of_text_keeps_its_case(library: Library) -> None:
    assert met(library, [patron(1, card="C1")], [person(card="c1")]) == [("created", None)]


def test_an_incorrect_value_counts_as_empty_in_a_key(library: Library) -> None:
    assert met(library, [patron(1, card="much-too-long")], []) == [("rejected", "missing_key")]


@pytest.mark.parametrize("empty", ["skip", "replace"])
def test_a_key_of_one_type_counts_for_a_patron_that_does_not_say_its_type(library: Library, empty: str) -> None:
    people = [person(card="c1", student__locker="L1")]
    assert met(library, [patron(1, kind="", locker="L1")], people, match_on=["student.locker"], empty_fields=empty) == [
        ("unchanged", 1)
    ]


def test_a_key_that_meets_two_profiles_is_ambiguous(library: Library) -> None:
    people = [person(email="a@x.org"), person(email="A@x.org")]
    assert met(library, [patron(1, mail="a@x.org")], people, match_on=["email"]) == [("rejected", "ambiguous")]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("create", ("created", None)), ("update", ("updated", 1)), ("reject", ("rejected", "conflict"))],
)
def test_a_child_with_a_card_of_its_own_and_a_parents_email(
    library: Library, policy: str, expected: tuple[str, Any]
) -> None:
    people = [person(card="c9", email="a@x.org")]
    assert met(library, [patron(1, mail="a@x.org")], people, match_on=BOTH, on_conflict=policy) == [expected]


def test_an_empty_earlier_key_of_the_profile_lets_the_later_key_count(library: Library) -> None:
    assert met(library, [patron(1, mail="a@x.org")], [person(email="a@x.org")], match_on=BOTH) == [("updated", 1)]


def test_two_patrons_of_one_profile_are_duplicates(library: Library) -> None:
    patrons = [patron(1), patron(2, card="", mail="a@x.org"), patron(3)]
    people = [person(card="c1", email="a@x.org")]
    assert met(library, patrons, people, match_on=BOTH) == [
        ("rejected", "duplicate"),
        ("rejected", "duplicate"),
        ("created", None),
    ]


def test_the_linked_patron_keeps_the_profile_that_another_claims(library: Library) -> None:
    library.patrons([patron(1)])
    library.sync()
    library.run()
    assert met(library, [patron(1, card="new"), patron(2, card="c1")], []) == [
        ("updated", 1),
        ("rejected", "duplicate"),
    ]


def test_two_new_patrons_of_one_key_are_duplicates(library: Library) -> None:
    assert met(library, [patron(1, card="c7"), patron(2, card="c7"), patron(3)], []) == [
        ("rejected", "duplicate")
    ] * 2 + [("created", None)]


def test_two_new_patrons_with_cards_of_their_own_share_an_email(library: Library) -> None:
    patrons = [patron(1, mail="a@x.org"), patron(2, mail="a@x.org")]
    assert met(library, patrons, [], match_on=BOTH) == [("created", None)] * 2


def test_one_ils_id_twice_is_a_duplicate_and_so_is_who_shares_their_key(library: Library) -> None:
    patrons = [patron(1), patron(1, card="c5"), patron(2, card="c5")]
    assert met(library, patrons, []) == [("rejected", "duplicate")] * 3


def test_a_linked_id_twice_is_a_duplicate(library: Library) -> None:
    library.patrons([patron(1)])
    library.sync()
    library.run()
    assert met(library, [patron(1), patron(1)], []) == [("rejected", "duplicate")] * 2


def test_links_outrank_keys(library: Library) -> None:
    library.patrons([patron(1, mail="a@x.org")])
    library.sync()
    library.run()
    library.make(person(card="c2"))
    assert met(library, [patron(1, card="", last="", kind="")], []) == [("unchanged", 1)]
    run = library.run()
    assert library.findings(run.id) == []


def test_a_row_without_an_id_gets_no_link(library: Library) -> None:
    library.patrons([patron(1, id=""), patron(2, id="")])
    library.sync()
    library.run()
    assert (len(library.profiles()), library.links()) == (2, {})


def test_a_matched_patron_gets_a_link_even_when_nothing_else_changes(library: Library) -> None:
    library.make(person(card="c1"))
    library.patrons([patron(1)])
    library.sync()
    library.run()
    assert library.links() == {"p1": 1}
    assert library.run().version is None


def test_a_deleted_profile_is_skipped_until_it_is_released(library: Library) -> None:
    library.patrons([patron(1)])
    library.sync()
    library.run()
    library.delete(1)
    assert library.run().counts == {
        "read": 1,
        "filtered_out": 0,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "skipped": 1,
        "rejected": 0,
    }
    library.release(1)
    library.run()
    assert list(library.profiles()) == [2]


def test_the_own_link_of_a_merged_profile_comes_before_the_merged_one(library: Library) -> None:
    library.patrons([patron(1), patron(2)])
    library.sync()
    library.run()
    library.merge(2, 1)
    assert met(library, [patron(1), patron(2)], []) == [("unchanged", 1), ("rejected", "duplicate")]
    assert met(library, [patron(2, first="Ann")], []) == [("updated", 1)]


@pytest.mark.parametrize(("mode", "expected"), [("create", ["skipped", "created"]), ("update", ["updated", "skipped"])])
def test_a_mode_leaves_the_rest_alone(library: Library, mode: str, expected: list[str]) -> None:
    found = met(library, [patron(1, first="Ann"), patron(2)], [person(card="c1")], type=mode)
    assert [outcome for outcome, _ in found] == expected
