"""Data syncs in a real browser: a person begins, runs a sync and sees it go on, finds it again, schedules and deletes it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import synckit

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PATIENCE = 30_000


def expect(locator: Locator, patience: int = PATIENCE) -> Locator:
    from playwright.sync_api import expect as wait_for

    wait_for(locator).to_be_visible(timeout=patience)
    return locator


def open_page(page: Page, query: str = "") -> None:
    page.goto(f"/{query}")
    expect(page.get_by_role("heading", name="Data syncs", exact=True))


def choose(page: Page, item: str, name: str = "Students") -> None:
    """Choose an item of a sync's menu."""
    page.get_by_role("button", name=f"Actions for {name}", exact=True).click(timeout=PATIENCE)
    page.get_by_role("menuitem", name=item, exact=True).click(timeout=PATIENCE)


def run(page: Page) -> None:
    choose(page, "Run now")
    expect(page.get_by_role("button", name=re.compile(r"^\d+ created by Students$")))


def test_a_run_is_followed_in_its_row_and_its_totals_lead_to_their_lists(page):
    open_page(page)
    run(page)
    expect(page.get_by_text("Complete", exact=True).first)
    page.get_by_role("button", name="1 error of Students", exact=True).click()
    page.wait_for_url(re.compile(r"/results\?.*view=errors"), timeout=PATIENCE)


def test_a_run_that_somebody_else_began_is_seen_without_a_reload(page, home):
    open_page(page)
    expect(page.get_by_role("button", name="Students", exact=True))
    with synckit.open(home) as ws:
        ws.sync("Students").run()
    expect(page.get_by_role("button", name="9 created by Students", exact=True))


def test_a_schedule_is_set_in_a_dialog_and_shown_in_the_row(page, home):
    open_page(page)
    choose(page, "Schedule")
    dialog = expect(page.get_by_role("dialog"))
    expect(dialog.get_by_text("It runs once, in UTC"))
    dialog.get_by_role("button", name="Schedule", exact=True).click()
    dialog.wait_for(state="hidden", timeout=PATIENCE)
    with synckit.open(home) as ws:
        assert ws.sync("Students").status == "Scheduled"


def test_a_sync_is_deleted_once_its_name_is_typed(page, home):
    open_page(page)
    choose(page, "Delete")
    dialog = expect(page.get_by_role("dialog"))
    dialog.get_by_label("Type the name of the sync").fill("Students")
    dialog.get_by_role("button", name="Delete", exact=True).click(timeout=PATIENCE)
    expect(page.get_by_text("was deleted; profiles are kept"))
    with synckit.open(home) as ws:
        assert ws.syncs() == []


def test_search_is_kept_over_a_reload(page, home):
    with synckit.open(home) as ws:
        ws.save(ws.sync("Students").definition.changed(name="Faculty"))
    open_page(page)
    expect(page.get_by_role("button", name="Faculty", exact=True))
    page.get_by_role("searchbox").or_(page.get_by_label("Search by name")).first.fill("stud")
    page.wait_for_url(re.compile(r"q=stud"), timeout=PATIENCE)
    page.reload()
    expect(page.get_by_role("button", name="Students", exact=True))
    assert page.get_by_role("button", name="Faculty", exact=True).count() == 0


def test_an_empty_home_gets_started(browser, tmp_path: Path):
    from tests.browser.server import forked

    with forked(tmp_path / "none", tmp_path / "server.log") as address:
        window = browser.new_page(base_url=address)
        open_page(window)
        window.get_by_role("button", name="Get Started").click()
        assert not (tmp_path / "none").exists()
        expect(window.get_by_role("button", name="Next", exact=True)).click()
        window.wait_for_url(re.compile(r"/edit_sync\?draft=1&step=1"), timeout=PATIENCE)
        open_page(window)  # nothing is filled in yet, so nothing is listed
        expect(window.get_by_role("button", name="Get Started"))
        window.close()


def test_the_sample_library_is_added_by_a_button(browser, tmp_path: Path):
    from tests.browser.server import forked

    with forked(tmp_path / "none", tmp_path / "server.log") as address:
        window = browser.new_page(base_url=address)
        open_page(window)
        window.get_by_role("button", name="Get Started").click()
        window.get_by_role("button", name="Add the sample library").click()
        # some thousand profiles are imported meanwhile
        expect(window.get_by_role("button", name="Students nightly", exact=True), 4 * PATIENCE)
        window.close()
