"""The next snapshot, written by the engine in a thread while the store takes the same changes.

SQLite's insert and the engine's Parquet writer each keep one core busy, so a large run costs the longer of the
two and not their sum. A small run leaves its changes to the overlay.
"""

from __future__ import annotations

import threading
from pathlib import Path

from synckit import engine, snapshots
from synckit.engine import identifier
from synckit.engine.expressions import render
from synckit.plan import Plan
from synckit.snapshots import Attached

SMALL = 20_000
"""Changed profiles that stay in the overlay."""


class Advance:
    """One snapshot on its way: `start`, `wait`, then `settle` after the commit or `discard`."""

    def __init__(self, plan: Plan, folder: Path, attached: Attached) -> None:
        self._plan, self._folder, self._version = plan, folder, 0
        changed = plan.counts["created"] + plan.counts["updated"]
        self._wanted = changed > SMALL or changed + attached.overlay > snapshots.OVERLAY_ROWS
        self._thread: threading.Thread | None = None
        self._problem: engine.Error | OSError | None = None

    def start(self, version: int, first: int) -> None:
        """Begin to write the snapshot of `version`, whose first new profile is `first`."""
        self._version = version
        if self._wanted:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._thread = threading.Thread(target=self._draft, args=(first,), daemon=True)
            self._thread.start()

    def _draft(self, first: int) -> None:
        try:
            people, linked = _queries(self._plan, first)
            snapshots.draft(self._plan.con.cursor(), self._folder, self._version, people, linked)
        except (engine.Error, OSError) as problem:
            self._problem = problem

    def wait(self) -> None:
        """Wait until the draft is written."""
        if self._thread:
            self._thread.join()

    def settle(self) -> None:
        """Name the draft; one that could not be written is given up, for a snapshot is only a cache."""
        if self._thread and self._problem is None:
            snapshots.settle(self._folder, self._version)
        elif self._thread:
            self.discard()

    def discard(self) -> None:
        """Drop the draft."""
        self.wait()
        if self._thread:
            snapshots.discard(self._folder, self._version)


def _queries(plan: Plan, first: int) -> tuple[str, str]:
    """Return the queries of all profiles and all links as they are after the plan."""
    place = {column: i for i, column in enumerate(plan.columns)}
    names = plan.catalogue.columns
    made = f"cast({first - 1} + row_number() over (order by _row) as bigint)"
    new = ", ".join(_written(plan, place.get(c), c) for c in names)
    people = f"select {made} as profile_id, {new} from delta where bucket = 1"
    created = f"select _id, {made} as profile_id from delta where bucket = 1"
    linked = f"select cast({plan.connection_id} as bigint) as connection_id, _id as ils_id, profile_id, false as merged from ({created}) where _id <> ''"
    if plan.wide.any_profiles:
        kept = ", ".join(map(identifier, names))
        after = ", ".join(
            f"{render(plan.after(place[c]))} as {identifier(c)}" if c in place else f"p.{identifier(c)}" for c in names
        )
        updated = f"select p.profile_id, {after} from profiles as p join (select * rename (profile_id as id) from delta where bucket = 2) as d on d.id = p.profile_id"
        people += f" union all select profile_id, {kept} from profiles where profile_id not in (select profile_id from delta where bucket = 2)"
        people += f" union all {updated}"
    return people, linked + _kept_links(plan)


def _written(plan: Plan, i: int | None, column: str) -> str:
    value = render(plan.written(i)) if i is not None else "cast(null as varchar)"
    return f"{value} as {identifier(column)}"


def _kept_links(plan: Plan) -> str:
    """Return the links that stay, of this connection and the others, and the new ones of matched patrons."""
    own = plan.connection_id
    replaced = "profile_id in (select profile_id from new_links) and not merged"
    again = "ils_id in (select _id from new_links)"
    return (
        f" union all select cast({own} as bigint), ils_id, profile_id, merged from links where not ({replaced}) and not ({again})"
        f" union all select cast({own} as bigint), _id, profile_id, false from new_links"
        " union all select connection_id, ils_id, profile_id, merged from other_links"
    )
