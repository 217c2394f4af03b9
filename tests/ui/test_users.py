"""The page Users, drawn in memory: what an admin sees and does there."""

from __future__ import annotations

import importlib.util

import pytest
from streamlit.testing.v1 import AppTest

import synckit
from synckit import errors
from synckit.access import Person, Role, passwords, signing_in
from synckit.ui import library as opened
from synckit.ui import navigation
from synckit.ui import signing_in as sessions
from synckit.ui.words import users as text
from tests.ui import library

PAGE = str(navigation.page(navigation.USERS))


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(signing_in, "REFUSAL_SECONDS", 0.0)
    monkeypatch.setattr(passwords, "_N", 2**4)


@pytest.fixture
def page(app, tmp_path, monkeypatch) -> AppTest:
    """The page as the admin ann sees it, with a viewer of a hostile name."""
    home = library.make(tmp_path)
    with synckit.open(home) as ws:
        ws.add_user("ann", "admin", "correct horse")
        ws.add_user(library.HOSTILE[0], "viewer", "battery staple")
    monkeypatch.setattr(sessions, "person", lambda: Person("ann"))
    return app(home).switch_page(PAGE).run()


def choose(at: AppTest, place: int, action: str) -> AppTest:
    at.session_state["user-dialog"] = (action, found()[place]["name"])
    return at.run()


def press(at: AppTest, label: str) -> AppTest:
    at = [each for each in at.button if each.label == label][-1].click().run()
    assert not at.exception
    return at


def found() -> list[dict]:
    return opened.opened().workspace.users()


def with_single_sign_on(at: AppTest, monkeypatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    at.user = {"is_logged_in": False}


def test_users_are_listed_with_role_way_and_state(page):
    shown = [each.value for each in page.text]
    assert shown == [library.HOSTILE[0], "Viewer", "Password", "Active", "ann (you)", "Admin", "Password", "Active"]
    assert [each.label for each in page.button if each.label == text.ADD] == [text.ADD]


def test_a_menu_is_of_one_user_wherever_the_row_stands(page):
    before = [each.key for each in page.menu_button]
    opened.opened().workspace.add_user("Aa", "viewer", "another password")
    after = [each.key for each in page.run().menu_button]
    assert [each for each in after if each in before] == before
    assert [each for each in after if each not in before] == ["icon-user-Aa"]


def test_a_user_is_added(page):
    at = press(page, text.ADD)
    at.text_input(key="add-name").input("cy")
    at.radio(key="add-role").set_value(Role.ANALYST)
    at.text_input(key="add-new").input("another password")
    at.text_input(key="add-again").input("another password")
    at = press(at, text.ADD)
    assert at.success[0].value == "cy was added\\."
    assert [(each["name"], each["role"]) for each in found()][2:] == [("cy", "analyst")]
    assert len(at.radio) == 0


def test_passwords_that_differ_or_are_weak_add_nobody(page):
    at = press(page, text.ADD)
    at.text_input(key="add-name").input("cy")
    at.text_input(key="add-new").input("another password")
    at = press(at, text.ADD)
    assert "differ" in at.error[0].value
    at.text_input(key="add-new").input("short")
    at.text_input(key="add-again").input("short")
    at = press(at, text.ADD)
    assert "10 to 256 characters" in at.error[0].value
    assert len(found()) == 2


def test_a_user_comes_by_single_sign_on(page, monkeypatch):
    with_single_sign_on(page, monkeypatch)
    at = press(page, text.ADD)
    at = at.radio(key="add-way").set_value(text.WITH_SINGLE_SIGN_ON).run()
    at.text_input(key="add-name").input("cy@example.org")
    at = press(at, text.ADD)
    assert [each["single_sign_on"] for each in found()] == [False, False, True]
    assert "Single sign-on" in [each.value for each in at.text]
    assert [each.options for each in at.menu_button if each.key == "icon-user-cy@example.org"] == [
        ["Change role", "Disable", "Remove"]
    ]


@pytest.mark.parametrize("user", [{}, {"is_logged_in": False}])
def test_without_single_sign_on_or_its_package_it_is_not_offered(page, monkeypatch, user):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    page.user = user
    at = press(page, text.ADD)
    assert [each.label for each in at.radio] == [text.ROLE]


def test_the_last_admin_with_a_password_stays_unless_single_sign_on_is_set_up(page, monkeypatch):
    opened.opened().workspace.add_user("cy@example.org", "admin")
    at = press(choose(page, 1, "disable"), text.DISABLE_USER)
    assert "is the last admin with a password" in at.error[0].value
    with_single_sign_on(at, monkeypatch)
    press(at, text.DISABLE_USER)
    assert [each["name"] for each in found() if each["disabled"]] == ["ann"]


def test_a_role_is_changed(page):
    at = choose(page, 0, "role")
    at.radio(key="role-role").set_value(Role.ANALYST)
    press(at, text.SAVE_ROLE)
    assert found()[0]["role"] == "analyst"


def test_a_password_is_set(page):
    at = choose(page, 0, "password")
    at.text_input(key="set-new").input("another password")
    at.text_input(key="set-again").input("another password")
    press(at, text.SET_PASSWORD)
    assert signing_in.sign_in(opened.opened().workspace.home.store, library.HOSTILE[0], "another password")


def test_a_user_is_disabled_and_enabled(page):
    at = press(choose(page, 0, "disable"), text.DISABLE_USER)
    assert [each["disabled"] for each in found()] == [True, False]
    assert "Disabled" in [each.value for each in at.text]
    press(choose(at, 0, "enable"), text.ENABLE_USER)
    assert [each["disabled"] for each in found()] == [False, False]


def test_a_user_is_removed_when_the_name_is_typed(page):
    at = press(choose(page, 0, "remove"), text.REMOVE_USER)
    assert "not the name of the user" in at.error[0].value
    assert len(found()) == 2
    at.text_input(key="remove-name").input(library.HOSTILE[0])
    press(at, text.REMOVE_USER)
    assert [each["name"] for each in found()] == ["ann"]


@pytest.mark.parametrize(("action", "button"), [("disable", text.DISABLE_USER), ("role", text.SAVE_ROLE)])
def test_the_last_admin_stays(page, action, button):
    at = choose(page, 1, action)
    if action == "role":
        at.radio(key="role-role").set_value(Role.VIEWER)
    at = press(at, button)
    assert "is the last admin" in at.error[0].value


def test_a_hostile_name_does_nothing(page):
    for action in ("role", "password", "disable", "remove"):
        page = choose(page, 0, action)
        assert not page.exception
        assert [each.value for each in page.markdown if "![x](" in each.value] == []


def test_the_first_user_is_an_admin(app, monkeypatch):
    at = app().switch_page(PAGE).run()
    assert text.NOBODY_SAYS in [each.value for each in at.markdown]
    at = press(at, text.ADD_FIRST)
    assert len(at.radio) == 0
    at.text_input(key="add-name").input("ann")
    at.text_input(key="add-new").input("correct horse")
    at.text_input(key="add-again").input("correct horse")
    at = press(at, text.ADD)
    assert [(each["name"], each["role"]) for each in found()] == [("ann", "admin")]
    assert at.title[0].value == text.SIGN_IN


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_nobody_else_may_see_or_change_users(page, role):
    ws = opened.opened().workspace.acting(Person("bo", role))
    for act in (ws.users, lambda: ws.add_user("x", "admin"), lambda: ws.set_role("ann", "viewer")):
        with pytest.raises(errors.Forbidden, match="may not change users; ask an admin"):
            act()
