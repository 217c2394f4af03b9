"""Every page, form and dialog in a real browser: nothing acts, nothing is wider than the window, axe is content.

One server and one window for all of them. A page is opened once and looked at as on a desk, then as on a phone; forms and
dialogs as on a desk alone. The library has hostile names wherever a name can be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

import synckit
from tests.browser import driving
from tests.browser.driving import act, acting, fits, go, press, ready, seen, settled, violations, write
from tests.browser.server import serving
from tests.ui import library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = {"desk": (1280, 900), "phone": (390, 844)}
NAME = library.HOSTILE[0]
IN_MENU = library.HOSTILE[1]
"""A name without an address in it, whose accessible name is as it stands."""
HELD = library.HOSTILE[2]
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
    "held run": f"/results?sync={quote(HELD)}",
    "patron preview": "/patron_preview?connection=Our%20patrons",
    "profiles": "/profiles",
    "profiles of a run": "/profiles?run=1",
    "one profile": "/profiles?profile=4",
    "profile fields": "/profile_fields",
    "ils integration": "/ils_integration",
    "activity": "/activity",
    "users": "/users",
}
STOCK: dict[str, Callable[[dict[str, Any]], bool]] = {
    # Streamlit draws the curve of a metric as a picture without a name
    "svg-img-alt": lambda found: found["in_metric"],
    # Streamlit's year, month and day inside a date are narrow; the box around them is not
    "target-size": lambda found: 'role="spinbutton"' in found["html"],
    # Streamlit pales the label of a box that is disabled; WCAG exempts it
    "color-contrast": lambda found: found["is_off"],
    # Streamlit lets the place for a file be focused though it says that it only looks like something
    "presentation-role-conflict": lambda found: "stFileUploaderDropzone" in found["html"],
    # Streamlit opens menus and lists outside the landmarks of the page
    "region": lambda found: bool(re.search(r'role="(menu|listbox)|data-testid="st[A-Za-z]*Popover', found["html"])),
}
"""What axe finds in Streamlit itself, and only there, by its rule."""


@dataclass
class Opened:
    """A window at the app."""

    page: Page
    draft: int

    def go(self, address: str) -> Page:
        """Open a page as on a desk, and wait for all that it looks at."""
        self.page.set_viewport_size(size("desk"))
        go(self.page, address.format(draft=self.draft))
        settled(self.page)
        return self.page


def size(name: str) -> Any:
    return dict(zip(("width", "height"), SIZES[name], strict=True))


def make(folder: Path) -> tuple[Path, int]:
    """Make a library in which syncs, people and findings have hostile names.

    One sync ran, one is scheduled, one is held, as most people got another name since, and one is a draft.
    """
    home = library.make(folder, library.HOSTILE)
    with synckit.open(home) as ws:
        for name in library.HOSTILE:
            limits = "limits: {update: 2}\n" if name == HELD else ""
            ws.save(
                synckit.Sync.from_yaml(library.SYNC.replace("name: Students", f"name: {json.dumps(name)}") + limits)
            )
        ws.sync(NAME).run()
        library.write_patrons(folder, hostile=library.HOSTILE[::-1])
        ws.sync(HELD).run()
        ws.sync(IN_MENU).schedule(date="2099-01-05", time="02:30", every="1 day")
        return home, ws.duplicate(NAME)


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """One window; whatever it asks for has to be on this machine, and nothing may open a dialog of the browser."""
    folder = tmp_path_factory.mktemp("every-page")
    home, draft = make(folder)
    asked: set[str | None] = set()
    with serving(home, folder / "server.log", by_command=True) as address:
        page = browser.new_page(viewport=size("desk"), base_url=address)
        page.on("request", lambda sent: asked.add(urlsplit(sent.url).hostname if sent.url.startswith("http") else None))
        page.on("dialog", lambda dialog: asked.add(f"dialog {dialog.message}"))
        yield Opened(page, draft)
        page.close()
    assert asked - {None} == {"127.0.0.1"}


def complaints(page: Page) -> list[str]:
    def is_stock(found: dict[str, Any]) -> bool:
        return STOCK.get(found["rule"], lambda _: False)(found)

    return [f"{found['rule']}: {found['html']}" for found in violations(page) if not is_stock(found)]


def is_sound(page: Page) -> None:
    """Hold that nothing acts, nothing failed, and axe is content."""
    assert acting(page) == 0
    assert page.get_by_test_id("stException").count() == 0
    assert complaints(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page(opened: Opened, name: str):
    page = opened.go(PAGES[name])
    for each in SIZES:
        page.set_viewport_size(size(each))
        fits(page, SIZES[each][0])
        is_sound(page)


def edit(opened: Opened) -> None:
    opened.go("/profiles?profile=4&do=edit")


def merge(opened: Opened) -> None:
    write(opened.go("/profiles?profile=4&do=merge"), "Id of the other profile", "5")
    seen(opened.page.get_by_role("button", name="Merge profile 5 into profile 4"))


def import_profiles(opened: Opened) -> None:
    opened.go("/profiles?do=import")


def more_of_a_row(opened: Opened) -> None:
    press(opened.go("/edit_sync?draft={draft}&step=3"), "More of row 2")
    settled(opened.page)


def when_it_runs(opened: Opened) -> None:
    press(opened.go("/edit_sync?draft={draft}&step=4"), "Schedule")
    settled(opened.page)
    seen(opened.page.get_by_role("button", name="Save schedule"))


def change_a_field(opened: Opened) -> None:
    press(opened.go("/profile_fields"), "Edit Library card number")


FORMS = [edit, merge, import_profiles, more_of_a_row, when_it_runs, change_a_field]


@pytest.mark.parametrize("open_form", FORMS, ids=lambda each: each.__name__)
def test_a_form(opened: Opened, open_form: Callable[[Opened], None]):
    open_form(opened)
    fits(opened.page, SIZES["desk"][0])
    is_sound(opened.page)


def schedule(opened: Opened) -> None:
    act(opened.go("/"), IN_MENU, "Reschedule")


def delete(opened: Opened) -> None:
    act(opened.go("/"), IN_MENU, "Delete")


def export(opened: Opened) -> None:
    act(opened.go("/"), IN_MENU, "Export")


def import_a_sync(opened: Opened) -> None:
    press(opened.go("/"), "Import")


def undo(opened: Opened) -> None:
    press(opened.go(PAGES["results"]), "Undo")


DIALOGS = [schedule, delete, export, import_a_sync, undo]


@pytest.mark.parametrize("open_dialog", DIALOGS, ids=lambda each: each.__name__)
def test_a_dialog(opened: Opened, open_dialog: Callable[[Opened], None]):
    open_dialog(opened)
    seen(opened.page.get_by_role("dialog"))
    settled(opened.page)
    is_sound(opened.page)


def test_a_name_is_told_sign_by_sign(opened: Opened):
    page = opened.go("/")
    assert untold(page) == []
    page = opened.go("/profiles")
    page.get_by_text("Show values", exact=True).click()
    seen(page.get_by_role("button", name=IN_MENU))
    ready(page)
    assert untold(page) == []


def untold(page: Page) -> list[str]:
    """Return the hostile names that a page does not show as they are; what keeps them from acting is not seen."""
    told = page.locator("main").inner_text().replace("\u2060", "")
    return [name for name in library.HOSTILE if name not in told]


def test_the_menu_of_a_sync_is_opened_and_gone_through_by_keys(opened: Opened):
    page = opened.go("/")
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
