"""Who may do what: the three roles, what each of them allows, and the person on whose behalf something is done.

Everything that writes, and everything that shows values unmasked, asks `Person.require` here, in synckit and not in
pages, so that a page that forgets to hide a button opens no door.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from synckit import errors


class Role(enum.StrEnum):
    """What a person is to this workspace; each allows what the ones before it do."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    ADMIN = "admin"


class Act(enum.StrEnum):
    """What a role may allow; the text ends the sentence "… may not …"."""

    EDIT = "edit syncs"
    PLAN = "plan syncs"
    READ = "read patrons from a library system"
    RUN = "run or schedule syncs"
    CONNECT = "change connections"
    FIELDS = "change profile fields and types"
    PEOPLE = "change profiles by hand"
    USERS = "change users"
    NOTIFY = "change notices"
    APPROVE = "approve or reject held runs"
    UNDO = "undo runs"
    DELETE = "delete syncs"
    UNMASK = "see values unmasked"
    EXPORT = "export patrons and profiles"


_ANALYST = frozenset({Act.EDIT, Act.PLAN, Act.READ, Act.RUN})


@dataclass(frozen=True)
class Person:
    """Somebody at work; commands and notebooks, which read the files anyway, work as an admin.

    >>> Person("ann", Role.ANALYST).may(Act.RUN), Person("ann", Role.ANALYST).may(Act.UNDO)
    (True, False)
    """

    name: str
    role: Role = Role.ADMIN

    def may(self, act: Act) -> bool:
        """Return whether the role allows it."""
        return self.role is Role.ADMIN or (self.role is Role.ANALYST and act in _ANALYST)

    def require(self, act: Act) -> None:
        """Raise `Forbidden` unless the role allows it.

        >>> Person("ann", Role.VIEWER).require(Act.RUN)
        Traceback (most recent call last):
        synckit.errors.Forbidden: A viewer may not run or schedule syncs; ask an admin of this workspace.
        """
        if not self.may(act):
            article = "An" if self.role is Role.ANALYST else "A"
            raise errors.Forbidden(f"{article} {self.role} may not {act}; ask an admin of this workspace.")


class _Personal(Protocol):
    @property
    def person(self) -> Person: ...


_Self = TypeVar("_Self", bound=_Personal)
_Given = ParamSpec("_Given")
_Got = TypeVar("_Got")


def needs(
    act: Act,
) -> Callable[[Callable[Concatenate[_Self, _Given], _Got]], Callable[Concatenate[_Self, _Given], _Got]]:
    """Make a method of something that has a `person` raise `Forbidden` unless that person may."""

    def guarded(method: Callable[Concatenate[_Self, _Given], _Got]) -> Callable[Concatenate[_Self, _Given], _Got]:
        @functools.wraps(method)
        def asked(self: _Self, /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Got:
            self.person.require(act)
            return method(self, *args, **kwargs)

        return asked

    return guarded
