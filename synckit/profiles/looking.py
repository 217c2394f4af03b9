"""One profile as it is and as it came to be, and all of them as a frame."""

from __future__ import annotations

import dataclasses
from typing import Any

from synckit import errors
from synckit.profiles import typed, visible
from synckit.store import Store, catalogue, changes, connections
from synckit.store import profiles as stored
from synckit.store import vanished as gone_patrons


def show(store: Store, profile_id: int) -> dict[str, Any]:
    """Return the typed values of a profile by field key, None where empty; only the fields that its type has.

    Raises NotFound, also for a deleted profile, whose history is still there.

    >>> show(store, 17)["birth_date"]  # doctest: +SKIP
    datetime.date(1882, 3, 23)
    """
    with store.read() as conn:
        row = stored.get(conn, profile_id)
        fields = catalogue.load(conn).of_type(row["type"])
    if row["deleted_version"] is not None:
        raise errors.NotFound(f"Profile {profile_id} was deleted; its history still shows what it was.")
    return {field.key: typed.value(field, row[field.column]) for field in fields}


def vanished(store: Store, profile_id: int) -> list[dict[str, Any]]:
    """Return where the patrons of a profile are flagged as gone: `connection`, `patron`, and the `run` that noticed.

    >>> vanished(store, 17)  # doctest: +SKIP
    [{'connection': 'Our Koha', 'patron': '1001', 'run': 12}]
    """
    with store.read() as conn:
        names = {each.id: each.name for each in connections.list(conn)}
        gone = [each for each in gone_patrons.of_profile(conn, profile_id) if each.flagged]
    return [{"connection": names[each.connection_id], "patron": each.ils_id, "run": each.run_id} for each in gone]


def history(store: Store, profile_id: int) -> list[changes.Entry]:
    """Return what happened to a profile, the oldest first, with the keys of its fields. Raises NotFound.

    >>> [(entry.kind, entry.field, entry.after) for entry in history(store, 17)]  # doctest: +SKIP
    [('edit', None, None), ('edit', 'email', 'emmy@example.org')]
    """
    with store.read() as conn:
        stored.get(conn, profile_id)
        keys = {field.column: field.key for field in catalogue.load(conn).fields}
        entries = changes.history(conn, profile_id)
    return [
        dataclasses.replace(each, field=keys.get(each.field, each.field)) if each.field else each for each in entries
    ]


def read(store: Store) -> Any:
    """Return every live profile as a pandas DataFrame, by id: `profile_id` and each field by key.

    Integers are Int64 (text where one is too long for it), numbers float64, booleans boolean, choices lists, dates and
    date-times Python objects, since pandas' own cannot hold the year 1899 or 9999 in nanoseconds; all else is text.

    >>> read(store)[["profile_id", "last_name"]]  # doctest: +SKIP
       profile_id last_name
    0          17   Noether
    """
    import pandas as pd
    import pyarrow as pa

    with store.read() as conn:
        fields = catalogue.load(conn).fields
        found = list(visible.chunks(conn, fields))
    ids = pa.chunked_array([each for each, _ in found], pa.int64())
    columns = {"profile_id": ids.to_pandas()}
    for place, field in enumerate(fields):
        columns[field.key] = typed.series(field, pa.chunked_array([cells[place] for _, cells in found], pa.string()))
    return pd.DataFrame(columns)
