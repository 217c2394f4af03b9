"""Data syncs, drawn in memory: what a person sees and what the menu does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

import synckit
from synckit import errors
from synckit.access import Person, Role
from synckit.run import apart
from synckit.store import syncs
from synckit.ui import library as opened
from synckit.ui import navigation, signing_in, words
from synckit.ui.words import syncs as text
from tests.ui import library
from tests.ui.conftest import ENTRY

PAGE = Path(__file__).parents[2] / "pages" / "syncs" / "data_syncs.py"
DAILY = {"date": "2099-12-01", "time": "02:30", "every": "1 day", "timezone": "Europe/Berlin"}
LABELS = {name: label.split(": ")[1] for name, label in text.ITEMS.items()}


def plain(shown: object) -> str:
    """Return what a reader sees of Markdown."""
    return re.sub(r"\\(.)", r"\1", str(shown)).replace("\u2060", "")


def button(at: AppTest, label: str):
    return next(each for each in at.button if plain(each.label) == label)


def has(at: AppTest, label: str) -> bool:
    return label in [plain(each.label) for each in at.button]


def menu(at: AppTest, name: str = "Students"):
    return next(each for each in at.menu_button if plain(each.label) == f"Actions for {name}")


def items(at: AppTest, name: str = "Students") -> list[str]:
    return [each.split(": ")[1] for each in menu(at, name).options]


def choose(at: AppTest, item: str, name: str = "Students") -> AppTest:
    """Choose an item of a menu, let what it began end, and draw the page again."""
    menu(at, name).click(next(key for key, label in LABELS.items() if label == item)).run()
    assert not at.exception
    opened.opened().jobs.wait()
    return at.run()


def texts(at: AppTest) -> str:
    kinds = (at.error, at.warning, at.info, at.success, at.caption, at.markdown)
    return plain("\n".join(each.value for kind in kinds for each in kind))


def address(at: AppTest) -> dict[str, str]:
    """Return what the address says behind the page's name."""
    return {name: value if isinstance(value, str) else value[0] for name, value in at.query_params.items()}


def workspace() -> synckit.Workspace:
    return opened.opened().workspace


# Before there is a sync


def test_without_a_workspace_nothing_is_made_before_somebody_acts(app, tmp_path):
    at = app(home=tmp_path / "none")
    assert at.header[0].value == words.NO_WORKSPACE
    at = button(at, "Get Started").click().run()
    assert "1. **Name & Setup**" in texts(at)
    assert not (tmp_path / "none").exists()
    at = button(at, "Next").click().run()
    assert workspace().draft(1).sync is None
    assert address(at) == {"draft": "1", "step": "1"}


def test_an_empty_workspace_offers_to_start(app, tmp_path):
    synckit.open(tmp_path / "empty").close()
    at = app(home=tmp_path / "empty")
    assert (at.header[0].value, has(at, "Get Started"), has(at, "+ Data Sync")) == (words.NO_SYNCS, True, False)
    at = button(at, "Get Started").click().run()
    assert [each.label for each in at.get("page_link")] == [text.CONNECT, text.FIELDS]


def test_an_empty_workspace_takes_a_sync_from_a_file(app, tmp_path):
    synckit.open(tmp_path / "empty").close()
    at = upload(app(home=tmp_path / "empty"), library.SYNC)
    at.button(key="import-sync").click().run()
    assert "No connection named" in plain(at.error[0].value)


def test_the_sample_library_is_added_by_a_button(app, tmp_path):
    at = button(app(home=tmp_path / "new"), "Get Started").click().run()
    at = button(at, words.ADD_SAMPLE).click().run()
    assert not at.exception
    assert has(at, "Students nightly")


def test_a_viewer_is_told_whom_to_ask(app, tmp_path, monkeypatch):
    synckit.open(tmp_path / "empty").close()
    monkeypatch.setattr(signing_in, "person", lambda: Person("vi", Role.VIEWER))
    at = app(home=tmp_path / "empty")
    assert (has(at, "Get Started"), text.ONLY_LOOKING in texts(at)) == (False, True)


