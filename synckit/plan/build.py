"""How a plan is made: the fused queries in their order, from an extract and a snapshot to `delta` and `findings`.

Everything runs in one private engine connection; nothing is written but tables in its memory. The order is
the patron's way: considered -> candidates (filter, map, check) -> claims (match) -> delta (decide, compare) ->
unique fields -> findings -> counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from synckit import engine, errors, filters, matching
from synckit.definition import OnError, Sync
from synckit.engine.expressions import Expression, alias, all_of, render, sql
from synckit.fields import Catalogue, IlsField, Scope
from synckit.findings import code
from synckit.ils import Extract
from synckit.plan import breakdown, candidates, counting, problems, uniqueness
from synckit.plan.delta import Wide, delta_query
from synckit.plan.inputs import Inputs

Progress = Callable[[str], None]
"""Told the name of the phase that begins; it may raise `Cancelled`."""


@dataclass(frozen=True)
class Built:
    """What building a plan found out; the rows stand in the engine's tables."""

    wide: Wide
    counts: dict[str, int]
    passed: tuple[str, ...]
    stopped: bool
    portable: bool
    """Whether another engine can run the plan."""
    by_type: dict[str, Any] | None = None
    """Patrons by type before and after the filter, as `breakdown` counts them."""


def build(con: engine.Connection, inputs: Inputs, progress: Progress = lambda phase: None) -> Built:
    """Make the plan's tables in `con`, where `profiles`, `links` and `deleted` already are.

    Raises `SuiteError` where a pattern or piece of SQL cannot run.
    """
    try:
        return _built(con, inputs, progress)
    except engine.Error as problem:
        raise _plainly(inputs.sync, problem) from None  # its text may hold a value of a patron


def try_out(sync: Sync, catalogue: Catalogue, fields: Mapping[str, IlsField]) -> None:
    """Lower a definition and let the engine read it over no patrons at all. Raises `DefinitionError`, `SuiteError`."""
    con = engine.connect()
    names = ", ".join(
        f"cast(null as varchar{'[]' if f.many else ''}) as {engine.identifier(f.name)}" for f in fields.values()
    )
    raw = f"select cast(null as bigint) as _row, cast(null as varchar) as _id, cast(null as varchar) as _problem, cast(null as varchar[]) as _absent, {names} where false"
    columns = ", ".join(f"cast(null as varchar) as {engine.identifier(c)}" for c in catalogue.columns)
    con.execute(f"create view profiles as select cast(null as bigint) as profile_id, {columns} where false")
    extract = Extract(raw, (), 0, tuple(fields), "")
    try:
        build(con, Inputs(sync, catalogue, fields, extract, date(2000, 1, 1), "UTC", True, False))
    finally:
        con.close()


def _built(con: engine.Connection, inputs: Inputs, progress: Progress) -> Built:
    progress("filter")
    scene = filters.Scene(inputs.fields, inputs.as_of, inputs.zone)
    meets = _consider(con, inputs, scene)
    progress("match")
    wide, portable, added = candidates.candidates(con, inputs)
    _claim(con, inputs, wide)
    progress("compare")
    con.execute(f"create or replace table delta as {render(delta_query(wide))}")
    uniqueness.refuse_taken(con, wide, _lone_first_key(inputs.sync, inputs.catalogue))
    con.execute(f"create or replace table new_links as {counting.new_links(inputs.sync)}")
    con.execute(f"create or replace view outcomes as {counting.outcomes(inputs.sync)}")
    types = breakdown.by_type(con, inputs, wide, meets)
    inputs.extract.verify()
    progress("report")
    misfits = filters.misfits(inputs.sync.filter, scene)
    problems.collect(con, wide, added, misfits, inputs.extract.has_problems)
    counts = counting.counted(con, wide)
    stopped = inputs.sync.errors is OnError.STOP and counts["rejected"] > 0
    if stopped:
        problems.only_first(con)
    return Built(wide, counts, counting.passed(con, inputs, wide, counts), stopped, portable, types)


