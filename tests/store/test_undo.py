"""Undo: what comes back, what goes, what stays, and that nothing else changes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from synckit import errors
from synckit.apply.undo import Undone, foresee
from synckit.apply.undo import undo as take_back
from synckit.fields import Catalogue
from synckit.store import (
    Change,
    Store,
    catalogue,
    changes,
    head,
    links,
    open_store,
    profiles,
    retention,
    runs,
    syncs,
)
from tests.store.people import (
    COLUMNS,
    edit,
    finish,
    library,
    linked,
    people,
    put,
    run,
    sync,
    values,
)
from tests.thorough import times

SEEDS = times(12, thorough=50)


@pytest.fixture
def run_id(store: Store) -> int:
    """A run of a scheduled sync; Doe (1) and Roe (2) are there, with a unique card each; patron p1 is Doe."""
    fields = "all_types:\n- {name: card, unique: true}\n- {name: login, type: email, unique: true}\n"
    with store.change("catalogue", "ann") as change:
        catalogue.save(change, Catalogue.from_yaml("types: [Person, Student]\n" + fields))
    people(store, ("Doe", "doe@example.org"), ("Roe", None))
    edit(store, 1, "card", "1")
    edit(store, 2, "card", "2")
    sync_id = sync(store)
    with store.change("run", "ann") as change:
        links.upsert(change, 1, [("p1", 1)])
    return run(store, sync_id)


def undo(store: Store, run_id: int, actor: str) -> Undone:
    """Undo a run, and see to it that this is what was foreseen."""
    before = _foreseen(store, run_id)
    done = take_back(store, run_id, actor)
    assert before == (done.undone, done.deleted, done.left)
    return done


def _foreseen(store: Store, run_id: int) -> tuple[int, int, list[tuple[int, str]]] | None:
    try:
        found = foresee(store, run_id, most=1000)
    except (errors.Refused, errors.NotFound):
        return None
    assert found.left == len(found.first_left)
    assert found.deleted == len(found.first_deleted)
    assert found.restored == len({row[0] for row in found.first_restored})
    return found.restored, found.deleted, list(found.first_left)


def _create(change: Change, profile_id: int, name: str) -> None:
    profiles.insert(change, COLUMNS, [(profile_id, "Person", name, None)])


def test_updated_fields_get_their_former_values_and_the_rest_stays(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "email", None)
        put(change, 1, "city", "York")
        put(change, 2, "email", "roe@example.org")
        finish(change)
    assert undo(store, run_id, "bob") == Undone(run_id, undone=2, deleted=0, left=[], paused=True)
    assert values(store, "email") == {1: "doe@example.org", 2: None}
    assert values(store, "city") == {1: None, 2: None}


def test_an_undo_is_a_change_of_its_own_with_history(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "city", "York")
        finish(change)
    undo(store, run_id, "bob")
    with store.read() as conn:
        last = changes.history(conn, 1)[-1]
        done = runs.get(conn, run_id)
    assert (last.kind, last.actor, last.run, last.field, last.before, last.after) == (
        "undo",
        "bob",
        run_id,
        "city",
        "York",
        None,
    )
    assert (done.status, done.undone_version) == ("complete", last.version)


def test_created_profiles_are_deleted_with_their_links(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        _create(change, 3, "Poe")
        links.upsert(change, 1, [("p1", 1), ("p3", 3)])
        finish(change)
    assert undo(store, run_id, "bob") == Undone(run_id, undone=0, deleted=1, left=[], paused=True)
    assert values(store, "last_name") == {1: "Doe", 2: "Roe"}
    assert linked(store, 1) == {"p1": 1}


def test_a_field_that_somebody_changed_since_stays_and_is_named(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "city", "York")
        put(change, 1, "state", "Y")
        put(change, 2, "city", "Bath")
        finish(change)
    edit(store, 1, "city", "Hull")
    assert undo(store, run_id, "bob") == Undone(run_id, undone=2, deleted=0, left=[(1, "city")], paused=True)
    assert values(store, "city") == {1: "Hull", 2: None}
    assert values(store, "state") == {1: None, 2: None}


def test_a_field_that_was_changed_and_changed_back_is_restored(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "city", "York")
        finish(change)
    edit(store, 1, "city", "Hull")
    edit(store, 1, "city", "York")
    assert undo(store, run_id, "bob").left == []
    assert values(store, "city")[1] is None


def test_a_created_profile_that_somebody_changed_since_stays_with_its_link(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        _create(change, 3, "Poe")
        links.upsert(change, 1, [("p3", 3)])
        finish(change)
    edit(store, 3, "city", "Hull")
    assert undo(store, run_id, "bob") == Undone(run_id, undone=0, deleted=0, left=[(3, "city")], paused=True)
    assert linked(store, 1) == {"p1": 1, "p3": 3}


def test_a_created_profile_whose_changes_cancel_out_is_deleted(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        _create(change, 3, "Poe")
        finish(change)
    edit(store, 3, "city", "Hull")
    edit(store, 3, "city", None)
    assert undo(store, run_id, "bob").deleted == 1


def test_a_created_profile_that_staff_deleted_since_keeps_its_link(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        _create(change, 3, "Poe")
        links.upsert(change, 1, [("p3", 3)])
        finish(change)
    with store.change("delete", "ann") as change:
        profiles.mark_deleted(change, [3])
    assert undo(store, run_id, "bob") == Undone(run_id, undone=0, deleted=0, left=[], paused=True)
    assert linked(store, 1) == {"p1": 1, "p3": 3}


def test_an_updated_profile_that_staff_deleted_since_stays_deleted(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "city", "York")
        finish(change)
    with store.change("delete", "ann") as change:
        profiles.mark_deleted(change, [1])
    assert undo(store, run_id, "bob").left == [(1, "city")]
    assert values(store, "city") == {2: None}


def test_swapped_unique_values_swap_back(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        changes.record(change, [(1, "card", "1", "2"), (2, "card", "2", "1")])
        profiles.clear(change, "card", [1, 2])
        profiles.update(change, ("card",), [("2", 1), ("1", 2)])
        finish(change)
    assert undo(store, run_id, "bob").undone == 2
    assert values(store, "card") == {1: "1", 2: "2"}


def test_a_unique_value_that_a_created_profile_took_goes_back(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "card", "9")
        profiles.insert(change, ("type", "last_name", "card"), [(3, "Person", "Poe", "1")])
        finish(change)
    assert undo(store, run_id, "bob") == Undone(run_id, undone=1, deleted=1, left=[], paused=True)
    assert values(store, "card") == {1: "1", 2: "2"}


def test_a_unique_value_that_another_profile_took_since_is_left_and_so_is_what_hangs_on_it(
    store: Store, run_id: int
) -> None:
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "card", "3")
        put(change, 2, "card", "1")
        finish(change)
    people(store, ("Moe", None))
    edit(store, 3, "card", "2")
    assert undo(store, run_id, "bob").left == [(1, "card"), (2, "card")]
    assert values(store, "card") == {1: "3", 2: "1", 3: "2"}


def test_unique_e_mail_is_compared_without_letter_case(store: Store, run_id: int) -> None:
    edit(store, 1, "login", "doe@example.org")
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "login", None)
        finish(change)
    edit(store, 2, "login", "DOE@example.org")
    assert undo(store, run_id, "bob").left == [(1, "login")]


def test_a_former_value_that_no_longer_fits_its_field_is_left(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "card", "12")
        finish(change)
    with store.change("catalogue", "ann") as change:
        given = Catalogue.from_yaml("types: []\nall_types:\n- {name: card, pattern: '[2-9]|12'}\n")
        catalogue.save(change, catalogue.load(change.conn).merged(given))
    assert undo(store, run_id, "bob").left == [(1, "card")]


def test_a_field_that_was_removed_since_is_left(store: Store, run_id: int) -> None:
    edit(store, 1, "login", "doe@example.org")
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "login", None)
        finish(change)
    with store.change("catalogue", "ann") as change:
        catalogue.remove_field(change, "login")
    assert undo(store, run_id, "bob").left == [(1, "login")]


def test_links_that_the_run_moved_added_or_replaced_are_taken_back(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        links.upsert(change, 1, [("p1", 2), ("p2", 1)])
        finish(change)
    assert linked(store, 1) == {"p1": 2, "p2": 1}
    undo(store, run_id, "bob")
    assert linked(store, 1) == {"p1": 1}


def test_a_link_that_was_moved_since_stays(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        links.upsert(change, 1, [("p2", 2)])
        finish(change)
    with store.change("run", "ann") as change:
        links.upsert(change, 1, [("p1", 2), ("p2", 1)])
    undo(store, run_id, "bob")
    assert linked(store, 1) == {"p1": 2, "p2": 1}


def test_a_link_does_not_come_back_beside_a_newer_own_one(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        links.upsert(change, 1, [("p1", 2)])
        finish(change)
    with store.change("run", "ann") as change:
        links.upsert(change, 1, [("p9", 1)])
    undo(store, run_id, "bob")
    assert linked(store, 1) == {"p1": 2, "p9": 1}


def test_the_first_load_of_a_connection_can_be_undone_and_loaded_again(store: Store, run_id: int) -> None:
    branch = library(store, "Branch")
    with store.change("run", "ann", run_id) as change:
        _create(change, 3, "Poe")
        links.upsert(change, branch, [("q1", 1), ("q3", 3)])
        finish(change)
    version = change.version
    undo(store, run_id, "bob")
    assert linked(store, branch) == {}
    with store.read() as conn:
        assert [(each.ils_id, each.profile_id) for each in links.since(conn, version)] == [("q1", None), ("q3", None)]
    with store.change("run", "ann") as change:
        links.upsert(change, branch, [("q1", 2)])
    assert linked(store, branch) == {"q1": 2}


def test_a_second_undo_is_refused(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        finish(change)
    undo(store, run_id, "bob")
    with pytest.raises(errors.Refused, match=f"Run {run_id} was undone already"):
        undo(store, run_id, "bob")


def test_a_run_that_wrote_nothing_has_nothing_to_undo(store: Store, run_id: int) -> None:
    with store.write() as conn:
        runs.finish(conn, run_id, "failed", message="The file is gone.")
    with pytest.raises(errors.Refused, match=f"Run {run_id} is failed and wrote nothing"):
        undo(store, run_id, "bob")
    with pytest.raises(errors.NotFound, match="no run 99"):
        undo(store, 99, "bob")


def test_a_run_is_not_undone_once_retention_forgot_it(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "city", "York")
        finish(change)
    with store.write() as conn:
        finished = runs.get(conn, run_id).finished_at
        assert finished is not None
        retention.prune(conn, finished.replace(year=finished.year + 1))
    with pytest.raises(errors.Refused, match=f"Run {run_id} is too old to undo"):
        undo(store, run_id, "bob")
    assert values(store, "city")[1] == "York"


def test_only_a_scheduled_sync_is_paused(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        finish(change)
    with store.write() as conn:
        syncs.set_status(conn, runs.get(conn, run_id).sync_id, "Complete")
    assert undo(store, run_id, "bob").paused is False
    with store.read() as conn:
        assert syncs.load(conn, "Students").paused is False


@pytest.mark.parametrize("seed", range(SEEDS))
def test_undoing_a_random_run_restores_everything_exactly(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with open_store(tmp_path / "synckit.db") as store:
        run_id = _random_past(store, chance)
        before = _everything(store)
        with store.change("run", "ann", run_id) as change:
            _random_run(change, chance)
            finish(change)
        undone = undo(store, run_id, "bob")
        assert (undone.left, _everything(store)) == ([], before)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_undoing_after_random_edits_leaves_exactly_what_they_changed(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with open_store(tmp_path / "synckit.db") as store:
        run_id = _random_past(store, chance)
        before = values(store, "city")
        with store.change("run", "ann", run_id) as change:
            _random_run(change, chance)
            finish(change)
        after = values(store, "city")
        for profile_id in chance.sample(sorted(after), 5):
            edit(store, profile_id, "city", chance.choice(["York", "Bath", "Hull", None]))
        now = values(store, "city")
        undone = undo(store, run_id, "bob")
        kept = {
            each for each in now if now[each] != after[each] and (before.get(each) != after[each] or each not in before)
        }
        assert {each for each, column in undone.left if column == "city"} == kept
        expected = before | {each: now[each] for each in now if now[each] != after[each]}
        assert values(store, "city") == expected


def _random_past(store: Store, chance: random.Random) -> int:
    """Twenty profiles with a unique card, eight of them linked, after some edits."""
    with store.change("catalogue", "ann") as change:
        catalogue.save(change, Catalogue.from_yaml("types: [Person]\nall_types:\n- {name: card, unique: true}\n"))
    people(store, *[(f"Doe {each}", None) for each in range(20)])
    run_id = run(store, sync(store))
    with store.change("run", "ann") as change:
        links.upsert(change, 1, [(f"p{each}", each) for each in range(1, 9)])
        for each in range(1, 21):
            put(change, each, "card", str(each))
            put(change, each, "city", chance.choice(["York", "Bath", None]))
    return run_id


def _random_run(change: Change, chance: random.Random) -> None:
    """New profiles, changed cities, shuffled cards, new and replaced links."""
    for each in chance.sample(range(1, 21), 8):
        before = profiles.get(change.conn, each)["city"]
        wanted = chance.choice([city for city in ("York", "Bath", "Hull", None) if city != before])
        put(change, each, "city", wanted)
    moved = chance.sample(range(1, 21), 6)
    cards = dict(zip(moved, [str(each) for each in [*moved[1:], moved[0]]], strict=True))
    changes.record(change, [(each, "card", str(each), card) for each, card in cards.items()])
    profiles.clear(change, "card", moved)
    profiles.update(change, ("card",), [(card, each) for each, card in cards.items()])
    made = range(21, 21 + chance.randint(1, 5))
    profiles.insert(change, ("type", "last_name", "city"), [(each, "Person", "New", "York") for each in made])
    rows = [(f"q{each}", each) for each in (*made, *chance.sample(range(1, 21), 4))]
    links.upsert(change, 1, rows)


def _everything(store: Store) -> tuple[object, ...]:
    """Every profile's values and every link, without versions."""
    with store.read() as conn:
        columns = profiles.columns(conn)
        rows = [(row[0], *row[2:]) for some in profiles.read_all(conn, columns) for row in some]
    return rows, linked(store, 1)


