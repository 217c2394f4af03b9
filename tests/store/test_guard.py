"""The live database file is not opened as a file by this process."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from synckit import errors
from synckit.store import Store, open_store
from tests.store.people import people, values

REFUSED = r"is the live database and may not be opened or copied"


def test_reading_its_bytes_is_refused(file_store: Store, tmp_path: Path) -> None:
    with pytest.raises(errors.StoreError, match=REFUSED):
        (tmp_path / "synckit.db").read_bytes()
    with pytest.raises(errors.StoreError, match=REFUSED):
        os.open(tmp_path / "synckit.db", os.O_RDONLY)


def test_copying_it_is_refused(file_store: Store, tmp_path: Path) -> None:
    with pytest.raises(errors.StoreError, match=REFUSED):
        shutil.copy(tmp_path / "synckit.db", tmp_path / "copy.db")


def test_its_lock_file_is_guarded_too(file_store: Store, tmp_path: Path) -> None:
    people(file_store, ("Doe", None))
    with pytest.raises(errors.StoreError, match=REFUSED):
        (tmp_path / "synckit.db-shm").read_bytes()


def test_another_name_of_the_file_does_not_get_around_it(file_store: Store, tmp_path: Path) -> None:
    os.link(tmp_path / "synckit.db", tmp_path / "hard")
    os.symlink(tmp_path / "synckit.db", tmp_path / "soft")
    for name in ("hard", "soft", "./hard"):
        with pytest.raises(errors.StoreError, match=REFUSED):
            (tmp_path / name).open("rb")


def test_the_standard_library_may_not_open_it(file_store: Store, tmp_path: Path) -> None:
    with pytest.raises(errors.StoreError, match=REFUSED):
        sqlite3.connect(tmp_path / "synckit.db")


def test_other_files_are_free(file_store: Store, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("free")
    shutil.copy(tmp_path / "notes.txt", tmp_path / "more.txt")
    sqlite3.connect(tmp_path / "other.db").close()
    assert (tmp_path / "more.txt").read_text() == "free"


def test_a_closed_database_may_be_copied(tmp_path: Path) -> None:
    with open_store(tmp_path / "synckit.db") as store:
        people(store, ("Doe", None))
    shutil.copy(tmp_path / "synckit.db", tmp_path / "copy.db")
    with open_store(tmp_path / "copy.db") as store:
        assert values(store, "last_name") == {1: "Doe"}


def test_a_backup_is_made_while_the_database_is_in_use(file_store: Store, tmp_path: Path) -> None:
    people(file_store, ("Doe", None))
    with file_store.read():
        file_store.backup(tmp_path / "backup.db")
    assert (tmp_path / "backup.db").stat().st_mode & 0o777 == 0o600
    with open_store(tmp_path / "backup.db") as copy:
        assert values(copy, "last_name") == {1: "Doe"}
