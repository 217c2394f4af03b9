"""A name and a password become a sign-in, a sign-in becomes a person, asked anew each time: what is taken away is gone
at once.

After five failures in a row a user is locked for one minute, after each further one for twice as long, up to fifteen.
A refusal never says whether the name exists, is locked or is disabled, and takes as long in each case.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import time

from synckit import clock, errors
from synckit.access import passwords
from synckit.access.roles import Person, Role
from synckit.store import Connection, Store, audit, users

HOURS = 8
FAILURES = 5
REFUSAL_SECONDS = 0.5
"""What a refusal takes: longer than any of its reasons, which nobody learns by the clock."""
_FIRST_LOCK, _LONGEST_LOCK = 1, 15
REFUSED = (
    "The name or the password is wrong, or there were too many failures; try again, after several failures in some"
    " minutes."
)


def sign_in(store: Store, name: str, password: str) -> str:
    """Return the token of a new sign-in. Raises `Refused`, which never says why."""
    user = _proven(store, name, password)
    token = secrets.token_urlsafe(32)
    with store.write() as conn:
        now = users.find(conn, name)
        if now is None or now.id != user.id or now.disabled or now.password != user.password:  # changed meanwhile
            raise errors.Refused(REFUSED)
        _forgive(conn, user)
        users.begin(conn, _hash(token), user.id, clock.now() + dt.timedelta(hours=HOURS))
        audit.add(conn, user.name, "sign in")
    return token


def confirm(store: Store, name: str, password: str) -> None:
    """Ask somebody who is signed in for the password again. Raises `Refused`; failures count as those of signing in."""
    user = _proven(store, name, password)
    with store.write() as conn:
        _forgive(conn, user)


def _proven(store: Store, name: str, password: str) -> users.User:
    """Return the user whose password this is. Raises `Refused`."""
    began = clock.monotonic()
    user = _attempt(store, name)
    kept = user.password if user else None
    right = passwords.matches(password, kept) if kept else passwords.spend(password)
    if user and right:
        return user
    _note_lock(store, user)
    time.sleep(max(0.0, began + REFUSAL_SECONDS - clock.monotonic()))
    raise errors.Refused(REFUSED)


def _attempt(store: Store, name: str) -> users.User | None:
    """Count the attempt as a failure before it is known to be one, so that many at once are counted too.

    Returns None for whoever cannot sign in with a password now.
    """
    with store.write() as conn:  # for a name that nobody has too, which waits for the lock as long
        user = users.find(conn, name)
        if user is None or user.disabled or user.password is None or _is_locked(user):
            return None
        failures = user.failures + 1
        users.change(conn, user.id, failures=failures, locked_until=_locked_until(failures))
    return user


def _note_lock(store: Store, user: users.User | None) -> None:
    with store.write() as conn:
        if user and user.failures + 1 >= FAILURES:
            audit.add(conn, user.name, "lock user", user.name, f"{user.failures + 1} failures")


def _forgive(conn: Connection, user: users.User) -> None:
    users.change(conn, user.id, failures=0, locked_until=None)


def _is_locked(user: users.User) -> bool:
    return user.locked_until is not None and user.locked_until > clock.now()


def _locked_until(failures: int) -> dt.datetime | None:
    if failures < FAILURES:
        return None
    minutes = min(_FIRST_LOCK * 2 ** (failures - FAILURES), _LONGEST_LOCK)
    return clock.now() + dt.timedelta(minutes=minutes)


def person_of(store: Store, token: str) -> Person | None:
    """Return whose sign-in a token is; None when it has ended, expired, or the user is disabled or removed."""
    with store.read() as conn:
        return _person(users.signed_in(conn, _hash(token)))


def sign_out(store: Store, token: str) -> None:
    """End a sign-in; nothing happens when it has ended already."""
    with store.write() as conn:
        user = users.signed_in(conn, _hash(token))
        users.end(conn, _hash(token))
        if user:
            audit.add(conn, user.name, "sign out")


def single_sign_on(store: Store, email: str, since: dt.datetime | None = None) -> Person | None:
    """Return the user of an e-mail address that another system vouches for; only users without a password count.

    Whoever it vouched for longer than `HOURS` ago is nobody.
    """
    if since and is_over(since):
        return None
    with store.read() as conn:
        user = users.find(conn, email.strip())
    return _person(user) if user and user.password is None and not user.disabled else None


def is_over(since: dt.datetime) -> bool:
    """Say whether a sign-in that began then has ended by itself."""
    return clock.now() - since >= dt.timedelta(hours=HOURS)


def anybody(store: Store) -> bool:
    """Say whether there is a user at all; without one nobody signs in."""
    with store.read() as conn:
        return users.any_user(conn)


def keep_only(conn: Connection, user_id: int, token: str) -> None:
    """End every sign-in of a user but this one."""
    users.end_all(conn, user_id, _hash(token))


def _person(user: users.User | None) -> Person | None:
    return Person(user.name, Role(user.role)) if user else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
