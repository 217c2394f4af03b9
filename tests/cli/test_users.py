"""user: added, listed, changed, removed from the command line."""

from __future__ import annotations

import pytest

from synckit.access import signing_in
from synckit.store import open_store


@pytest.fixture
def secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("ANN", "correct horse")
    (tmp_path / "bo").write_text("battery staple\n", "utf-8")
    return tmp_path / "bo"


@pytest.fixture
def made(cli, secrets):
    assert cli("init").code == 0
    assert cli("user", "add", "ann", "--role", "admin", "--password", "env:ANN").out == "ann may sign in as admin.\n"
    assert cli("user", "add", "bo", "--role", "viewer", "--password", f"file:{secrets}").code == 0
    return cli


def may_sign_in(home, name, password):
    with open_store(home / "synckit.db") as store:
        try:
            return bool(signing_in.sign_in(store, name, password))
        except Exception:  # noqa: BLE001 - refused, for whatever reason
            return False


def test_a_password_comes_from_the_environment_or_a_file(made, home):
    assert may_sign_in(home, "ann", "correct horse")
    assert may_sign_in(home, "bo", "battery staple")


def test_users_are_listed_without_their_hashes(made):
    made("user", "add", "cy@example.org", "--role", "analyst", "--single-sign-on")
    listed = made("user", "list", "--json")
    assert [(each["name"], each["role"], each["single_sign_on"], each["disabled"]) for each in listed.json] == [
        ("ann", "admin", False, False),
        ("bo", "viewer", False, False),
        ("cy@example.org", "analyst", True, False),
    ]
    assert "scrypt" not in listed.out
    assert "cy@example.org  analyst  single sign-on  active" in made("user", "list").out


def test_roles_passwords_and_states_are_changed(made, home, monkeypatch):
    monkeypatch.setenv("BO", "another password")
    assert made("user", "role", "bo", "analyst", "--json").json == {"name": "bo", "role": "analyst"}
    assert made("user", "password", "bo", "--password", "env:BO").code == 0
    assert may_sign_in(home, "bo", "another password")
    assert made("user", "disable", "bo").out == "bo is disabled.\n"
    assert not may_sign_in(home, "bo", "another password")
    assert made("user", "enable", "bo").out == "bo may sign in again.\n"
    assert made("user", "remove", "bo", "--json").json == {"name": "bo", "removed": True}
    made("user", "remove", "bo").refused("No user named 'bo'")


def test_the_last_admin_stays(made):
    for words in (("role", "ann", "viewer"), ("disable", "ann"), ("remove", "ann")):
        made("user", *words).refused("'ann' is the last admin")


def test_the_first_user_is_an_admin(cli, secrets):
    cli("init")
    cli("user", "add", "ann", "--role", "viewer", "--password", "env:ANN").refused("The first user has to be an admin")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--role", "admin", "--password", "correct horse"], "--password is written as env:VARIABLE or file:PATH"),
        (["--role", "admin", "--password", "env:NOWHERE"], "the environment has no NOWHERE"),
        (["--role", "admin"], "The password is missing; give it with --password env:VARIABLE or file:PATH"),
        (["--role", "admin", "--password", "env:ANN", "--single-sign-on"], "not both"),
        (["--role", "boss", "--password", "env:ANN"], "boss"),
        (["--password", "env:ANN"], "--role"),
    ],
)
def test_what_cannot_be_is_refused_and_no_password_repeated(cli, secrets, words, why):
    cli("init")
    done = cli("user", "add", "dee", *words)
    done.refused(why)
    assert "correct horse" not in done.err


def test_a_weak_password_is_refused(cli, monkeypatch):
    cli("init")
    monkeypatch.setenv("WEAK", "short")
    cli("user", "add", "ann", "--role", "admin", "--password", "env:WEAK").refused(
        "A password has 10 to 256 characters"
    )


def test_who_added_whom_is_in_the_audit(made, home, monkeypatch):
    from synckit.store import audit

    with open_store(home / "synckit.db") as store, store.read() as conn:
        assert [(line.action, line.subject) for line in audit.list(conn)] == [("add user", "bo"), ("add user", "ann")]