def test_what_an_undo_would_do_is_told_and_nothing_is_written(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "city", "York")
        put(change, 2, "city", "Rome")
        _create(change, 3, "Poe")
        finish(change)
    edit(store, 2, "city", "Oslo")
    with store.read() as conn:
        version = head(conn)
    told = foresee(store, run_id)
    assert (told.restored, told.deleted, told.left) == (1, 1, 1)
    assert (told.first_restored, told.first_deleted) == (((1, "city", "York", None),), (3,))
    assert told.first_left == ((2, "city"),)
    with store.read() as conn:
        assert head(conn) == version


def test_a_value_that_goes_with_a_profile_is_free_again_in_what_is_foreseen(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "card", "9")
        profiles.insert(change, (*COLUMNS, "card"), [(3, "Person", "Poe", None, "1")])
        finish(change)
    assert undo(store, run_id, "bob") == Undone(run_id, undone=1, deleted=1, left=[], paused=True)
    assert values(store, "card") == {1: "1", 2: "2"}


def test_only_the_first_of_each_kind_are_named(store: Store, run_id: int) -> None:
    with store.change("run", "ann", run_id) as change:
        put(change, 1, "city", "York")
        put(change, 2, "city", "Rome")
        finish(change)
    told = foresee(store, run_id, most=1)
    assert (told.restored, told.first_restored) == (2, ((1, "city", "York", None),))
