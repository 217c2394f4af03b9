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

from synckit import checks, engine, errors, filters, mapping, matching
from synckit.definition import EmptyFields, OnError, Sync
from synckit.engine.expressions import Expression, alias, all_of, nested, render, sql
from synckit.fields import Catalogue, IlsField, Scope
from synckit.findings import RULES, code
from synckit.ils import Extract
from synckit.plan import limits, problems, uniqueness
from synckit.plan.delta import BUCKETS, Wide, clearing, delta_query

Progress = Callable[[str], None]
"""Told the name of the phase that begins; it may raise `Cancelled`."""


@dataclass(frozen=True)
class Inputs:
    """All that a plan is a function of, beside what the engine holds."""

    sync: Sync
    catalogue: Catalogue
    fields: Mapping[str, IlsField]
    """The ILS fields of the connection, by name."""
    extract: Extract
    as_of: date
    zone: str
    any_profiles: bool
    any_links: bool
    last_read: int | None = None
    """Patrons that the last complete run read; None when there was none."""
    limit: int | None = None
    """Only the first so many patrons that meet the filter; None for all."""


@dataclass(frozen=True)
class Built:
    """What building a plan found out; the rows stand in the engine's tables."""

    wide: Wide
    counts: dict[str, int]
    passed: tuple[str, ...]
    stopped: bool
    portable: bool
    """Whether another engine can run the plan."""


def build(con: engine.Connection, inputs: Inputs, progress: Progress = lambda phase: None) -> Built:
    """Make the plan's tables in `con`, where `profiles`, `links` and `deleted` already are.

    Raises `SuiteError` where a pattern or piece of SQL cannot run.
    """
    try:
        return _built(con, inputs, progress)
    except engine.Error as problem:
        raise _plainly(inputs.sync, problem) from problem


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
    _consider(con, inputs, scene)
    progress("match")
    wide, portable, added = _candidates(con, inputs, scene)
    _claim(con, inputs, wide)
    progress("compare")
    con.execute(f"create or replace table delta as {render(delta_query(wide))}")
    uniqueness.refuse_taken(con, wide, _lone_first_key(inputs.sync, inputs.catalogue))
    con.execute(f"create or replace table new_links as {_new_links(inputs.sync)}")
    con.execute(f"create or replace view outcomes as {_outcomes(inputs.sync)}")
    inputs.extract.verify()
    progress("report")
    misfits = filters.misfits(inputs.sync.filter, scene)
    problems.collect(con, wide, added, misfits, inputs.extract.has_problems)
    counts = _counted(con, wide)
    stopped = inputs.sync.errors is OnError.STOP and counts["rejected"] > 0
    if stopped:
        problems.only_first(con)
    return Built(wide, counts, _passed(con, inputs, wide, counts), stopped, portable)


def _consider(con: engine.Connection, inputs: Inputs, scene: filters.Scene) -> None:
    """Make the views `patrons`, `considered` (those up to the limit) and `met` (readable and meeting the filter)."""
    con.execute(f"create or replace view patrons as {inputs.extract.sql}")
    readable = [sql("_problem is null")] if inputs.extract.has_problems else []
    meets = all_of([*readable, filters.meets(inputs.sync.filter, scene)])
    last = _last_row(con, meets, inputs.limit) if inputs.limit is not None else None
    only = f" where _row <= {last}" if last is not None else ""
    con.execute(f"create or replace view considered as select * from patrons{only}")
    con.execute(f"create or replace view met as {render(sql('select * from considered where {m}', m=meets))}")


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


