"""Databases of older and newer versions."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import sqlalchemy as sa

from synckit import errors
from synckit.fields import Catalogue
from synckit.store import Store, migrations, open_store, schema
from tests.store.people import people, values


def _add_a_column(conn: sa.Connection) -> None:
    conn.execute(sa.text("ALTER TABLE head ADD COLUMN colour TEXT"))
    conn.execute(sa.text("UPDATE head SET colour = 'blue'"))


def _break(conn: sa.Connection) -> None:
    _add_a_column(conn)
    raise ZeroDivisionError("power cut")


def _version(store: Store) -> int:
    with store.read() as conn:
        return migrations.version(conn)


def test_the_first_schema_has_a_column_for_every_system_field() -> None:
    assert Catalogue.empty().columns == schema.SYSTEM_COLUMNS


def test_a_new_database_gets_every_step(store: Store) -> None:
    assert _version(store) == len(migrations.STEPS)


def test_a_database_of_an_older_version_opens_and_keeps_its_data(store: Store) -> None:
    people(store, ("Doe", "doe@example.org"))
    migrations.migrate(store.write, store.where, (*migrations.STEPS, _add_a_column))
    assert _version(store) == len(migrations.STEPS) + 1
    assert values(store, "email") == {1: "doe@example.org"}
    with store.read() as conn:
        assert conn.scalar(sa.text("SELECT colour FROM head")) == "blue"


def test_opening_twice_runs_no_step_twice(url: str) -> None:
    with open_store(url) as store:
        people(store, ("Doe", None))
    with open_store(url) as store:
        assert values(store, "last_name") == {1: "Doe"}


def test_a_database_of_a_newer_version_is_refused(url: str) -> None:
    with open_store(url) as store:
        migrations.migrate(store.write, store.where, (*migrations.STEPS, _add_a_column))
    known = len(migrations.STEPS)
    with pytest.raises(
        errors.StoreError,
        match=rf"was made by a newer synckit \(its version is {known + 1}, this one knows {known}\); update synckit",
    ):
        open_store(url)


def test_a_step_that_fails_half_way_leaves_the_former_version(store: Store) -> None:
    people(store, ("Doe", None))
    with pytest.raises(ZeroDivisionError, match="power cut"):
        migrations.migrate(store.write, store.where, (*migrations.STEPS, _break))
    assert _version(store) == len(migrations.STEPS)
    assert values(store, "last_name") == {1: "Doe"}
    migrations.migrate(store.write, store.where, (*migrations.STEPS, _add_a_column))


@pytest.mark.parametrize("after", [1, 3, 8, 20])
def test_a_kill_while_the_tables_are_made_leaves_a_database_that_opens(tmp_path: Path, after: int) -> None:
    program = f"""
        import os, signal, sqlalchemy as sa, synckit.store as store
        from synckit.store import schema
        seen = []
        def count(*_, **__):
            seen.append(1)
            if len(seen) == {after}:
                os.kill(os.getpid(), signal.SIGKILL)
        sa.event.listen(schema.metadata, "before_create", count)
        for table in schema.metadata.tables.values():
            sa.event.listen(table, "before_create", count)
        store.open_store({str(tmp_path / "synckit.db")!r})
    """
    words = [sys.executable, "-c", textwrap.dedent(program)]
    assert subprocess.run(words, env=dict(os.environ), check=False, timeout=60).returncode == -9
    with open_store(tmp_path / "synckit.db") as store:
        people(store, ("Doe", None))
        assert _version(store) == len(migrations.STEPS)


def test_several_programs_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    program = f"import synckit.store as s; s.open_store({str(tmp_path / 'synckit.db')!r}).close()"
    started = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(4)]
    assert [each.wait(timeout=60) for each in started] == [0, 0, 0, 0]
