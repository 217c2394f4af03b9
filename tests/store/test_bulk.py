"""Many rows at once."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from synckit.store import Store, bulk, profiles, schema
from tests.store.people import COLUMNS, values


@pytest.mark.parametrize("count", [0, 1, 127, 128, 129, 1000])
def test_every_row_of_a_generator_arrives(store: Store, count: int) -> None:
    with store.change("run", "ann") as change:
        profiles.insert(change, COLUMNS, ((each, "Person", f"Doe {each}", None) for each in range(1, count + 1)))
    assert values(store, "last_name") == {each: f"Doe {each}" for each in range(1, count + 1)}


def test_hostile_text_is_stored_as_it_is(store: Store) -> None:
    hostile = ["\\N", "\\.", "a\tb\nc", "'; DROP TABLE profiles; --", "100%", "%s", "{x}", "Ünïcödé 🙂", "", " ", "\\"]
    with store.change("run", "ann") as change:
        profiles.insert(change, COLUMNS, ((place, "Person", text, None) for place, text in enumerate(hostile, 1)))
        profiles.update(change, ("email",), ((text, place) for place, text in enumerate(hostile, 1)))
    assert [*values(store, "last_name").values()] == hostile
    assert [*values(store, "email").values()] == hostile


def test_a_core_statement_runs_once_a_row(store: Store) -> None:
    statement = sa.insert(schema.rejected).values(
        run_id=sa.bindparam("r"), patron=sa.bindparam("p"), source=sa.bindparam("s")
    )
    with store.write() as conn:
        bulk.bulk(conn, statement, iter([(1, "p1", "{}"), (1, "p2", "[]")]))
        assert conn.execute(sa.select(schema.rejected)).all() == [(1, "p1", "{}"), (1, "p2", "[]")]


def test_staged_patrons_are_gone_after_the_change(file_store: Store) -> None:
    with file_store.change("delete", "ann") as change:
        profiles.mark_deleted(change, [1, 2])
    with file_store.read() as conn:
        assert conn.execute(sa.text("SELECT name FROM sqlite_temp_master")).all() == []


def test_chunks_never_hold_all_rows(store: Store) -> None:
    with store.change("run", "ann") as change:
        profiles.insert(change, COLUMNS, ((each, "Person", "Doe", None) for each in range(1, 26)))
    with store.read() as conn:
        asked = sa.select(schema.profiles.c.profile_id).where(schema.profiles.c.type == "Person")
        assert [len(rows) for rows in bulk.chunks(conn, asked, size=10)] == [10, 10, 5]
