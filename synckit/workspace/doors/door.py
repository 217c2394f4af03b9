"""What every door of a workspace stands on: where the workspace lives, and who is at work."""

from __future__ import annotations

from synckit.access import Person
from synckit.run import Home


class Door:
    """A part of a workspace, opened by somebody."""

    def __init__(self, home: Home, person: Person, values_shown: bool = True) -> None:
        self.home = home
        self.person = person
        self.values_shown = values_shown
        """Whether people's values are shown as they are; pages mask them."""

    @property
    def actor(self) -> str:
        """The name that history and audit show."""
        return self.person.name
