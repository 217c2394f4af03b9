"""ILS integration, drawn in memory: a system is tried, saved and removed, and its secret is shown nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import synckit
from synckit import errors
from synckit.access import Person, Role
from synckit.emulators import Population, emulator
from synckit.emulators.serving import serve
from synckit.ui import library as opened
from synckit.ui.words import connections as words
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
    assert [each.value for each in page.header] == ["Our patrons", "New connection"]
    assert "Used by Students" in everything(page)
    at = next(each for each in page.selectbox if each.label == words.SYSTEM).set_value("sierra").run()
    asked = [each.label for each in at.text_input]
    assert asked[:4] == ["Name of the connection", "Server address", "Client key", "Client secret"]
    assert "Password" not in asked


def test_the_buttons_of_a_card_are_of_one_connection_wherever_it_stands(page):
    keys = [each.key for each in page.button]
    assert [key for key in ("test-Our patrons", "fields-Our patrons", "reread-Our patrons") if key not in keys] == []


def test_a_connection_is_tried_before_it_is_saved(page, koha):
    at = press(filled(page, koha), words.TEST, last=True)
    said = everything(at)
    assert ["**Reached**" in said, "**Signed in**" in said, "**Sample fields**" in said] == [True] * 3
    assert koha[2] not in said


def test_a_step_that_fails_says_what_to_do(page, koha):
    said = everything(press(filled(page, koha, "canary-wrong"), words.TEST, last=True))
    assert "check the credentials" in said
    assert "canary-wrong" not in said


def test_a_saved_connection_is_tested_its_fields_looked_at_and_removed(page, koha):
    at = press(filled(page, koha), words.SAVE)
    assert "Our Koha" in at.success[0].value
    assert {each.value for each in at.text_input} == {""}
    at = press(at, words.TEST)
    at = press(at, words.VIEW_FIELDS)
    table = at.dataframe[0].value
    assert table["Field"].iloc[0] == "ils_id"
    last_names = table.set_index("Field")["Sample values"]["last_name"]
    assert "•••" in last_names
    assert not [name for name in library.HOSTILE if name in everything(at)]
    at = press(at, words.REMOVE)
    at = press(fill(at, **{words.TYPE_NAME: "Another"}), words.REMOVE_CONNECTION)
    assert at.error[0].value == words.NAME_DIFFERS
    at = press(fill(at, **{words.TYPE_NAME: "Our Koha"}), words.REMOVE_CONNECTION)
    assert "was removed" in at.success[0].value
    assert [each.value for each in at.header] == ["Our patrons", "New connection"]


def test_secrets_are_entered_again(page, koha):
    at = press(filled(page, koha), words.SAVE)
    at = press(at, words.ENTER_AGAIN)
    again = [each for each in at.text_input if each.label == "Client secret"]
    again[0].set_value("canary-another")
    at = press(at, words.SAVE_SECRETS)
    at = press(at, words.TEST)
    assert "enter the credentials again" in everything(at) or "check the credentials" in everything(at)
    assert "canary-another" not in everything(at)


def test_what_does_not_suffice_is_one_sentence(page):
    at = press(page, words.SAVE)
    assert len(at.error) == 1
    assert "url" in at.error[0].value or "name" in at.error[0].value


def test_the_secret_is_nowhere_in_the_workspace(page, koha, tmp_path):
    press(filled(page, koha), words.SAVE)
    opened._open.clear()
    files = [path for path in (tmp_path / "library").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if koha[2].encode() in path.read_bytes()]
    with synckit.open(tmp_path / "library") as ws:
        assert next(each for each in ws.connections() if each["name"] == "Our Koha")["secrets"] == ["client_secret"]


def test_settings_are_changed_and_what_appeared_or_vanished_is_told(page, tmp_path):
    (tmp_path / "patrons.csv").write_text(
        "id,kind,card,first,last,mail,shelf\n1,ST,101,Ann,Lee,a@example.org,A\n", "utf-8"
    )
    at = press(press(page, words.EDIT), words.SAVE_CHANGES)
    assert "7 fields now; new: shelf" in plain(at.success[0].value)
    assert words.SAVE_CHANGES not in [each.label for each in at.button]


def test_a_field_that_a_sync_uses_does_not_vanish(page, tmp_path):
    (tmp_path / "patrons.csv").write_text("id,kind,first,last,mail\n1,ST,Ann,Lee,a@example.org\n", "utf-8")
    at = press(page, words.READ_AGAIN)
    assert "would no longer offer card, which the sync 'Students' uses" in plain(at.error[0].value)
    assert "6 fields" in everything(at)


def test_a_connection_in_use_keeps_its_name_and_is_not_removed(page):
    at = press(page, words.EDIT)
    assert next(each for each in at.text_input if each.value == "Our patrons").disabled
    at = press(at, words.REMOVE)
    assert "Students" in plain(" ".join(each.value for each in at.markdown))
    assert words.REMOVE_CONNECTION not in [each.label for each in at.button]


def test_secrets_are_not_sent_to_another_address(page, koha):
    at = press(filled(page, koha), words.SAVE)
    at = press(at, words.EDIT)
    at = press(fill_first(at, "Staff interface address", "http://127.0.0.1:9"), words.SAVE_CHANGES)
    assert "given for another address; enter client_secret again" in plain(at.error[0].value)


def test_a_connection_that_no_sync_uses_is_renamed(page, koha):
    at = press(press(filled(page, koha), words.SAVE), words.EDIT)
    at = press(fill_first(at, words.NAME, "Main Koha"), words.SAVE_CHANGES)
    assert [each.value for each in at.header][:2] == ["Main Koha", "Our patrons"]


def test_the_settings_that_are_opened_are_those_of_the_connection(page, koha, tmp_path):
    (tmp_path / "others.csv").write_text("nr,last\n1,Lee\n", "utf-8")
    opened.opened().workspace.add_connection("Others", "files", {"path": str(tmp_path / "others.csv"), "id": "nr"})
    at = press(page.run(), words.EDIT)
    assert str(tmp_path / "others.csv") in [each.value for each in at.text_input]
    at = press(at, words.EDIT, last=True)
    shown = [each.value for each in at.text_input]
    assert [each in shown for each in ("Our patrons", str(tmp_path / "patrons.csv"), "Others")] == [True, True, False]


def test_what_somebody_else_changed_in_a_connection_meanwhile_stays(page, tmp_path):
    at = press(page, words.EDIT)
    ws = opened.opened().workspace
    ws.change_connection("Our patrons", {"encoding": "utf-8-sig"})
    at = press(at, words.SAVE_CHANGES)
    assert ws.connections()[0]["settings"]["encoding"] == "utf-8-sig"


def test_the_sample_library_is_added(page):
    at = press(page, words.ADD_SAMPLE)
    assert "is added" in at.success[0].value
    assert [each.value for each in at.header][:2] == ["Our patrons", "Sample library"]
    assert words.ADD_SAMPLE not in [each.label for each in at.button]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_who_is_no_admin_sees_names_and_fields_and_changes_nothing(page, monkeypatch, tmp_path, role):
    monkeypatch.setattr("synckit.ui.signing_in.person", lambda: Person("vic", role))
    at = page.run()
    assert [each.value for each in at.header] == ["Our patrons"]
    assert [each.label for each in at.main.button] == [words.VIEW_FIELDS]
    assert str(tmp_path) not in everything(at)
    at = press(at, words.VIEW_FIELDS)
    assert at.dataframe[0].value["Sample values"].tolist()[3] == "A•••, B•••, C•••"


def test_doors_are_shut_to_a_viewer(page):
    ws = opened.opened().workspace.acting(Person("vic", Role.VIEWER))
    for asked in (
        lambda: ws.change_connection("Our patrons"),
        lambda: ws.rename_connection("Our patrons", "Mine"),
        lambda: ws.remove_connection("Our patrons"),
        lambda: ws.enter_secrets("Our patrons", {}),
        lambda: ws.test_connection("Our patrons"),
    ):
        with pytest.raises(errors.Forbidden, match="may not change connections"):
            asked()


def test_without_a_workspace_the_page_says_how_to_start(app, tmp_path):
    at = app(home=tmp_path / "none").switch_page(PAGE).run()
    assert (len(at.header), len(at.exception)) == (1, 0)


def test_hostile_names_do_not_act(app, tmp_path, monkeypatch):
    monkeypatch.setenv("SYNCKIT_KEY_FILE", str(tmp_path / "key"))
    home = library.make(tmp_path)
    with synckit.open(home) as ws:
        for name in library.HOSTILE:
            ws.add_connection(name, "files", {"path": str(tmp_path / "patrons.csv"), "id": "id"})
    at = app(home=home).switch_page(PAGE).run()
    assert not at.exception
    assert not [each.value for each in at.header if re.search(r"(?<!\\)[<\[!]", each.value)]


def plain(said: str) -> str:
    return said.replace("\\", "").replace("\u2060", "")


def fill_first(at: AppTest, label: str, value: str) -> AppTest:
    next(each for each in at.text_input if each.label == label).set_value(value)
    return at