def test_a_database_that_is_none_is_one_sentence(app, tmp_path):
    home = tmp_path / "broken"
    home.mkdir()
    (home / "synckit.db").write_text("this is no database, only a text that is long enough" * 40)
    at = app(home=home)
    assert (len(at.error), len(at.exception)) == (1, 0)


# The list


def test_a_draft_that_never_ran(app):
    at = app()
    assert has(at, "Students")
    assert [each.value for each in at.markdown].count("–") == 4
    assert items(at) == ["View", "Edit", "Run now", "Schedule", "Duplicate", "Export", "Delete"]


def test_a_name_opens_the_details(app):
    at = button(app(), "Students").click().run()
    assert address(at) == {"sync": "Students"}


def test_a_run_shows_its_totals_and_each_opens_its_list(app):
    at = choose(app(), "Run now")
    assert [plain(each.label) for each in at.button if "*" in each.label] == [
        "3 *created* **by Students**",
        "0 *updated* **by Students**",
        "1 *error* **of Students**",
    ]
    assert items(at) == ["View", "View Results", "Run now", "Schedule", "Duplicate", "Export", "Delete"]
    at = button(at, "1 *error* **of Students**").click().run()
    assert address(at) == {"sync": "Students", "run": "1", "view": "errors"}
    at.switch_page(str(PAGE)).run()
    at = button(at, "0 *updated* **by Students**").click().run()
    assert address(at) == {"sync": "Students", "run": "1", "view": "profiles", "part": "updated"}


def test_view_results_opens_the_last_run(app):
    at = choose(app(), "Run now")
    at = choose(at, "Run now")
    menu(at).click("results").run()
    assert address(at) == {"sync": "Students", "run": "2"}


def test_edit_opens_the_working_copy_on_its_first_step(app):
    at = app()
    menu(at).click("edit").run()
    assert address(at) == {"draft": "1", "step": "1"}
    assert workspace().draft(1).sync == "Students"


def test_a_new_sync_begins_with_a_draft(app):
    at = button(app(), "+ Data Sync").click().run()
    assert address(at) == {"draft": "1", "step": "1"}
    unnamed_draft(1)
    at.switch_page(str(PAGE)).run()
    assert items(at, text.UNNAMED) == ["Edit", "Duplicate", "Delete"]
    at = button(at, text.UNNAMED).click().run()
    assert address(at) == {"draft": "1", "step": "1"}


def unnamed_draft(draft: int = 0) -> int:
    """Fill in something but a name in a draft, a new one unless it is named, and return its id."""
    draft = draft or workspace().new_draft()
    workspace().save_draft(draft, 1, {**workspace().draft(draft).content, "connection": "Our patrons"})
    return draft


def test_the_draft_of_a_new_sync_is_deleted_after_a_question(app):
    at = app()
    unnamed_draft()
    menu(at.run(), text.UNNAMED).click("delete").run()
    at = at.button(key="delete-draft").click().run()
    assert text.DRAFT_DELETED in texts(at)
    assert workspace().overview().total == 1


def test_a_duplicate_is_a_draft_of_its_own(app):
    at = app()
    menu(at).click("duplicate").run()
    assert workspace().draft(1).content["name"] == "Students (copy)"
    assert address(at)["draft"] == "1"


def test_a_draft_is_duplicated_too(app):
    at = app()
    draft = workspace().new_draft()
    workspace().save_draft(draft, 1, {**workspace().draft(draft).content, "name": "Alumni"})
    menu(at.run(), "Alumni").click("duplicate").run()
    assert address(at) == {"draft": "2", "step": "1"}
    assert workspace().draft(2).content["name"] == "Alumni (copy)"


def test_a_scheduled_sync_says_when_it_runs_next_and_in_which_zone(app):
    at = app()
    workspace().sync("Students").schedule(**DAILY)
    at.run()
    assert "1 Dec 2099, 02:30" in texts(at)
    assert "Europe/Berlin" in texts(at)
    assert items(at)[3:7] == ["Reschedule", "Pause", "Cancel", "Duplicate"]


