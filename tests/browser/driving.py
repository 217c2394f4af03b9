"""How a test acts in the browser: wait until the page rests, choose, look for what must not be there.

A run of the script begins only after a click has travelled: `ready` gives it that moment, and then waits for its end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PATIENCE = 30_000
TRAVEL = 160
LIST = 1_500
RESTS = "[data-testid='stApp'][data-test-script-state='notRunning']"
ACTING = """() => [...document.querySelectorAll('main, [role=dialog]')].flatMap(part => [
  ...part.querySelectorAll("img[src*='evil'], img[src='x'], .katex, img[alt='Streamlit logo']"),
  ...[...part.querySelectorAll("p [data-testid='stIconMaterial']")].filter(each => each.innerText === 'delete'),
  ...[...part.querySelectorAll('a')].filter(each => each.hostname !== location.hostname),
  ...[...part.querySelectorAll('.stMarkdownColoredText')].filter(each => each.innerText === 'alarm'),
]).length"""
"""How many hostile texts made something of themselves: a link, a picture, a formula, a colour."""


AXE = """async options => (await axe.run(options)).violations.flatMap(found => found.nodes.map(node => {
  const at = document.querySelector(node.target[0]), off = '[disabled], [aria-disabled="true"]';
  const label = at && at.closest('[data-testid=stWidgetLabel]'), box = label && label.parentElement;
  return {
    rule: found.id, html: node.html.slice(0, 300),
    in_metric: !!(at && at.closest('[data-testid=stMetric]')),
    is_off: !!(at && at.closest(off)) || !!(box && box.querySelector(off)),
  };
}))"""


def ready(page: Page) -> None:
    """Wait until the script has run to its end."""
    page.wait_for_timeout(TRAVEL)
    page.wait_for_selector(RESTS, timeout=PATIENCE)


def seen(locator: Locator) -> Locator:
    """Wait until something is visible, and return it; where it never is, say what the page shows instead."""
    from playwright.sync_api import expect

    try:
        expect(locator).to_be_visible(timeout=PATIENCE)
    except AssertionError as problem:
        raise AssertionError(f"{problem}\n{locator.page.url}\n{locator.page.locator('body').inner_text()}") from None
    return locator


def gone(locator: Locator) -> None:
    """Wait until something is no longer visible."""
    from playwright.sync_api import expect

    expect(locator).to_be_hidden(timeout=PATIENCE)


def title(page: Page, name: str | re.Pattern[str]) -> Locator:
    """Wait for the title of a page."""
    return seen(page.get_by_role("heading", level=1, name=name))


def go(page: Page, address: str) -> None:
    """Open a page and wait until it rests under its title."""
    page.goto(address)
    page.wait_for_selector("[data-testid=stMain] h1", timeout=PATIENCE)
    ready(page)


def settled(page: Page) -> None:
    """Wait until all that a page looks at is there; what it waits for, it says with three dots."""
    page.wait_for_function("!document.querySelector('main').innerText.includes(' …')", timeout=PATIENCE)
    page.wait_for_selector(RESTS, timeout=PATIENCE)


def another(page: Page) -> Page:
    """Return a window of somebody else at the same app."""
    from urllib.parse import urlsplit

    browser, at = page.context.browser, urlsplit(page.url)
    assert browser
    return browser.new_page(base_url=f"{at.scheme}://{at.netloc}")


def press(page: Page, name: str, exact: bool = True) -> None:
    """Press a button, once it may be pressed."""
    page.get_by_role("button", name=name, exact=exact).click(timeout=PATIENCE)
    ready(page)


def choose(page: Page, label: str, option: str, place: int = 0) -> None:
    """Choose in a box by its label; in the one at a place where several have it."""
    from playwright.sync_api import TimeoutError as TookTooLong

    box = page.get_by_role("combobox", name=label).nth(place)
    wanted = page.get_by_role("option", name=option, exact=True)
    box.evaluate("each => each.scrollIntoView({block: 'center'})", timeout=PATIENCE)
    box.click(timeout=PATIENCE)
    try:
        wanted.wait_for(timeout=LIST)
    except TookTooLong:
        # a list closes when the page scrolls, as it does to bring the box into sight
        box.press("ArrowDown", timeout=PATIENCE)
    wanted.click(timeout=PATIENCE)
    ready(page)


def write(page: Page, label: str, text: str) -> None:
    """Write a text and leave its box."""
    page.get_by_role("textbox", name=label, exact=True).fill(text, timeout=PATIENCE)
    page.keyboard.press("Tab")
    ready(page)


def pick(page: Page, group: str, option: str) -> None:
    """Choose one of some radio buttons."""
    # a button's meaning stands under it, and is part of what it is called
    found = page.get_by_role("radiogroup", name=group).get_by_role("radio", name=re.compile(rf"^{re.escape(option)}\b"))
    found.first.check(force=True, timeout=PATIENCE)
    ready(page)


def act(page: Page, name: str, item: str) -> None:
    """Choose in the Actions menu of a sync."""
    from playwright.sync_api import expect

    menu = page.get_by_role("button", name=f"Actions for {name}", exact=True)
    expect(menu).to_have_count(1, timeout=PATIENCE)  # while a row is drawn anew, its former self is there for a moment
    menu.click(timeout=PATIENCE)
    page.get_by_role("menuitem", name=re.compile(rf"{re.escape(item)}$")).click(timeout=PATIENCE)
    ready(page)


def metric(page: Page, label: str) -> Locator:
    """Return a number with its label."""
    return page.get_by_test_id("stMetric").filter(has_text=label)


def count_of(page: Page, label: str) -> int:
    """Return the number that stands under a label."""
    said = seen(metric(page, label)).get_by_test_id("stMetricValue").inner_text()
    return int(said.replace(",", "").strip())


def fits(page: Page, width: int) -> None:
    """Wait until nothing is wider than the window; tables take a moment for theirs."""
    page.wait_for_function(f"document.querySelector('[data-testid=stMain]').scrollWidth <= {width}", timeout=PATIENCE)


def acting(page: Page) -> int:
    """Return how many hostile texts became something else than text."""
    count: int = page.evaluate(ACTING)
    return count


def violations(page: Page) -> list[dict[str, Any]]:
    """Return what axe-core finds wrong on a page as it is now, one an element: its rule and HTML, and what it stands in."""
    from axe_playwright_python.sync_playwright import Axe

    if not page.evaluate("!!window.axe"):
        page.evaluate(Axe().axe_script)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: list[dict[str, Any]] = page.evaluate(AXE, {"runOnly": rules, "resultTypes": ["violations"]})
    return found
