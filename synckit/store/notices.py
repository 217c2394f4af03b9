"""The notices that were written, which of them wait to be sent, and the state that each sync was last known in."""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from synckit import clock
from synckit.store import schema

WELL = "well"
_N = schema.notices.c
_S = schema.notice_states.c


@dataclass(frozen=True)
class Notice:
    """One notice; `waiting` names the channels that have not taken it, `problem` says why the last try failed."""

    id: int
    at: dt.datetime
    kind: str
    sync: str
    run_id: int | None
    text: str
    waiting: builtins.list[str]
    tries: int
    tried_at: dt.datetime | None
    problem: str | None


def add(conn: sa.Connection, kind: str, sync: str, run_id: int | None, text: str, channels: Sequence[str]) -> None:
    """Write a notice down, to be sent through the channels; the time is now."""
    row = {"at": clock.now(), "kind": kind, "sync": sync, "run_id": run_id, "text": text}
    conn.execute(sa.insert(schema.notices).values(**row, waiting=[*channels], tries=0))


def list(conn: sa.Connection, limit: int | None = None) -> builtins.list[Notice]:
    """Return the notices, the newest first."""
    return [Notice(*row) for row in conn.execute(sa.select(schema.notices).order_by(_N.id.desc()).limit(limit))]


def waiting(conn: sa.Connection) -> builtins.list[Notice]:
    """Return the notices that some channel has not taken, the oldest first."""
    asked = sa.select(schema.notices).where(sa.cast(_N.waiting, sa.Text) != "[]").order_by(_N.id)
    return [Notice(*row) for row in conn.execute(asked)]


def taken(conn: sa.Connection, notice: Notice, channel: str) -> None:
    """A channel took a notice."""
    left = [each for each in notice.waiting if each != channel]
    conn.execute(sa.update(schema.notices).where(_N.id == notice.id).values(waiting=left, problem=None))


def failed(conn: sa.Connection, notice: Notice, problem: str, give_up: bool) -> None:
    """A channel could not take a notice; `give_up`: nobody tries again."""
    values = {"tries": notice.tries + 1, "tried_at": clock.now(), "problem": problem}
    own = sa.update(schema.notices).where(_N.id == notice.id)
    conn.execute(own.values(**values, **({"waiting": []} if give_up else {})))


def state(conn: sa.Connection, sync_id: int) -> tuple[str, bool]:
    """Return the state that a sync was last known in, and whether it was stale; a new sync is well."""
    found = conn.execute(sa.select(_S.state, _S.stale).where(_S.sync_id == sync_id)).first()
    return (found[0], found[1]) if found else (WELL, False)


def remember(conn: sa.Connection, sync_id: int, state: str, stale: bool) -> None:
    """Keep the state of a sync."""
    own = sa.update(schema.notice_states).where(_S.sync_id == sync_id)
    if conn.execute(own.values(state=state, stale=stale)).rowcount == 0:
        conn.execute(sa.insert(schema.notice_states).values(sync_id=sync_id, state=state, stale=stale))


def troubled(conn: sa.Connection) -> builtins.list[int]:
    """Return the syncs that were last known in trouble."""
    return [*conn.scalars(sa.select(_S.sync_id).where(sa.or_(_S.state != WELL, _S.stale)).order_by(_S.sync_id))]


def last_successes(conn: sa.Connection, sync_ids: Collection[int]) -> dict[int, dt.datetime]:
    """Return when each sync last ran well, or, before its first time, when it was first due; none for one never due."""
    r, o = schema.runs.c, schema.occurrences.c
    due = sa.select(o.sync_id, sa.func.min(o.due)).where(o.sync_id.in_(sync_ids)).group_by(o.sync_id)
    well = sa.and_(r.sync_id.in_(sync_ids), r.status == "complete")
    done = sa.select(r.sync_id, sa.func.max(r.finished_at)).where(well).group_by(r.sync_id)
    return {row[0]: row[1] for asked in (due, done) for row in conn.execute(asked)}
