"""How SQLite is opened: library, settings, file mode, disk full, damage."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import sqlalchemy as sa

from synckit import errors
from synckit.store import Store, open_store, sqlite
from tests.store.people import people, values


@pytest.mark.parametrize(
    ("stdlib", "other", "chosen"),
    [
        ((3, 51, 3), None, ("sqlite3.dbapi2", "WAL")),
        ((3, 50, 7), (3, 53, 4), ("sqlite3.dbapi2", "WAL")),
        ((3, 44, 6), None, ("sqlite3.dbapi2", "WAL")),
        ((3, 40, 1), (3, 53, 4), ("pysqlite3.dbapi2", "WAL")),
        ((3, 51, 2), (3, 51, 1), ("sqlite3.dbapi2", "TRUNCATE")),
        ((3, 45, 0), None, ("sqlite3.dbapi2", "TRUNCATE")),
    ],
)
def test_the_library_without_the_log_bug_is_chosen(
    stdlib: tuple[int, ...], other: tuple[int, ...] | None, chosen: tuple[str, str]
) -> None:
    assert sqlite.choose(stdlib, other) == chosen


def test_the_settings_are_durable(file_store: Store) -> None:
    with file_store.read() as conn:
        asked = ("journal_mode", "synchronous", "foreign_keys", "journal_size_limit")
        assert [conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked] == ["wal", 2, 1, 67108864]


def test_the_files_are_readable_by_their_owner_alone(file_store: Store) -> None:
    people(file_store, ("Doe", None))
    assert file_store.path is not None
    files = sorted(file_store.path.parent.iterdir())
    assert [path.name for path in files] == ["synckit.db", "synckit.db-shm", "synckit.db-wal"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_only_one_sqlite_library_opens_files_in_a_process(tmp_path: Path) -> None:
    program = f"""
        import sys, synckit.store as store
        opened = []
        sys.addaudithook(lambda event, args: opened.append(args) if event.startswith("sqlite3.connect") else None)
        with store.open_store({str(tmp_path / "a.db")!r}) as one, one.change("edit", "ann"):
            pass
        from synckit.store import sqlite
        print(sqlite.library()[0].__name__.split(".")[0], len(opened) > 0)
    """
    done = _python(program)
    assert done.stdout.strip() in ("pysqlite3 False", "pysqlite3 True", "sqlite3 True")
    assert done.stderr == ""


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear library, " * 100)
    with pytest.raises(errors.StoreError, match=r"notes\.txt is not a synckit database, or it is damaged"):
        open_store(path)
    assert path.read_text().startswith("Dear library")


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(errors.StoreError, match=r"There is no folder .*nowhere to keep the database in"):
        open_store(tmp_path / "nowhere" / "synckit.db")


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(errors.StoreError, match="SQLite or PostgreSQL, not in 'mysql'"):
        open_store("mysql://root@localhost/x")


def test_a_server_that_is_not_there_is_said_in_one_sentence_without_the_password() -> None:
    with pytest.raises(
        errors.StoreError, match=r"^The database postgresql://me:\*\*\*@127.0.0.1:1/x cannot be reached"
    ):
        open_store("postgresql://me:secret@127.0.0.1:1/x")


@pytest.mark.parametrize("megabytes", [0.3, 0.7, 1.5, 3])
def test_a_full_disk_is_said_in_one_sentence_and_changes_nothing(tmp_path: Path, megabytes: float) -> None:
    path = tmp_path / "synckit.db"
    with open_store(path) as store:
        people(store, ("Doe", "doe@example.org"))
    program = f"""
        import resource, synckit.store as store
        from synckit.store import profiles
        opened = store.open_store({str(path)!r})
        size = int({megabytes} * 1024 * 1024)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        try:
            with opened.change("run", "ann") as change:
                profiles.insert(change, ("last_name", "notes"), ((each, "Doe", "x" * 200) for each in range(2, 40000)))
        except Exception as error:
            print(type(error).__name__, error)
        with opened.read() as conn:
            print(profiles.count(conn), store.head(conn))
    """
    done = _python(program)
    assert done.stderr == ""
    said, counted = done.stdout.splitlines()
    assert said.startswith(f"StoreError The disk of {path} is full or cannot be written (")
    assert said.endswith("; nothing was changed: make room and try again.")
    assert counted == "1 1"
    with open_store(path) as store:
        assert values(store, "email") == {1: "doe@example.org"}
        with store.read() as conn:
            assert conn.execute(sa.text("PRAGMA integrity_check")).scalar() == "ok"


def test_a_kill_in_the_middle_of_a_change_leaves_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "synckit.db"
    with open_store(path) as store:
        people(store, ("Doe", "doe@example.org"))
    program = f"""
        import os, signal, synckit.store as store
        from synckit.store import profiles
        def rows():
            for each in range(2, 60000):
                yield (each, "Doe", "x" * 200)
            os.kill(os.getpid(), signal.SIGKILL)
        with store.open_store({str(path)!r}).change("run", "ann") as change:
            profiles.insert(change, ("last_name", "notes"), rows())
    """
    assert _python(program).returncode == -9
    with open_store(path) as store:
        assert values(store, "email") == {1: "doe@example.org"}


def test_a_store_cannot_be_opened_in_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    with pytest.raises(errors.StoreError, match="cannot be made"):
        open_store(tmp_path / "synckit.db")


def _python(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own."""
    words = [sys.executable, "-c", textwrap.dedent(program)]
    return subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
