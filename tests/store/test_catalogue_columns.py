"""The field catalogue in the store: columns, unique indexes, what may not be narrowed or removed."""

from __future__ import annotations

import pytest

from synckit import errors
from synckit.fields import Catalogue
from synckit.store import Store, catalogue, profiles, syncs
from tests.store.people import edit, library, people, values

FIELDS = """
types: [Student, Faculty]
all_types:
- {name: card, unique: true}
- {name: branch, type: choice, options: [Main, Law]}
- {name: tags, type: choices, options: [A, AB]}
type_specific:
  Student:
  - {name: year, label: Year, type: integer}
"""


def _save(store: Store, text: str, merge: bool = True) -> None:
    with store.change("catalogue", "ann") as change:
        given = Catalogue.from_yaml(text, known_types=("Student",))
        catalogue.save(change, catalogue.load(change.conn).merged(given) if merge else given)


def _load(store: Store) -> Catalogue:
    with store.read() as conn:
        return catalogue.load(conn)


def test_a_new_store_has_the_empty_catalogue(store: Store) -> None:
    assert _load(store) == Catalogue.empty()


def test_a_saved_catalogue_comes_back_and_its_fields_are_columns(store: Store) -> None:
    people(store, ("Doe", None))
    _save(store, FIELDS)
    assert _load(store).types == ("Person", "Student", "Faculty")
    with store.read() as conn:
        assert profiles.columns(conn) == _load(store).columns
    edit(store, 1, "student__year", "2027")
    assert values(store, "student__year") == {1: "2027"}


def test_saving_the_same_again_changes_nothing(store: Store) -> None:
    _save(store, FIELDS)
    before = _load(store)
    _save(store, FIELDS)
    assert _load(store).digest == before.digest


def test_a_unique_value_is_held_by_one_profile_but_a_deleted_one_frees_it(store: Store) -> None:
    _save(store, FIELDS)
    people(store, ("Doe", None), ("Roe", None))
    edit(store, 1, "card", "7")
    with pytest.raises(errors.StoreError, match="refused the change"):
        edit(store, 2, "card", "7")
    with store.change("delete", "ann") as change:
        profiles.mark_deleted(change, [1])
    edit(store, 2, "card", "7")
    assert values(store, "card") == {2: "7"}


def test_unique_e_mail_does_not_regard_letter_case(store: Store) -> None:
    _save(store, "all_types:\n- {name: login, type: email, unique: true}\n")
    people(store, ("Doe", None), ("Roe", None))
    edit(store, 1, "login", "doe@example.org")
    with pytest.raises(errors.StoreError, match="refused the change"):
        edit(store, 2, "login", "DOE@example.org")


def test_clearing_first_lets_unique_values_swap(store: Store) -> None:
    _save(store, FIELDS)
    people(store, ("Doe", None), ("Roe", None))
    edit(store, 1, "card", "1")
    edit(store, 2, "card", "2")
    with store.change("run", "ann") as change:
        profiles.clear(change, "card", [1, 2])
        profiles.update(change, ("card",), [("2", 1), ("1", 2)])
    assert values(store, "card") == {1: "2", 2: "1"}


@pytest.mark.parametrize(
    ("value", "narrower"),
    [
        ("abcdef", "{name: note, max_length: 5}"),
        ("soon", "{name: note, type: integer}"),
        ("12x", "{name: note, type: number}"),
        ("31.12.2026", "{name: note, type: date}"),
        ("2026-02-30", "{name: note, type: date}"),
        ("yes", "{name: note, type: boolean}"),
        ("a@b", "{name: note, type: email}"),
        ("ftp://x", "{name: note, type: url}"),
        ("12", "{name: note, type: phone}"),
        ("Law", "{name: note, type: choice, options: [Main]}"),
        ("Main; Law", "{name: note, type: choices, options: [Main]}"),
        ("P12", "{name: note, pattern: 'P[0-9]'}"),
    ],
)
def test_a_field_is_not_narrowed_over_a_value_that_does_not_fit(store: Store, value: str, narrower: str) -> None:
    _save(store, "all_types:\n- {name: note}\n")
    people(store, ("Doe", None))
    edit(store, 1, "note", value)
    with pytest.raises(
        errors.Refused, match=r"'note' cannot be changed so: 1 profiles hold a value that does not fit \(profiles 1\)"
    ):
        _save(store, f"all_types:\n- {narrower}\n")
    assert _load(store).field("note").max_length == 256
    edit(store, 1, "note", None)
    _save(store, f"all_types:\n- {narrower}\n")


