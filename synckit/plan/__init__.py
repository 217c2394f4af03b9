"""The plan: the sealed set of changes, which is also the preview.

`Plan` is frozen data over the tables that `build` made in a private engine connection: what would be created,
updated before and after, left alone, skipped and rejected, and every finding. Nothing here writes to the
store; `synckit.apply` writes exactly this, or nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from synckit import engine
from synckit.definition import Sync
from synckit.engine.expressions import alias, column, render, sql
from synckit.fields import Catalogue
from synckit.plan.build import Built, build
from synckit.plan.delta import CREATED, UPDATED, Wide
from synckit.plan.inputs import Inputs
from synckit.plan.problems import PATRON

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Built", "Inputs", "Plan", "build", "plan_id"]

COUNTS = ("read", "filtered_out", "created", "updated", "unchanged", "skipped", "rejected")
CHUNK = 25_000


def plan_id(sync: Sync, catalogue: Catalogue, patrons: str, version: int, as_of: date, limit: int | None) -> str:
    """Return the seal of a plan: a digest of all it is a function of."""
    parts = (sync.digest, catalogue.digest, patrons, str(version), as_of.isoformat(), str(limit))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Plan:
    """What one run would do, sealed."""

    id: str
    sync: Sync
    sync_id: int
    sync_version: int
    connection_id: int
    catalogue: Catalogue
    as_of: date
    base_version: int
    """The version of the profiles that it was made from."""
    counts: Mapping[str, int]
    """Patrons by bucket; all but `read` add up to `read`."""
    findings_count: int
    passed: tuple[str, ...]
    """Names of the limits that it passes."""
    stopped: bool
    """Whether its sync stops at the first rejection, and there is one."""
    partial: bool
    """Whether it considers only the first patrons (`limit`)."""
    wide: Wide
    con: engine.Connection = field(repr=False, compare=False)
    seconds: Mapping[str, float] = field(default_factory=dict, compare=False)
    portable: bool = True
    since: datetime | None = None
    """Only patrons who changed since then were read; None: everybody."""
    begun: datetime | None = None
    """When the reading began; None where the next run cannot go on from it."""
    vanished: str = ""
    """Who is gone: "all" where everybody was read without a filter, "some" where the ILS named a few, "" where nobody knows."""
    by_type: Mapping[str, Any] | None = field(default=None, compare=False)
    """Patrons by type before and after the filter (`synckit.plan.breakdown`); None where no type is known."""
    notes: tuple[str, ...] = ()
    """Sentences about the patrons as a whole: fields that are gone or new since the connection was made."""

    @property
    def status(self) -> str:
        """`stopped`, `held` or `planned`: what would become of it."""
        return "stopped" if self.stopped else "held" if self.passed else "planned"

    @property
    def changes_anything(self) -> bool:
        """Whether applying it writes a profile or a link."""
        return bool(self.counts["created"] or self.counts["updated"] or self.rows("select 1 from new_links limit 1"))

    @property
    def columns(self) -> tuple[str, ...]:
        """The profile columns that it may write, in the order of the mapping."""
        return tuple(each.target.column for each in self.wide.judged)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query over the plan's tables."""
        return self.con.execute(query).fetchall()

    def created_rows(self, first: int) -> Iterator[tuple[Any, ...]]:
        """Yield (profile_id, *values) of each new profile in ILS order, the ids counting from `first`."""
        values = ", ".join(render(self.written(i)) for i in range(len(self.columns)))
        for rows in self._chunks(f"select _row, {values} from delta where bucket = {CREATED}"):
            yield from ((first + place, *row[1:]) for place, row in enumerate(rows))
            first += len(rows)

    def updated_rows(self, indexes: list[int]) -> Iterator[tuple[Any, ...]]:
        """Yield (*values after of the mappings `indexes`, profile_id) of each profile that changes."""
        values = ", ".join(render(self.after(i)) for i in indexes)
        return self._in_order(f"select {values}, profile_id from delta where bucket = {UPDATED}")

    def changed_indexes(self) -> list[int]:
        """Return the mappings that change at least one profile."""
        found = ", ".join(f"count(*) filter (where {render(self.wide.changes(i))})" for i in range(len(self.columns)))
        counted = self.rows(f"select {found} from delta where bucket = {UPDATED}")[0]
        return [i for i, number in enumerate(counted) if number]

    def change_rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield (profile_id, column, before, after) of every changed field."""
        for i in self.changed_indexes():
            when = render(self.wide.changes(i))
            name = engine.literal(self.columns[i])
            yield from self._in_order(
                f"select profile_id, {name}, b{i}, nullif(v{i}, '') from delta where bucket = {UPDATED} and {when}"
            )

    def finding_rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield (patron, step, field, rule, value, message) in ILS order."""
        cursor = self.con.cursor().execute(
            "select patron, step, field, rule, value, message from findings order by _row, place"
        )
        while rows := cursor.fetchmany(CHUNK):
            yield from rows

    def moving_ids(self, i: int) -> Iterator[int]:
        """Yield the profiles that lose their former value of mapping `i`."""
        when = f"b{i} is not null and {render(self.wide.changes(i))}"
        return (row[0] for row in self._in_order(f"select profile_id from delta where bucket = {UPDATED} and {when}"))

    def created_ids(self) -> Iterator[str | None]:
        """Yield the ILS id of each new profile's patron in ILS order."""
        return (row[0] for row in self._in_order(f"select _id from delta where bucket = {CREATED}"))

    def hold(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Put rows from the store beside the plan's tables: `profile_id` and text columns."""
        engine.hold(self.con, name, columns, rows)

    def link_rows(self) -> Iterator[tuple[str, int]]:
        """Yield (ILS id, profile_id) of matched patrons that get a link."""
        yield from self.rows("select _id, profile_id from new_links order by _id")

    def vanished_rows(self) -> Iterator[tuple[str, int]]:
        """Yield (ILS id, profile_id) of linked patrons that are gone from the ILS."""
        yield from self.rows("select ils_id, profile_id from vanished order by ils_id") if self.vanished else ()

    def rejected_rows(self) -> Iterator[tuple[str, str]]:
        """Yield (patron, source values as JSON) of each rejected patron that could be read."""
        query = f"select {PATRON}, to_json(p) from considered as p where _row in (select _row from delta where bucket = 5) order by _row"
        yield from self.rows(query)

    def after(self, i: int) -> Any:
        """Return the expression of what mapping `i` leaves in the profile."""
        return sql(
            "case when {c} then nullif({v}, '') else {b} end",
            c=self.wide.changes(i),
            v=column(f"v{i}"),
            b=column(f"b{i}"),
        )

    def written(self, i: int) -> Any:
        """Return the expression of what mapping `i` writes into a new profile."""
        return sql("case when {r} is null then nullif({v}, '') end", r=column(f"r{i}"), v=column(f"v{i}"))

    def _in_order(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield a query's rows by `_row`, some thousand at a time, so that a million never stand in Python at once."""
        return chain.from_iterable(self._chunks(query))

    def _chunks(self, query: str) -> Iterator[list[tuple[Any, ...]]]:
        last, kept = self._extent
        width = max(1, (last + 1) * CHUNK // max(kept, 1))
        for start in range(0, last + 1, width):
            yield self.rows(f"{query} and _row >= {start} and _row < {start + width} order by _row")

    @cached_property
    def _extent(self) -> tuple[int, int]:
        """The last place and the number of the rows in `delta`: how wide a chunk has to be."""
        return self.rows("select coalesce(max(_row), -1), count(*) from delta")[0]

    # What a notebook and a page look at: pandas frames, made when they are asked for.

    @cached_property
    def summary(self) -> pd.DataFrame:
        """The buckets: one row each, columns `outcome`, `patrons`."""
        import pandas as pd

        return pd.DataFrame({"outcome": list(self.counts), "patrons": list(self.counts.values())})

    @cached_property
    def created(self) -> pd.DataFrame:
        """New profiles in ILS order: `patron` and the mapped fields by their keys."""
        columns = [alias(self.written(i), each.target.key) for i, each in enumerate(self.wide.judged)]
        return self._frame(
            sql(f"select {PATRON} as patron, {{columns}} from delta where bucket = 1 order by _row", columns=columns)
        )

    @cached_property
    def updated(self) -> pd.DataFrame:
        """Profiles that change, in ILS order: `patron`, `profile_id`, and the mapped fields as they will be."""
        columns = [alias(self.after(i), each.target.key) for i, each in enumerate(self.wide.judged)]
        return self._frame(
            sql(
                f"select {PATRON} as patron, profile_id, {{columns}} from delta where bucket = 2 order by _row",
                columns=columns,
            )
        )

    def first_changes(self, most: int) -> pd.DataFrame:
        """Return the first fields that updates change, with the columns of `changes`."""
        return self._frame(f"{self._changes_query()} limit {int(most)}")

    def first_created(self, most: int) -> pd.DataFrame:
        """Return the first profiles that would be made: `patron` and the mapped fields by key, text."""
        columns = [alias(self.written(i), each.target.key) for i, each in enumerate(self.wide.judged)]
        query = sql(
            f"select {PATRON} as patron, {{columns}} from delta where bucket = {CREATED} order by _row limit {int(most)}",
            columns=columns,
        )
        return self._frame(query)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """Every field that an update changes: `patron`, `profile_id`, `field`, `before`, `after`."""
        return self._frame(self._changes_query())

    def _changes_query(self) -> str:
        parts = [
            f"select _row, {i} as place, {PATRON} as patron, profile_id, {engine.literal(each.target.key)} as field,"
            f" b{i} as before, nullif(v{i}, '') as after from delta where bucket = 2 and {render(self.wide.changes(i))}"
            for i, each in enumerate(self.wide.judged)
        ]
        union = " union all ".join(parts)
        return f"select patron, profile_id, field, before, after from ({union}) as c order by _row, place"

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Every problem in ILS order: `patron`, `step`, `field`, `rule`, `value`, `message`."""
        return self._frame("select patron, step, field, rule, value, message from findings order by _row, place")

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """One row a patron that was read, in ILS order: `patron`, `outcome`, `rule`, `profile_id`."""
        return self._frame(
            f"select {PATRON.replace('_id', 'p._id').replace('_row', 'p._row')} as patron, o.outcome, o.rule, o.profile_id"
            " from considered as p join outcomes as o on o._row = p._row order by p._row"
        )

    def _frame(self, query: Any) -> pd.DataFrame:
        text = query if isinstance(query, str) else render(query)
        return self.con.sql(text).to_arrow_table().to_pandas()