def test_pause_resume_and_cancel(app):
    at = app()
    workspace().sync("Students").schedule(**DAILY)
    at = choose(at.run(), "Pause")
    assert (any(each.value.startswith("Paused") for each in at.markdown), "Resume" in items(at)) == (True, True)
    at = choose(at, "Resume")
    assert workspace().sync("Students").saved.paused is False
    at = choose(at, "Cancel")
    assert (workspace().sync("Students").status, "Reschedule" in items(at)) == ("Draft", False)


def test_a_working_copy_of_a_scheduled_sync_leads_back_to_the_wizard(app):
    at = app()
    ws = workspace()
    ws.sync("Students").schedule(**DAILY)
    draft = ws.draft_of("Students")
    assert not has(at.run(), text.EDITED)
    ws.save_draft(draft, 1, {**ws.draft(draft).content, "empty_fields": "replace"})
    at = button(at.run(), text.EDITED).click().run()
    assert address(at) == {"draft": str(draft), "step": "1"}


def test_a_held_run_is_said_beside_the_status(app):
    at = choose(app(limits="limits: {create: 2}\n"), "Run now")
    assert "Held" in texts(at)
    assert [plain(each.label) for each in at.button if "*" in each.label] == ["1 *error* **of Students**"]


def test_a_failed_run_is_said_beside_the_status(app, tmp_path):
    (at := app()).run()
    (tmp_path / "patrons.csv").unlink()
    at = choose(at, "Run now")
    assert "Failed" in texts(at)


def test_a_run_that_is_refused_is_said_once_to_whoever_asked(app):
    at = app()
    ws = workspace()
    from synckit.claim import Claim

    with Claim(ws.home.store, ws.sync("Students").saved.id, "Students"):
        menu(at).click("run").run()
        assert not at.exception
        assert plain(at.warning[0].value).startswith("“Students” did not start: The sync 'Students' is running already")
        other = AppTest.from_file(str(ENTRY), default_timeout=30).run()
        assert (len(other.warning), len(other.error)) == (0, 0)
    assert not at.run().warning


def test_an_approval_that_failed_is_said_while_its_run_is_held_and_the_newest(app):
    at = app(limits="limits: {create: 2}\n", runs=1)
    here = opened.opened()
    here.workspace.import_fields("all_types:\n  - {name: shoe_size, type: text}\n")
    here.workspace.make_profile(
        {"type": "Student", "first_name": "Ann", "last_name": "Lee", "library_card_number": "101"}
    )
    here.approve("Students", 1)
    here.jobs.wait()
    assert "approved and could not be applied" in plain(at.run().error[0].value)
    here.workspace.sync("Students").run()
    assert not at.run().error
    assert here.jobs.refusal("Students") is None


def test_a_run_that_goes_on_is_shown_and_can_be_cancelled(app):
    at = app()
    apart.queue(workspace().home, "Students", "ann")
    at.run()
    assert [each.text for each in at.get("progress")] == [words.WAITS]
    assert items(at) == ["View", "Edit", "Cancel run", "Schedule", "Duplicate", "Export"]


def test_whether_anything_runs_is_asked_once_and_not_in_each_row(app, monkeypatch):
    at = app()
    for place in range(20):
        definition = workspace().sync("Students").definition
        workspace().save(definition.changed(name=f"Sync {place}"))
    asked = []
    going = type(workspace()).going
    monkeypatch.setattr(type(workspace()), "going", lambda self: asked.append(1) or going(self))
    at.run()
    assert len(asked) == 2  # the page, and the part of it that watches


# Search


def test_search_and_status_are_kept_in_the_address(app):
    at = app()
    workspace().save(workspace().sync("Students").definition.changed(name="Faculty"))
    workspace().sync("Faculty").schedule(**DAILY)
    at.run()
    at.text_input(key="list-q").set_value("stud").run()
    assert (address(at), has(at, "Students"), has(at, "Faculty")) == ({"q": "stud"}, True, False)
    at.text_input(key="list-q").set_value("").run()
    at.button_group(key="list-status").set_value("Scheduled").run()
    assert (address(at), has(at, "Students"), has(at, "Faculty")) == ({"status": "Scheduled"}, False, True)


