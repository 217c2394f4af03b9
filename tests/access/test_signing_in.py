"""A name and a password become a sign-in, and a sign-in a person, for as long as it is allowed."""

from __future__ import annotations

import datetime as dt

import pytest

from synckit import errors
from synckit.access import Person, Role, passwords, presence, signing_in, users
from synckit.store import audit
from synckit.store import users as kept_users
from tests.access.conftest import ANN, BO


def refused(store, name, password):
    with pytest.raises(errors.Refused, match="The name or the password is wrong, or there were too many failures"):
        signing_in.sign_in(store, name, password)


def fail(store, times, name="ann"):
    for _ in range(times):
        refused(store, name, "wrong")


def actions(store):
    with store.read() as conn:
        return [(line.actor, line.action, line.subject, line.detail) for line in reversed(audit.list(conn))]


def test_the_right_password_signs_in_whatever_the_case_of_the_name(store):
    token = signing_in.sign_in(store, "ANN", ANN)
    assert signing_in.person_of(store, token) == Person("ann", Role.ADMIN)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ann", "wrong"),
        ("ann", ""),
        ("nobody", ANN),
        ("", ""),
        ("cy@example.org", ""),
        ("ann", "x" * 10_000),
        ("\x00", "\ud800"),
    ],
)
def test_anything_else_is_refused_with_one_sentence(store, name, password):
    refused(store, name, password)


def test_a_token_is_kept_as_its_hash(store):
    token = signing_in.sign_in(store, "ann", ANN)
    with store.read() as conn:
        kept = conn.execute(kept_users.schema.sign_ins.select()).one()
    assert (len(kept.token), token in repr(kept)) == (64, False)
    assert signing_in.person_of(store, kept.token) is None


def test_a_token_that_nobody_has_is_nobody(store):
    assert [signing_in.person_of(store, each) for each in ("", "made up", "\ud800")] == [None, None, None]


def test_a_sign_in_ends_after_eight_hours(store, at):
    token = signing_in.sign_in(store, "ann", ANN)
    at("19:59:59")
    assert signing_in.person_of(store, token)
    at("20:00:00")
    assert signing_in.person_of(store, token) is None


def test_expired_sign_ins_are_forgotten(store, at):
    signing_in.sign_in(store, "ann", ANN)
    at("20:00:01")
    signing_in.sign_in(store, "ann", ANN)
    with store.read() as conn:
        assert len(conn.execute(kept_users.schema.sign_ins.select()).all()) == 1


def test_signing_out_ends_one_sign_in(store):
    here, there = signing_in.sign_in(store, "ann", ANN), signing_in.sign_in(store, "ann", ANN)
    signing_in.sign_out(store, here)
    signing_in.sign_out(store, here)
    assert [bool(signing_in.person_of(store, token)) for token in (here, there)] == [False, True]


def test_five_failures_lock_for_one_minute(store, at):
    fail(store, 5)
    refused(store, "ann", ANN)
    at("12:00:59")
    refused(store, "ann", ANN)
    at("12:01:01")
    assert signing_in.sign_in(store, "ann", ANN)


def test_four_failures_lock_nobody_and_are_forgotten_by_a_success(store):
    fail(store, 4)
    assert signing_in.sign_in(store, "ann", ANN)
    fail(store, 4)
    assert signing_in.sign_in(store, "ann", ANN)


def test_each_further_failure_locks_for_twice_as_long_up_to_fifteen_minutes(store, at):
    fail(store, 4)
    locked = []
    for hour in range(13, 20):
        at(f"{hour}:00:00")
        refused(store, "ann", "wrong")
        with store.read() as conn:
            until = kept_users.load(conn, "ann").locked_until
        locked.append(until.minute)
    assert locked == [1, 2, 4, 8, 15, 15, 15]


def test_attempts_while_locked_do_not_lengthen_the_lock(store, at):
    fail(store, 20)
    at("12:01:01")
    assert signing_in.sign_in(store, "ann", ANN)


def test_one_user_who_is_locked_locks_nobody_else(store):
    fail(store, 5)
    assert signing_in.sign_in(store, "bo", BO)


def test_an_attempt_counts_before_it_is_compared(store, monkeypatch):
    def interrupted(password, kept):
        raise KeyboardInterrupt("ended")

    monkeypatch.setattr(passwords, "matches", interrupted)
    for _ in range(5):
        with pytest.raises(KeyboardInterrupt, match="ended"):
            signing_in.sign_in(store, "ann", ANN)
    monkeypatch.undo()
    with store.read() as conn:
        assert kept_users.load(conn, "ann").failures == 5


def test_a_password_is_hashed_whether_or_not_the_name_exists(store, monkeypatch):
    spent = []
    monkeypatch.setattr(passwords, "_scrypt", lambda *given: spent.append(1) or b"")
    for name in ("ann", "nobody", "cy@example.org"):
        refused(store, name, "wrong")
    assert len(spent) == 3


def test_a_user_who_is_disabled_meanwhile_is_refused(store, monkeypatch):
    def slowly(password, kept):
        users.disable(store, "bo", "ann")
        return True

    monkeypatch.setattr(passwords, "matches", slowly)
    refused(store, "bo", BO)


def test_single_sign_on_takes_users_without_a_password_only(store):
    asked = ["CY@example.org ", "ann", "stranger@example.org", ""]
    found = [signing_in.single_sign_on(store, each) for each in asked]
    assert found == [Person("cy@example.org", Role.ANALYST), None, None, None]
    users.disable(store, "cy@example.org", "ann")
    assert signing_in.single_sign_on(store, "cy@example.org") is None


def test_single_sign_on_lasts_as_long_as_a_sign_in_by_password(store, at):
    since = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    found = presence.vouched_for(store, "cy@example.org", since)
    at("19:59:59")
    assert found.is_unchanged
    at("20:00:00")
    assert not found.is_unchanged
    assert presence.vouched_for(store, "cy@example.org", since) is None
    assert presence.vouched_for(store, "cy@example.org")


def test_the_audit_names_users_and_never_what_was_typed(store):
    token = signing_in.sign_in(store, "ann", ANN)
    signing_in.sign_out(store, token)
    refused(store, "my password typed as a name", "wrong")
    fail(store, 5)
    assert actions(store)[3:] == [
        ("ann", "sign in", "", ""),
        ("ann", "sign out", "", ""),
        ("ann", "lock user", "ann", "5 failures"),
    ]
