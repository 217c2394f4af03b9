"""Every page and dialog in a real browser, on a desk and on a phone: nothing acts, nothing is wider than the window, axe is content.

One server and one window for all of them; a page is opened once a size. The library has hostile names wherever a name can be.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

import synckit
from tests.browser import driving
from tests.browser.driving import act, acting, fits, go, press, ready, seen, violations
from tests.browser.server import serving
from tests.ui import library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = {"desk": (1280, 900), "phone": (390, 844)}
NAME = library.HOSTILE[0]
IN_MENU = library.HOSTILE[1]
"""A name without an address in it, whose accessible name is as it stands."""
SYNC = quote(NAME)
PAGES = {
    "data syncs": "/",
    "name & setup": "/edit_sync?draft={draft}&step=1",
    "filter": "/edit_sync?draft={draft}&step=2",
    "map": "/edit_sync?draft={draft}&step=3",
    "review & execute": "/edit_sync?draft={draft}&step=4",
    "sync details": f"/sync_details?sync={SYNC}",
    "results": f"/results?sync={SYNC}&run=1",
    "errors": f"/results?sync={SYNC}&run=1&view=errors",
    "charts": f"/results?sync={SYNC}&run=1&view=charts",
    "patron preview": "/patron_preview",
    "profiles": "/profiles",
    "one profile": "/profiles?profile=4",
    "profile fields": "/profile_fields",
    "ils integration": "/ils_integration",
    "activity": "/activity",
    "users": "/users",
}
STOCK = {
    "svg-img-alt": "Streamlit draws the curve of a metric as a picture without a name",
    "target-size": "Streamlit's year, month and day inside a date are narrow; the box around them is not",
    "color-contrast": "Streamlit pales the label of a box that is disabled; WCAG exempts it",
    "region": "Streamlit opens menus and lists outside the landmarks of the page",
}
"""What axe finds in Streamlit itself, and only there; see `is_stock`."""


@dataclass
class Opened:
    """A window of one size at the app."""

    page: Page
    width: int
    draft: int


def make(folder: Path) -> tuple[Path, int]:
    """Make a library in which syncs, people and findings have hostile names, one sync ran, one is scheduled, one a draft."""
    home = library.make(folder, library.HOSTILE)
    with synckit.open(home) as ws:
        for name in library.HOSTILE:
            ws.save(synckit.Sync.from_yaml(library.SYNC.replace("name: Students", f"name: {json.dumps(name)}")))
        ws.sync(NAME).run()
        ws.sync(library.HOSTILE[1]).schedule(date="2099-01-05", time="02:30", every="1 day")
        return home, ws.duplicate(NAME)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    folder = tmp_path_factory.mktemp("every-page")
    home, draft = make(folder)
    with serving(home, folder / "server.log", by_command=True) as address:
        yield address, draft


@pytest.fixture(scope="module", params=SIZES)
def opened(request: pytest.FixtureRequest, browser: Browser, served: tuple[str, int]) -> Iterator[Opened]:
    """One window; whatever it asks for has to be on this machine, and nothing may open a dialog of the browser."""
    address, draft = served
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=address)
    page = context.new_page()
    asked: set[str | None] = set()
    page.on("request", lambda sent: asked.add(urlsplit(sent.url).hostname if sent.url.startswith("http") else None))
    page.on("dialog", lambda dialog: asked.add(f"dialog {dialog.message}"))
    yield Opened(page, width, draft)
    context.close()
    assert asked - {None} == {"127.0.0.1"}


def is_stock(rule: str, html: str) -> bool:
    """Return whether something that axe found is Streamlit's own, by the rule and the element it found it in."""
    return {
        "svg-img-alt": "stMetric" in html or "<svg" in html,
        "target-size": 'role="spinbutton"' in html,
        "color-contrast": "disabled" in html,
        "region": 'role="menu' in html or 'role="listbox' in html or "popover" in html.lower(),
    }.get(rule, False)


def complaints(page: Page) -> list[str]:
    return [
        f"{found['id']}: {node['html'][:200]}"
        for found in violations(page)
        for node in found["nodes"]
        if not is_stock(found["id"], node["html"])
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page(opened: Opened, name: str):
    page = opened.page
    go(page, PAGES[name].format(draft=opened.draft))
    page.locator("main").get_by_text("Looking …").first.wait_for(state="hidden", timeout=driving.PATIENCE)
    fits(page, opened.width)
    assert acting(page) == 0
    assert page.get_by_test_id("stException").count() == 0
    assert complaints(page) == []


def schedule(page: Page) -> None:
    go(page, "/")
    act(page, IN_MENU, "Reschedule")


def delete(page: Page) -> None:
    go(page, "/")
    act(page, IN_MENU, "Delete")


def export(page: Page) -> None:
    go(page, "/")
    act(page, IN_MENU, "Export")


def undo(page: Page) -> None:
    go(page, f"/results?sync={SYNC}&run=1")
    press(page, "Undo")


@pytest.mark.parametrize("open_dialog", [schedule, delete, export, undo], ids=lambda each: each.__name__)
def test_a_dialog(opened: Opened, open_dialog: Callable[[Page], None]):
    open_dialog(opened.page)
    seen(opened.page.get_by_role("dialog"))
    ready(opened.page)
    assert acting(opened.page) == 0
    assert opened.page.get_by_test_id("stException").count() == 0
    assert complaints(opened.page) == []


def test_the_menu_of_a_sync_is_opened_and_gone_through_by_keys(opened: Opened):
    page = opened.page
    go(page, "/")
    page.get_by_role("button", name=f"Actions for {IN_MENU}", exact=True).focus()
    page.keyboard.press("Enter")
    seen(page.get_by_role("menuitem", name="View", exact=True))
    assert complaints(page) == []
    page.keyboard.press("ArrowDown")
    page.wait_for_function("document.activeElement.getAttribute('role') === 'menuitem'", timeout=driving.PATIENCE)
    first = page.evaluate("document.activeElement.innerText")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.innerText") != first
    page.keyboard.press("Escape")
    driving.gone(page.get_by_role("menuitem").first)