def _candidates(
    con: engine.Connection, inputs: Inputs, scene: filters.Scene
) -> tuple[Wide, bool, dict[str, list[checks.Check]]]:
    """Make the view `candidates`: `_row`, `_id` and the mapped and checked values of every patron in `met`."""
    sync = inputs.sync
    moved = mapping.transforms(sync.mapping, inputs.catalogue, inputs.fields, inputs.extract.has_absent)
    clears = frozenset(
        i for i, row in enumerate(sync.mapping) if (row.empty or sync.empty_fields) is EmptyFields.REPLACE
    )
    added: dict[str, list[checks.Check]] = {}
    for check in checks.added(sync.expectations, inputs.catalogue):
        added.setdefault(check.column, []).append(check)
    judged = []
    last: list[list[mapping.Layer]] = []
    for each in moved.mapped:
        layers, verdict = checks.judged(each, added.get(each.target.column, ()), each.index in clears)
        judged.append(verdict)
        last.append(layers)
    query = _layered(moved.layers, last)
    con.execute(f"create or replace view candidates as {render(query)}")
    judged = _run_unlowered(con, judged, added)
    return Wide(sync, inputs.catalogue, judged, clears, inputs.any_profiles), moved.portable, added


def _layered(layers: list[mapping.Layer], last: list[list[mapping.Layer]]) -> Expression:
    """Nest the layers into one query over `met`."""
    first, *others = layers
    query = sql(
        "select _row, _id, _absent, {columns} from met", columns=[alias(node, name) for name, node in first.items()]
    )
    depth = max(len(each) for each in last)
    for step in range(depth):
        merged: mapping.Layer = {}
        for each in last:
            merged |= each[step - depth] if len(each) >= depth - step else {}
        others.append(merged)
    for layer in others:
        columns = [alias(node, name) for name, node in layer.items()]
        query = sql("select *, {columns} from {inner} as l", columns=columns, inner=nested(query)) if columns else query
    return query


def _run_unlowered(
    con: engine.Connection, judged: list[checks.Judged], added: Mapping[str, list[checks.Check]]
) -> list[checks.Judged]:
    """Let Great Expectations judge the added expectations that have no lowering, and lay its verdicts over the view."""
    probe = sql("x")
    left = [
        (each, p, c)
        for each in judged
        for p, c in enumerate(added.get(each.target.column, ()))
        if checks.broken(c, probe) is None
    ]
    if not left:
        return judged
    from synckit.checks.suite import unexpected

    frame = _checked_frame(con, judged)
    found = unexpected(frame, [check for _, _, check in left])
    rows = [
        (int(row), each.index, checks.added_code(position))
        for n, (each, position, _) in enumerate(left)
        for row in found.get(n, ())
    ]
    con.execute("create or replace table further (_row bigint, i integer, rule utinyint)")
    if rows:
        con.executemany("insert into further values (?, ?, ?)", rows)
    return _overlaid(con, judged, {each.index for each, _, _ in left})


def _checked_frame(con: engine.Connection, judged: list[checks.Judged]) -> Any:
    """Return the values to write as a pandas frame, a row a patron (index `_row`), a column a profile column."""
    columns = [alias(sql("nullif({v}, '')", v=matching.written(each)), each.target.column) for each in judged]
    query = render(sql("select _row, {columns} from candidates order by _row", columns=columns))
    return con.sql(query).to_arrow_table().to_pandas().set_index("_row")


def _overlaid(con: engine.Connection, judged: list[checks.Judged], touched: set[int]) -> list[checks.Judged]:
    con.execute("create or replace view lowered as select * from candidates")
    inner = con.execute("select sql from duckdb_views() where view_name = 'candidates'").fetchall()[0][0]
    body = inner.split(" AS ", 1)[1].rstrip().rstrip(";")
    columns, joins = [], ""
    for i in sorted(touched):
        own = f"c.r{i}" if judged[i].rule else "cast(null as utinyint)"
        columns.append(f"coalesce({own}, f{i}.rule) as r{i}")
        joins += f" left join (select _row, min(rule) as rule from further where i = {i} group by _row) as f{i} on f{i}._row = c._row"
    dropped = ", ".join(f"r{i}" for i in sorted(touched) if judged[i].rule)
    exclude = f" exclude ({dropped})" if dropped else ""
    con.execute("drop view lowered")
    con.execute(
        f"create or replace view candidates as select c.*{exclude}, {', '.join(columns)} from ({body}) as c{joins}"
    )
    return [checks.Judged(e.index, e.target, e.value, f"r{e.index}" if e.index in touched else e.rule) for e in judged]


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


