"""The three transactions there are: read, write (everything but profiles) and change (profiles and links).

Readers see one moment and are short. Writers queue. A change is one version of the profiles: it holds the write lock
from its first statement, and an exception leaves nothing of it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from synckit import clock, errors
from synckit.store import bulk, guard, migrations, postgres, problems, schema, sqlite

KINDS = ("run", "undo", "edit", "import", "merge", "delete", "release", "catalogue")


@dataclass(frozen=True)
class Change:
    """One write of profiles and links, in progress; its rows carry `version`."""

    conn: sa.Connection
    version: int
    kind: str
    actor: str
    run_id: int | None


class Store:
    """The database of a workspace; safe to use from several threads.

    >>> import tempfile
    >>> from synckit.store import open_store, profiles
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder + "/synckit.db") as store:
    ...     with store.change("edit", "ann") as change:
    ...         profiles.insert(change, ("type", "last_name"), [(1, "Person", "Doe")])
    ...     with store.read() as conn:
    ...         (head(conn), profiles.count(conn))
    (1, 1)
    """

    def __init__(self, engine: sa.Engine, where: str, path: Path | None) -> None:
        self.where = where
        """The database as a person knows it: its file, or its URL without the password."""
        self.path = path
        """The file of a SQLite database, else None."""
        self._engine = engine
        self._readers = engine.execution_options(**_reading(engine))
        self._writers = engine.execution_options(synckit_writes=True)
        self._thread = threading.local()
        self._raw_error: type[Exception] = engine.dialect.dbapi.Error  # type: ignore[union-attr]
        if path:
            guard.watch(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Read as of one moment; keep it short, since a long reader makes the database's log grow."""
        with self._plainly(), self._readers.connect() as conn, conn.begin() as reading:
            yield conn
            reading.rollback()

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Write anything but profiles and links, all of it or nothing."""
        with self._transaction(postgres.WRITE_LOCK) as conn:
            yield conn

    @contextmanager
    def change(self, kind: str, actor: str, run_id: int | None = None) -> Iterator[Change]:
        """Write profiles and links as the next version, all of it or nothing. `kind` is one of KINDS."""
        if kind not in KINDS:
            raise ValueError(f"A change is one of {', '.join(KINDS)}, not {kind!r}.")
        with self._transaction(postgres.WRITE_LOCK) as conn:
            version = head(conn) + 1
            row = {
                "version": version,
                "at": clock.now(),
                "kind": kind,
                "actor": actor,
                "run_id": run_id,
                "pruned": False,
            }
            conn.execute(sa.insert(schema.writes).values(row))
            yield Change(conn, version, kind, actor, run_id)
            bulk.drop_staged(conn)
            conn.execute(sa.update(schema.head).values(version=version))

    def backup(self, target: Path) -> None:
        """Copy the database as of this moment to a new file. Raises Refused for PostgreSQL, which has pg_dump."""
        if self.path is None:
            raise errors.Refused(f"{self.where} is a PostgreSQL database; back it up by pg_dump.")
        with self._plainly():
            sqlite.backup(self._engine, target)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
        if self.path:
            guard.release(self.path)
            self.path = None

    def migrate(self) -> None:
        """Bring the tables up to this version of synckit."""
        migrations.migrate(self.write, self.where)

    @contextmanager
    def _transaction(self, key: int) -> Iterator[sa.Connection]:
        """Begin a write transaction; a second one inside it, in the same thread, would wait for itself for ever."""
        if getattr(self._thread, "writing", False):
            raise RuntimeError("A write transaction of this thread is still open; use its connection.")
        self._thread.writing = True
        try:
            with self._plainly(), self._writers.begin() as conn:
                if conn.dialect.name == "postgresql":
                    postgres.lock(conn, key)
                yield conn
        finally:
            self._thread.writing = False

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Say a database error in plain words."""
        try:
            yield
        except (sa.exc.DBAPIError, self._raw_error) as error:
            said = problems.in_plain_words(error, self.where, self.path)
            if said is None:
                raise
            raise said from None


def head(conn: sa.Connection) -> int:
    """Return the version of the profiles."""
    version: int | None = conn.scalar(sa.select(schema.head.c.version))
    return version or 0


def _reading(engine: sa.Engine) -> dict[str, Any]:
    """Return the options of a connection that reads one moment and cannot write."""
    if engine.dialect.name == "postgresql":
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return {"synckit_writes": False}
