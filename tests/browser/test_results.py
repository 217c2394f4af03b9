"""Results in a real browser: a person reads what a run did, narrows its errors by a click, takes a file, and takes the run back."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

import synckit
from tests.ui import library

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PATIENCE = 30_000


def expect(locator: Locator) -> Locator:
    from playwright.sync_api import expect as wait_for

    wait_for(locator).to_be_visible(timeout=PATIENCE)
    return locator


def expect_chosen(page: Page, words: str) -> None:
    """Wait until the box of runs shows a run whose title fits a pattern."""
    from playwright.sync_api import expect as wait_for

    wait_for(page.get_by_role("combobox", name="Run")).to_have_value(re.compile(words), timeout=PATIENCE)


def open_results(page: Page, query: str = "", sync: str = "Students") -> None:
    # The first address that a server is asked for may bring up a stock message that lies over the page.
    page.goto("/")
    expect(page.get_by_role("heading", name="Data syncs", exact=True))
    page.goto(f"/results?sync={sync}{query}")
    expect(page.get_by_role("heading", level=1, name="Results of"))


def metric(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stMetric").filter(has_text=label)


def run(home: Path, more: str = "", times: int = 1) -> None:
    with synckit.open(home) as ws:
        ws.save(synckit.Sync.from_yaml(library.SYNC + more))
        for _ in range(times):
            ws.sync("Students").run()


def test_a_person_reads_a_run_and_takes_it_back(page, home):
    run(home)
    open_results(page)
    expect(metric(page, "New Profiles Created").get_by_text("9", exact=True))
    expect(page.get_by_text("10 patrons read = 9 created + 0 updated"))
    expect(page.get_by_role("heading", name="Created", exact=True))
    page.get_by_role("button", name="Undo", exact=True).click()
    dialog = expect(page.get_by_role("dialog"))
    expect(metric(page, "Profiles removed").get_by_text("9", exact=True))
    dialog.get_by_role("button", name="Undo run 1").click(timeout=PATIENCE)
    expect(page.get_by_text("Run 1 was undone. Profiles restored: 0, removed: 9."))
    assert page.get_by_role("dialog").count() == 0


def test_a_look_at_an_undo_that_is_closed_undoes_nothing(page, home):
    run(home)
    open_results(page)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("button", name="Undo run 1"))
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.get_by_role("button", name="View Errors").click()
    expect(page.get_by_role("heading", name="Errors", exact=True))
    page.get_by_role("dialog").wait_for(state="detached", timeout=PATIENCE)  # it fades out
    with synckit.open(home) as ws:
        assert ws.run(1).document()["undone"] is False


def test_a_held_run_waits_for_approval(page, home):
    run(home, "limits: {create: 2}\n")
    open_results(page)
    expect(page.get_by_text("This run is held."))
    page.get_by_role("button", name="Approve").click()
    expect(metric(page, "New Profiles Created"))
    expect_chosen(page, "Run 1 .* Complete")


def test_a_click_on_a_bar_shows_its_errors_alone_and_a_reload_keeps_them(page, home):
    several_errors(home.parent)
    run(home)
    open_results(page, "&view=charts")
    chart = expect(page.get_by_test_id("stVegaLiteChart").last)
    page.wait_for_timeout(1500)  # the chart listens a moment after it is seen
    chart.click(position={"x": chart.bounding_box()["width"] * 0.8, "y": 14}, timeout=PATIENCE)
    page.wait_for_url(re.compile(r"view=errors.*field=email.*rule=type"), timeout=PATIENCE)
    expect(page.get_by_text("1 to 2 of 2 errors."))
    page.reload()
    expect(page.get_by_text("1 to 2 of 2 errors."))


def several_errors(folder: Path) -> None:
    lines = ["id,kind,card,first,last,mail", "1,ST,101,Ann,Lee,bad", "2,ST,,Bo,=Ray,bad", "3,ST,103,Cy,,c@example.org"]
    (folder / "patrons.csv").write_text("\n".join(lines) + "\n", "utf-8")


def test_rejected_patrons_are_a_file_that_a_spreadsheet_runs_nothing_of(page, home):
    several_errors(home.parent)
    run(home)
    open_results(page, "&view=errors")
    button = expect(page.get_by_role("button", name="Download rejected patrons"))
    with page.expect_download(timeout=PATIENCE) as begun:
        button.click()
    assert begun.value.suggested_filename == "rejected-run-1.csv"
    text = Path(begun.value.path()).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(text.decode("utf-8-sig").splitlines()))
    assert [(row["patron"], row["rules"], row["last"]) for row in rows] == [
        ("2", "type; missing_key", "'=Ray"),
        ("3", "missing_required", ""),
    ]


def test_the_newest_run_is_shown_until_another_is_chosen(page, home):
    run(home, times=2)
    open_results(page)
    expect_chosen(page, "Run 2 .* Complete")
    page.get_by_role("combobox", name="Run").click()
    page.get_by_role("option", name=re.compile("Run 1 ")).click()
    page.wait_for_url(re.compile(r"run=1"), timeout=PATIENCE)
    expect(metric(page, "New Profiles Created").get_by_text("9", exact=True))
