"""What an administrator watches: the runner, notices, the audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synckit.access import Act, needs
from synckit.store import audit
from synckit.store.audit import Line
from synckit.workspace import history, noticing
from synckit.workspace.doors.door import Door
from synckit.workspace.history import Page
from synckit.workspace.schedules import runner_health


class Watching(Door):
    """The health of a workspace, and who is told of trouble."""

    def runner_health(self) -> dict[str, Any]:
        """Return whether a runner is at work (`working`) and when it last gave a sign of life (`heartbeat`, None: never)."""
        return runner_health(self.home)

    def notices(self) -> dict[str, Any]:
        """Return the `channels` that are set up, their settings without secrets, the names of the secrets, and the last
        notices. Whoever may not change notices sees no settings."""
        return noticing.shown(self.home, self.person.may(Act.NOTIFY))

    @needs(Act.NOTIFY)
    def set_notices(self, settings: Mapping[str, Any]) -> None:
        """Set up who is told of trouble; what is not named stays, "" takes a setting away. Raises `DefinitionError`."""
        noticing.save(self.home, settings, self.actor)

    @needs(Act.NOTIFY)
    def test_notices(self) -> dict[str, str]:
        """Send a test message and return, by channel, "" or why it was not taken. Raises `Refused` without a channel."""
        return noticing.test(self.home)

    def audit(self, limit: int | None = None) -> list[Line]:
        """Return who did what, the newest first."""
        with self.home.store.read() as conn:
            return audit.list(conn, limit)

    def run_history(self, sync: str | None = None, status: str | None = None, page: int = 1) -> Page[dict[str, Any]]:
        """Return a page of run documents, the newest first, of one sync or of all; `status` may be `undone`."""
        return history.runs(self.home, sync, status, page)

    def audit_history(self, actor: str | None = None, action: str | None = None, page: int = 1) -> Page[Line]:
        """Return a page of the audit, the newest first, of one person or of all, of one action or of all."""
        return history.audit(self.home, actor, action, page)

    def who_and_what(self) -> tuple[list[str], list[str]]:
        """Return the people, and the actions, that are in the audit."""
        return history.who_and_what(self.home)

    @needs(Act.UNMASK)
    def note_unmasked(self) -> None:
        """Keep in the audit that somebody asked to see values as they are."""
        with self.home.store.write() as conn:
            audit.add(conn, self.actor, "show values")