def test_the_address_is_followed(app):
    at = app()
    at.query_params["q"] = "nobody"
    at.run()
    assert (at.text_input(key="list-q").value, "No data sync fits." in texts(at)) == ("nobody", True)
    at = button(at, text.SHOW_ALL).click().run()
    assert (address(at), has(at, "Students")) == ({}, True)


def test_25_syncs_a_page(app):
    at = app()
    definition = workspace().sync("Students").definition
    with workspace().home.store.write() as conn:
        for place_ in range(30):
            syncs.save(conn, definition.changed(name=f"Sync {place_:02}").as_dict())
    at.run()
    assert len(at.menu_button) == 25
    at.query_params["page"] = "2"
    at.run()
    assert [len(at.menu_button), has(at, "Sync 29")] == [6, True]


# Dialogs


def test_delete_asks_for_the_name_and_says_what_goes(app):
    at = app()
    menu(at).click("delete").run()
    assert "Profiles are kept." in texts(at)
    assert at.button(key="delete-sync").disabled
    at.text_input(key="delete-typed").set_value("Student").run()
    assert at.button(key="delete-sync").disabled
    at.text_input(key="delete-typed").set_value("Students").run()
    at = at.button(key="delete-sync").click().run()
    assert workspace().syncs() == []
    assert "profiles are kept" in texts(at)


def test_a_dialog_about_what_is_gone_says_so_once_and_closes(app):
    at = app()
    draft = unnamed_draft()
    menu(at.run(), text.UNNAMED).click("delete").run()
    workspace().drop_draft(draft)
    at.button(key="delete-draft").click().run()
    assert ("it was finished or deleted" in texts(at), len(at.get("dialog"))) == (True, 0)
    assert "it was finished or deleted" not in texts(at.run())
    menu(at).click("schedule").run()
    workspace().delete_sync("Students")
    at.run()
    assert ("No sync named" in texts(at), len(at.get("dialog"))) == (True, 0)


def test_a_dialog_is_left_with_its_page(app):
    at = app()
    menu(at).click("delete").run()
    assert at.run().button(key="delete-sync").disabled
    details = PAGE.with_name("sync_details.py")
    at.switch_page(str(details))
    at.query_params["sync"] = "Students"
    assert "delete-sync" not in [each.key for each in at.run().button]
    at.switch_page(str(PAGE))
    assert "delete-sync" not in [each.key for each in at.run().button]
    menu(at).click("delete").run()
    at.switch_page(str(PAGE.with_name("results.py"))).run()
    at.switch_page(str(PAGE))
    assert "delete-sync" not in [each.key for each in at.run().button]


def test_a_schedule_is_set_in_a_dialog(app):
    at = app()
    menu(at).click("schedule").run()
    assert [each.label for each in at.date_input] == ["Date"]
    at = at.button(key="schedule-sync").click().run()
    assert not at.exception
    assert workspace().sync("Students").status == "Scheduled"
    assert "runs next at" in texts(at)
    menu(at).click("reschedule").run()
    at = at.button(key="schedule-sync").click().run()
    assert [each.label for each in at.date_input] == []


def test_a_sync_is_exported_as_yaml(app):
    at = app()
    menu(at).click("export").run()
    assert synckit.Sync.from_yaml(at.code[0].value) == workspace().sync("Students").definition


def upload(at: AppTest, written: str, name: str = "sync.yaml") -> AppTest:
    button(at, "Import").click().run()
    return at.file_uploader(key="import-file").set_value((name, written.encode(), "application/yaml")).run()


def test_a_sync_is_imported_from_yaml(app):
    at = upload(app(), library.SYNC.replace("name: Students", "name: Others"))
    at = at.button(key="import-sync").click().run()
    assert not at.exception
    assert sorted(each.name for each in workspace().syncs()) == ["Others", "Students"]
    assert "“Others” is imported." in texts(at)


