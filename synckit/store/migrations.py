"""Brings a database of an older version up to this one, step by step.

Each step and the version it leads to are one transaction: a kill half-way leaves the former version, which opens again.
A step that has been released is never edited; a change of the tables is a new step at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import sqlalchemy as sa

from synckit import errors
from synckit.store import schema

Step = Callable[[sa.Connection], None]
Begin = Callable[[], AbstractContextManager[sa.Connection]]


def _first(conn: sa.Connection) -> None:
    """Make every table; the profiles start at version 0."""
    schema.metadata.create_all(conn)
    conn.execute(sa.insert(schema.head).values(version=0))
    conn.execute(sa.insert(schema.profile_types).values(position=0, name="Person"))


def _reading(conn: sa.Connection) -> None:
    """Add what incremental reading remembers, and who vanished."""
    known = {column["name"] for column in sa.inspect(conn).get_columns("runs")}
    if "reading" not in known:
        conn.execute(sa.text("ALTER TABLE runs ADD COLUMN reading JSON"))
    for table in (schema.watermarks, schema.vanished):
        table.create(conn, checkfirst=True)


def _considered(conn: sa.Connection) -> None:
    """Add up to when the due times of a sync were looked at."""
    if "considered_at" not in {column["name"] for column in sa.inspect(conn).get_columns("syncs")}:
        conn.execute(sa.text("ALTER TABLE syncs ADD COLUMN considered_at TEXT"))


def _notices(conn: sa.Connection) -> None:
    """Add settings, notices, and the kind of error that a run failed by."""
    if "problem" not in {column["name"] for column in sa.inspect(conn).get_columns("runs")}:
        conn.execute(sa.text("ALTER TABLE runs ADD COLUMN problem TEXT"))
    conn.execute(sa.text("CREATE INDEX IF NOT EXISTS runs_status ON runs (status)"))
    for table in (schema.settings, schema.notice_states, schema.notices):
        table.create(conn, checkfirst=True)


def _drafts(conn: sa.Connection) -> None:
    """Add syncs in the making."""
    schema.drafts.create(conn, checkfirst=True)


def _users(conn: sa.Connection) -> None:
    """Add the users and their sign-ins."""
    for table in (schema.users, schema.sign_ins):
        table.create(conn, checkfirst=True)


def _breakdown(conn: sa.Connection) -> None:
    """Add what a run keeps of its patrons by type."""
    if "breakdown" not in {column["name"] for column in sa.inspect(conn).get_columns("runs")}:
        conn.execute(sa.text("ALTER TABLE runs ADD COLUMN breakdown JSON"))


def _changes_in_order(conn: sa.Connection) -> None:
    """Let the changes of a version be read by profile without sorting them."""
    conn.execute(sa.text("CREATE INDEX IF NOT EXISTS changes_version_profile ON changes (version, profile_id)"))
    conn.execute(sa.text("DROP INDEX IF EXISTS changes_version"))


STEPS: tuple[Step, ...] = (_first, _reading, _considered, _notices, _drafts, _users, _breakdown, _changes_in_order)


def migrate(begin: Begin, where: str, steps: Sequence[Step] = STEPS) -> None:
    """Run the steps that this database has not had; `begin` gives one write transaction each time it is called.

    Raises StoreError for a database that a newer synckit made.
    """
    while _advance(begin, where, steps):
        pass


def _advance(begin: Begin, where: str, steps: Sequence[Step]) -> bool:
    """Run the next step in a transaction of its own; False when there is none."""
    with begin() as conn:
        done = version(conn)
        if done > len(steps):
            raise errors.StoreError(
                f"{where} was made by a newer synckit (its version is {done}, this one knows {len(steps)}); update synckit."
            )
        if done == len(steps):
            return False
        steps[done](conn)
        conn.execute(sa.delete(schema.schema_version))
        conn.execute(sa.insert(schema.schema_version).values(version=done + 1))
        return True


def version(conn: sa.Connection) -> int:
    """Return how many steps a database has had, 0 for an empty one."""
    if not sa.inspect(conn).has_table("schema_version"):
        return 0
    found: int | None = conn.scalar(sa.select(schema.schema_version.c.version))
    return found or 0
