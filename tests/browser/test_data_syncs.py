"""Data syncs in a real browser: a person runs a sync, reads what it did, and takes it back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import synckit
from tests.ui import library

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE = 30_000


def expect(locator):
    from playwright.sync_api import expect as wait_for

    wait_for(locator).to_be_visible(timeout=PATIENCE)
    return locator


def expect_chosen(page: Page, words: str) -> None:
    """Wait until the box of runs shows a run whose title fits a pattern."""
    from playwright.sync_api import expect as wait_for

    wait_for(page.get_by_role("combobox", name="Run")).to_have_value(re.compile(words), timeout=PATIENCE)


def open_page(page: Page, query: str = "") -> None:
    page.goto(f"/{query}")
    expect(page.get_by_role("heading", name="Data syncs", exact=True))


def metric(page: Page, label: str):
    return page.get_by_test_id("stMetric").filter(has_text=label)


def run(page: Page) -> None:
    page.get_by_role("button", name="Run now").click()
    expect(metric(page, "Patrons read"))


def test_a_person_runs_a_sync_and_takes_it_back(page):
    open_page(page)
    run(page)
    expect(metric(page, "New Profiles Created").get_by_text("9", exact=True))
    expect(page.get_by_role("heading", name="Created", exact=True))
    page.get_by_role("button", name="View Errors").click()
    expect(page.get_by_text("Values show their first letter only."))
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_role("button", name="Undo run 1").click()
    expect(page.get_by_text("Run 1 was undone: 0 profiles restored, 9 removed."))


def test_a_held_run_waits_for_approval(page, home):
    with synckit.open(home) as ws:
        ws.save(synckit.Sync.from_yaml(library.SYNC + "limits: {create: 2}\n"))
    open_page(page)
    run(page)
    expect(page.get_by_text("This run is held."))
    page.get_by_role("button", name="Approve").click()
    expect(metric(page, "New Profiles Created"))
    expect_chosen(page, "Run 1 .* Complete")


def test_hostile_names_do_nothing(page, home):
    with synckit.open(home) as ws:
        for name in library.HOSTILE:
            ws.save(synckit.Sync.from_yaml(library.SYNC.replace("name: Students", f"name: {json.dumps(name)}")))
    open_page(page)
    page.get_by_role("button", name="Run now").last.click()
    expect(metric(page, "Patrons read"))
    acting = "main a[href*='evil'], main a[href^='javascript'], main img[src*='evil'], main img[src='x']"
    acting += ", main .katex, main .stMarkdownColoredText"
    assert page.locator(acting).count() == 0
    for name in library.HOSTILE:
        assert name in page.locator("main").inner_text().replace("\u2060", "")


def test_the_newest_run_is_shown_and_a_reload_keeps_the_view(page):
    open_page(page)
    run(page)
    expect_chosen(page, "Run 1 .* Complete")
    page.get_by_role("button", name="Run now").click()
    expect_chosen(page, "Run 2 .* Complete")
    page.get_by_role("button", name="View Errors").click()
    expect(page.get_by_text("Values show their first letter only."))
    page.reload()
    expect(page.get_by_text("Values show their first letter only."))


def test_nothing_is_wider_than_the_window(page):
    open_page(page)
    run(page)
    expect(page.get_by_test_id("stVegaLiteChart"))
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        # Once the tables have taken their new width: it takes a moment after the window's.
        fits = f"document.querySelector('[data-testid=stMain]').scrollWidth <= {width}"
        page.wait_for_function(fits, timeout=PATIENCE)


def test_an_empty_home_gets_started_with_the_sample_library(browser, tmp_path: Path):
    from tests.browser.server import serving

    with serving(tmp_path / "none", tmp_path / "server.log") as address:
        window = browser.new_page(base_url=address)
        open_page(window)
        window.get_by_role("button", name="Get Started").click()
        window.get_by_role("button", name="Add the sample library").click()
        expect(window.get_by_text("Students nightly").first)
        window.close()
