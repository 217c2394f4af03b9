"""The whole way in memory: from Get Started through the four steps to a run, and what it wrote."""

from __future__ import annotations

import synckit
from synckit.ui import library as opened
from tests.ui import library
from tests.ui.wizard.conftest import Wizard


def test_from_get_started_to_a_run(app, tmp_path):
    home = library.make(tmp_path)
    with synckit.open(home) as ws:
        ws.delete_sync("Students")
    at = app(home)
    at.button(key="get-started").click().run()
    at.button(key="begin").click().run()
    page = Wizard(at, 1)

    page.setup("name").set_value("First sync")
    page.setup("connection").set_value("Our patrons")
    next(each for each in at.multiselect if ":match:0" in each.key).set_value(["library_card_number"])
    page.run().press("Next")
    assert at.query_params["step"] == "2"
    page.press("Next")
    assert at.query_params["step"] == "3"

    page.press("Add suggested rows")
    page.press("+ New Row")
    [fresh] = [row["id"] for row in page.kept["mapping"] if not row["to"]]
    at.multiselect(key=page.key("map", fresh, "from")).set_value(["kind"])
    at.selectbox(key=page.key("map", fresh, "scope")).set_value("system")
    page.run()
    at.selectbox(key=page.key("map", fresh, "to", "system", None)).set_value("type")
    page.run()
    while not page.has("Make a value map"):
        page.run()
    page.press("Make a value map")
    at.selectbox(key=page.key("map", fresh, "pair", 1, 1)).set_value("Person")
    page.run().press("Next")
    assert at.query_params["step"] == "4"

    page.press("Execute")
    here = opened.opened()
    here.jobs.wait()
    [run] = here.workspace.sync("First sync").runs()
    assert (run["status"], run["counts"]["read"], run["counts"]["created"]) == ("complete", 4, 4)
    people = here.workspace.profiles()
    assert people[["type", "last_name", "library_card_number"]].to_numpy().tolist() == [
        ["Student", "Lee", "101"],
        ["Student", "Ray", "102"],
        ["Student", "Fox", "103"],
        ["Person", "Ash", "104"],
    ]
