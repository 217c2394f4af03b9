"""Results, drawn in memory: what a run did is read, narrowed, taken back, approved, and hidden from those who may not see it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

import synckit
from synckit.access import Person, Role
from synckit.ui import library as opened
from synckit.ui import navigation, signing_in, words
from synckit.ui.results import bars, charts
from synckit.ui.words import filter as looking
from synckit.ui.words import profiles as profile_text
from synckit.ui.words import results as text
from synckit.ui.words.rules import RULES
from synckit.workspace import run_results
from tests.ui import library

PAGE = str(navigation.page(navigation.RESULTS))
Open = Callable[..., AppTest]


def button(at: AppTest, label: str):
    return next(each for each in at.button if each.label == label)


def press(at: AppTest, label: str) -> AppTest:
    button(at, label).click().run()
    assert not at.exception
    return at


def totals(at: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in at.metric}


def texts(at: AppTest) -> str:
    said = [each.value for kind in (at.error, at.warning, at.info, at.success, at.caption) for each in kind]
    return re.sub(r"\\", "", "\n".join(said))


def to_results(at: AppTest, **query: str) -> AppTest:
    at.switch_page(PAGE)
    for name, value in {"sync": "Students", **query}.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def run(times: int = 1) -> None:
    """Run the sync here and now."""
    for _ in range(times):
        opened.opened().workspace.sync("Students").run()


@pytest.fixture
def results(app, monkeypatch) -> Open:
    """Return a function that runs the sync and shows its results, to an admin who asked for values unless told otherwise."""

    def show(
        role: Role = Role.ADMIN, values: bool = True, times: int = 1, query: dict[str, str] | None = None, **given
    ):
        monkeypatch.setattr(signing_in, "person", lambda: Person("ann", role))
        at = app(**given) if "home" in given else app(**given, runs=times)
        at.session_state[opened.SHOW_VALUES] = values
        if "home" in given:
            run(times)
        return to_results(at, **(query or {}))

    return show


def test_a_run_shows_its_totals_and_they_add_up(results):
    at = results()
    assert at.title[0].value == "Results of “Students”"
    assert totals(at) == {
        "New Profiles Created": "3",
        "Existing Profiles Updated": "0",
        "Errors": "1",
        "Patrons read": "4",
        "Unchanged": "0",
        "Skipped": "0",
        "Rejected": "0",
        "Filtered out": "1",
    }
    sums = "4 patrons read = 3 created + 0 updated + 0 unchanged + 0 skipped + 0 rejected + 1 filtered out."
    assert sums in texts(at)


def test_a_sync_that_only_creates_has_no_total_of_updates(results, tmp_path):
    at = results(home=made(tmp_path, "type: create\n"))
    assert "New Profiles Created" in totals(at)
    assert "Existing Profiles Updated" not in totals(at)


def test_errors_that_are_not_reported_have_no_total(results, tmp_path):
    assert "Errors" not in totals(results(home=made(tmp_path, "incorrect_values: skip\n")))


def made(folder, more: str):
    home = library.make(folder)
    with synckit.open(home) as ws:
        ws.save(synckit.Sync.from_yaml(library.SYNC + more))
    return home


def test_each_total_leads_to_its_list(results):
    at = press(results(), text.SEE["errors"])
    assert at.query_params["view"] == "errors"
    at = press(at, text.SEE["updated"])
    assert (at.query_params["view"], at.query_params["part"]) == ("profiles", "updated")
    assert [each.value for each in at.header] == ["Updated"]
    at = press(at, text.VIEW_PROFILES)
    assert [each.value for each in at.header] == ["Created", "Updated"]


def test_a_run_shows_the_profiles_it_created(results):
    shown = results().dataframe[0].value
    assert shown["First name"].tolist() == ["Ann", "Bo", "Cy"]
    assert shown["Email"].tolist() == ["ann@example.org", "bo@example.org", ""]


def test_the_lists_lead_to_the_profiles_and_offer_files_of_them(results):
    at = results()
    files = [each.label for each in at.get("download_button")]
    assert files == [*profile_text.DOWNLOAD_RUN.values()]
    assert links(at)[text.IN_PROFILES] == "run=1&made=created"
    at = press(at, text.SEE["updated"])
    assert links(at)[text.IN_PROFILES] == "run=1&made=updated"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_others_are_led_to_the_profiles_without_files(results, role):
    at = results(role)
    assert text.IN_PROFILES in links(at)
    assert not at.get("download_button")


def test_a_held_run_leads_to_no_profiles(results):
    at = results(limits="limits: {create: 2}\n")
    assert text.IN_PROFILES not in links(at)
    assert not at.get("download_button")


def links(at: AppTest) -> dict[str, str]:
    """Return the links of a page: what each asks for, by its label."""
    return {each.proto.label: each.proto.query_string for each in at.get("page_link")}


def test_an_update_shows_before_and_after(results, tmp_path):
    at = results()
    library.write_patrons(tmp_path, city="a")
    run()
    at.run()
    assert at.dataframe[0].value.values.tolist() == [["1", "Anna Lee", "First name", "Ann", "Anna"]]
    assert totals(at)["Existing Profiles Updated"] == "1"


@pytest.mark.parametrize(("role", "values"), [(Role.ADMIN, False), (Role.VIEWER, True), (Role.ANALYST, True)])
def test_values_are_masked_and_categories_are_not(results, tmp_path, role, values):
    at = results(role, values)
    assert at.dataframe[0].value.values.tolist()[0] == ["1", "Student", "A•••", "L•••", "a•••@example.org", "1•••"]
    assert "first letter" in texts(at)
    library.write_patrons(tmp_path, city="a")
    run()
    assert at.run().dataframe[0].value.values.tolist() == [["1", "A••• L•••", "First name", "A•••", "A•••"]]
    at.query_params["run"] = "1"
    press(at, text.VIEW_ERRORS)
    assert at.dataframe[0].value["Value"].tolist() == ["n•••"]


def test_errors_say_who_where_why_and_what_to_do(results):
    at = press(results(), text.VIEW_ERRORS)
    row = at.dataframe[0].value.iloc[0]
    assert (row["Patron"], row["Field"], row["Rule"], row["Value"]) == ("3", "Email", RULES["type"], "no address")
    assert row["What to do"]
    assert "1 error." in texts(at)


def test_a_run_without_errors_says_what_that_means(results, tmp_path):
    at = results(query={"view": "errors"}, home=made(tmp_path, "incorrect_values: skip\n"))
    assert none_said(at) == text.NO_ERRORS_SKIPPED
    opened.opened().workspace.save(synckit.Sync.from_yaml(library.SYNC))
    assert none_said(at.run()) == text.NO_ERRORS_SKIPPED
    (tmp_path / "patrons.csv").write_text("id,kind,card,first,last,mail\n1,ST,101,Ann,Lee,ann@example.org\n", "utf-8")
    run()
    assert none_said(at.run()) == text.NO_ERRORS_SAYS
    (tmp_path / "patrons.csv").unlink()
    with pytest.raises(synckit.errors.IlsError):
        run()
    assert none_said(at.run()) == text.NO_ERRORS_UNENDED


def none_said(at: AppTest) -> str:
    """Return what is said where there are no errors."""
    assert at.header[0].value == text.NO_ERRORS
    return at.main.markdown[-1].value


def test_a_field_whose_incorrect_values_are_skipped_is_said_too(results, tmp_path):
    home = library.make(tmp_path)
    with synckit.open(home) as ws:
        skipping = library.SYNC.replace("to: email}", "to: email, incorrect: skip}")
        ws.save(synckit.Sync.from_yaml(skipping))
    assert none_said(results(home=home, query={"view": "errors"})) == text.NO_ERRORS_SKIPPED


def test_all_changed_fields_of_a_page_stand_in_its_table(results, tmp_path, monkeypatch):
    monkeypatch.setattr("synckit.ui.results.profiles.MOST", 10)
    at = results()
    lines = [f"{place},ST,10{place},New{place},Name{place},n{place}@example.org" for place in (1, 2, 3)]
    (tmp_path / "patrons.csv").write_text("\n".join(["id,kind,card,first,last,mail", *lines]) + "\n", "utf-8")
    run()
    at.run()
    assert at.dataframe[0].value["Profile"].tolist() == ["1"] * 3 + ["2"] * 3
    assert "1 to 2 of 3 profiles." in texts(at)
    at.session_state["changed-2"] = 2
    assert at.run().dataframe[0].value["Profile"].tolist() == ["3"] * 3
    assert "3 of 3 profiles." in texts(at)


def several_errors(folder) -> None:
    lines = ["id,kind,card,first,last,mail", "1,ST,101,Ann,Lee,bad", "2,ST,,Bo,Ray,bad", "3,ST,103,Cy,,c@example.org"]
    (folder / "patrons.csv").write_text("\n".join(lines) + "\n", "utf-8")


def test_errors_are_narrowed_to_a_field_and_a_rule(results, tmp_path):
    home = library.make(tmp_path)
    several_errors(tmp_path)
    at = results(home=home, query={"view": "errors"})
    assert at.dataframe[0].value["Rule"].tolist() == [
        RULES[rule] for rule in ("type", "type", "missing_key", "missing_required")
    ]
    assert set(at.selectbox[2].options[1:]) == {RULES["type"], RULES["missing_key"], RULES["missing_required"]}
    assert [each.label for each in at.selectbox] == ["Run", "Field", "Rule"]
    at = at.selectbox[1].select("email").run()
    assert (at.query_params["field"], at.dataframe[0].value["Patron"].tolist()) == ("email", ["1", "2"])
    at = at.selectbox[2].select("missing_key").run()
    assert text.NONE_OF_THESE in texts(at)
    at = at.selectbox[1].select_index(0).run()
    assert at.dataframe[0].value["Patron"].tolist() == ["2"]
    assert "field" not in at.query_params


def test_a_bar_that_is_clicked_narrows_the_errors(monkeypatch):
    asked: dict[str, str] = {"view": "charts", "part": "created"}
    monkeypatch.setattr("streamlit.query_params", asked)
    monkeypatch.setattr("streamlit.session_state", {"k": {"selection": {"bar": [{"field": "email", "rule": "type"}]}}})
    bars.clicked("k")
    assert asked == {"view": "errors", "field": "email", "rule": "type"}


def test_lists_are_paged(results, monkeypatch):
    for module in (run_results, "synckit.ui.results.profiles", "synckit.ui.results.findings"):
        monkeypatch.setattr(*((module, "PAGE", 2) if not isinstance(module, str) else (f"{module}.PAGE", 2)))
    at = results(hostile=library.HOSTILE)
    assert at.dataframe[0].value["Profile"].tolist() == ["1", "2"]
    assert "1 to 2 of 9 profiles." in texts(at)
    at.session_state["created-1"] = 5
    at.run()
    assert at.dataframe[0].value["Profile"].tolist() == ["9"]
    assert "9 of 9 profiles." in texts(at)


def test_an_earlier_run_is_chosen_by_the_address(results):
    at = results(times=2)
    assert totals(at)["New Profiles Created"] == "0"
    at.query_params["run"] = "1"
    assert totals(at.run())["New Profiles Created"] == "3"


def test_an_earlier_run_is_chosen_from_the_list(results):
    at = results(times=2, query={"view": "errors", "field": "email"})
    at.selectbox[0].select_index(1).run()
    assert (at.query_params["run"], totals(at)["New Profiles Created"]) == ("1", "3")
    assert (at.query_params["view"], "field" in at.query_params) == ("errors", False)


def test_a_run_that_is_too_old_for_the_list_is_still_shown_by_its_address(results, monkeypatch):
    monkeypatch.setattr("synckit.ui.results.RUNS_SHOWN", 1)
    at = results(times=2)
    assert len(at.selectbox[0].options) == 1
    at.query_params["run"] = "1"
    assert totals(at.run())["New Profiles Created"] == "3"


def test_a_run_alone_names_its_sync(results):
    at = results()
    del at.query_params["sync"]
    at.query_params["run"] = "1"
    assert at.run().title[0].value == "Results of “Students”"


def test_an_unknown_run_falls_back_to_the_newest_and_an_unknown_sync_is_said(results):
    at = results()
    at.query_params["run"] = "99"
    assert totals(at.run())["New Profiles Created"] == "3"
    at.query_params["sync"] = "Studens"
    at.run()
    assert "Students" in at.error[0].value
    assert at.header[0].value == text.WHICH


def test_a_sync_that_never_ran_has_none(app):
    at = to_results(app())
    said = re.sub(r"\\", "", "".join(each.value for each in at.markdown))
    assert (at.header[0].value, text.NOT_RUN in said) == (text.NONE_YET, True)


def test_the_charts_are_drawn_and_told(results):
    at = press(results(times=2), text.CHARTS)
    assert [each.value for each in at.header] == [text.BY_RUN, text.DURATION, text.BY_TYPE, text.BY_FIELD]
    told = [each.proto.alt for each in at.get("vega_lite_chart")]
    assert told[0] == (
        "Stacked bars of patrons by outcome for each run. The last one, run 2: Created 0, Updated 0, Rejected 0, Skipped 0."
    )
    assert told[2:] == [
        "Bars of patrons by type. Student, Met the filter 3.",
        "Bars of errors by field and rule, the most frequent first: Email · Does not read as the field’s type 1.",
    ]


def test_types_are_labelled_and_those_beyond_the_first_are_one_bar():
    counted = {"field": "patron_type", "rows": [["ST", "Student", 5, 4], ["", "", 1, 0]], "other": [2, 3, 0]}
    assert [(row["type"], row["stage"], row["count"]) for row in charts._stages(counted)] == [
        ("Student (ST)", "Read", 5),
        ("Student (ST)", "Met the filter", 4),
        ("No type", "Read", 1),
        ("No type", "Met the filter", 0),
        ("2 other types", "Read", 3),
        ("2 other types", "Met the filter", 0),
    ]


def test_undo_shows_what_it_would_do_and_then_takes_the_run_back(results):
    at = looked(press(results(), text.UNDO))
    assert (totals(at)["Profiles restored"], totals(at)["Profiles removed"]) == ("0", "3")
    going = next(each.value for each in at.dataframe if "Name" in each.value)
    assert going["Name"].tolist() == ["Ann Lee", "Bo Ray", "Cy Fox"]
    assert opened.opened().workspace.run(1).document()["undone"] is False
    at = press(at, "Undo run 1")
    assert "Run 1 was undone. Profiles restored: 0, removed: 3." in texts(at)
    assert text.WAS_UNDONE in texts(at)
    assert "Undo" not in [each.label for each in at.button]


def looked(at: AppTest) -> AppTest:
    """Draw the page until what it looks at is there."""
    for _ in range(100):
        if looking.LOOKING not in texts(at):
            return at
        at.run()
    raise AssertionError("It is looked at for ever.")


def test_an_undo_is_looked_at_beside_the_page_once_for_each_state_of_the_profiles(results, monkeypatch):
    asked, go_on = [], threading.Event()
    look = run_results.undo_look
    monkeypatch.setattr(run_results, "undo_look", lambda *given: asked.append(go_on.wait(30)) or look(*given))
    at = press(results(), text.UNDO)
    assert looking.LOOKING in texts(at)
    assert "Undo run 1" not in [each.label for each in at.button]
    go_on.set()
    at = looked(at)
    assert totals(at.run())["Profiles removed"] == "3"
    assert len(asked) == 1
    opened.opened().workspace.edit_profile(1, {"first_name": "Anna"})
    assert totals(looked(at.run()))["Profiles removed"] == "2"
    assert len(asked) == 2


def test_an_undo_that_is_refused_is_one_sentence(results):
    at = results()
    opened.opened().workspace.run(1).undo()
    at.session_state["undo-looked-at"] = 1
    assert "Undo run 1" not in [each.label for each in at.run().button]
    with pytest.raises(synckit.errors.Refused, match="was undone already"):
        opened.opened().workspace.undo_preview(1)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_only_an_admin_decides_and_downloads(results, role):
    at = results(role, limits="limits: {create: 2}\n")
    shown = [each.label for each in at.button]
    assert not {text.APPROVE, "Reject run 1"} & {*shown}
    assert text.HELD_ASK in texts(at)
    home = opened.opened().acting(Person("ann", role)).workspace
    for act in (home.undo_preview, home.findings_file, home.rejected_file, home.approve, home.reject):
        with pytest.raises(synckit.errors.Forbidden, match="may not"):
            act(1)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_undo_and_files_are_not_offered_to_others(results, role):
    at = press(results(role), text.VIEW_ERRORS)
    assert text.UNDO not in [each.label for each in at.button]
    assert not at.get("download_button")


def test_the_files_are_offered_where_there_is_something_in_them(results, tmp_path):
    home = library.make(tmp_path)
    several_errors(tmp_path)
    at = press(results(home=home), text.VIEW_ERRORS)
    assert [each.label for each in at.get("download_button")] == [text.DOWNLOAD_REJECTED, text.DOWNLOAD_ERRORS]


def wait(at: AppTest) -> AppTest:
    opened.opened().jobs.wait()
    return at.run()


def test_a_held_run_shows_what_it_would_do_and_is_approved(results):
    at = results(limits="limits: {create: 2}\n")
    assert text.HELD in texts(at)
    assert totals(at)["New profiles to create"] == "3"
    assert "3 to create + 0 to update" in texts(at)
    assert at.dataframe[0].value["First name"].tolist() == ["Ann", "Bo", "Cy"]
    assert at.dataframe[0].value["Patron"].tolist() == ["1", "2", "3"]
    at = wait(press(at, text.APPROVE))
    assert at.selectbox[0].options[0].endswith("Complete")
    assert totals(at)["New Profiles Created"] == "3"


def test_a_stopped_run_wrote_nothing_and_leads_to_no_list_of_it(results, tmp_path):
    home = made(tmp_path, "errors: stop\n")
    several_errors(tmp_path)
    at = results(home=home)
    assert text.STOPPED in texts(at)
    assert (totals(at)["New Profiles Created"], totals(at)["Existing Profiles Updated"]) == ("–", "–")
    assert "not created + 0 not updated" in texts(at)
    led = {each.label for each in at.button}
    assert (text.SEE["created"] in led, text.SEE["updated"] in led, text.SEE["errors"] in led) == (False, False, True)
    assert "to create" not in texts(at) + "".join(totals(at))


def test_a_held_run_shows_what_it_would_change(results, tmp_path):
    results()
    library.write_patrons(tmp_path, city="a")
    with synckit.open(tmp_path / "library") as ws:
        ws.save(synckit.Sync.from_yaml(library.SYNC + "limits: {update: 0}\n"))
        ws.sync("Students").run()
    at = results(home=tmp_path / "library", times=0)
    assert at.dataframe[0].value.values.tolist() == [["1", "1", "First name", "Ann", "Anna"]]


def test_a_held_run_is_masked_too(results):
    at = results(values=False, limits="limits: {create: 2}\n")
    assert at.dataframe[0].value["First name"].tolist() == ["A•••", "B•••", "C•••"]


def test_a_held_run_is_rejected(results):
    at = press(results(limits="limits: {create: 2}\n"), "Reject run 1")
    assert "nothing was written" in texts(at)
    assert text.APPROVE not in [each.label for each in at.button]


def test_a_failed_run_says_why_in_one_sentence(results, tmp_path):
    at = results()
    (tmp_path / "patrons.csv").unlink()
    with pytest.raises(synckit.errors.IlsError, match="patrons"):
        run()
    assert len(at.run().error) == 1
    assert "patrons" in at.error[0].value
    assert text.NONE_CREATED in texts(at)


def test_texts_of_patrons_show_as_they_are_and_only_in_tables(results):
    at = results(hostile=library.HOSTILE)
    assert at.dataframe[0].value["Last name"].tolist()[3:] == library.HOSTILE
    spoken = "\n".join(each.value for each in at.markdown) + texts(at)
    assert "evil" not in spoken


def test_without_a_workspace_the_page_says_how_to_start(app, tmp_path):
    at = app(home=tmp_path / "none").switch_page(PAGE).run()
    assert (at.title[0].value, at.header[0].value) == (words.RESULTS, words.NO_WORKSPACE)


def test_the_way_to_the_details_keeps_the_sync(results):
    at = results()
    button(at, words.SYNC_DETAILS).click().run()
    assert not at.exception
    assert at.query_params["sync"] == "Students"
    assert "Results" not in at.title[0].value
