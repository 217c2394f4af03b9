"""Users added, changed, disabled and removed, each with a line in the audit; one admin who can sign in always remains.

Whoever knows says by `single_sign_on` whether the app has one: without it nobody comes in but by a password.
"""

from __future__ import annotations

from typing import Any

from synckit import errors
from synckit.access import passwords, signing_in
from synckit.access.roles import Role
from synckit.store import Connection, Store, audit, users

LONGEST_NAME = 100


def listed(store: Store) -> list[dict[str, Any]]:
    """Return the users by name: `name`, `role`, `single_sign_on`, `disabled`, `created`; no hashes."""
    with store.read() as conn:
        found = users.list(conn)
    return [
        {
            "name": each.name,
            "role": each.role,
            "single_sign_on": each.password is None,
            "disabled": each.disabled,
            "created": each.created_at,
        }
        for each in found
    ]


def add(store: Store, name: str, role: str, password: str | None, actor: str, *, single_sign_on: bool = True) -> None:
    """Add a user; without a password the user comes by single sign-on.

    Raises `Refused` for a name that exists or is none, a weak password, none where single sign-on is not set up, and a
    first user who is no admin.
    """
    if password is None and not single_sign_on:
        raise errors.Refused("Single sign-on is not set up here; give the user a password.")
    given, level = _name(name), _role(role)
    kept = None if password is None else _hashed(password, given)
    with store.write() as conn:
        if level is not Role.ADMIN and not users.any_user(conn):
            raise errors.Refused("The first user has to be an admin, or nobody could add others.")
        users.add(conn, given, level, kept)
        audit.add(conn, actor, "add user", given, level if kept else f"{level}, single sign-on")


def set_role(store: Store, name: str, role: str, actor: str, *, single_sign_on: bool = True) -> None:
    """Give a user another role. Raises `NotFound`, `Refused` for the last admin."""
    level = _role(role)
    with store.write() as conn:
        user = users.load(conn, name)
        if level is not Role.ADMIN:
            _refuse_last(conn, user, "have another role", single_sign_on)
        users.change(conn, user.id, role=level)
        audit.add(conn, actor, "set role", user.name, f"{user.role} → {level}")


def set_password(store: Store, name: str, password: str, actor: str) -> None:
    """Give a user another password; every sign-in of the user ends, and a lock too. Raises `NotFound`, `Refused`."""
    kept = _hashed(password, name)
    with store.write() as conn:
        user = users.load(conn, name)
        users.change(conn, user.id, password=kept, failures=0, locked_until=None)
        users.end_all(conn, user.id)
        audit.add(conn, actor, "set password", user.name)


def change_own(store: Store, name: str, current: str, new: str, token: str = "") -> None:
    """Change one's own password; only the sign-in of this token goes on. Raises `Refused`, `NotFound`."""
    with store.read() as conn:
        if users.load(conn, name).password is None:
            raise errors.Refused("Whoever comes by single sign-on has no password here; change it where you sign in.")
    kept = _hashed(new, name)
    signing_in.confirm(store, name, current)
    with store.write() as conn:
        user = users.load(conn, name)
        users.change(conn, user.id, password=kept)
        signing_in.keep_only(conn, user.id, token)
        audit.add(conn, user.name, "set password", user.name)


def disable(store: Store, name: str, actor: str, *, single_sign_on: bool = True) -> None:
    """Keep a user from signing in and end every sign-in. Raises `NotFound`, `Refused` for the last admin."""
    with store.write() as conn:
        user = users.load(conn, name)
        _refuse_last(conn, user, "be disabled", single_sign_on)
        users.change(conn, user.id, disabled=True)
        users.end_all(conn, user.id)
        audit.add(conn, actor, "disable user", user.name)


def enable(store: Store, name: str, actor: str) -> None:
    """Let a user sign in again, also one who was locked. Raises `NotFound`."""
    with store.write() as conn:
        user = users.load(conn, name)
        users.change(conn, user.id, disabled=False, failures=0, locked_until=None)
        audit.add(conn, actor, "enable user", user.name)


def remove(store: Store, name: str, actor: str, *, single_sign_on: bool = True) -> None:
    """Remove a user; what history says of the name stays. Raises `NotFound`, `Refused` for the last admin."""
    with store.write() as conn:
        user = users.load(conn, name)
        _refuse_last(conn, user, "be removed", single_sign_on)
        users.remove(conn, user.id)
        audit.add(conn, actor, "remove user", user.name)


def _refuse_last(conn: Connection, user: users.User, what: str, single_sign_on: bool) -> None:
    admins = [each for each in users.list(conn) if each.role == Role.ADMIN and not each.disabled]
    able = [each.id for each in admins if single_sign_on or each.password is not None]
    if [each.id for each in admins] == [user.id]:
        raise errors.Refused(f"{user.name!r} is the last admin and cannot {what}; make another admin first.")
    if able == [user.id]:
        raise errors.Refused(
            f"{user.name!r} is the last admin with a password and cannot {what}, as single sign-on is not set up here;"
            " make another admin with a password first."
        )


def _hashed(password: str, name: str) -> str:
    passwords.check(password, name)
    return passwords.hashed(password)


def _name(name: str) -> str:
    given = name.strip()
    if not given or len(given) > LONGEST_NAME or not given.isprintable():
        raise errors.Refused(f"The name of a user has 1 to {LONGEST_NAME} printable characters; choose another one.")
    return given


def _role(role: str) -> Role:
    try:
        return Role(role)
    except ValueError:
        raise errors.Refused(errors.unknown("role", role, Role)) from None