def test_importing_a_name_that_is_there_says_so_first(app):
    at = upload(app(), library.SYNC + "type: update\n")
    assert text.IS_THERE in texts(at)
    at.button(key="import-sync").click().run()
    assert workspace().sync("Students").definition.type == "update"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (library.SYNC.replace("match_on", "mach_on"), "YAML line 4: unknown key 'mach_on'"),
        ("/etc/passwd.yaml", "must be written as keys with values"),
    ],
)
def test_a_file_that_is_no_sync_is_told_with_its_line(app, written, sentence):
    at = upload(app(), written)
    assert sentence in plain(at.error[0].value)
    assert [each.key for each in at.button if each.key == "import-sync"] == []


def test_what_does_not_fit_the_library_is_said_when_it_is_saved(app):
    at = upload(app(), library.SYNC.replace("connection: Our patrons", "connection: Nobody's"))
    at = at.button(key="import-sync").click().run()
    assert "No connection named" in plain(at.error[0].value)


# Who may


def test_a_viewer_looks_and_exports(app, monkeypatch):
    monkeypatch.setattr(signing_in, "person", lambda: Person("vi", Role.VIEWER))
    at = app()
    assert (items(at), has(at, "+ Data Sync"), has(at, "Import")) == (["View", "Export"], False, False)


def test_a_viewer_reads_the_name_of_a_draft_that_is_not_theirs_to_edit(app, monkeypatch):
    at = app()
    unnamed_draft()
    monkeypatch.setattr(signing_in, "person", lambda: Person("vi", Role.VIEWER))
    at = at.run()
    assert (has(at, "Students"), has(at, text.UNNAMED)) == (True, False)
    assert text.UNNAMED in [each.value for each in at.text]


def test_an_analyst_does_all_but_delete(app, monkeypatch):
    monkeypatch.setattr(signing_in, "person", lambda: Person("ann", Role.ANALYST))
    assert items(app()) == ["View", "Edit", "Run now", "Schedule", "Duplicate", "Export"]


def test_the_doors_refuse_whom_the_menu_does_not_ask(app):
    app()
    here = opened.opened().acting(Person("vi", Role.VIEWER))
    with pytest.raises(errors.Forbidden, match="may not run or schedule"):
        here.run(here.workspace.sync("Students"))
    with pytest.raises(errors.Forbidden, match="may not delete"):
        here.workspace.delete_sync("Students")


def test_a_hostile_name_is_shown_as_text_in_every_dialog(app, tmp_path):
    home = library.make(tmp_path)
    hostile = "![x](http://evil.example)"
    with synckit.open(home) as ws:
        ws.save(synckit.Sync.from_yaml(library.SYNC.replace("name: Students", f"name: '{hostile}'")))
    at = app(home=home)
    shown = hostile.replace("://", "://")
    assert has(at, shown)
    for action in ("delete", "schedule", "export"):
        menu(at, shown).click(action).run()
        assert not at.exception
        assert not re.search(r"(?<!\\)!\[", "".join(each.value for each in at.markdown))


# The frame


def test_the_entry_script_runs_before_a_page_that_is_asked_for_directly(app):
    at = app().switch_page(str(PAGE)).run()
    assert not at.exception
    assert at.title[0].value == words.PAGE
    assert [path.name for path in PAGE.parents[1].glob("*.py")] == []
    assert hasattr(PagesManager, "uses_pages_directory")


def test_every_page_that_the_list_leads_to_is_there():
    for file in (navigation.EDIT_SYNC, navigation.SYNC_DETAILS, navigation.RESULTS):
        assert navigation.page(file).exists()


def test_a_sentence_stays_when_the_page_is_drawn_anew_unasked(app, monkeypatch):
    at = app()
    unnamed_draft()
    menu(at.run(), text.UNNAMED).click("delete").run()
    newest = iter([1, 2])  # a run ends while the page is drawn, so it is drawn once more
    monkeypatch.setattr(synckit.Workspace, "newest_run", lambda ws: next(newest, 2))
    at = at.button(key="delete-draft").click().run()
    assert text.DRAFT_DELETED in texts(at)
    assert next(newest, None) is None
    assert text.DRAFT_DELETED not in texts(at.run())
