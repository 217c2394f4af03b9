"""Profiles made and edited by hand: what is stored, and what is refused in which words."""

import datetime as dt

import pytest

from synckit import errors, profiles
from synckit.store import head

NOETHER = {"type": "Student", "last_name": " Noether ", "card": "A1", "student.year": "+02027"}


def version(store):
    with store.read() as conn:
        return head(conn)


def shown(store, profile_id):
    return {key: value for key, value in profiles.show(store, profile_id).items() if value is not None}


def test_a_profile_is_made_of_canonical_values(library):
    made = profiles.make(
        library, {**NOETHER, "branches": "Law;Main", "blocked": "Yes", "birth_date": "1882-03-23T04:00"}, "ann"
    )
    assert made == 1
    assert shown(library, 1) == {
        "type": "Student", "last_name": "Noether", "card": "A1", "student.year": 2027,
        "branches": ["Main", "Law"], "blocked": True, "birth_date": dt.date(1882, 3, 23),
    }  # fmt: skip


def test_python_values_are_taken_as_their_text(library):
    profiles.make(
        library,
        {
            **NOETHER,
            "fines": 2.50,
            "branches": ["Art"],
            "seen": dt.datetime(2026, 1, 2, 3, tzinfo=dt.UTC),
            "blocked": False,
        },
        "ann",
    )
    some = {"fines": 2.5, "branches": ["Art"], "seen": dt.datetime(2026, 1, 2, 3, tzinfo=dt.UTC), "blocked": False}
    assert some.items() <= shown(library, 1).items()


def test_an_edit_changes_and_clears_and_says_what_changed(library):
    profiles.make(library, {**NOETHER, "phone": "+49 30 1", "city": "Bonn"}, "ann")
    assert profiles.edit(library, 1, {"phone": None, "city": "", "first_name": "Emmy", "card": "A1"}, "bob") == (
        "phone",
        "city",
        "first_name",
    )
    assert shown(library, 1) == {
        "type": "Student",
        "last_name": "Noether",
        "first_name": "Emmy",
        "card": "A1",
        "student.year": 2027,
    }


def test_an_edit_that_changes_nothing_makes_no_version(library):
    profiles.make(library, NOETHER, "ann")
    before = version(library)
    assert profiles.edit(library, 1, {"last_name": "Noether", "student.year": "2027", "phone": None}, "ann") == ()
    assert version(library) == before


def test_a_changed_type_hides_the_former_types_values_until_it_comes_back(library):
    profiles.make(library, NOETHER, "ann")
    profiles.edit(library, 1, {"type": "Faculty", "faculty.department": "Maths"}, "ann")
    assert shown(library, 1)["faculty.department"] == "Maths"
    assert "student.year" not in shown(library, 1)
    profiles.edit(library, 1, {"type": "Student"}, "ann")
    assert shown(library, 1)["student.year"] == 2027


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"email": "x@"}, "email breaks the rule type .*does not read as email; write it in that form"),
        ({"city": "x" * 257}, "city breaks the rule length .*longer than 256 characters; shorten it"),
        ({"branches": "Main; Zoo"}, "branches breaks the rule option .*not one of Main, Law, Art; choose"),
        ({"type": "Sudent"}, "type breaks the rule option .*not one of Student, Faculty"),
        ({"card": "a1"}, "card breaks the rule pattern .*does not match the pattern .*; correct it"),
        ({"last_name": None}, "last_name breaks the rule required .*cannot be emptied; give a value"),
        ({"card": "B2"}, "card breaks the rule not_unique .*another profile holds this value"),
        ({"work_email": "EMMY@example.org"}, "work_email breaks the rule not_unique"),
        (
            {"faculty.department": "Maths"},
            "faculty.department breaks the rule other_type .*only profiles of type Faculty",
        ),
        ({"type": "Faculty"}, "faculty.department breaks the rule missing_required .*required; give a value"),
        ({"emial": "x"}, "No profile field named 'emial'. Did you mean 'email'"),
        ({"profile_id": "2"}, "A profile's id is given by synckit and never changes"),
        ({"city": "a\0b"}, "'city' in row 1 holds a character that cannot be stored"),
        ({"city": "a\ud800b"}, "'city' in row 1 holds a character that cannot be stored"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(library, values, said):
    profiles.make(library, NOETHER, "ann")
    profiles.make(library, {**NOETHER, "card": "B2", "work_email": "emmy@example.org"}, "ann")
    before = version(library), shown(library, 1)
    with pytest.raises(errors.Refused, match=said):
        profiles.edit(library, 1, {"first_name": "Emmy", **values}, "ann")
    assert (version(library), shown(library, 1)) == before


def test_every_broken_rule_is_a_finding(library):
    with pytest.raises(
        profiles.Unfit, match="type breaks the rule missing_required.*email breaks the rule type"
    ) as refused:
        profiles.make(library, {"last_name": "Noether", "email": "x"}, "ann")
    assert [(each.field, each.rule, each.value) for each in refused.value.findings] == [
        ("type", "missing_required", None),
        ("email", "type", "x"),
    ]


def test_a_value_that_was_let_in_earlier_stops_nobody(library):
    profiles.make(library, NOETHER, "ann")
    with library.change("edit", "ann") as change:
        profiles.ending.stored.update(change, ("card",), [("old card", 1)])
    assert profiles.edit(library, 1, {"card": "old card", "city": "Bonn"}, "ann") == ("city",)


def test_an_email_may_change_its_case(library):
    profiles.make(library, {**NOETHER, "work_email": "emmy@example.org"}, "ann")
    assert profiles.edit(library, 1, {"work_email": "Emmy@example.org"}, "ann") == ("work_email",)


def test_profiles_that_are_not_there_are_refused(library):
    profiles.make(library, NOETHER, "ann")
    profiles.delete(library, 1, "ann")
    with pytest.raises(errors.Refused, match="Profile 1 was deleted; make a new one"):
        profiles.edit(library, 1, {"city": "Bonn"}, "ann")
    with pytest.raises(errors.NotFound, match="There is no profile 2"):
        profiles.edit(library, 2, {"city": "Bonn"}, "ann")
    with pytest.raises(errors.NotFound, match="Profile 1 was deleted; its history"):
        profiles.show(library, 1)


def test_a_deleted_profile_gives_its_unique_values_free(library):
    profiles.make(library, NOETHER, "ann")
    profiles.delete(library, 1, "ann")
    assert profiles.make(library, NOETHER, "ann") == 2


def test_the_history_says_who_changed_what(library):
    profiles.make(library, NOETHER, "ann")
    profiles.edit(library, 1, {"student.year": "2028", "city": "Bonn"}, "bob")
    profiles.delete(library, 1, "eve")
    entries = [(each.kind, each.actor, each.field, each.before, each.after) for each in profiles.history(library, 1)]
    assert entries == [
        ("edit", "ann", None, None, None),
        ("edit", "bob", "city", None, "Bonn"),
        ("edit", "bob", "student.year", "2027", "2028"),
        ("delete", "eve", "card", "A1", None),
        ("delete", "eve", "city", "Bonn", None),
        ("delete", "eve", "last_name", "Noether", None),
        ("delete", "eve", "student.year", "2028", None),
        ("delete", "eve", "type", "Student", None),
    ]
