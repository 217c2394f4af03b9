"""What an administrator watches: the runner, notices, the audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synckit.access import Act, needs
from synckit.store import audit
from synckit.workspace import noticing
from synckit.workspace.doors.door import Door
from synckit.workspace.schedules import runner_health


class Watching(Door):
    """The health of a workspace, and who is told of trouble."""

    def runner_health(self) -> dict[str, Any]:
        """Return whether a runner is at work (`working`) and when it last gave a sign of life (`heartbeat`, None: never)."""
        return runner_health(self.home)

    def notices(self) -> dict[str, Any]:
        """Return the settings of notices without secrets, the names of the secrets, and the last notices."""
        return noticing.shown(self.home)

    @needs(Act.NOTIFY)
    def set_notices(self, settings: Mapping[str, Any]) -> None:
        """Set up who is told of trouble; what is not named stays, "" takes a setting away. Raises `DefinitionError`."""
        noticing.save(self.home, settings, self.actor)

    @needs(Act.NOTIFY)
    def test_notices(self) -> dict[str, str]:
        """Send a test message and return, by channel, "" or why it was not taken. Raises `Refused` without a channel."""
        return noticing.test(self.home)

    def audit(self, limit: int | None = None) -> list[audit.Line]:
        """Return who did what, the newest first."""
        with self.home.store.read() as conn:
            return audit.list(conn, limit)

    @needs(Act.UNMASK)
    def note_unmasked(self) -> None:
        """Keep in the audit that somebody asked to see values as they are."""
        with self.home.store.write() as conn:
            audit.add(conn, self.actor, "show values")
