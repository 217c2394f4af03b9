"""Previews: what a filter, a map and a whole sync would do to the patrons of a reading. Values are masked as the person sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from synckit import errors
from synckit.access import Act, needs
from synckit.definition import Sync, draft
from synckit.definition.draft import Content
from synckit.store import audit, catalogue, connections, head, syncs
from synckit.workspace import judging, patron_files, previewing
from synckit.workspace.doors.door import Door
from synckit.workspace.previewing import FilterLook, MapLook, PlanLook
from synckit.workspace.readings import Patrons

if TYPE_CHECKING:
    import pandas as pd


class Previews(Door):
    """Looks at patrons that were read."""

    def filter_lacks(self, connection: str, content: Content | None) -> dict[str, str]:
        """Return a sentence for each condition of a draft's filter that is begun and cannot be judged yet, by its id."""
        with self.home.store.read() as conn:
            fields = {field.name: field for field in connections.load(conn, connection).fields}
        return judging.filter_lacks(content, fields)

    def filter_look(self, patrons: Patrons, content: Content | None, timezone: str | None = None) -> FilterLook:
        """Return how many patrons meet a draft's filter, and how many are left after each of its parts. Raises `Forbidden`."""
        self._may_ask(patrons, content)
        return previewing.filter_look(self.home, patrons, content, timezone)

    def first_patrons(
        self,
        patrons: Patrons,
        content: Content | None,
        columns: Sequence[str],
        limit: int = 20,
        offset: int = 0,
        timezone: str | None = None,
    ) -> pd.DataFrame:
        """Return patrons that meet a draft's filter: `_id` and the ILS fields in `columns`, as text. Raises `Forbidden`."""
        self._may_ask(patrons, content)
        group = previewing.group_of(content, patrons.fields)
        masked = not self.values_shown
        return previewing.first_patrons(self.home, patrons, group, columns, masked, limit, offset, timezone)

    @needs(Act.EXPORT)
    def download_patrons(
        self, patrons: Patrons, content: Content | None, columns: Sequence[str], timezone: str | None = None
    ) -> bytes:
        """Return the patrons that meet a draft's filter as CSV, values as they are; that it was made is kept in the audit."""
        group = previewing.group_of(content, patrons.fields)
        made, count = patron_files.as_csv(self.home, patrons, group, columns, timezone)
        with self.home.store.write() as conn:
            audit.add(conn, self.actor, "export patrons", patrons.connection, f"{count} patrons")
        return made

    def counts_by(
        self, patrons: Patrons, content: Content | None, field: str, timezone: str | None = None
    ) -> pd.DataFrame:
        """Return the most frequent values of a field among those who meet a draft's filter: `value`, `label`, `patrons`.

        Raises `Forbidden`.
        """
        self._may_ask(patrons, content)
        group = previewing.group_of(content, patrons.fields)
        return previewing.counts_by(self.home, patrons, group, field, not self.values_shown, timezone)

    def _may_ask(self, patrons: Patrons, content: Content | None) -> None:
        """Raise `Forbidden` for SQL of somebody who edits no syncs: it asks more than conditions can.

        SQL of a sync that reads the connection may be asked by everybody: an editor wrote it.
        """
        asked = _sql_of({"filter": content})
        if asked and not self.person.may(Act.EDIT) and asked - self._sql_of_syncs(patrons.connection):
            raise errors.Forbidden("A viewer may not ask by SQL; ask an analyst or an admin of this workspace.")

    def _sql_of_syncs(self, connection: str) -> set[str]:
        with self.home.store.read() as conn:
            fields = catalogue.load(conn)
            saved = syncs.of_connection(conn, connections.load(conn, connection).id)
        return {each for sync in saved for each in _sql_of(draft.of_definition(sync.definition, fields))}

    @needs(Act.PLAN)
    def map_look(self, patrons: Patrons, content: Content) -> MapLook:
        """Return what the rows of a draft's map do; samples are masked for everybody."""
        with self.home.store.read() as conn:
            fields = catalogue.load(conn)
        return previewing.map_look(self.home, patrons, content, fields)

    @property
    def profiles_version(self) -> int:
        """A number that grows with everything that is written to profiles: what a plan was made for."""
        with self.home.store.read() as conn:
            return head(conn)

    @needs(Act.PLAN)
    def plan_look(self, patrons: Patrons, content: Content, former: str | None = None) -> PlanLook:
        """Return what a run of a draft would do; `former` is the sync that it is a working copy of. Raises `DefinitionError`."""
        sync = Sync.from_dict(draft.definition(content))
        return previewing.plan_look(self.home, patrons, sync, former, not self.values_shown)


def _sql_of(content: Content) -> set[str]:
    return {part["sql"] for part in draft.conditions(content) if "sql" in part}
