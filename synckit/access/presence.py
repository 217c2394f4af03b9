"""A person for as long as the right to be here lasts: before anything is written the right is asked for anew.

A page that was drawn an hour ago, and the buttons on it, hold a person; what an admin took away since is gone from it too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from synckit import errors
from synckit.access import signing_in
from synckit.access.roles import Act, Person
from synckit.store import Store


def _nobody() -> Person | None:
    return None


@dataclass(frozen=True)
class Present(Person):
    """Somebody at work in a session that may end."""

    again: Callable[[], Person | None] = field(default=_nobody, repr=False, compare=False)
    """Returns who this is now, None when the session has ended."""

    def require(self, act: Act) -> None:
        """Raise `Forbidden` unless the session goes on and the role of now allows it."""
        now = self.again()
        if now is None:
            raise errors.Forbidden("Your sign-in has ended; sign in again.")
        now.require(act)

    @property
    def is_unchanged(self) -> bool:
        """Whether the session goes on with the same role."""
        now = self.again()
        return now is not None and (now.name, now.role) == (self.name, self.role)


def signed_in(store: Store, token: str) -> Present | None:
    """Return whose sign-in a token is."""
    return _present(lambda: signing_in.person_of(store, token))


def vouched_for(store: Store, email: str, since: dt.datetime | None = None) -> Present | None:
    """Return the single sign-on user of an e-mail address that another system vouches for, since then."""
    return _present(lambda: signing_in.single_sign_on(store, email, since))


def alone(store: Store, name: str) -> Present | None:
    """Return the one person of a workspace that has no users, an admin; None when it has users."""
    return _present(lambda: None if signing_in.anybody(store) else Person(name))


def _present(again: Callable[[], Person | None]) -> Present | None:
    found = again()
    return Present(found.name, found.role, again) if found else None
