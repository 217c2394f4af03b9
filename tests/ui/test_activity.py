"""The page Activity: the runner's health, notices with a test, the audit."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import synckit
from synckit import errors
from synckit.access import Person, Role
from synckit.store import audit, leases, runs
from synckit.ui import library as opened
from synckit.ui.words import activity as words
from tests.ui import library

PAGE = Path(__file__).parents[2] / "pages" / "admin" / "activity.py"


@pytest.fixture
def page(app, tmp_path, monkeypatch) -> AppTest:
    monkeypatch.setenv("SYNCKIT_KEY_FILE", str(tmp_path / "key"))
    return app().switch_page(str(PAGE)).run()


def press(at: AppTest, label: str) -> AppTest:
    return next(each for each in at.button if each.label == label).click().run()


def test_without_a_runner_the_page_says_how_to_start_one(page):
    assert not page.exception
    assert page.code[0].value == "python -m synckit runner"


def test_a_runner_that_works_is_said(page):
    with opened.opened().workspace.home.store.write() as conn:
        leases.acquire(conn, leases.RUNNER, "elsewhere:1:1", leases.RUNNER_SECONDS)
    assert words.RUNNER_WORKS in page.run().success[0].value


def test_notices_are_saved_tried_and_their_secret_is_not_shown_again(page):
    page = look_at(page, words.NOTICES)
    assert words.TOLD_NOBODY in [each.value for each in page.main.markdown]
    page.text_input(key="notices-webhook-0").input("http://127.0.0.1:9/canary-hook")
    page = press(page, words.SAVE_NOTICES)
    assert page.success[0].value.startswith("The notices are set up")
    again = page.text_input(key="notices-webhook-1")
    assert (again.placeholder, again.value) == (words.KEPT_AS_IS, "")
    page = press(page, words.TEST_NOTICES)
    assert "cannot be reached" in page.error[0].value.replace("\\", "")
    assert "canary" not in repr([each.value for each in page.error])


def test_what_somebody_else_changed_in_the_notices_meanwhile_stays(page):
    page = look_at(page, words.NOTICES)
    theirs = {"mail_host": "mail.example.org", "mail_from": "library@example.org", "mail_to": "it@example.org"}
    opened.opened().workspace.set_notices(theirs)
    page.text_input(key="notices-link").input("http://127.0.0.1:8501")
    page = press(page, words.SAVE_NOTICES)
    kept = opened.opened().workspace.notices()["settings"]
    assert (kept["mail_host"], kept["link"]) == ("mail.example.org", "http://127.0.0.1:8501")


def test_a_wrong_setting_is_one_sentence(page):
    page = look_at(page, words.NOTICES)
    page.text_input(key="notices-mail_port").input("many")
    page = press(page, words.SAVE_NOTICES)
    assert "mail\\_port is a whole number" in page.error[0].value


def test_who_did_what_is_shown_and_filtered_by_person_and_action(page):
    home = opened.opened().workspace.home
    with home.store.write() as conn:
        audit.add(conn, "bo", "undo run", "7")
    page = look_at(page, words.AUDIT)
    table = page.dataframe[-1].value
    assert table["What"].tolist()[:2] == ["undo run", "save sync"]
    page = choose(page, words.PERSON, "bo")
    assert page.dataframe[-1].value.drop(columns="When").values.tolist() == [["bo", "undo run", "7", ""]]
    page = choose(page, words.ACTION, "save sync")
    assert words.NO_SUCH_AUDIT in [each.value for each in page.caption]


def test_runs_open_their_results_and_are_filtered(page):
    workspace = opened.opened().workspace
    workspace.sync("Students").run()
    with workspace.home.store.write() as conn:
        runs.start(conn, 1, 1, "failed")
    page = page.run()
    assert links(page) == [("Run 2", "run=2"), ("Run 1", "run=1")]
    page = choose(page, words.STATUS, "failed")
    assert links(page) == [("Run 2", "run=2")]
    page = choose(page, words.STATUS, "held")
    assert words.NO_SUCH_RUNS in page.main.markdown[-2].value


def test_what_a_run_did_not_write_is_no_count(page):
    counts = {"created": 123, "updated": 45, "read": 168}
    with opened.opened().workspace.home.store.write() as conn:
        for status in ("complete", "held", "stopped", "failed"):
            runs.finish(conn, runs.start(conn, 1, 1), status, counts=counts, findings=6 if status == "held" else 0)
    told = [each.value for each in page.run().main.get("text")]
    wanted = (("–", "–", "–"), ("–", "–", "0"), ("–", "–", "6"), ("123", "45", "0"))
    assert [tuple(told[place : place + 3]) for place in range(2, 20, 5)] == [*wanted]


def test_a_thousand_runs_are_shown_a_page_at_a_time(page):
    with opened.opened().workspace.home.store.write() as conn:
        for _ in range(51):
            runs.start(conn, 1, 1, "complete")
    page = page.run()
    assert (len(links(page)), page.main.caption[-1].value) == (25, "51 runs · times in UTC")
    page.session_state["runs-page-0"] = 3
    assert links(page.run()) == [("Run 1", "run=1")]
    page = choose(page, words.STATUS, "complete")
    assert len(links(page)) == 25


def test_without_runs_the_page_leads_to_the_syncs(page):
    assert f"**{words.NO_RUNS}**" in [each.value for each in page.main.markdown]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_who_is_no_admin_sees_the_state_of_notices_alone(page, monkeypatch, role):
    opened.opened().workspace.set_notices(
        {"mail_host": "mail.example.org", "mail_from": "a@example.org", "mail_to": "canary@example.org"}
    )
    monkeypatch.setattr("synckit.ui.signing_in.person", lambda: Person("vic", role))
    page = look_at(page, words.NOTICES)
    assert "Notices go out by mail." in [each.value for each in page.main.markdown]
    assert (len(page.main.text_input), len(page.main.button)) == (0, 0)
    assert page.code.values == []
    shown = opened.opened().acting(Person("vic", role)).workspace.notices()
    assert (shown["settings"], shown["channels"]) == ({}, ("mail",))


def test_doors_are_shut_to_a_viewer(page):
    workspace = opened.opened().workspace.acting(Person("vic", Role.VIEWER))
    for asked in (lambda: workspace.set_notices({}), workspace.test_notices):
        with pytest.raises(errors.Forbidden, match="may not change notices"):
            asked()


def test_without_a_workspace_the_page_says_how_to_start(app, tmp_path):
    at = app(home=tmp_path / "none").switch_page(str(PAGE)).run()
    assert (len(at.header), len(at.exception)) == (1, 0)


def test_hostile_names_do_not_act(app, tmp_path):
    home = library.make(tmp_path)
    with synckit.open(home) as ws:
        for name in library.HOSTILE:
            hostile = synckit.Sync.from_dict({**ws.sync("Students").definition.as_dict(), "name": name})
            runs_of = ws.save(hostile)
            with ws.home.store.write() as conn:
                runs.start(conn, runs_of.saved.id, 1, "failed")
                audit.add(conn, name, "save sync", name)
    at = app(home=home).switch_page(str(PAGE)).run()
    assert not at.exception
    assert [each.value for each in at.main.get("text") if each.value in library.HOSTILE] == library.HOSTILE[::-1]
    spoken = "\n".join(str(each.value) for kind in (at.markdown, at.caption) for each in kind)
    assert "evil" not in spoken
    at = look_at(at, words.AUDIT)
    assert not at.exception


def look_at(at: AppTest, view: str) -> AppTest:
    return at.segmented_control(key="show").set_value(view).run()


def choose(at: AppTest, label: str, option: str) -> AppTest:
    return next(each for each in at.selectbox if each.label == label).set_value(option).run()


def links(at: AppTest) -> list[tuple[str, str]]:
    """Return the links to runs: what they are called, and the run in their address."""
    found = [each.proto for each in at.get("page_link") if each.proto.label.startswith("Run ")]
    return [(each.label, each.query_string.split("&")[-1]) for each in found]
