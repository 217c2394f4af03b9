"""The page Activity: the runner's health, notices with a test, the audit."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from synckit.store import leases
from synckit.ui import library as opened
from synckit.ui import words

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
    page.text_input(key="notices-webhook").input("http://127.0.0.1:9/canary-hook")
    page = press(page, words.SAVE_NOTICES)
    assert page.success[0].value.startswith("The notices are set up")
    assert page.text_input(key="notices-webhook").placeholder == words.KEPT_AS_IS
    page = press(page, words.TEST_NOTICES)
    assert "cannot be reached" in page.error[0].value.replace("\\", "")
    assert "canary" not in repr([each.value for each in page.error])


def test_a_wrong_setting_is_one_sentence(page):
    page.text_input(key="notices-mail_port").input("many")
    page = press(page, words.SAVE_NOTICES)
    assert "mail\\_port is a whole number" in page.error[0].value


def test_who_did_what_is_shown(page):
    opened.opened().workspace.set_notices({"stale_days": "3"})
    page.run()
    assert "set notices" in page.dataframe[-1].value["What"].tolist()
