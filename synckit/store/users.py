"""Who may sign in, and who has: users by name, and the sign-ins that have not ended."""

from __future__ import annotations

import builtins
import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from synckit import clock, errors
from synckit.store import schema

_U = schema.users.c
_S = schema.sign_ins.c
_SHOWN = (_U.id, _U.name, _U.role, _U.password, _U.created_at, _U.disabled, _U.failures, _U.locked_until)


@dataclass(frozen=True)
class User:
    """One user; `password` is a hash, None for single sign-on."""

    id: int
    name: str
    role: str
    password: str | None = field(repr=False)
    created_at: dt.datetime
    disabled: bool
    failures: int
    locked_until: dt.datetime | None


def any_user(conn: sa.Connection) -> bool:
    """Say whether there is a user at all."""
    return conn.scalar(sa.select(_U.id).limit(1)) is not None


def list(conn: sa.Connection) -> builtins.list[User]:
    """Return the users by name."""
    return [User(*row) for row in conn.execute(sa.select(*_SHOWN).order_by(_U.folded))]


def find(conn: sa.Connection, name: str) -> User | None:
    """Return the user of a name, in whatever case it is written."""
    row = conn.execute(sa.select(*_SHOWN).where(_U.folded == name.casefold())).first()
    return User(*row) if row else None


def load(conn: sa.Connection, name: str) -> User:
    """Return the user of a name. Raises `NotFound`, naming the nearest."""
    found = find(conn, name)
    if found is None:
        raise errors.NotFound.of("user", name, conn.scalars(sa.select(_U.name).order_by(_U.folded)))
    return found


def add(conn: sa.Connection, name: str, role: str, password: str | None) -> User:
    """Add a user. Raises `Refused` when the name exists."""
    if find(conn, name):
        raise errors.Refused(f"The user {name!r} exists already; choose another name.")
    row = {"name": name, "folded": name.casefold(), "role": role, "password": password, "created_at": clock.now()}
    conn.execute(sa.insert(schema.users).values(**row, disabled=False, failures=0))
    return load(conn, name)


def change(conn: sa.Connection, user_id: int, **values: Any) -> None:
    """Change columns of a user."""
    conn.execute(sa.update(schema.users).where(_U.id == user_id).values(**values))


def remove(conn: sa.Connection, user_id: int) -> None:
    """Remove a user with the sign-ins."""
    end_all(conn, user_id)
    conn.execute(sa.delete(schema.users).where(_U.id == user_id))


def begin(conn: sa.Connection, token: str, user_id: int, expires_at: dt.datetime) -> None:
    """Keep a sign-in, and forget those that have expired; `token` is hashed already."""
    conn.execute(sa.delete(schema.sign_ins).where(_S.expires_at <= clock.now()))
    conn.execute(sa.insert(schema.sign_ins).values(token=token, user_id=user_id, expires_at=expires_at))


def signed_in(conn: sa.Connection, token: str) -> User | None:
    """Return whose sign-in this is; None when it has ended, expired, or the user is disabled."""
    both = schema.users.join(schema.sign_ins, _S.user_id == _U.id)
    alive = sa.and_(_S.token == token, _S.expires_at > clock.now(), _U.disabled.is_(False))
    row = conn.execute(sa.select(*_SHOWN).select_from(both).where(alive)).first()
    return User(*row) if row else None


def end(conn: sa.Connection, token: str) -> None:
    """Forget a sign-in."""
    conn.execute(sa.delete(schema.sign_ins).where(_S.token == token))


def end_all(conn: sa.Connection, user_id: int, but: str = "") -> None:
    """Forget every sign-in of a user, but one."""
    conn.execute(sa.delete(schema.sign_ins).where(_S.user_id == user_id, _S.token != but))
