"""What a reading says about a draft: who is left, what values become, what a run would do; values masked."""

from __future__ import annotations

import shutil

import pytest

import synckit
from synckit import errors
from synckit.access import Person, Role
from synckit.definition import draft
from synckit.workspace.previewing import mapping
from synckit.workspace.readings import Readings
from tests.ui import library

SECONDS = 60


@pytest.fixture
def workspace(tmp_path):
    with synckit.open(library.make(tmp_path)) as ws:
        yield ws.acting(Person("ann", Role.ANALYST))


@pytest.fixture
def patrons(workspace):
    readings = Readings(workspace.home)
    found = readings.of("Our patrons", library.ADMIN)
    assert found.wait(SECONDS)
    yield found.patrons
    readings.close()


def parts(*conditions, op="all"):
    made = [
        {"id": f"c{place}", "field": field, "operator": operator, "value": value}
        for place, (field, operator, value) in enumerate(conditions)
    ]
    return {"op": op, "parts": made}


def copy_of(workspace, **changes):
    return {**workspace.draft(workspace.draft_of("Students")).content, **changes}


def test_who_is_left_after_each_condition(workspace, patrons):
    look = workspace.filter_look(patrons, parts(("kind", "equals", "ST"), ("mail", "contains", "@")))
    assert (look.read, look.met, look.left) == (4, 2, {"c0": 3, "c1": 2})


def test_any_counts_those_who_meet_one(workspace, patrons):
    look = workspace.filter_look(patrons, parts(("kind", "equals", "FAC"), ("card", "equals", "101"), op="any"))
    assert (look.met, look.left) == (2, {"c0": 1, "c1": 2})


def test_half_filled_conditions_are_passed_over(workspace, patrons):
    look = workspace.filter_look(
        patrons, parts(("kind", None, None), ("kind", "equals", "FAC"), ("gone", "equals", "x"))
    )
    assert (look.met, look.left) == (1, {"c1": 1})


def test_no_filter_keeps_everybody(workspace, patrons):
    look = workspace.filter_look(patrons, draft.blank()["filter"])
    assert (look.met, look.left) == (4, {})


def test_the_first_patrons_are_masked(workspace, patrons):
    found = workspace.first_patrons(patrons, parts(("kind", "equals", "ST")), ["first", "mail"], limit=2)
    assert found.values.tolist() == [["1", "A•••", "a•••@example.org"], ["2", "B•••", "b•••@example.org"]]


def test_counts_of_a_field(workspace, patrons):
    found = workspace.acting(workspace.person).counts_by(patrons, None, "kind")
    assert found[["value", "patrons"]].values.tolist() == [["S•••", 3], ["F•••", 1]]


def test_what_a_map_makes_of_values(workspace, patrons):
    look = workspace.map_look(patrons, copy_of(workspace))
    by_target = {row["to"]: look.rows[row["id"]] for row in copy_of(workspace)["mapping"] if row["id"] in look.rows}
    assert look.met == 3
    assert (by_target["email"].filled, by_target["email"].incorrect) == (3, 1)
    assert by_target["email"].samples[-1] == ("n•••", "n•••", "type")


def test_codes_that_a_value_map_leaves_out_come_first(workspace, patrons):
    row = {**draft.blank_row(), "id": "m1", "from": ["kind"], "to": "type", "values": [["ST", "Student"]]}
    look = workspace.map_look(patrons, {**draft.blank(), "mapping": [row]})
    assert look.rows["m1"].codes == (("FAC", None, 1), ("ST", "Student", 3))


def test_a_row_that_cannot_be_judged_yet_is_left_out(workspace, patrons):
    rows = [{**draft.blank_row(), "id": "m1", "from": ["gone"], "to": "email"}, {**draft.blank_row(), "id": "m2"}]
    assert workspace.map_look(patrons, {**draft.blank(), "mapping": rows}).rows == {}


def test_what_a_run_would_do_is_the_plan_itself(workspace, patrons):
    look = workspace.plan_look(patrons, copy_of(workspace), "Students")
    assert dict(look.counts) == {
        "read": 4,
        "filtered_out": 1,
        "created": 3,
        "updated": 0,
        "unchanged": 0,
        "skipped": 0,
        "rejected": 0,
    }
    assert (look.status, look.findings) == ("planned", 1)
    assert look.created["first_name"].tolist() == ["A•••", "B•••", "C•••"]
    assert look.created["type"].tolist() == ["Student"] * 3
    assert look.problems.values.tolist() == [["email", "type", 1]]


