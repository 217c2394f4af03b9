"""The truth: one SQL database, SQLite by default and PostgreSQL for teams, through SQLAlchemy Core.

transactions   read, write, change: who may write what, and what an exception leaves
schema         the tables, kinds their columns' types; migrations brings older ones up to date
sqlite, postgres, guard, problems      how each database is opened, protected, and its errors said in plain words
bulk           many rows fast, with flat memory
profiles, changes, links               people, what was written to them, and which patron is whom
lookup         profiles found by many ids, or by the values of a unique field
reversal       what an undo restores, deletes and leaves; foresight tells it beforehand
results        what a run left behind, a page at a time
catalogue, narrowing                   profile fields as columns, and whether stored values fit a changed rule
connections, syncs, runs, watermarks, vanished, findings, held, occurrences, leases, audit, retention      one table or two each

Functions take a connection (`conn`) when they read or write beside the profiles, and a `Change` when they write profiles
or links; `Store` gives both.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from synckit import errors
from synckit.store import postgres, sqlite
from synckit.store.transactions import Change, Store, head

__all__ = ["Change", "Connection", "Store", "head", "open_store"]

Connection = sa.Connection
"""What the functions of this package take; `Store.read` and `Store.write` give it."""

WAIT_SECONDS = 60.0


def open_store(url: str | Path, wait: float = WAIT_SECONDS) -> Store:
    """Open a database, and make or migrate it first: a file path, `sqlite:///...` or `postgresql://...`.

    `wait` is how many seconds a writer waits for another. Raises StoreError when it cannot be reached, is no database of
    synckit, or was made by a newer synckit.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder + "/synckit.db") as store:
    ...     with store.read() as conn:
    ...         head(conn)
    0
    """
    store = _store(str(url), wait)
    try:
        store.migrate()
    except BaseException:
        store.close()
        raise
    return store


def _store(url: str, wait: float) -> Store:
    """Return the store of a URL or path, not migrated yet."""
    if "://" not in url:
        url = f"sqlite:///{url}"
    try:
        parsed = sa.make_url(url.replace("postgres://", "postgresql://", 1))
    except sa.exc.ArgumentError:
        raise errors.StoreError(
            "The database URL cannot be read; write postgresql://user@host/name or a file path."
        ) from None
    if parsed.drivername.startswith("sqlite") and parsed.database:
        path = Path(parsed.database).absolute()
        return Store(sqlite.engine(path, wait), str(path), path)
    if parsed.drivername.startswith("postgresql"):
        return Store(postgres.engine(parsed, wait), parsed.render_as_string(hide_password=True), None)
    raise errors.StoreError(f"synckit keeps its data in SQLite or PostgreSQL, not in {parsed.drivername!r}.")
