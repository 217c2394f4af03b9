"""The wizard in a real browser: a recurring sync has its schedule alone, and a draft is lost by nothing that happens to a window."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import synckit
from tests.browser import driving
from tests.browser.driving import choose, go, pick, press, seen, write
from tests.ui import library

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A tiny library."""
    return library.make(tmp_path)


@pytest.fixture
def draft(home: Path) -> int:
    """A draft in which nothing lacks."""
    with synckit.open(home) as ws:
        return ws.duplicate("Students")


def test_a_recurring_sync_is_scheduled_and_never_executed(page: Page, home: Path, draft: int):
    go(page, "/")
    go(page, f"/edit_sync?draft={draft}&step=1")
    write(page, "Name", "Every other week")
    pick(page, "Frequency", "Recurring")
    press(page, "Review & Execute")
    press(page, "Schedule")
    assert page.get_by_role("button", name="Execute", exact=True).count() == 0
    for label in ("Date", "Time", "Repeats Every", "Last Execution"):
        seen(page.get_by_test_id("stWidgetLabel").filter(has_text=re.compile(f"^{label}")).first)
    page.get_by_role("spinbutton", name="Repeats Every").fill("2")
    page.keyboard.press("Tab")
    choose(page, "Unit", "weeks")
    seen(page.get_by_text("The next 10 runs"))
    assert len(page.locator(".st-key-schedule-form [data-testid=stText]").inner_text().splitlines()) == 10
    last_execution_is_set_and_emptied(page)
    press(page, "Save schedule")
    driving.title(page, "Data syncs")
    row = page.locator("[class*='st-key-row-']").filter(has_text="Every other week")
    seen(row.get_by_text("Scheduled", exact=True))
    seen(row.get_by_text(re.compile(r"\d{4}, 02:00")))
    with synckit.open(home) as ws:
        assert ws.sync("Every other week").definition.schedule.last is None


def last_execution_is_set_and_emptied(page: Page) -> None:
    page.get_by_role("spinbutton", name="year, Last Execution").focus()
    page.keyboard.type(f"{synckit.clock.today('UTC') + dt.timedelta(days=30):%Y%m%d}")
    page.get_by_role("spinbutton", name="Repeats Every").focus()  # a date counts once its box is left
    seen(page.get_by_text("All runs that it will make"))
    page.get_by_role("button", name="Clear date").click()
    seen(page.get_by_text("The next 10 runs"))


def test_what_is_typed_last_goes_along_with_a_click_on_the_stepper(page: Page, home: Path, draft: int):
    page.set_viewport_size({"width": 390, "height": 844})
    go(page, "/")
    go(page, f"/edit_sync?draft={draft}&step=1")
    page.get_by_role("textbox", name="Name", exact=True).fill("Typed last")
    press(page, "Filter")
    driving.title(page, "Typed last")
    seen(page.get_by_text("Step 2 of 4"))
    with synckit.open(home) as ws:
        assert ws.draft(draft).content["name"] == "Typed last"
    steps = page.locator(".st-key-stepper button")
    assert steps.count() == 4
    assert len({each.bounding_box()["y"] for each in steps.all()}) == 1


def test_a_draft_survives_a_reload_the_way_back_and_another_window(page: Page, home: Path, draft: int):
    go(page, "/")
    go(page, f"/edit_sync?draft={draft}&step=1")
    write(page, "Name", "Kept")
    page.reload()
    driving.title(page, "Kept")
    press(page, "Filter")
    seen(page.get_by_text("Step 2 of 4"))
    page.go_back()
    seen(page.get_by_text("Step 1 of 4"))
    other = driving.another(page)
    go(other, f"/edit_sync?draft={draft}&step=1")
    write(other, "Name", "Theirs")
    driving.title(other, "Theirs")
    driving.ready(other)  # it is saved when the page is drawn whole
    write(page, "Name", "Mine")
    seen(page.get_by_text("saved this draft meanwhile"))
    with synckit.open(home) as ws:
        assert ws.draft(draft).content["name"] == "Theirs"
    press(page, "Keep mine")
    driving.gone(page.get_by_text("saved this draft meanwhile"))
    with synckit.open(home) as ws:
        assert ws.draft(draft).content["name"] == "Mine"
    other.close()
