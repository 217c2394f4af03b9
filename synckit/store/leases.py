"""Who works on what right now: a lease ends by itself, so a dead program never blocks the next one.

The fence grows with every new holder; a holder that slept past its lease finds out by it.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from synckit import clock
from synckit.store import schema

_L = schema.leases.c
RUNNER = "runner"
RUNNER_SECONDS = 30.0
"""How long the runner's lease holds without a heartbeat."""


def acquire(conn: sa.Connection, name: str, owner: str, seconds: float) -> int | None:
    """Take a lease and return its fence, or None while another owner holds it."""
    now = clock.now()
    ends = now + dt.timedelta(seconds=seconds)
    free = sa.or_(_L.owner.is_(None), _L.owner == owner, _L.expires_at <= now)
    taken = sa.update(schema.leases).where(_L.name == name, free)
    if conn.execute(taken.values(owner=owner, expires_at=ends, fence=_L.fence + 1)).rowcount:
        return conn.scalar(sa.select(_L.fence).where(_L.name == name))
    if conn.scalar(sa.select(_L.name).where(_L.name == name)) is not None:
        return None
    conn.execute(sa.insert(schema.leases).values(name=name, owner=owner, fence=1, expires_at=ends))
    return 1


def renew(conn: sa.Connection, name: str, fence: int, seconds: float) -> bool:
    """Hold a lease longer; False when another holder has had it since."""
    ends = clock.now() + dt.timedelta(seconds=seconds)
    own = sa.and_(_L.name == name, _L.fence == fence, _L.owner.is_not(None))
    return conn.execute(sa.update(schema.leases).where(own).values(expires_at=ends)).rowcount == 1


def release(conn: sa.Connection, name: str, fence: int) -> None:
    """Give a lease back; one that another holder has is left alone."""
    conn.execute(sa.update(schema.leases).where(_L.name == name, _L.fence == fence).values(owner=None))


def holder(conn: sa.Connection, name: str) -> str | None:
    """Return who holds a lease, its time over or not; None when nobody does."""
    return conn.scalar(sa.select(_L.owner).where(_L.name == name))


def release_held(conn: sa.Connection, name: str, owner: str) -> None:
    """Give back the lease of a holder that is known to be gone."""
    conn.execute(sa.update(schema.leases).where(_L.name == name, _L.owner == owner).values(owner=None))


def expires(conn: sa.Connection, name: str) -> dt.datetime | None:
    """Return when a lease that somebody holds runs out, or ran out; None when nobody holds it."""
    found: dt.datetime | None = conn.scalar(sa.select(_L.expires_at).where(_L.name == name, _L.owner.is_not(None)))
    return found


def is_held(conn: sa.Connection, name: str) -> bool:
    """Tell whether somebody holds a lease that has not run out."""
    asked = sa.select(1).where(_L.name == name, _L.owner.is_not(None), _L.expires_at > clock.now())
    return conn.scalar(asked) is not None
