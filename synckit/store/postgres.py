"""How PostgreSQL is opened, for teams and for workspaces on a network share."""

from __future__ import annotations

import sqlalchemy as sa

WRITE_LOCK = 0x5359_4E43_0001


def engine(url: sa.URL, wait: float) -> sa.Engine:
    """Return the engine of a PostgreSQL database. `wait` is how many seconds a writer waits for another."""
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        paramstyle="format",
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "options": _options(url, wait)},
    )


def lock(conn: sa.Connection, key: int) -> None:
    """Wait for the one writer's lock, which ends with the transaction."""
    conn.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


def _options(url: sa.URL, wait: float) -> str:
    """Return the session settings, those of the URL included."""
    given = url.query.get("options", "")
    given = given if isinstance(given, str) else " ".join(given)
    return f"{given} -c lock_timeout={int(wait * 1000)} -c client_min_messages=warning".strip()
