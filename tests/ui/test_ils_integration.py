"""ILS integration, drawn in memory: a system is tried, saved and removed, and its secret is shown nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import synckit
from synckit.emulators import Population, emulator
from synckit.emulators.serving import serve
from synckit.ui import library as opened
from synckit.ui import words
from tests.ui import library

PAGE = "pages/connections/ils_integration.py"


@pytest.fixture
def koha() -> Iterator[tuple[str, dict[str, str], str]]:
    """Serve a Koha with hostile people and return its address, settings and secret."""
    people = Population(30)
    for id, name in enumerate(library.HOSTILE, 1):
        people.edit(id, last_name=name, notes=name)
    made = emulator("koha", people)
    with serve(made.app) as server:
        yield server.url, dict(made.set), made.secret["client_secret"]


@pytest.fixture
def page(app, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    monkeypatch.setenv("SYNCKIT_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.delenv("SYNCKIT_KEY", raising=False)
    return app().switch_page(PAGE).run()


def press(at: AppTest, label: str, last: bool = False) -> AppTest:
    found = [each for each in at.button if each.label == label]
    at = found[-1 if last else 0].click().run()
    assert not at.exception
    return at


def fill(at: AppTest, **given: str) -> AppTest:
    labels = {each.label: each for each in at.text_input}
    for label, value in given.items():
        labels[label].set_value(value)
    return at  # the form is sent by its button


def filled(at: AppTest, koha: tuple[str, dict[str, str], str], secret: str = "") -> AppTest:
    url, settings, known = koha
    at = next(each for each in at.selectbox if each.label == words.SYSTEM).set_value("koha").run()
    named = {"Staff interface address": url, "Client ID": settings["client_id"], "Client secret": secret or known}
    return fill(at, **{"Name of the connection": "Our Koha"}, **named)


def everything(at: AppTest) -> str:
    shown = [each.value for kind in (at.markdown, at.caption, at.error, at.success) for each in kind]
    return "\n".join([*map(str, shown), *(each.value.to_csv() for each in at.dataframe)])


def test_the_page_lists_connections_and_asks_only_for_what_a_system_needs(page):
    assert page.title[0].value == "ILS integration"
    assert "**Our patrons**" in [each.value for each in page.markdown]
    at = next(each for each in page.selectbox if each.label == words.SYSTEM).set_value("sierra").run()
    asked = [each.label for each in at.text_input]
    assert asked[:4] == ["Name of the connection", "Server address", "Client key", "Client secret"]
    assert "Password" not in asked


def test_a_connection_is_tried_before_it_is_saved(page, koha):
    at = press(filled(page, koha), words.TEST_CONNECTION, last=True)
    said = everything(at)
    assert ["**Reached**" in said, "**Signed in**" in said, "**Sample fields**" in said] == [True] * 3
    assert koha[2] not in said


def test_a_step_that_fails_says_what_to_do(page, koha):
    said = everything(press(filled(page, koha, "canary-wrong"), words.TEST_CONNECTION, last=True))
    assert "check the credentials" in said
    assert "canary-wrong" not in said


def test_a_saved_connection_is_tested_its_fields_looked_at_and_removed(page, koha):
    at = press(filled(page, koha), words.SAVE_CONNECTION)
    assert "Our Koha" in at.success[0].value
    assert {each.value for each in at.text_input if each.label == "Client secret"} == {""}
    at = press(at, words.TEST_CONNECTION)
    at = press(at, words.VIEW_FIELDS)
    table = at.dataframe[0].value
    assert table["Field"].iloc[0] == "ils_id"
    last_names = table.set_index("Field")["Sample values"]["last_name"]
    assert "•••" in last_names
    assert not [name for name in library.HOSTILE if name in everything(at)]
    at = press(at, words.REMOVE_CONNECTION)
    assert "was removed" in at.success[0].value


def test_secrets_are_entered_again(page, koha):
    at = press(filled(page, koha), words.SAVE_CONNECTION)
    again = [each for each in at.text_input if each.label == "Client secret"]
    at = again[0].set_value("canary-another").run()
    at = press(at, words.SAVE_SECRETS)
    at = press(at, words.TEST_CONNECTION)
    assert "enter the credentials again" in everything(at) or "check the credentials" in everything(at)
    assert "canary-another" not in everything(at)


def test_what_does_not_suffice_is_one_sentence(page):
    at = press(page, words.SAVE_CONNECTION)
    assert len(at.error) == 1
    assert "url" in at.error[0].value or "name" in at.error[0].value


def test_the_secret_is_nowhere_in_the_workspace(page, koha, tmp_path):
    press(filled(page, koha), words.SAVE_CONNECTION)
    opened._open.clear()
    files = [path for path in (tmp_path / "library").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if koha[2].encode() in path.read_bytes()]
    with synckit.open(tmp_path / "library") as ws:
        assert next(each for each in ws.connections() if each["name"] == "Our Koha")["secrets"] == ["client_secret"]