def _consider(con: engine.Connection, inputs: Inputs, scene: filters.Scene) -> Expression:
    """Make the views `patrons`, `considered` (up to the limit) and `met`; return what is true of those who are in `met`."""
    con.execute(f"create or replace view patrons as {inputs.extract.sql}")
    readable = [sql("_problem is null")] if inputs.extract.has_problems else []
    meets = all_of([*readable, filters.meets(inputs.sync.filter, scene)])
    last = _last_row(con, meets, inputs.limit) if inputs.limit is not None else None
    only = f" where _row <= {last}" if last is not None else ""
    con.execute(f"create or replace view considered as select * from patrons{only}")
    con.execute(f"create or replace view met as {render(sql('select * from considered where {m}', m=meets))}")
    return meets


def _last_row(con: engine.Connection, meets: Expression, limit: int) -> int:
    """Return the place of the last patron that a run of the first `limit` considers."""
    query = sql(
        "select max(_row), count(*) from (select _row from patrons where {m} order by _row limit {n}) as f",
        m=meets,
        n=limit,
    )
    row, found = con.execute(render(query)).fetchall()[0]
    if found < limit:
        return int(con.execute("select coalesce(max(_row), -1) from patrons").fetchall()[0][0])
    return int(row) if row is not None else -1


def _claim(con: engine.Connection, inputs: Inputs, wide: Wide) -> None:
    """Make the table `claims`, one row a candidate, with the reason of those that matching rejects."""
    sync = inputs.sync
    by_column = {each.target.column: each for each in wide.judged}
    keys = [alias(key, f"k{i}") for i, key in enumerate(matching.patron_keys(sync, inputs.catalogue, by_column))]
    con.execute(f"create or replace view keyed as {render(sql('select _row, _id, {keys} from candidates', keys=keys))}")
    con.execute(f"create or replace table linked as {render(matching.linked_query(inputs.any_links, len(keys)))}")
    if inputs.any_profiles:
        held = [alias(key, f"k{i}") for i, key in enumerate(matching.profile_keys(sync, inputs.catalogue))]
        con.execute(
            f"create or replace view profile_keys as {render(sql('select profile_id, {held} from profiles', held=held))}"
        )
        for i in range(len(keys)):
            con.execute(f"create or replace table hits{i} as {render(matching.hit_query(i, sync.on_conflict))}")
    con.execute(
        f"create or replace table claims as {render(matching.claim_query(len(keys), sync.on_conflict, inputs.any_profiles))}"
    )
    con.execute("drop table linked")
    # All at once: who is whose rival must not hang on which of the queries runs first.
    con.execute(f"create or replace table rivals as {' union '.join(matching.rival_queries())}")
    con.execute(
        f"update claims set rule = {code('duplicate')} where _row in (select _row from rivals)"
        f" and coalesce(rule, 0) <> {code('missing_key')}"
    )


def _lone_first_key(sync: Sync, catalogue: Catalogue) -> str | None:
    """Return the field that alone makes the first key; none of one type's own, whose hidden values match nobody."""
    first = sync.match_on[0]
    return first[0] if len(first) == 1 and catalogue.field(first[0]).scope is not Scope.TYPE_SPECIFIC else None


def _plainly(sync: Sync, problem: engine.Error) -> errors.SynckitError:
    """Say an engine error in one sentence, never with a patron's value in it."""
    kind = type(problem).__name__
    if "OutOfMemory" in kind:
        return errors.StoreError(
            f"The plan of {sync.name!r} needs more memory or free disk than there is; free some, or filter the patrons."
        )
    if "IO" in kind:
        return errors.StoreError(
            f"The plan of {sync.name!r} could not read or write its files; free some disk space and run it again."
        )
    return errors.SuiteError(
        f"A pattern or SQL expression of {sync.name!r} could not run on some patron ({kind});"
        " use try_cast in SQL and patterns that RE2 understands."
    )
