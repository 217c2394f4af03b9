"""A run that takes its time: everybody sees how far it is, and whoever may ends it before anything is written."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import synckit
from synckit.emulators import Population, emulator
from synckit.emulators.serving import serve
from tests.browser.driving import PATIENCE, act, another, go, seen
from tests.ui import library

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATRONS, OF_A_PAGE, SECONDS = 40_000, 1_000, 1.5
SYNC = """
name: Everybody
connection: Our Koha
match_on: [library_card_number]
mapping:
  - {constant: Student, to: type}
  - {from: first_name, to: first_name}
  - {from: last_name, to: last_name}
  - {from: barcode, to: library_card_number}
"""


class Slow:
    """An application that lets whoever asks it for patrons wait, once it is told to."""

    def __init__(self, app: Any) -> None:
        self.app, self.is_slow = app, False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self.is_slow and scope.get("path", "").endswith("/patrons"):
            await asyncio.sleep(SECONDS)
        await self.app(scope, receive, send)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A library whose Koha answers slowly."""
    monkeypatch.setenv("SYNCKIT_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.delenv("SYNCKIT_KEY", raising=False)
    made = emulator("koha", Population(PATRONS))
    slow = Slow(made.app)
    with serve(slow) as server, synckit.open(tmp_path / "library") as ws:
        ws.import_fields(library.FIELDS)
        given = {**made.set, "url": server.url, "page_size": str(OF_A_PAGE)}
        ws.add_connection("Our Koha", "koha", given, made.secret)
        ws.save(synckit.Sync.from_yaml(SYNC))
        slow.is_slow = True
        yield tmp_path / "library"


def test_a_run_is_seen_by_everybody_and_cancelled(page: Page, home: Path):
    go(page, "/")
    other = another(page)
    go(other, "/")
    act(page, "Everybody", "Run now")
    for each in (page, other):
        seen(each.get_by_text(re.compile(r"Reading patrons: [1-9][\d,]*")))
    act(other, "Everybody", "Cancel run")
    for each in (page, other):
        each.get_by_text("Cancelled", exact=True).wait_for(timeout=PATIENCE)
    with synckit.open(home) as ws:
        assert ws.runs("Everybody")[0]["status"] == "cancelled"
        assert ws.runs("Everybody")[0]["counts"]["created"] == 0
        assert len(ws.profiles()) == 0
    other.close()
