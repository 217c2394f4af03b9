"""Profiles in a real browser: what a profile has is shown in its form, and can be taken away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import synckit
from tests.browser.driving import PATIENCE, go, press, seen

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIELDS = """
all_types:
- {name: branch, type: choice, options: [Main, Law]}
- {name: blocked, type: boolean}
"""


def test_a_choice_a_date_and_yes_or_no_are_emptied(page: Page, home: Path):
    from playwright.sync_api import expect

    with synckit.open(home) as ws:
        ws.sync("Students").run()
        ws.import_fields(FIELDS)
        ws.edit_profile(1, {"branch": "Law", "blocked": "true", "birth_date": "2001-02-03"})
    go(page, "/")  # plain Streamlit does not know a page that is asked for first of all
    go(page, "/profiles?profile=1&do=edit")
    for label, held in (("Branch", "Law"), ("Blocked", "Yes")):
        expect(page.get_by_role("combobox", name=label)).to_have_value(held, timeout=PATIENCE)
        page.get_by_test_id("stSelectbox").filter(has_text=label).get_by_role("button", name="Clear value").click()
    page.get_by_role("button", name="Clear date").click()
    press(page, "Save")
    seen(page.get_by_text("Profile 1 was saved: Birth date, Branch, Blocked."))
    with synckit.open(home) as ws:
        kept = {each.field.key: each.value for each in ws.profile(1).fields}
    assert [kept["birth_date"], kept["branch"], kept["blocked"], kept["email"]] == [None, None, None, "ann@example.org"]
