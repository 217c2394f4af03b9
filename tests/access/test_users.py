"""Users: added, changed, disabled, removed; what they may no longer do is gone at once."""

from __future__ import annotations

import pytest

from synckit import errors
from synckit.access import Person, Role, signing_in, users
from synckit.store import audit, open_store
from tests.access.conftest import ANN, BO


def test_users_are_listed_by_name_without_their_hashes(store):
    users.add(store, "Bea", "analyst", "another password", "ann")
    assert [(each["name"], each["role"], each["single_sign_on"]) for each in users.listed(store)] == [
        ("ann", "admin", False),
        ("Bea", "analyst", False),
        ("bo", "viewer", False),
        ("cy@example.org", "analyst", True),
    ]
    assert {*users.listed(store)[0]} == {"name", "role", "single_sign_on", "disabled", "created"}


def test_the_first_user_has_to_be_an_admin(tmp_path):
    with open_store(tmp_path / "new.db") as store:
        with pytest.raises(errors.Refused, match="The first user has to be an admin"):
            users.add(store, "bo", "viewer", BO, "setup")
        assert not signing_in.anybody(store)
        users.add(store, "ann", "admin", ANN, "setup")
        assert signing_in.anybody(store)


@pytest.mark.parametrize(
    ("name", "role", "password", "why"),
    [
        ("ANN", "viewer", "another password", "The user 'ANN' exists already"),
        ("dee", "boss", "another password", "No role named 'boss'"),
        ("dee", "viewer", "short", "has 10 to 256 characters"),
        (" ", "viewer", "another password", "has 1 to 100 printable characters"),
        ("d\x1bee", "viewer", "another password", "has 1 to 100 printable characters"),
        ("d" * 101, "viewer", "another password", "has 1 to 100 printable characters"),
    ],
)
def test_what_is_no_user_is_refused(store, name, role, password, why):
    with pytest.raises(errors.Refused, match=why):
        users.add(store, name, role, password, "ann")


def test_a_role_changes_at_once(store):
    token = signing_in.sign_in(store, "bo", BO)
    users.set_role(store, "bo", "analyst", "ann")
    assert signing_in.person_of(store, token) == Person("bo", Role.ANALYST)


def test_a_user_who_is_disabled_is_signed_out_at_once_and_stays_so(store):
    token = signing_in.sign_in(store, "bo", BO)
    users.disable(store, "bo", "ann")
    users.enable(store, "bo", "ann")
    assert signing_in.person_of(store, token) is None
    assert signing_in.sign_in(store, "bo", BO)


def test_a_user_who_is_removed_is_nobody(store):
    token = signing_in.sign_in(store, "bo", BO)
    users.remove(store, "bo", "ann")
    assert signing_in.person_of(store, token) is None
    with pytest.raises(errors.NotFound, match="No user named 'bo'"):
        users.set_role(store, "bo", "admin", "ann")


def test_another_password_ends_every_sign_in_and_a_lock(store):
    token = signing_in.sign_in(store, "bo", BO)
    for _ in range(5):
        with pytest.raises(errors.Refused, match="wrong"):
            signing_in.sign_in(store, "bo", "wrong")
    users.set_password(store, "bo", "another password", "ann")
    assert signing_in.person_of(store, token) is None
    assert signing_in.sign_in(store, "bo", "another password")


def test_enabling_ends_a_lock(store):
    for _ in range(5):
        with pytest.raises(errors.Refused, match="wrong"):
            signing_in.sign_in(store, "bo", "wrong")
    users.enable(store, "bo", "ann")
    assert signing_in.sign_in(store, "bo", BO)


def test_ones_own_password_is_changed_with_the_current_one_and_this_sign_in_goes_on(store):
    here, there = signing_in.sign_in(store, "bo", BO), signing_in.sign_in(store, "bo", BO)
    users.change_own(store, "bo", BO, "another password", here)
    assert [bool(signing_in.person_of(store, token)) for token in (here, there)] == [True, False]
    assert signing_in.sign_in(store, "bo", "another password")


def test_ones_own_password_needs_the_current_one(store):
    with pytest.raises(errors.Refused, match="wrong"):
        users.change_own(store, "bo", "guessed", "another password")
    with pytest.raises(errors.Refused, match="has 10 to 256 characters"):
        users.change_own(store, "bo", BO, "short")
    with pytest.raises(errors.Refused, match="comes by single sign-on"):
        users.change_own(store, "cy@example.org", "", "another password")
    assert signing_in.sign_in(store, "bo", BO)


@pytest.mark.parametrize(
    "action",
    [
        lambda store: users.set_role(store, "ann", "analyst", "ann"),
        lambda store: users.disable(store, "ann", "ann"),
        lambda store: users.remove(store, "ann", "ann"),
    ],
)
def test_the_last_admin_stays(store, action):
    users.add(store, "dee", "admin", "another password", "ann")
    users.disable(store, "dee", "ann")
    with pytest.raises(errors.Refused, match="'ann' is the last admin and cannot .*; make another admin first"):
        action(store)
    users.enable(store, "dee", "ann")
    action(store)


@pytest.mark.parametrize(
    "action",
    [
        lambda store, **how: users.set_role(store, "ann", "analyst", "ann", **how),
        lambda store, **how: users.disable(store, "ann", "ann", **how),
        lambda store, **how: users.remove(store, "ann", "ann", **how),
    ],
)
def test_without_single_sign_on_the_last_admin_with_a_password_stays(store, action):
    users.set_role(store, "cy@example.org", "admin", "ann")
    with pytest.raises(errors.Refused, match="'ann' is the last admin with a password and cannot"):
        action(store, single_sign_on=False)
    action(store, single_sign_on=True)


def test_without_single_sign_on_an_admin_without_a_password_goes_and_none_is_added(store):
    users.set_role(store, "cy@example.org", "admin", "ann")
    users.disable(store, "cy@example.org", "ann", single_sign_on=False)
    with pytest.raises(errors.Refused, match="Single sign-on is not set up here; give the user a password"):
        users.add(store, "dee@example.org", "viewer", None, "ann", single_sign_on=False)


def test_the_very_last_admin_stays_also_without_a_password(store):
    users.set_role(store, "cy@example.org", "admin", "ann")
    users.remove(store, "ann", "ann")
    for single_sign_on in (True, False):
        with pytest.raises(errors.Refused, match="is the last admin and cannot be removed"):
            users.remove(store, "cy@example.org", "ann", single_sign_on=single_sign_on)


def test_everything_is_in_the_audit(store):
    users.set_role(store, "bo", "analyst", "ann")
    users.set_password(store, "bo", "another password", "ann")
    users.disable(store, "bo", "ann")
    users.enable(store, "bo", "ann")
    users.remove(store, "bo", "ann")
    with store.read() as conn:
        lines = [(line.actor, line.action, line.subject, line.detail) for line in reversed(audit.list(conn))]
    assert lines == [
        ("setup", "add user", "ann", "admin"),
        ("setup", "add user", "bo", "viewer"),
        ("setup", "add user", "cy@example.org", "analyst, single sign-on"),
        ("ann", "set role", "bo", "viewer → analyst"),
        ("ann", "set password", "bo", ""),
        ("ann", "disable user", "bo", ""),
        ("ann", "enable user", "bo", ""),
        ("ann", "remove user", "bo", ""),
    ]
