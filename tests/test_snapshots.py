"""Snapshots are a cache: with one, with what is newer over it, or without any, a plan sees the same profiles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from synckit import engine, snapshots
from synckit.apply import advance
from tests.libraries import Library, patron


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library whose every run of two changes or more writes a snapshot; one has."""
    monkeypatch.setattr(advance, "SMALL", 1)
    made = Library(tmp_path)
    made.patrons([patron(1), patron(2), patron(3)])
    made.sync()
    made.run()
    yield made
    made.close()


def files(library: Library) -> list[str]:
    return sorted(path.name for path in library.home.snapshots.iterdir())


def seen(library: Library) -> tuple[dict[int, dict[str, str]], dict[str, int]]:
    """Return the profiles and links as the engine sees them."""
    con = engine.connect(library.home.snapshots)
    columns = library.catalogue.columns
    snapshots.attach(con, library.home.store, library.home.snapshots, columns, library.connection)
    rows = con.execute("select * from profiles").fetchall()
    linked = dict(
        con.execute(
            "select ils_id, profile_id from links where profile_id not in (select profile_id from deleted)"
        ).fetchall()
    )
    con.close()
    return {row[0]: {c: v for c, v in zip(columns, row[1:], strict=True) if v is not None} for row in rows}, linked


def agrees(library: Library) -> bool:
    """Say whether the engine sees what the store holds."""
    live = library.profiles()
    linked = {ils_id: profile for ils_id, profile in library.links().items() if profile in live}
    return seen(library) == (live, linked)


def test_a_large_run_leaves_a_snapshot_of_its_version(library: Library) -> None:
    assert files(library) == ["links-v2.parquet", "profiles-v2.parquet"]
    assert (library.home.snapshots / "profiles-v2.parquet").stat().st_mode & 0o777 == 0o600
    assert agrees(library)


def test_what_is_newer_lies_over_the_snapshot(library: Library) -> None:
    library.edit(1, first_name="Ann", card=None)
    library.make({"last_name": "New"})
    assert files(library) == ["links-v2.parquet", "profiles-v2.parquet"]
    assert agrees(library)


def test_a_snapshot_never_brings_anyone_back(library: Library) -> None:
    library.delete(2)
    library.release(2)
    assert agrees(library)
    run = library.run()
    assert run.counts is not None
    assert (run.counts["created"], run.counts["unchanged"], sorted(library.profiles())) == (1, 2, [1, 3, 4])


def test_an_undo_lies_over_the_snapshot_too(library: Library) -> None:
    library.undo(1)
    assert seen(library) == ({}, {})


def test_a_snapshot_is_advanced_with_updates_new_profiles_and_moved_links(library: Library) -> None:
    library.edit(3, notes="x")
    library.delete(2)
    library.patrons([patron(1, card="c9", first="Ann"), patron(7, card="c3", first="Eve"), patron(8)])
    library.run()
    assert files(library)[-1] == "profiles-v5.parquet"
    assert agrees(library)
    assert library.run().version is None


def test_old_snapshots_go_but_the_last_one_before_stays_for_plans_being_made(library: Library) -> None:
    for name in ("Ann", "Eve", "Joe"):
        library.patrons([patron(n, first=name) for n in (1, 2, 3)])
        library.run()
    assert [name for name in files(library) if name.startswith("profiles")] == [
        "profiles-v4.parquet",
        "profiles-v5.parquet",
    ]


def test_the_draft_of_a_program_that_was_killed_is_swept(library: Library) -> None:
    (library.home.snapshots / "profiles-v2.1.draft").touch()
    library.patrons([patron(n, first="Ann") for n in (1, 2, 3)])
    library.run()
    assert [name for name in files(library) if name.endswith(".draft")] == []


def test_anyone_may_delete_the_snapshots(library: Library) -> None:
    for path in library.home.snapshots.iterdir():
        path.unlink()
    assert agrees(library)
    assert library.run().version is None


def test_a_snapshot_without_its_links_is_not_used(library: Library) -> None:
    (library.home.snapshots / "links-v2.parquet").unlink()
    assert snapshots.latest(library.home.snapshots, 9) is None
    assert agrees(library)


def test_many_newer_rows_make_a_snapshot_of_their_own(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in library.home.snapshots.iterdir():
        path.unlink()
    monkeypatch.setattr(snapshots, "OVERLAY_ROWS", 2)
    assert agrees(library)
    assert files(library) == ["links-v2.parquet", "profiles-v2.parquet"]


def test_a_field_made_after_the_snapshot_is_empty_in_it(library: Library) -> None:
    from tests.apply.test_freshness import another_field

    another_field(library)
    library.edit(1, floor="2")
    assert agrees(library)


def test_a_run_cut_off_before_its_commit_leaves_no_snapshot(library: Library) -> None:
    library.patrons([patron(n, first="Ann") for n in (1, 2, 3)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("synckit.apply._finish", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError, match="division by zero"):
            library.run()
    assert files(library) == ["links-v2.parquet", "profiles-v2.parquet"]
    assert agrees(library)


def test_a_snapshot_is_not_advanced_from_an_older_moment(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synckit.apply.advance.SMALL", -1)
    library.patrons([patron(1, first="Ann"), patron(2, first="Bob")])
    made = library.plan()
    library.make({"last_name": "Hand", "card": "by-hand"})
    library.apply(made)
    made.forget()
    assert agrees(library)
    library.patrons([patron(1, first="Ann"), patron(2, first="Bob"), {**patron(9, first="Hal"), "card": "by-hand"}])
    assert library.run().counts["created"] == 0
