"""Users: who may sign in, and as what."""

from __future__ import annotations

from typing import Any

from synckit.access import Act, needs, users
from synckit.workspace.doors.door import Door


class Users(Door):
    """The users of a workspace; while there is none, nobody signs in.

    `single_sign_on` says whether the app has one; without it only admins with a password count as able to sign in.
    """

    @needs(Act.USERS)
    def users(self) -> list[dict[str, Any]]:
        """Return the users by name: `name`, `role`, `single_sign_on`, `disabled`, `created`."""
        return users.listed(self.home.store)

    @needs(Act.USERS)
    def add_user(self, name: str, role: str, password: str | None = None, *, single_sign_on: bool = True) -> None:
        """Add a user; without a password the user comes by single sign-on, the name being the e-mail address.

        Raises `Refused` for a name that exists, a weak password, none without single sign-on, and a first user who is no admin.
        """
        users.add(self.home.store, name, role, password, self.actor, single_sign_on=single_sign_on)

    @needs(Act.USERS)
    def set_role(self, name: str, role: str, *, single_sign_on: bool = True) -> None:
        """Give a user another role. Raises `NotFound`, `Refused` for the last admin."""
        users.set_role(self.home.store, name, role, self.actor, single_sign_on=single_sign_on)

    @needs(Act.USERS)
    def set_password(self, name: str, password: str) -> None:
        """Give a user another password; every sign-in of the user ends. Raises `NotFound`, `Refused`."""
        users.set_password(self.home.store, name, password, self.actor)

    def change_own_password(self, current: str, new: str, keep: str = "") -> None:
        """Change the password of whoever is at work; only the sign-in of the token `keep` goes on. Raises `Refused`."""
        users.change_own(self.home.store, self.person.name, current, new, keep)

    @needs(Act.USERS)
    def disable_user(self, name: str, *, single_sign_on: bool = True) -> None:
        """Keep a user from signing in, at once. Raises `NotFound`, `Refused` for the last admin."""
        users.disable(self.home.store, name, self.actor, single_sign_on=single_sign_on)

    @needs(Act.USERS)
    def enable_user(self, name: str) -> None:
        """Let a user sign in again, also one who is locked after failures. Raises `NotFound`."""
        users.enable(self.home.store, name, self.actor)

    @needs(Act.USERS)
    def remove_user(self, name: str, *, single_sign_on: bool = True) -> None:
        """Remove a user; what history says of the name stays. Raises `NotFound`, `Refused` for the last admin."""
        users.remove(self.home.store, name, self.actor, single_sign_on=single_sign_on)