def test_a_limit_says_that_it_would_be_held(workspace, patrons):
    look = workspace.plan_look(patrons, copy_of(workspace, limits={"create": 2}), "Students")
    assert (look.status, look.passed) == ("held", ("create",))


def test_nothing_is_written_by_looking(workspace, patrons):
    workspace.plan_look(patrons, copy_of(workspace), "Students")
    assert workspace.runs() == []
    with workspace.home.store.read() as conn:
        from synckit.store import profiles

        assert profiles.count(conn) == 0


def test_a_viewer_may_not_plan(workspace, patrons):
    viewer = workspace.acting(Person("bo", Role.VIEWER))
    with pytest.raises(synckit.SynckitError, match="A viewer may not plan syncs"):
        viewer.plan_look(patrons, draft.blank())


def test_who_somebody_is_stays_hidden_wherever_it_is_sent(workspace, patrons):
    rows = [
        {**draft.blank_row(), "id": "m1", "from": ["mail"], "to": "type"},
        {**draft.blank_row(), "id": "m2", "from": ["last"], "to": "last_name", "values": [["x", "y"]]},
        {**draft.blank_row(), "id": "m3", "origin": "template", "template": "{first} {mail}", "to": "first_name"},
    ]
    narrow = parts(("mail", "contains", "ann"))
    looks = workspace.map_look(patrons, {**draft.blank(), "filter": narrow, "mapping": rows}).rows
    assert [looks[each].codes for each in ("m1", "m2", "m3")] == [(), (), ()]
    assert [looks[each].samples for each in ("m1", "m2", "m3")] == [
        (("a•••@example.org", "a•••@example.org", "option"),),
        (("L•••", "L•••", "value_map"),),
        (("A•••@example.org", "A•••@example.org", ""),),
    ]


def test_what_many_share_is_seen_also_when_it_is_wrong(workspace, patrons):
    row = {**draft.blank_row(), "id": "m1", "from": ["kind"], "to": "type"}
    look = workspace.map_look(patrons, {**draft.blank(), "mapping": [row]}).rows["m1"]
    assert set(look.samples) == {("ST", "ST", "option"), ("FAC", "FAC", "option")}


@pytest.mark.parametrize(
    ("counts", "codes"),
    [
        ([], True),
        ([3, 1], True),
        ([2, 1], False),
        ([2] * 50, True),
        ([2] * 51, False),
        ([100] * 400, True),
        ([2000] * 501, False),
        ([9960, *[1] * 40], False),
        ([40, 2, 1], False),
        ([100, *[2] * 20], False),
        ([4000, 900, 60, 7, 1, 1], True),
    ],
    ids=str,
)
def test_codes_are_few_and_shared(counts, codes):
    assert mapping._are_codes(counts) is codes


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (["a@example.org", "b@example.org", *[""] * 40], {"a•••@example.org", "b•••@example.org"}),
        (["a@example.org", "b@example.org", *["none@example.org"] * 40], {"a•••@example.org", "b•••@example.org", "n•••@example.org"}),
        (["a@example.org", *["b@example.org"] * 2, *["none@example.org"] * 40], {"a•••@example.org", "b•••@example.org", "n•••@example.org"}),
        (["030 123456"] * 20, {"0•••"}),
        (["2001-05-04"] * 20, {"2•••"}),
        (["Ashworth", "Ashworth", *["none"] * 40], {"A•••", "n•••"}),
    ],
    ids=["sparse", "placeholder", "couple", "telephone", "date", "name"],
)  # fmt: skip
def test_what_belongs_to_a_few_is_no_code(workspace, tmp_path, cells, shown):
    lines = [f"{place},Lee,{cell}" for place, cell in enumerate(cells, 1)]
    (tmp_path / "few.csv").write_text("\n".join(["nr,last,second", *lines]) + "\n", "utf-8")
    with synckit.open(workspace.home.folder) as admin:
        admin.add_connection("Few", "files", {"path": str(tmp_path / "few.csv"), "id": "nr"})
    readings = Readings(workspace.home)
    few = readings.of("Few", library.ADMIN)
    assert few.wait(SECONDS)
    row = {**draft.blank_row(), "id": "m1", "from": ["second"], "to": "type", "values": [["x", "Student"]]}
    look = workspace.map_look(few.patrons, {**draft.blank(), "mapping": [row]}).rows["m1"]
    readings.close()
    assert look.codes == ()
    assert {before for before, *_ in look.samples} == shown


