"""Connections: made, tried, looked at, removed; and the patrons behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from synckit import ils
from synckit.access import Act, needs
from synckit.fields import IlsField
from synckit.run import connected
from synckit.store import connections
from synckit.workspace import connecting, readings, reconnecting
from synckit.workspace.doors.door import Door
from synckit.workspace.looking import looked_at
from synckit.workspace.reconnecting import Reread

if TYPE_CHECKING:
    import pandas as pd


class Connections(Door):
    """The library systems of a workspace."""

    @needs(Act.CONNECT)
    def add_connection(
        self, name: str, kind: str, settings: Mapping[str, str], secrets: Mapping[str, str] | None = None
    ) -> tuple[IlsField, ...]:
        """Make a connection, its secrets sealed, and return the ILS fields that it offers.

        Raises `Refused` when the name exists, `DefinitionError` for settings that do not suffice, `IlsError`, `StoreError`.
        """
        return connecting.add(self.home, name, kind, settings, secrets or {}, self.actor)

    @needs(Act.CONNECT)
    def enter_secrets(self, name: str, secrets: Mapping[str, str]) -> None:
        """Replace secrets of a connection; the others stay. Raises `NotFound`, `DefinitionError`, `StoreError`."""
        connecting.enter(self.home, name, secrets, self.actor)

    @needs(Act.CONNECT)
    def change_connection(
        self, name: str, settings: Mapping[str, str] | None = None, secrets: Mapping[str, str] | None = None
    ) -> Reread:
        """Change settings of a connection, "" taking one away, and read its fields again, also when nothing is given.

        Raises `Refused` when a sync uses a field that vanished, or when secrets are to go to another address;
        `DefinitionError`, `IlsError`, `NotFound`, `StoreError`.
        """
        return reconnecting.change(self.home, name, settings or {}, secrets or {}, self.actor)

    @needs(Act.CONNECT)
    def rename_connection(self, name: str, new_name: str) -> None:
        """Give a connection another name. Raises `Refused` while a sync uses it or when the name exists, `NotFound`."""
        connecting.rename(self.home, name, new_name, self.actor)

    @needs(Act.CONNECT)
    def try_connection(
        self, kind: str, settings: Mapping[str, str], secrets: Mapping[str, str] | None = None
    ) -> list[ils.CheckStep]:
        """Try settings and secrets step by step before they are saved. Raises `DefinitionError`."""
        return ils.connector(kind, ils.settings(kind, settings, secrets), secrets).check()

    @needs(Act.READ)
    def cost(self, sync: str) -> str | None:
        """Return what reading a sync's patrons takes of the requests that its system counts by the day, as a sentence.

        None for a system that counts none. Raises `NotFound`, `IlsError`.
        """
        return connecting.cost(self.home, sync)

    def may_read(self, name: str) -> bool:
        """Return whether this person may have patrons read: a file's everybody may. Raises `NotFound`."""
        with self.home.store.read() as conn:
            return readings.may_read(self.person, connections.load(conn, name).kind)

    def sample(self, name: str) -> pd.DataFrame:
        """Return what a connection offers: a row a field, with labels, codes, and masked values of some patrons.

        Raises `Forbidden` where it is a library system and the person may not read one.
        """
        if not self.may_read(name):
            self.person.require(Act.READ)
        return connecting.sampled(self.home, name)

    @needs(Act.CONNECT)
    def remove_connection(self, name: str) -> None:
        """Remove a connection with its links; profiles stay. Raises `Refused` while a sync uses it, `NotFound`."""
        connecting.remove(self.home, name, self.actor)

    def connections(self) -> list[dict[str, Any]]:
        """Return the connections: `name`, `kind`, `settings`, names of its `secrets`, names and types of its `fields`, and
        the syncs that it is `used_by`. Whoever may not change connections sees no settings."""
        with self.home.store.read() as conn:
            found = connections.list(conn)
            using = connections.used_by(conn)
        told = self.person.may(Act.CONNECT)
        return [
            {
                "name": each.name,
                "kind": each.kind,
                "settings": each.settings if told else {},
                "secrets": sorted(each.secrets) if told else [],
                "fields": {field.name: field.type.value for field in each.fields},
                "used_by": using.get(each.name, []),
            }
            for each in found
        ]

    @needs(Act.CONNECT)
    def test_connection(self, name: str) -> list[ils.CheckStep]:
        """Try a connection step by step. Raises `NotFound`, `StoreError` where its secrets cannot be opened."""
        with self.home.store.read() as conn:
            known = connections.load(conn, name)
        return connected(known).check()

    def ils_fields(self, name: str) -> dict[str, IlsField]:
        """Return the ILS fields of a connection by name."""
        with self.home.store.read() as conn:
            return {field.name: field for field in connections.load(conn, name).fields}

    @needs(Act.UNMASK)
    def patrons(
        self, connection: str, filter: Any = None, limit: int | None = None, columns: list[str] | None = None
    ) -> pd.DataFrame:
        """Return the patrons of a connection as they are now, a row a patron in ILS order, text as read.

        `filter` is a filter as in a definition (a dict or a `Group`), `limit` a number of rows, `columns` ILS fields.
        """
        return looked_at(self.home, connection, filter, limit, columns).frame
