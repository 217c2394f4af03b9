"""How SQLite is opened: which library, which settings, which file mode.

Exactly one SQLite library serves a process, and one without the WAL-reset bug (fixed in 3.51.3, and in 3.50.7 and
3.44.6 for the older lines): two libraries on one file lose each other's locks, and the bug loses commits.
"""

from __future__ import annotations

import functools
import importlib
import logging
import os
import sqlite3
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa

from synckit import errors
from synckit.store import guard

_log = logging.getLogger(__name__)
READ_CACHE_KB = 16_000
WRITE_CACHE_KB = 64_000
_LOG_LIMIT = 64 * 1024 * 1024


def is_safe(version: tuple[int, ...]) -> bool:
    """Tell whether a SQLite of this version may use the write-ahead log.

    >>> [is_safe(each) for each in ((3, 40, 1), (3, 44, 6), (3, 50, 6), (3, 50, 7), (3, 51, 2), (3, 51, 3), (3, 53, 4))]
    [False, True, False, True, False, True, True]
    """
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def choose(stdlib: tuple[int, ...], other: tuple[int, ...] | None) -> tuple[str, str]:
    """Return the module to use and its journal mode, given the versions of sqlite3 and of pysqlite3 (None: missing).

    >>> choose((3, 40, 1), (3, 53, 4))
    ('pysqlite3.dbapi2', 'WAL')
    >>> choose((3, 40, 1), None)
    ('sqlite3.dbapi2', 'TRUNCATE')
    """
    if is_safe(stdlib):
        return "sqlite3.dbapi2", "WAL"
    if other is not None and is_safe(other):
        return "pysqlite3.dbapi2", "WAL"
    return "sqlite3.dbapi2", "TRUNCATE"


@functools.cache
def library() -> tuple[ModuleType, str]:
    """Return this process's one SQLite library and its journal mode; warns once when only the slow mode is safe."""
    try:
        other = importlib.import_module("pysqlite3.dbapi2").sqlite_version_info
    except ImportError:
        other = None
    name, journal = choose(sqlite3.sqlite_version_info, other)
    if journal != "WAL":
        _log.warning(
            "SQLite %s can lose commits in its write-ahead log, so readers and writers wait for each other here; "
            "install pysqlite3 to mend that.",
            sqlite3.sqlite_version,
        )
    return importlib.import_module(name), journal


def engine(path: Path, wait: float) -> sa.Engine:
    """Return the engine of a database file, which is made (mode 0600) when it is missing. `wait` is in seconds."""
    module, journal = library()
    _make_private(path)

    def connect() -> Any:
        with guard.trusted():
            raw = module.connect(str(path), timeout=wait, isolation_level=None, check_same_thread=False)
            _prepare(raw, journal, wait)
        return raw

    made = sa.create_engine(
        "sqlite+pysqlite://", module=module, creator=connect, poolclass=sa.pool.QueuePool, hide_parameters=True
    )
    sa.event.listen(made, "begin", _begin)
    return made


def backup(engine: sa.Engine, target: Path) -> None:
    """Copy the database as of this moment to a new file, while others read and write."""
    module, _ = library()
    _make_private(target)
    with engine.connect() as conn, guard.trusted():
        copy = module.connect(str(target), isolation_level=None)
        try:
            conn.connection.dbapi_connection.backup(copy)  # type: ignore[union-attr]
        finally:
            copy.close()


def _make_private(path: Path) -> None:
    """Make an empty file that only its owner may read, if there is none."""
    if not path.parent.is_dir():
        raise errors.StoreError(f"There is no folder {path.parent} to keep the database in; make it first.")
    try:
        if path.exists():  # another store of this process may hold it, and the guard allows no second open
            return
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise errors.StoreError(f"The database {path} cannot be made ({error.strerror}); check the folder.") from error


def _prepare(raw: Any, journal: str, wait: float) -> None:
    """Set a new connection up."""
    _set_journal(raw, journal, wait)
    for setting in (
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what retention forgets is overwritten, not only unlinked
        f"journal_size_limit={_LOG_LIMIT}",
        "temp_store=MEMORY",
        f"cache_size=-{READ_CACHE_KB}",
    ):
        raw.execute(f"PRAGMA {setting}")


def _set_journal(raw: Any, journal: str, wait: float) -> None:
    """Switch the journal mode; the switch does not wait for locks by itself, so two first openers would collide."""
    until = time.monotonic() + wait
    while raw.execute("PRAGMA journal_mode").fetchone()[0].upper() != journal:
        try:
            raw.execute(f"PRAGMA journal_mode={journal}")
        except Exception as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin(conn: sa.Connection) -> None:
    """Begin for reading (writes are refused) or for writing (the write lock is taken at once)."""
    writing = conn.get_execution_options().get("synckit_writes", False)
    raw: Any = conn.connection.dbapi_connection
    raw.execute(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
    raw.execute(f"PRAGMA cache_size=-{WRITE_CACHE_KB if writing else READ_CACHE_KB}")
    raw.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