def test_a_plan_over_another_connection_knows_that_ones_links(workspace, patrons, tmp_path):
    with synckit.open(workspace.home.folder) as admin:
        admin.sync("Students").run()
        (tmp_path / "other.csv").write_text("id,kind,card,first,last,mail\n1,ST,901,Flo,Day,f@example.org\n", "utf-8")
        admin.add_connection("Others", "files", {"path": str(tmp_path / "other.csv"), "id": "id"})
    readings = Readings(workspace.home)
    others = readings.of("Others", library.ADMIN)
    assert others.wait(SECONDS)
    draft_id = workspace.duplicate("Students")
    content = {**workspace.draft(draft_id).content, "name": "Students", "connection": "Others"}
    look = workspace.plan_look(others.patrons, content, "Students")
    readings.close()
    assert (look.counts["created"], look.counts["updated"], look.passed) == (1, 0, ())


def test_a_viewer_asks_by_conditions_and_not_by_sql(workspace, patrons):
    viewer = workspace.acting(Person("bo", Role.VIEWER))
    asked = {"op": "all", "parts": [{"id": "s", "sql": "mail like 'ann%'"}]}
    for ask in (
        lambda: viewer.filter_look(patrons, asked),
        lambda: viewer.first_patrons(patrons, asked, ["kind"]),
        lambda: viewer.counts_by(patrons, asked, "kind"),
    ):
        with pytest.raises(synckit.SynckitError, match="A viewer may not ask by SQL; ask an analyst or an admin"):
            ask()
    assert workspace.filter_look(patrons, asked).met == 1


def test_a_viewer_asks_by_the_sql_of_a_saved_sync(workspace, patrons):
    said = {"sql": "mail like 'ann%'"}
    viewer = workspace.acting(Person("bo", Role.VIEWER))
    asked = {"op": "all", "parts": [{"id": "g", "op": "any", "parts": [{"id": "s", **said}]}]}
    students = workspace.sync("Students").definition
    workspace.save(students.changed(name="By SQL", filter={"all": [{"any": [said]}]}))
    assert viewer.filter_look(patrons, asked).met == 1
    asked["parts"][0]["parts"][0]["sql"] += " or true"
    with pytest.raises(synckit.SynckitError, match="A viewer may not ask by SQL"):
        viewer.filter_look(patrons, asked)


def test_patrons_that_are_no_longer_kept_are_no_fault_of_sql(workspace, patrons):
    for path in patrons.extract.paths:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(errors.Refused, match="read anew meanwhile, or are no longer kept; open the page again"):
        workspace.filter_look(patrons, parts(("kind", "equals", "ST")))


def test_sql_that_fails_on_some_patron_is_told_without_a_value(workspace, patrons):
    failing = {"op": "all", "parts": [{"id": "s", "sql": "cast(mail as integer) > 3"}]}
    with pytest.raises(errors.SuiteError, match=r"on some patron \(ConversionException\); use try_cast in SQL") as told:
        workspace.filter_look(patrons, failing)
    assert "example.org" not in str(told.value)


def test_a_field_named_patron_stands_beside_the_id(workspace, tmp_path):
    (tmp_path / "odd.csv").write_text("nr,patron\n7,yes\n", "utf-8")
    with synckit.open(workspace.home.folder) as admin:
        admin.add_connection("Odd", "files", {"path": str(tmp_path / "odd.csv"), "id": "nr"})
    readings = Readings(workspace.home)
    odd = readings.of("Odd", library.ADMIN)
    assert odd.wait(SECONDS)
    found = workspace.first_patrons(odd.patrons, None, ["patron"])
    readings.close()
    assert (list(found.columns), found.values.tolist()) == (["_id", "patron"], [["7", "y•••"]])
