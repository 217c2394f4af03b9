"""ILS integration in a real browser: a person connects a system, tries it and looks at its fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from synckit.emulators import Emulated, Population, emulator
from synckit.emulators.serving import serve
from tests.browser.driving import ready
from tests.browser.test_data_syncs import expect
from tests.ui import library


@pytest.fixture
def koha() -> Iterator[tuple[str, Emulated]]:
    """A Koha with hostile names among its people."""
    people = Population(30)
    for id, name in enumerate(library.HOSTILE, 1):
        people.edit(id, last_name=name, library=None, department=name)
    made = emulator("koha", people)
    with serve(made.app) as server:
        yield server.url, made


@pytest.fixture(autouse=True)
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCKIT_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.delenv("SYNCKIT_KEY", raising=False)


def test_a_person_connects_a_system(koha, page):
    url, made = koha
    page.goto("/")
    expect(page.get_by_role("heading", name="Data syncs", exact=True))
    page.get_by_role("link", name="ILS integration").click()
    expect(page.get_by_role("heading", name="ILS integration"))
    page.get_by_role("combobox", name="Library system").click()
    page.get_by_role("option", name="Koha").click()
    form = page.get_by_test_id("stForm")
    expect(form.get_by_role("textbox", name="Staff interface address")).fill(url)
    form.get_by_role("textbox", name="Name of the connection").fill("Our Koha")
    form.get_by_role("textbox", name="Client ID").fill(made.set["client_id"])
    form.get_by_label("Client secret").last.fill(made.secret["client_secret"])
    form.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text("Sample fields"))
    form.get_by_role("button", name="Save connection").click()
    expect(page.get_by_text("is made; it offers"))
    page.get_by_role("button", name="View fields").first.click()
    expect(page.get_by_text("Values show their first letter only."))
    ready(page)  # until the page is drawn whole, the filled-in form of before is there
    assert made.secret["client_secret"] not in page.content()
    acting = "main a[href*='evil'], main a[href^='javascript'], main img[src*='evil'], main img[src='x'], main .katex"
    assert page.locator(acting).count() == 0
