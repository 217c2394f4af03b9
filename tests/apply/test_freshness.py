"""A plan is refused once what it stands on has moved, and is applied when other things did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from synckit import errors
from synckit.fields import Catalogue
from synckit.store import catalogue
from tests.libraries import Library, mapping, patron


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library with two profiles, of which the next plan updates the first, and makes a third with an e-mail."""
    made = Library(tmp_path)
    made.patrons([patron(1), patron(2)])
    made.sync(match_on=["card", "email"])
    made.run()
    made.patrons([patron(1, first="Ann"), patron(2), patron(3, mail="a@x.org", login="l@x.org")])
    yield made
    made.close()


def another_field(library: Library) -> None:
    with library.home.store.change("catalogue", "ann") as change:
        catalogue.save(
            change, catalogue.load(change.conn).merged(Catalogue.from_yaml("all_types: [{name: floor, type: text}]"))
        )


STALE: dict[str, tuple[Callable[[Library], object], str]] = {
    "the sync was edited": (lambda it: it.sync(match_on=["card"]), "was edited since"),
    "a field was added": (another_field, "profile fields changed"),
    "a profile it writes was edited": (lambda it: it.edit(1, notes="x"), "have changed since"),
    "a profile it writes was deleted": (lambda it: it.delete(1), "have changed since"),
    "a profile took its key": (lambda it: it.make({"last_name": "Li", "email": "A@x.org"}), "have changed since"),
    "a profile took its unique value": (lambda it: it.edit(2, login="L@x.org"), "have changed since"),
    "its patron got a link": (lambda it: it.link({"p3": it.make({"last_name": "Li"})[0]}), "have changed since"),
}


@pytest.mark.parametrize("cause", STALE)
def test_a_plan_is_stale_when(library: Library, cause: str) -> None:
    move, said = STALE[cause]
    made = library.plan()
    move(library)
    before = library.profiles()
    with pytest.raises(errors.StalePlan, match=said):
        library.apply(made)
    made.forget()
    assert (library.profiles(), library.runs()[0].status) == (before, "failed")


def test_a_plan_outlives_changes_that_do_not_concern_it(library: Library) -> None:
    made = library.plan()
    library.edit(2, notes="x")
    library.make({"last_name": "Lee", "card": "c9"})
    assert library.apply(made).status == "complete"
    made.forget()
    assert [row.get("first_name") for row in library.profiles().values()] == ["Ann", None, None, None]


def test_a_plan_is_applied_once(library: Library) -> None:
    made = library.plan()
    library.apply(made)
    with pytest.raises(errors.StalePlan, match="have changed since"):
        library.apply(made)
    made.forget()


def test_a_run_plans_again_when_profiles_move_under_it(library: Library) -> None:
    moves = iter([{"notes": "x"}])

    def meddle(phase: str, done: int, total: int) -> None:
        if phase == "apply" and done == 0:
            for values in moves:
                library.edit(1, **values)

    run = library.run(progress=meddle)
    assert (run.status, library.profiles()[1]["first_name"]) == ("complete", "Ann")


def test_a_run_gives_up_after_three_plans(library: Library) -> None:
    tries = []

    def meddle(phase: str, done: int, total: int) -> None:
        if phase == "apply" and done == 0:
            tries.append(phase)
            library.edit(1, notes=str(len(tries)))

    with pytest.raises(errors.StalePlan, match="plan it again"):
        library.run(progress=meddle)
    assert (len(tries), library.runs()[0].status) == (3, "failed")


def test_a_plan_stays_true_when_its_sync_is_scheduled(library: Library) -> None:
    made = library.plan()
    library.sync(match_on=["card", "email"], rows=mapping(), schedule={"date": "2099-01-01", "time": "02:30"})
    assert library.apply(made).status == "complete"
    made.forget()
