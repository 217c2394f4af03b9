"""A real browser: Chromium of this machine, headless, which may talk to this machine alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.browser.server import forked
from tests.ui import library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, or a skip that says what is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next((found for found in map(shutil.which, NAMES) if found), None)
    if path is None:
        pytest.skip("no Chromium here; apt-get install chromium")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, headless=True, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A tiny library with hostile names among its patrons."""
    return library.make(tmp_path, library.HOSTILE)


@pytest.fixture
def page(browser: Browser, home: Path, tmp_path: Path) -> Iterator[Page]:
    """The app in a window of 1280x900; every address it asks for has to be on this machine."""
    with forked(home, tmp_path / "server.log") as address:
        window = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=address)
        asked: list[str] = []
        window.on("request", lambda request: asked.append(request.url))
        window.on("dialog", lambda dialog: asked.append(f"http://dialog/{dialog.message}"))
        yield window
        window.close()
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
