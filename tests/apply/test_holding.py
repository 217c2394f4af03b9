"""Held runs: kept until somebody approves or rejects them, in whatever process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from synckit import errors
from synckit import run as way
from synckit.apply import holding
from synckit.plan import Plan
from tests.libraries import ACTOR, Library, buckets, patron


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library whose next run creates two profiles, updates one, swaps two unique values, and may create one."""
    made = Library(tmp_path)
    made.patrons([patron(1), patron(2)])
    made.sync(empty_fields="replace")
    made.run()
    made.patrons(
        [patron(1, card="c2", first="Ann"), patron(2, card="c1"), patron(3), patron(4, card="c4", mail="no mail")]
    )
    made.sync(empty_fields="replace", limits={"create": 1})
    yield made
    made.close()


def test_a_run_past_its_limits_is_held_with_its_counts_and_applies_nothing(library: Library) -> None:
    before = library.profiles()
    run = library.run()
    assert (run.status, run.passed, buckets(run)) == ("held", ["create"], {"read": 4, "created": 2, "updated": 2})
    assert run.message is not None
    assert "create (profiles it would create)" in run.message
    assert (library.profiles(), library.findings(run.id)) == (before, [("p4", "email", "type")])


def test_an_approved_run_is_applied_as_it_was_planned_by_another_program(library: Library) -> None:
    held = library.run()
    library.patrons([patron(9)])
    other = Library(library.folder)
    way.approve(other.home, held.id, ACTOR)
    other.close()
    assert [row["card"] for row in library.profiles().values()] == ["c2", "c1", "c3", "c4"]
    assert library.links() == {"p1": 1, "p2": 2, "p3": 3, "p4": 4}
    run = library.result(held.id)
    assert (run.status, buckets(run), library.findings(run.id)) == (
        "complete",
        buckets(held),
        [("p4", "email", "type")],
    )
    assert len(library.changes(run)) == 3
    with pytest.raises(errors.Refused, match="is complete, not held"):
        way.approve(library.home, held.id, ACTOR)


def test_an_approved_run_can_be_undone(library: Library) -> None:
    before = library.profiles()
    held = library.run()
    way.approve(library.home, held.id, ACTOR)
    library.undo(held.id)
    assert library.profiles() == before


def test_a_rejected_run_is_cancelled(library: Library) -> None:
    held = library.run()
    way.reject(library.home, held.id)
    assert library.result(held.id).status == "cancelled"
    with pytest.raises(errors.Refused, match="is cancelled, not held"):
        way.reject(library.home, held.id)


def test_a_held_run_goes_stale_with_the_profiles_it_writes_and_stays_held(library: Library) -> None:
    held = library.run()
    library.edit(1, first_name="Eve")
    with pytest.raises(errors.StalePlan, match="have changed since it was made"):
        way.approve(library.home, held.id, ACTOR)
    assert library.result(held.id).status == "held"


def test_a_held_run_goes_stale_with_a_profile_that_took_its_unique_value(library: Library) -> None:
    held = library.run()
    library.make({"last_name": "Lee", "card": "c4"})
    with pytest.raises(errors.StalePlan, match="have changed since it was made"):
        way.approve(library.home, held.id, ACTOR)


def test_a_plan_past_its_limits_is_applied_when_each_of_them_is_named(library: Library) -> None:
    made = library.plan()
    with pytest.raises(errors.Held, match="passes its limits: create") as refused:
        library.apply(made)
    assert refused.value.limits == ("create",)
    assert library.apply(made, override=["create"]).status == "complete"
    made.forget()


def test_a_run_that_is_rejected_while_it_is_approved_writes_nothing(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, held = library.profiles(), library.run()
    original = holding.overridden

    def late(plan: Plan) -> Plan:
        way.reject(library.home, held.id)
        return original(plan)

    monkeypatch.setattr(holding, "overridden", late)
    with pytest.raises(errors.Refused, match="is cancelled by now"):
        way.approve(library.home, held.id, ACTOR)
    assert (library.profiles(), library.runs()[0].status) == (before, "cancelled")