def _counted(con: engine.Connection, wide: Wide) -> dict[str, int]:
    """Return the buckets, which add up to `read`."""
    read, met, unreadable = con.execute(
        "select (select count(*) from considered), (select count(*) from claims),"
        " (select count(*) from considered where _problem is not null)"
    ).fetchall()[0]
    kept = dict(con.execute("select bucket, count(*) from delta group by bucket").fetchall())
    counts = {name: int(kept.get(number, 0)) for number, name in enumerate(BUCKETS, 1)}
    counts["skipped"] = _skipped(con, wide)
    counts["unchanged"] = met - counts["created"] - counts["updated"] - counts["skipped"] - counts["rejected"]
    counts["rejected"] += unreadable
    return {"read": read, "filtered_out": read - met - unreadable, **{name: counts[name] for name in BUCKETS}}


def _new_links(sync: Sync) -> str:
    """Return the query of the matched patrons that are not linked yet: `_id`, `profile_id`."""
    if not sync.can_update:
        return "select _id, profile_id from claims where false"
    return "select _id, profile_id from claims where rule is null and fresh and profile_id is not null and _id <> ''"


def _skips(sync: Sync) -> str:
    """Return what is true where an accepted patron is skipped."""
    if not sync.can_create:
        return "gone or profile_id is null"
    return "gone" if sync.can_update else "gone or profile_id is not null"


def _outcomes(sync: Sync) -> str:
    """Return the query of what became of each patron: `_row`, `outcome`, `rule`, `profile_id`."""
    buckets = " ".join(f"when d.bucket = {n} then '{name}'" for n, name in enumerate(BUCKETS, 1))
    rules = " ".join(f"when d.rule = {code(name)} then '{name}'" for name in RULES)
    skips = _skips(sync).replace("gone", "c.gone").replace("profile_id", "c.profile_id")
    return (
        "select p._row, case when p._problem is not null then 'rejected' when c._row is null then 'filtered_out'"
        f" {buckets} when {skips} then 'skipped' else 'unchanged' end as outcome,"
        f" case when p._problem is not null then 'unreadable' {rules} end as rule, c.profile_id"
        " from considered as p left join claims as c on c._row = p._row left join delta as d on d._row = p._row"
    )


def _skipped(con: engine.Connection, wide: Wide) -> int:
    when = _skips(wide.sync)
    return int(con.execute(f"select count(*) from claims where rule is null and ({when})").fetchall()[0][0])


def _passed(con: engine.Connection, inputs: Inputs, wide: Wide, counts: dict[str, int]) -> tuple[str, ...]:
    met = counts["read"] - counts["filtered_out"]
    matched = con.execute(
        "select count(*) from claims where rule is null and profile_id is not null and not gone"
    ).fetchall()[0][0]
    cleared = con.execute(f"select count(*) from delta where bucket = 2 and {render(clearing(wide))}").fetchall()[0][0]
    last = None if inputs.limit is not None else inputs.last_read
    return limits.passed(inputs.sync.limits, counts, met, matched, cleared, last)


def _plainly(sync: Sync, problem: engine.Error) -> errors.SynckitError:
    """Say an engine error in one sentence, never with a patron's value in it."""
    kind = type(problem).__name__
    if "OutOfMemory" in kind:
        return errors.StoreError(
            f"The plan of {sync.name!r} needs more memory or free disk than there is; free some, or filter the patrons."
        )
    return errors.SuiteError(
        f"A pattern or SQL expression of {sync.name!r} could not run on some patron ({kind});"
        " use try_cast in SQL and patterns that RE2 understands."
    )
