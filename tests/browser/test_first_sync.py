"""A first sync in a real browser: from Get Started to what the run did, every choice made by hand; and a recurring one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import synckit
from tests.browser import driving
from tests.browser.driving import PATIENCE, act, choose, count_of, go, pick, press, ready, seen, write
from tests.ui import library

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROWS = {
    "First": ("System Field", "First name"),
    "Last": ("System Field", "Last name"),
    "Mail": ("System Field", "Email"),
    "Card": ("All Types Field", "Library card number"),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with types and fields of profiles, and nothing else yet."""
    library.write_patrons(tmp_path)
    with synckit.open(tmp_path / "library") as ws:
        ws.import_fields(library.FIELDS)
    return tmp_path / "library"


def test_a_first_sync_from_get_started_to_its_results(page: Page, tmp_path: Path):
    get_started(page)
    connect(page, tmp_path / "patrons.csv")
    name_and_set_up(page)
    filter(page)
    map(page)
    execute(page)
    look_at_results(page)


def get_started(page: Page) -> None:
    go(page, "/")
    press(page, "Get Started")
    for step in ("Name & Setup", "Filter", "Map", "Review & Execute"):
        seen(page.locator("main li").filter(has_text=step).first)
    press(page, "Next")
    page.wait_for_url(re.compile(r"/edit_sync\?draft=\d+&step=1"), timeout=PATIENCE)
    page.get_by_role("link", name="Set up ILS integration").click(timeout=PATIENCE)


def connect(page: Page, patrons: Path) -> None:
    driving.title(page, "ILS integration")
    ready(page)
    choose(page, "Library system", "File drop")
    form = page.get_by_test_id("stForm")
    form.get_by_role("textbox", name="Name of the connection").fill("Our patrons")
    form.get_by_role("textbox", name="Files").fill(str(patrons))
    form.get_by_role("textbox", name="ILS id").fill("id")
    form.get_by_role("button", name="Save connection").click()
    seen(page.get_by_text("is made; it offers"))
    page.get_by_role("link", name="Data syncs").first.click()
    driving.title(page, "Data syncs")
    press(page, "Next")  # nothing was filled in before, so nothing is listed
    page.wait_for_url(re.compile("/edit_sync"), timeout=PATIENCE)


def name_and_set_up(page: Page) -> None:
    write(page, "Name", "First sync")
    choose(page, "Connection", "Our patrons")
    pick(page, "Type", "Create & Update")
    pick(page, "Frequency", "Single")
    pick(page, "Empty Fields Strategy", "Replace")
    pick(page, "Incorrect Value Strategy", "Report Error")
    pick(page, "Non-Critical Errors Strategy", "Continue & Report")
    choose(page, "Match key 1", "Library card number (unique)")
    page.keyboard.press("Escape")
    driving.title(page, "First sync")
    press(page, "Next")


def filter(page: Page) -> None:
    seen(page.get_by_text("Step 2 of 4"))
    choose(page, "Field 1", "Kind")
    choose(page, "Operator 1", "is")
    write(page, "Value 1", "ST")
    press(page, "+ New Condition")
    seen(page.get_by_role("combobox", name="Field 2"))
    press(page, "Delete condition 2")
    driving.gone(page.get_by_role("combobox", name="Field 2"))
    seen(page.get_by_text("3 of 4 patrons meet the filter"))
    press(page, "Next")


def map(page: Page) -> None:
    seen(page.get_by_text("Step 3 of 4"))
    for place, (source, (kind, name)) in enumerate(ROWS.items()):
        new_row(page, place)
        choose(page, "ILS Field", source, place)
        page.keyboard.press("Escape")
        choose(page, "Person Profile Field Type", kind, place)
        choose(page, "Field Name", name, place)
    new_row(page, 4)
    page.locator(".st-key-map-row-5").get_by_role("button", name="More of row 5", exact=True).click(timeout=PATIENCE)
    choose(page, "Where the value comes from", "The same text for everybody")
    choose(page, "Person Profile Field Type", "System Field", 4)
    choose(page, "Field Name", "Type", 4)
    choose(page, "Text for everybody", "Student")
    seen(page.get_by_text("“Student” → Type"))
    press(page, "Next")


def new_row(page: Page, place: int) -> None:
    """Add a row, but the first, which is there."""
    if place:
        press(page, "+ New Row")
    seen(page.locator(f".st-key-map-row-{place + 1}"))
    ready(page)


def execute(page: Page) -> None:
    seen(page.get_by_text("Step 4 of 4"))
    for setting in ("Create & Update", "Replace", "Report Error", "Continue & Report", "Kind is ST"):
        seen(page.get_by_text(setting, exact=True).first)
    seen(page.get_by_text("a run would create 3 profiles"))
    press(page, "Execute")
    driving.title(page, "Data syncs")
    seen(page.get_by_role("button", name="3 created by First sync", exact=True))


def look_at_results(page: Page) -> None:
    act(page, "First sync", "View Results")
    driving.title(page, re.compile("^Results of"))
    assert [count_of(page, label) for label in ("New Profiles Created", "Existing Profiles Updated", "Errors")] == [
        3,
        0,
        1,
    ]
    rest = [count_of(page, label) for label in ("Unchanged", "Skipped", "Rejected", "Filtered out")]
    assert count_of(page, "Patrons read") == 3 + 0 + sum(rest) == 4
    press(page, "View Profiles")
    seen(page.get_by_role("heading", name="Created", exact=True))
    press(page, "View Errors")
    seen(page.get_by_text("1 error."))