@pytest.mark.parametrize(
    ("value", "narrower"),
    [
        ("-12", "{name: note, type: integer}"),
        ("1.5", "{name: note, type: number}"),
        ("2026-12-31", "{name: note, type: date}"),
        ("2026-12-31T08:00:00", "{name: note, type: datetime}"),
        ("true", "{name: note, type: boolean}"),
        ("a@b.org", "{name: note, type: email}"),
        ("https://x.org/y", "{name: note, type: url}"),
        ("+1 (555) 010-0200", "{name: note, type: phone}"),
        ("Main; Law", "{name: note, type: choices, options: [Main, Law]}"),
    ],
)
def test_a_field_is_narrowed_over_values_that_fit(store: Store, value: str, narrower: str) -> None:
    _save(store, "all_types:\n- {name: note}\n")
    people(store, ("Doe", None))
    edit(store, 1, "note", value)
    _save(store, f"all_types:\n- {narrower}\n")
    assert values(store, "note") == {1: value}


def test_up_to_five_offenders_are_listed_and_all_are_counted(store: Store) -> None:
    people(store, *[("Doe", "same@example.org")] * 7)
    _save(store, "all_types:\n- {name: note}\n")
    for profile_id in range(1, 8):
        edit(store, profile_id, "note", "same")
    with pytest.raises(
        errors.Refused,
        match=r"7 profiles hold a value that another profile holds too \(profiles 1, 2, 3, 4, 5, \.\.\.\)",
    ):
        _save(store, "all_types:\n- {name: note, unique: true}\n")


def test_uniqueness_can_come_and_go(store: Store) -> None:
    _save(store, "all_types:\n- {name: note}\n")
    _save(store, "all_types:\n- {name: note, unique: true}\n")
    _save(store, "all_types:\n- {name: note}\n")
    people(store, ("Doe", None), ("Roe", None))
    edit(store, 1, "note", "same")
    edit(store, 2, "note", "same")


def test_an_unused_field_option_and_type_can_be_removed(store: Store) -> None:
    _save(store, FIELDS)
    with store.change("catalogue", "ann") as change:
        catalogue.remove_field(change, "card")
        catalogue.remove_option(change, "branch", "Law")
        catalogue.remove_type(change, "Student")
    assert _load(store).types == ("Person", "Faculty")
    assert [(field.key, field.options) for field in _load(store).custom] == [
        ("branch", ("Main",)),
        ("tags", ("A", "AB")),
    ]
    people(store, ("Doe", None))
    assert values(store, "branch") == {1: None}


def _use(store: Store) -> None:
    """A sync and a profile that use everything in FIELDS."""
    _save(store, FIELDS)
    library(store)
    mapping = [
        {"from": "barcode", "to": "card"},
        {"from": "home", "to": "branch", "values": {"M": "Main"}},
        {"constant": "Student", "to": "type"},
        {"from": "expires", "to": "student.year"},
    ]
    with store.write() as conn:
        syncs.save(conn, {"name": "Nightly", "connection": "Library", "match_on": [["card"]], "mapping": mapping})
    people(store, ("Doe", None))
    for column, value in (
        ("card", "1"),
        ("branch", "Main"),
        ("tags", "AB; A"),
        ("type", "Student"),
        ("student__year", "2027"),
    ):
        edit(store, 1, column, value)


@pytest.mark.parametrize("key", ["card", "branch", "student.year"])
def test_a_field_in_use_is_not_removed(store: Store, key: str) -> None:
    _use(store)
    with (
        pytest.raises(
            errors.Refused, match=f"The field '{key}' cannot be removed: it is used by the syncs Nightly and 1 profiles"
        ),
        store.change("catalogue", "ann") as change,
    ):
        catalogue.remove_field(change, key)
    assert _load(store).field(key).key == key


def test_an_option_in_use_is_not_removed(store: Store) -> None:
    _use(store)
    with (
        pytest.raises(
            errors.Refused,
            match="option of branch 'Main' cannot be removed: it is used by the syncs Nightly and 1 profiles",
        ),
        store.change("catalogue", "ann") as change,
    ):
        catalogue.remove_option(change, "branch", "Main")
    with (
        pytest.raises(errors.Refused, match="option of tags 'A' cannot be removed: it is used by 1 profiles"),
        store.change("catalogue", "ann") as change,
    ):
        catalogue.remove_option(change, "tags", "A")


def test_a_type_in_use_is_not_removed(store: Store) -> None:
    _use(store)
    with (
        pytest.raises(errors.Refused, match="cannot be removed: it is used by the syncs Nightly and 1 profiles"),
        store.change("catalogue", "ann") as change,
    ):
        catalogue.remove_type(change, "Student")


def test_the_system_s_fields_stay(store: Store) -> None:
    with (
        pytest.raises(errors.Refused, match="'email' is one of the system's"),
        store.change("catalogue", "ann") as change,
    ):
        catalogue.remove_field(change, "email")


def test_unknown_names_are_said_with_the_nearest(store: Store) -> None:
    _save(store, FIELDS)
    with pytest.raises(errors.NotFound, match="Did you mean 'Student'"), store.change("catalogue", "ann") as change:
        catalogue.remove_type(change, "Studnet")
    with pytest.raises(errors.NotFound, match="Did you mean 'Main'"), store.change("catalogue", "ann") as change:
        catalogue.remove_option(change, "branch", "Mian")
