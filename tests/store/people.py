"""Short ways to put profiles, links, syncs and runs into a store, for the tests beside this file."""

from __future__ import annotations

from synckit.store import (
    Change,
    Store,
    changes,
    connections,
    links,
    profiles,
    runs,
    syncs,
)

COLUMNS = ("type", "last_name", "email")


def people(store: Store, *rows: tuple[str | None, ...]) -> list[int]:
    """Make profiles of (last_name, email), by hand, and return their ids."""
    with store.change("edit", "ann") as change:
        first = profiles.next_id(change.conn)
        profiles.insert(change, COLUMNS, ((first + place, "Person", *row) for place, row in enumerate(rows)))
    return [*range(first, first + len(rows))]


def edit(store: Store, profile_id: int, column: str, value: str | None, kind: str = "edit") -> None:
    """Change one field of one profile, with its before-image."""
    with store.change(kind, "ann") as change:
        put(change, profile_id, column, value)


def put(change: Change, profile_id: int, column: str, value: str | None) -> None:
    """Change one field of one profile within a change."""
    before = profiles.get(change.conn, profile_id)[column]
    changes.record(change, [(profile_id, column, before, value)])
    profiles.update(change, (column,), [(value, profile_id)])


def library(store: Store, name: str = "Library") -> int:
    """Make a connection and return its id."""
    with store.write() as conn:
        return connections.save(conn, name, "files", {"path": "x.csv"}, {}, ())


def sync(store: Store, name: str = "Students", status: str = "Scheduled") -> int:
    """Make a sync of the connection Library and return its id."""
    library(store)
    definition = {"name": name, "connection": "Library", "match_on": ["email"], "mapping": []}
    with store.write() as conn:
        return syncs.save(conn, definition, status)[0]


def run(store: Store, sync_id: int) -> int:
    """Begin a run and return its id."""
    with store.write() as conn:
        return runs.start(conn, sync_id, 1)


def finish(change: Change) -> None:
    """Finish the run of a change."""
    assert change.run_id is not None
    runs.finish(change.conn, change.run_id, "complete", version=change.version)


def values(store: Store, column: str) -> dict[int, str | None]:
    """Return {profile_id: value} of the profiles that are not deleted."""
    with store.read() as conn:
        return {row[0]: row[2] for rows in profiles.read_all(conn, (column,)) for row in rows}


def linked(store: Store, connection_id: int) -> dict[str, int]:
    """Return {ils_id: profile_id} of a connection."""
    with store.read() as conn:
        found = [row for rows in links.read_all(conn) for row in rows]
    return {row[1]: row[2] for row in found if row[0] == connection_id}
