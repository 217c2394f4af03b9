"""Which write each field of a profile has its value from, and two profiles before they are merged."""

import datetime as dt

import pytest

from synckit import errors, profiles
from synckit.store import retention


def origins(store, profile_id, *columns):
    with store.read() as conn:
        found = profiles.origins(conn, profile_id, columns)
    return {name: each and (each.kind, each.actor, each.made) for name, each in found.items()}


@pytest.fixture
def noether(library):
    profiles.make(library, {"type": "Student", "last_name": "Noether", "city": "Bonn"}, "ann")
    return library


def test_the_last_write_of_a_field_is_its_origin(noether):
    profiles.edit(noether, 1, {"city": "Ulm"}, "bob")
    profiles.edit(noether, 1, {"city": "Köln", "phone": "12345"}, "cy")
    assert origins(noether, 1, "last_name", "city", "phone") == {
        "last_name": ("edit", "ann", True),
        "city": ("edit", "cy", False),
        "phone": ("edit", "cy", False),
    }


def test_where_the_history_is_gone_nothing_is_made_up(noether):
    profiles.edit(noether, 1, {"city": "Ulm"}, "bob")
    with noether.write() as conn:
        retention.prune(conn, dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    profiles.edit(noether, 1, {"phone": "12345"}, "cy")
    assert origins(noether, 1, "last_name", "city", "phone") == {
        "last_name": None,
        "city": None,
        "phone": ("edit", "cy", False),
    }


def test_a_profile_never_changed_keeps_its_origin_when_the_history_goes(noether):
    with noether.write() as conn:
        retention.prune(conn, dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    assert origins(noether, 1, "city") == {"city": ("edit", "ann", True)}


def test_two_profiles_side_by_side(noether):
    profiles.make(noether, {"type": "Student", "last_name": "Nöther", "phone": "12345"}, "ann")
    pairs = profiles.compare(noether, 1, 2)
    assert [(pair.field.key, pair.kept, pair.dropped, pair.fills) for pair in pairs] == [
        ("type", "Student", "Student", False),
        ("last_name", "Noether", "Nöther", False),
        ("phone", None, "12345", True),
        ("city", "Bonn", None, False),
    ]
    assert profiles.merge(noether, 1, 2, "ann") == ("phone",)
    with pytest.raises(errors.Refused, match="Profile 2 was deleted"):
        profiles.compare(noether, 1, 2)
    with pytest.raises(errors.Refused, match="cannot be merged with itself"):
        profiles.compare(noether, 1, 1)


def test_an_edit_of_an_older_sight_is_refused(noether):
    profiles.edit(noether, 1, {"city": "Ulm"}, "bob", seen=2)
    with pytest.raises(errors.Moved, match="Profile 1 was changed meanwhile"):
        profiles.edit(noether, 1, {"city": "Köln"}, "cy", seen=2)
    assert profiles.show(noether, 1)["city"] == "Ulm"
