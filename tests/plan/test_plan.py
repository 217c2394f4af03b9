"""Every bucket and every rule of a plan, with literals in and out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from synckit import engine
from synckit.engine.expressions import sql
from synckit.fields import FieldType, IlsField
from synckit.plan import Plan, breakdown
from tests.libraries import FIELDS, Library, mapping, patron


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path)
    yield made
    made.close()


def outcome(library: Library, **given: Any) -> list[tuple[str, str | None]]:
    """Return (outcome, rule) of each patron."""
    made = library.plan(**given)
    try:
        frame = made.plan.outcomes
        return [(o, r if isinstance(r, str) else None) for o, r in zip(frame["outcome"], frame["rule"], strict=True)]
    finally:
        made.forget()


def rules(library: Library) -> list[tuple[str, str, str | None]]:
    """Return (field, rule, value) of each finding."""
    made = library.plan()
    try:
        return [(row[2], row[3], row[4]) for row in made.plan.finding_rows()]
    finally:
        made.forget()


def test_every_patron_ends_in_one_bucket(library: Library) -> None:
    people = [patron(n, first=name) for n, name in enumerate(["New", "Same", "Other", "Out", "Deleted"], 1)]
    library.patrons([*people, patron(6, card="")])
    ids = library.make(
        {"type": "Student", "last_name": "Lee", "first_name": "Same", "card": "c2"},
        {"type": "Student", "last_name": "Lee", "first_name": "Before", "card": "c3"},
        {"last_name": "Gone"},
    )
    library.link({"p5": ids[2]})
    library.delete(ids[2])
    library.sync(
        "last", "first", "card", "kind", filter={"all": [{"field": "first", "operator": "not_equals", "value": "out"}]}
    )
    assert outcome(library) == [
        ("created", None), ("unchanged", None), ("updated", None), ("filtered_out", None), ("skipped", None),
        ("rejected", "missing_key"),
    ]  # fmt: skip
    run = library.run()
    assert run.counts == {
        "read": 6,
        "filtered_out": 1,
        "created": 1,
        "updated": 1,
        "unchanged": 1,
        "skipped": 1,
        "rejected": 1,
    }
    assert library.changes(run) == [(2, "first_name", "Before", "Other")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"mail": "no mail"}, ("email", "type", "no mail")),
        ({"grad": "soon"}, ("student.grad", "type", "soon")),
        ({"first": "x" * 257}, ("first_name", "length", "x" * 257)),
        ({"card": "123456789"}, ("card", "length", "123456789")),
        ({"branch": "Moon"}, ("branch", "option", "Moon")),
        ({"code": "a1"}, ("code", "pattern", "a1")),
        ({"code": "A1x"}, ("code", "pattern", "A1x")),
    ],
)
def test_an_incorrect_value_is_a_finding_and_not_written(
    library: Library, values: dict[str, str], expected: tuple[str, str, str]
) -> None:
    library.patrons([patron(1, **values)])
    library.sync(match_on=["card", "last_name"])
    library.run()
    assert rules(library) == [expected]
    assert expected[0].replace(".", "__") not in library.profiles()[1]
    assert library.profiles()[1]["last_name"] == "Lee"


def test_a_value_that_the_map_does_not_name_is_a_finding(library: Library) -> None:
    library.patrons([patron(1, kind="XX")])
    library.make({"type": "Staff", "last_name": "Lee", "card": "c1"})
    library.sync()
    assert rules(library) == [("type", "value_map", "XX")]


def test_skipping_incorrect_values_hides_them_and_no_rejection(library: Library) -> None:
    library.patrons([patron(1, mail="no mail"), patron(2, card="")])
    library.sync(incorrect_values="skip")
    assert rules(library) == [("card", "missing_key", None)]


def test_a_row_has_its_own_strategy_for_incorrect_values(library: Library) -> None:
    library.patrons([patron(1, mail="no mail", branch="Moon")])
    library.sync(rows=mapping(mail={"incorrect": "skip"}))
    assert rules(library) == [("branch", "option", "Moon")]


def test_clearing_a_required_field_is_incorrect(library: Library) -> None:
    library.patrons([patron(1, last="", mail="")])
    library.make({"type": "Student", "last_name": "Lee", "card": "c1", "email": "a@x.org"})
    library.sync(empty_fields="replace")
    assert rules(library) == [("last_name", "required", "")]
    library.run()
    assert library.profiles()[1] == {"type": "Student", "last_name": "Lee", "card": "c1"}


def test_a_required_field_is_cleared_neither_in_create_mode_nor_on_a_deleted_profile(library: Library) -> None:
    library.patrons([patron(1, last=""), patron(2, last="")])
    ids = library.make({"type": "Student", "last_name": "Lee", "card": "c1"}, {"last_name": "Gone"})
    library.link({"p2": ids[1]})
    library.delete(ids[1])
    library.sync(empty_fields="replace", type="create")
    assert rules(library) == []
    assert outcome(library) == [("skipped", None), ("skipped", None)]


def test_empty_strategies_hold_row_by_row(library: Library) -> None:
    library.patrons([patron(1)])
    library.make({"type": "Student", "last_name": "Lee", "card": "c1", "email": "a@x.org", "first_name": "Ann"})
    library.sync(rows=mapping("last", "first", "card", "mail", "kind", mail={"empty": "replace"}))
    assert library.changes(library.run()) == [(1, "email", "a@x.org", None)]
    assert library.profiles()[1]["first_name"] == "Ann"


def test_an_absent_key_is_unknown_and_clears_nothing(library: Library) -> None:
    library.objects([{**patron(1), "mail": ""}, patron(2)])
    library.make(
        {"type": "Student", "last_name": "Lee", "card": "c1", "email": "a@x.org"},
        {"type": "Student", "last_name": "Lee", "card": "c2", "email": "b@x.org"},
    )
    library.sync("last", "card", "kind", "mail", empty_fields="replace")
    assert library.changes(library.run()) == [(1, "email", "a@x.org", None)]


def test_a_new_profile_without_a_required_field_is_rejected(library: Library) -> None:
    library.patrons([patron(1, last=" "), patron(2, kind="")])
    library.sync()
    assert rules(library) == [("last_name", "missing_required", None), ("type", "missing_required", None)]


def test_a_row_of_the_wrong_width_is_unreadable(library: Library) -> None:
    library.patrons([patron(1), patron(2)])
    path = library.folder / "patrons.csv"
    path.write_text(path.read_text("utf-8") + '"p3","one too few"\n', "utf-8")
    library.sync()
    assert outcome(library) == [("created", None), ("created", None), ("rejected", "unreadable")]
    run = library.run()
    assert library.findings(run.id)[-1][2] == "unreadable"


@pytest.mark.parametrize(
    ("expectation", "broken"),
    [
        (
            {"expect": "column_values_to_match_regex", "column": "first_name", "regex": "^A"},
            "column_values_to_match_regex",
        ),
        (
            {"expect": "column_values_to_be_in_set", "column": "first_name", "value_set": ["Ann"]},
            "column_values_to_be_in_set",
        ),
        (
            {"expect": "column_values_to_match_regex_list", "column": "first_name", "regex_list": ["^A"]},
            "column_values_to_match_regex_list",
        ),
    ],
)
def test_an_added_expectation_makes_findings_of_its_name(
    library: Library, expectation: dict[str, Any], broken: str | None
) -> None:
    library.patrons([patron(1, first="Ann"), patron(2, first="Bob")])
    library.sync(expectations=[expectation])
    assert rules(library) == [("first_name", broken, "Bob")]
    library.run()
    assert [row.get("first_name") for row in library.profiles().values()] == ["Ann", None]


def test_two_profiles_may_swap_a_unique_value(library: Library) -> None:
    library.patrons([patron(1, card="c2"), patron(2, card="c1")])
    library.link(
        dict(
            zip(
                ("p1", "p2"),
                library.make(
                    {"type": "Student", "last_name": "Lee", "card": "c1"},
                    {"type": "Student", "last_name": "Lee", "card": "c2"},
                ),
                strict=True,
            )
        )
    )
    library.sync()
    run = library.run()
    assert library.findings(run.id) == []
    assert [row["card"] for row in library.profiles().values()] == ["c2", "c1"]


def test_unique_values_may_move_along_a_chain(library: Library) -> None:
    people = [{"type": "Student", "last_name": "Lee", "login": f"{n}@x.org"} for n in (1, 2, 3)]
    library.patrons([patron(n, login=f"{n + 1}@x.org") for n in (1, 2, 3)])
    library.link({f"p{n}": profile for n, profile in enumerate(library.make(*people), 1)})
    library.sync()
    library.run()
    assert [row["login"] for row in library.profiles().values()] == ["2@x.org", "3@x.org", "4@x.org"]


def test_a_chain_that_ends_at_a_taken_value_does_not_move_at_all(library: Library) -> None:
    people = [{"type": "Student", "last_name": "Lee", "login": f"{n}@x.org"} for n in (1, 2, 3)]
    library.patrons([patron(n, login=f"{n + 1}@X.org") for n in (1, 2)])
    library.link({f"p{n}": profile for n, profile in enumerate(library.make(*people)[:2], 1)})
    library.sync()
    run = library.run()
    assert library.findings(run.id) == [("p1", "login", "not_unique"), ("p2", "login", "not_unique")]
    assert [row["login"] for row in library.profiles().values()] == ["1@x.org", "2@x.org", "3@x.org"]


def test_a_unique_value_that_two_new_patrons_bring_is_refused_to_both(library: Library) -> None:
    library.patrons([patron(1, login="a@x.org"), patron(2, login="A@x.org")])
    library.sync()
    run = library.run()
    assert library.findings(run.id) == [("p1", "login", "not_unique"), ("p2", "login", "not_unique")]
    assert [row.get("login") for row in library.profiles().values()] == [None, None]


def test_a_hidden_value_of_another_type_still_counts_as_taken(library: Library) -> None:
    library.make({"type": "Staff", "last_name": "Lee", "card": "c9", "student__locker": "L1"})
    library.patrons([patron(1, locker="L1")])
    library.sync(match_on=["student.locker"])
    run = library.run()
    assert (run.status, library.findings(run.id)) == ("complete", [("p1", "student.locker", "not_unique")])


def test_type_specific_values_follow_the_type_after_the_run(library: Library) -> None:
    library.patrons([patron(1, grad="2027", dept="Math")])
    library.sync()
    library.run()
    assert library.profiles()[1] == {"type": "Student", "last_name": "Lee", "card": "c1", "student__grad": "2027"}
    library.patrons([patron(1, grad="soon", dept="Math", kind="SF")])
    run = library.run()
    assert library.findings(run.id) == []
    assert library.changes(run) == [(1, "staff__dept", None, "Math"), (1, "type", "Student", "Staff")]
    assert library.profiles()[1]["student__grad"] == "2027"
    library.patrons([patron(1, grad="2028", dept="Far too long")])
    assert sorted(library.changes(library.run())) == [
        (1, "student__grad", "2027", "2028"),
        (1, "type", "Staff", "Student"),
    ]


def test_the_first_patrons_alone_are_considered_under_a_limit(library: Library) -> None:
    library.patrons([patron(1, first="Out"), patron(2), patron(3), patron(4)])
    library.sync(filter={"all": [{"field": "first", "operator": "not_equals", "value": "out"}]})
    run = library.run(limit=2)
    assert (run.partial, run.counts and (run.counts["read"], run.counts["created"])) == (True, (3, 2))
    assert set(library.links()) == {"p2", "p3"}


def test_a_sync_that_stops_reports_the_first_error_and_applies_nothing(library: Library) -> None:
    library.patrons([patron(1), patron(2, card=""), patron(3, last="")])
    library.sync(errors="stop")
    run = library.run()
    assert (run.status, run.findings, run.counts and run.counts["rejected"]) == ("stopped", 1, 2)
    assert library.findings(run.id) == [("p2", "card", "missing_key")]
    assert library.profiles() == {}


def test_incorrect_values_never_stop_a_sync(library: Library) -> None:
    library.patrons([patron(1, mail="no mail")])
    library.sync(errors="stop")
    assert library.run().status == "complete"


def test_a_plan_has_the_same_id_as_long_as_nothing_moved(library: Library) -> None:
    library.patrons([patron(1)])
    library.sync()
    ids = [seal(library) for _ in range(2)]
    library.patrons([patron(1, first="Ann")])
    ids.append(seal(library))
    library.make({"last_name": "Lee"})
    ids.append(seal(library))
    library.sync(empty_fields="replace")
    ids.append(seal(library))
    assert ids[0] == ids[1]
    assert len(set(ids)) == 4


def seal(library: Library) -> str:
    made = library.plan()
    made.forget()
    plan: Plan = made.plan
    return plan.id


@pytest.mark.parametrize("order", [("card", "login"), ("login", "card")], ids=["required first", "required last"])
def test_a_patron_without_its_required_unique_value_takes_nothing_from_others(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    fields = FIELDS.replace(
        "{name: card, type: text, unique: true", "{name: card, type: text, unique: true, required: true"
    )
    library = Library(tmp_path, fields=fields)
    people = [patron(1, card="T", login="x@x.org"), patron(2, card="U", login="x@x.org"), patron(3, card="T")]
    library.patrons([{**each, "mail": f"m{place}@x.org"} for place, each in enumerate(people)])
    library.sync(match_on=["email"], rows=mapping("last", "kind", "mail", *order))
    library.run()
    assert [row["login"] for row in library.profiles().values()] == ["x@x.org"]
    library.close()


def test_patrons_are_counted_by_the_type_that_the_map_gives_them(library: Library) -> None:
    library.patrons([patron(1), patron(2), patron(3, first="Out"), patron(5, kind="Robot")])
    library.sync(
        "last", "first", "card", "kind", filter={"all": [{"field": "first", "operator": "not_equals", "value": "Out"}]}
    )
    assert library.run().breakdown == {
        "field": "type",
        "rows": [["Student", "", None, 2], ["", "", None, 1]],
    }


def test_patrons_are_counted_by_patron_type_before_and_after_the_filter() -> None:
    con = engine.connect()
    con.execute("create view considered as select * from (values ('ST'), ('ST'), ('GR'), (null)) as v(patron_type)")
    field = IlsField("patron_type", type=FieldType.CODE, codes=(("ST", "Student"),))
    given: Any = SimpleNamespace(fields={"patron_type": field}, extract=SimpleNamespace(fields=("patron_type",)))
    counted = breakdown.by_type(con, given, None, sql("patron_type = {t}", t="ST"))  # type: ignore[arg-type]
    assert counted == {"field": "patron_type", "rows": [["ST", "Student", 2, 2], ["", "", 1, 0], ["GR", "", 1, 0]]}


def test_types_beyond_the_first_are_one_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breakdown, "MOST", 1)
    assert breakdown._told("patron_type", [("a", 3, 1), ("b", 2, 2), ("c", 1, 0)], {}) == {
        "field": "patron_type",
        "rows": [["a", "", 3, 1]],
        "other": [2, 3, 2],
    }
