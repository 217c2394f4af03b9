"""Tables of long texts: what is sent to the browser stays small."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

import synckit
from synckit.ui import library as opened
from synckit.ui import navigation
from synckit.ui.words import profiles as text
from tests.ui import library

LONG = "A long note. " * 2_000
MOST = 1_000_000
NOTES = """
name: Notes
connection: Our patrons
match_on: [library_card_number]
mapping:
  - {constant: Student, to: type}
  - {from: last, to: last_name}
  - {from: mail, to: notes}
  - {from: card, to: library_card_number}
"""


def sent(at: AppTest) -> int:
    """Return the bytes of the page's tables."""
    return sum(each.proto.ByteSize() for each in at.dataframe)


def see(at: AppTest, file: str, **query: str) -> AppTest:
    at.switch_page(str(navigation.page(file)))
    for name, value in query.items():
        at.query_params[name] = value
    at.session_state[opened.SHOW_VALUES] = True
    at.run()
    assert not at.exception
    return at


def test_a_history_of_long_notes_is_paged_and_cut(app):
    at = app()
    ws = opened.opened().workspace
    profile = ws.make_profile({"type": "Student", "last_name": "Lee"})
    for place in range(60):
        ws.edit_profile(profile, {"notes": f"{place} {LONG}"})
    at = see(at, navigation.PROFILES, profile=str(profile))
    shown = at.dataframe[-1].value
    assert (len(shown), shown["After"][0][:9], shown["After"][0][-1], len(shown["After"][0])) == (
        50,
        "59 A long",
        "…",
        300,
    )
    total = len(ws.profile_history(profile))
    assert text.HISTORY_ROWS.format(first=1, last=50, total=total) in [each.value for each in at.caption]
    assert sent(at) < MOST


def test_changes_of_long_notes_are_cut(app, tmp_path):
    home = library.make(tmp_path)
    at = app(home=home)
    ws = opened.opened().workspace
    for city in ("a", "b"):
        lines = [f"{place},ST,{place},Lee,{city} {LONG}" for place in range(60)]
        (tmp_path / "patrons.csv").write_text("\n".join(["id,kind,card,last,mail", *lines]), "utf-8")
        if city == "a":
            ws.save(synckit.Sync.from_yaml(NOTES))
        ws.sync("Notes").run()
    at = see(at, navigation.RESULTS, sync="Notes", run="2")
    shown = at.dataframe[0].value
    assert (len(shown), shown["Before"][0][0], shown["After"][0][0]) == (50, "a", "b")
    assert sent(at) < MOST
