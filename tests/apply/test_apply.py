"""What an apply leaves in the store, and that a cancelled or failed one leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from synckit import errors
from synckit import run as way
from synckit.store import leases, profiles, runs
from tests.libraries import ACTOR, Library, buckets, patron


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path)
    made.patrons([patron(3, first="Ann"), patron(1), patron(2, card="")])
    made.sync()
    yield made
    made.close()


def test_profiles_get_their_ids_in_ils_order_with_links_and_before_images(library: Library) -> None:
    library.run()
    assert library.links() == {"p3": 1, "p1": 2}
    library.patrons([patron(3, first="Eve"), patron(1)])
    run = library.run()
    assert library.changes(run) == [(1, "first_name", "Ann", "Eve")]
    with library.home.store.read() as conn:
        assert profiles.get(conn, 1)["version"] == run.version


def test_a_second_run_over_the_same_data_writes_nothing_and_says_the_same(library: Library) -> None:
    first, second = library.run(), library.run()
    assert (second.status, second.version, buckets(second)) == (
        "complete",
        None,
        {"read": 3, "unchanged": 2, "rejected": 1},
    )
    assert library.findings(first.id) == library.findings(second.id) == [("p2", "card", "missing_key")]


def test_the_source_of_a_rejected_patron_is_kept_with_the_run(library: Library) -> None:
    run = library.run()
    with library.home.store.read() as conn:
        rows = conn.exec_driver_sql(f"select patron, source from rejected where run_id = {run.id}").all()
    assert [row[0] for row in rows] == ["p2"]
    assert '"last":"Lee"' in rows[0][1]


def test_a_first_run_takes_a_sync_out_of_draft(library: Library) -> None:
    from synckit.store import syncs

    library.run()
    with library.home.store.read() as conn:
        assert syncs.load(conn, "Nightly").status == "Complete"


def test_no_extract_is_left_when_a_run_has_ended(library: Library) -> None:
    library.run()
    assert list((library.folder / "runs").iterdir()) == []


def test_ctrl_c_before_the_commit_cancels_and_applies_nothing(library: Library) -> None:
    def interrupted(phase: str, done: int, total: int) -> None:
        if phase == "apply":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.run(progress=interrupted)
    assert (library.runs()[0].status, library.profiles()) == ("cancelled", {})


def test_ctrl_c_within_a_query_cancels_too(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*given: object) -> None:
        raise RuntimeError("Query interrupted")

    library.patrons([patron(1)])
    library.sync("last", "card", "kind")
    monkeypatch.setattr(way, "make_plan", interrupted)
    with pytest.raises(KeyboardInterrupt):
        library.run()
    assert [(run.status, run.message) for run in library.runs()] == [("cancelled", "Cancelled; nothing was applied.")]


def test_somebody_elses_cancellation_is_heard(library: Library) -> None:
    started: list[int] = []

    def cancelling(phase: str, done: int, total: int) -> None:
        if phase == "filter":
            way.cancel(library.home, started[0])

    claimed = way.Claim.tick
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("synckit.claim.BEAT", 0.0)
        assert claimed is way.Claim.tick
        with pytest.raises(errors.Cancelled, match="was cancelled; nothing was applied"):
            library.run(progress=cancelling, began=started.append)
    assert (library.runs()[0].status, library.profiles()) == ("cancelled", {})


def test_a_sync_runs_once_at_a_time(library: Library) -> None:
    with library.home.store.write() as conn:
        leases.acquire(conn, "sync:1", "elsewhere:1:1", 600)
    with pytest.raises(errors.Refused, match="is running already"):
        library.run()


def test_a_run_left_running_by_a_dead_program_is_interrupted_by_the_next(library: Library) -> None:
    with library.home.store.write() as conn:
        stale = runs.start(conn, 1, 1)
    library.run()
    assert library.result(stale).status == "interrupted"


def test_an_undone_run_can_be_run_again(library: Library) -> None:
    run = library.run()
    undone = library.undo(run.id)
    assert (undone.deleted, library.profiles(), library.links()) == (2, {}, {})
    assert buckets(library.run()) == {"read": 3, "created": 2, "rejected": 1}


def test_a_stopped_plan_is_not_applied_whatever_is_overridden(library: Library) -> None:
    library.sync(errors="stop")
    made = library.plan()
    with pytest.raises(errors.Refused, match="stops at the first rejected patron"):
        library.apply(made, override=["create"])
    made.forget()


def test_the_way_holds_in_postgresql(postgres_url: str, tmp_path: Path) -> None:
    """Create, swap, hold, approve, refuse what is stale, and undo on a real server."""
    library = Library(tmp_path, postgres_url)
    try:
        library.patrons([patron(1), patron(2, login="U@x.org"), patron(3, card="")])
        library.sync(empty_fields="replace")
        assert buckets(library.run()) == {"read": 3, "created": 2, "rejected": 1}
        assert library.run().version is None
        before = library.profiles()
        library.patrons([patron(1, card="c2", login="u@X.org"), patron(2, card="c1"), patron(4)])
        library.sync(empty_fields="replace", limits={"create": 0})
        held = library.run()
        way.approve(library.home, held.id, ACTOR)
        assert [(row["card"], row.get("login")) for row in library.profiles().values()] == [
            ("c2", "u@X.org"),
            ("c1", None),
            ("c4", None),
        ]
        library.undo(held.id)
        assert library.profiles() == before
        made = library.plan()
        library.edit(1, notes="x")
        with pytest.raises(errors.StalePlan, match="have changed since"):
            library.apply(made, override=["create"])
        made.forget()
    finally:
        library.close()
