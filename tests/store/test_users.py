"""Users and sign-ins in both databases."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from synckit import clock, errors
from synckit.store import Store, migrations, schema, users


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCKIT_NOW", "2026-11-23T12:00:00Z")


def test_a_user_is_found_in_whatever_case(store: Store) -> None:
    with store.write() as conn:
        made = users.add(conn, "Ann", "admin", "kept")
    with store.read() as conn:
        assert users.find(conn, "aNN") == made
        assert (made.name, made.role, made.disabled, made.failures, made.created_at) == (
            "Ann", "admin", False, 0, dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC),
        )  # fmt: skip
        assert "kept" not in repr(made)


def test_a_name_exists_once(store: Store) -> None:
    with store.write() as conn:
        users.add(conn, "Ann", "admin", None)
    with pytest.raises(errors.Refused, match="The user 'ann' exists already"), store.write() as conn:
        users.add(conn, "ann", "viewer", None)


def test_an_unknown_name_is_said_with_the_nearest(store: Store) -> None:
    with store.write() as conn:
        users.add(conn, "Hanna", "admin", None)
    with pytest.raises(errors.NotFound, match=r"No user named 'hana'. Did you mean 'Hanna'\?"), store.read() as conn:
        users.load(conn, "hana")


def test_whether_there_is_anybody(store: Store) -> None:
    with store.write() as conn:
        before = users.any_user(conn)
        users.add(conn, "Ann", "admin", None)
        assert (before, users.any_user(conn)) == (False, True)


def test_a_sign_in_ends_with_its_time_its_user_or_a_disabled_user(store: Store) -> None:
    soon, late = clock.now() + dt.timedelta(seconds=1), clock.now()
    with store.write() as conn:
        ann, bo = (users.add(conn, name, "admin", None) for name in ("ann", "bo"))
        for token, user, until in (("a", ann, soon), ("b", bo, soon), ("c", bo, soon)):
            users.begin(conn, token, user.id, until)
        assert [bool(users.signed_in(conn, token)) for token in "abcx"] == [True, True, True, False]
        users.change(conn, ann.id, disabled=True)
        users.end_all(conn, bo.id, but="c")
        assert [bool(users.signed_in(conn, token)) for token in "abc"] == [False, False, True]
        users.remove(conn, bo.id)
        assert users.signed_in(conn, "c") is None
        users.change(conn, ann.id, disabled=False)
        users.begin(conn, "d", ann.id, late)
        assert users.signed_in(conn, "d") is None


def test_a_database_without_users_gets_the_tables(store: Store) -> None:
    with store.write() as conn:
        schema.sign_ins.drop(conn)
        schema.users.drop(conn)
        place = [step.__name__ for step in migrations.STEPS].index("_users")
        conn.execute(sa.update(schema.schema_version).values(version=place))
    migrations.migrate(store.write, store.where)
    with store.read() as conn:
        assert users.list(conn) == []
