"""Signing in where plain Streamlit serves: who may be here, what is shown before, and what ends at once."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import synckit
from synckit import clock, errors
from synckit.access import Act, Person, Role, passwords, presence, signing_in, users
from synckit.ui import callers, identity, navigation, words
from synckit.ui import library as opened
from synckit.ui.words import users as text
from tests.ui import library

ROOT = Path(__file__).parents[2]
ANN, BO = "correct horse", "battery staple"
ELSEWHERE = callers.Caller("library.example.org", "https://library.example.org", True, "192.0.2.7")


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(signing_in, "REFUSAL_SECONDS", 0.0)
    monkeypatch.setattr(passwords, "_N", 2**4)


@pytest.fixture
def home(tmp_path):
    """A library with an admin, a viewer, and somebody who comes by single sign-on."""
    made = library.make(tmp_path)
    with synckit.open(made) as ws:
        ws.add_user("ann", "admin", ANN)
        ws.add_user("bo", "viewer", BO)
        ws.add_user("cy@example.org", "analyst")
    return made


def sign_in(at: AppTest, name: str, password: str) -> AppTest:
    fields = {each.label: each for each in at.text_input}
    fields[text.NAME].input(name)
    fields[text.PASSWORD].input(password)
    return next(each for each in at.button if each.label == text.SIGN_IN).click().run()


def everything(at: AppTest) -> str:
    kinds = (at.title, at.header, at.markdown, at.caption, at.error, at.warning, at.text, at.code)
    return "\n".join(str(each.value) for kind in kinds for each in kind)


def is_closed(at: AppTest) -> bool:
    return [each.value for each in at.title] == [text.SIGN_IN] and "Students" not in everything(at)


def store():
    return opened.opened().workspace.home.store


def test_without_users_this_computer_comes_in_as_an_admin(app, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "erika")
    at = app()
    assert at.title[0].value == words.PAGE
    assert "**erika** · Admin" in everything(at)
    assert [each.label for each in at.button if each.label == text.SIGN_OUT] == []


@pytest.mark.parametrize(
    "caller",
    [
        ELSEWHERE,
        callers.Caller("127.0.0.1:8501", between=True),
        callers.Caller("127.0.0.1:8501", address="192.0.2.7"),
        callers.Caller("library.example.org"),
    ],
)
def test_without_users_nobody_comes_in_from_elsewhere(app, tmp_path, monkeypatch, caller):
    home = library.make(tmp_path)
    app(home)
    monkeypatch.setattr(callers, "caller", lambda: caller)
    at = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30).run()
    assert is_closed(at)
    assert at.code[0].value == "python -m synckit user add NAME --role admin"
    assert len(at.text_input) == 0


def test_without_users_a_server_that_others_reach_lets_nobody_in(app, tmp_path, monkeypatch):
    monkeypatch.setattr(callers, "listens_here_alone", lambda: False)
    assert is_closed(app(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_a_browser_that_has_gone_sees_nothing(app, home, monkeypatch):
    at = app(home)
    monkeypatch.setattr(callers, "caller", lambda: None)
    at.run()
    assert (len(at.title), len(at.exception)) == (0, 0)


def test_every_page_asks_for_a_sign_in_first(app, home):
    at = app(home)
    assert is_closed(at)
    scripts = [*(ROOT / "pages").rglob("*.py")]
    known = {Path(each) for each in (navigation.page(file) for file in (*navigation._SHOWN, *navigation._HIDDEN))}
    assert {*scripts} == known
    for script in scripts:
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            at.switch_page(str(script))


def test_the_right_password_opens_the_app_and_says_who_is_at_work(app, home):
    at = sign_in(app(home), "Ann", ANN)
    assert at.title[0].value == words.PAGE
    assert "**ann** · Admin" in everything(at)


def test_the_wrong_one_is_refused_and_repeated_nowhere(app, home):
    at = sign_in(app(home), "ann", "canary-password")
    assert is_closed(at)
    assert at.error[0].value == text.FAILED
    assert "canary" not in everything(at)


def test_a_viewer_has_no_page_of_users(app, home):
    at = sign_in(app(home), "bo", BO)
    assert "**bo** · Viewer" in everything(at)
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        at.switch_page(str(navigation.page(navigation.USERS)))


def test_signing_out_ends_the_sign_in_and_forgets_what_was_looked_at(app, home):
    at = sign_in(app(home), "ann", ANN)
    token = at.session_state["sign-in"]
    at.session_state["canary"] = "what ann looked at"
    at.button(key="sign-out").click().run()
    assert is_closed(at)
    assert "canary" not in at.session_state
    assert signing_in.person_of(store(), token) is None


@pytest.mark.parametrize("end", [users.disable, users.remove])
def test_a_user_who_is_disabled_or_removed_is_out_at_the_next_click(app, home, end):
    at = sign_in(app(home), "bo", BO)
    end(store(), "bo", "ann")
    assert is_closed(at.run())


def test_a_role_changes_at_the_next_click(app, home):
    at = sign_in(app(home), "bo", BO)
    users.set_role(store(), "bo", "analyst", "ann")
    assert "**bo** · Analyst" in everything(at.run())


def test_a_button_that_was_drawn_before_does_nothing_any_more(app, home):
    app(home)
    bo = presence.signed_in(store(), signing_in.sign_in(store(), "bo", BO))
    users.set_role(store(), "bo", "admin", "ann")
    bo.require(Act.DELETE)
    assert not bo.is_unchanged
    users.disable(store(), "bo", "ann")
    with pytest.raises(errors.Forbidden, match="Your sign-in has ended; sign in again"):
        bo.require(Act.RUN)


def test_the_one_person_of_a_workspace_stays_until_there_are_users(app):
    app()
    erika = presence.alone(store(), "erika")
    erika.require(Act.DELETE)
    users.add(store(), "ann", "admin", ANN, "erika")
    with pytest.raises(errors.Forbidden, match="Your sign-in has ended"):
        erika.require(Act.DELETE)
    assert presence.alone(store(), "erika") is None


def test_ones_own_password_is_changed(app, home):
    at = sign_in(app(home), "bo", BO)
    at.button(key="change-password").click().run()
    at = password_dialog(at, BO, "another password", "another passwort")
    assert at.error[0].value == text.NOT_ALIKE.replace(".", "\\.")
    at = password_dialog(at, "guessed", "another password", "another password")
    assert "The name or the password is wrong" in at.error[0].value
    at = password_dialog(at, BO, "another password", "another password")
    assert "**bo** · Viewer" in everything(at)
    assert signing_in.sign_in(store(), "bo", "another password")


def password_dialog(at: AppTest, current: str, new: str, again: str) -> AppTest:
    fields = {each.label: each for each in at.text_input}
    given = {text.CURRENT_PASSWORD: current, text.NEW_PASSWORD: new, text.NEW_PASSWORD_AGAIN: again}
    for label, value in given.items():
        fields[label].input(value)
    return next(each for each in at.button if each.label == text.SAVE_PASSWORD).click().run()


# Single sign-on

CY = {"is_logged_in": True, "email": "CY@example.org", "email_verified": True}


def vouched(app, home, monkeypatch, **user) -> AppTest:
    at = app(home)
    at.user = user
    return at.run()


def test_whoever_the_service_vouches_for_has_the_role_of_our_store(app, home, monkeypatch):
    assert "**cy\\@" in everything(vouched(app, home, monkeypatch, **CY)).replace("\u2060", "")


@pytest.mark.parametrize(
    ("user", "why"),
    [
        (CY | {"email": "stranger@example.org"}, "is no user of this workspace"),
        (CY | {"email": "ann"}, "is no user of this workspace"),
        (CY | {"email_verified": False}, "does not say that"),
        (CY | {"email_verified": "false"}, "does not say that"),
    ],
)
def test_anybody_else_is_told_why_and_stays_out(app, home, monkeypatch, user, why):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    at = vouched(app, home, monkeypatch, **user)
    assert is_closed(at)
    assert why in at.error[0].value


@pytest.mark.parametrize(("hours", "is_over"), [(7.9, False), (8.1, True), (24 * 29, True)])
def test_a_sign_in_by_the_service_lasts_eight_hours(app, home, monkeypatch, hours, is_over):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr("synckit.ui.single_sign_on._services", lambda: [""])
    at = vouched(app, home, monkeypatch, **CY, iat=int(clock.now().timestamp() - hours * 3600))
    assert is_closed(at) is is_over
    assert ("Sign in with single sign-on" in [each.label for each in at.button]) is is_over
    assert [each.value for each in at.info if is_over] == [text.ENDED] * is_over
    assert len(at.error) == 0


def test_an_address_without_a_sign_in_is_nobody(app, home, monkeypatch):
    assert is_closed(vouched(app, home, monkeypatch, email="cy@example.org"))
    assert is_closed(vouched(app, home, monkeypatch, is_logged_in=False, email="cy@example.org"))


def test_a_missing_package_is_said(app, home, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    at = vouched(app, home, monkeypatch, is_logged_in=False)
    assert at.warning[0].value == text.NO_AUTHLIB
    assert at.code[0].value == 'python -m pip install "streamlit[auth]"'


def test_the_service_is_offered_by_a_button(app, home, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr("synckit.ui.single_sign_on._services", lambda: ["", "okta"])
    at = vouched(app, home, monkeypatch, is_logged_in=False)
    assert [each.label for each in at.button][:2] == ["Sign in with single sign-on", "Sign in with Okta"]


def test_the_foot_of_the_sidebar_shows_names_as_they_are(app, home):
    at = app(home)
    users.add(store(), library.HOSTILE[0], "admin", ANN, "ann")
    at = sign_in(at, library.HOSTILE[0], ANN)
    assert not at.exception
    assert "![x](" not in everything(at)
    assert {role.value: role.value.title() for role in Role} == identity.text.ROLES
    assert Person("ann").role is Role.ADMIN
