"""The candidates: the patrons that meet the filter, mapped and checked, as a view over the raw frame.

The layers of `synckit.mapping` and `synckit.checks` nest into one query, which is never stored: the narrow and
the wide pass of a plan both read it. Added expectations that have no lowering are judged here by Great
Expectations, and its verdicts are laid over the view.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synckit import checks, engine, mapping, matching
from synckit.definition import EmptyFields
from synckit.engine.expressions import Expression, alias, nested, render, sql
from synckit.plan.delta import Wide
from synckit.plan.inputs import Inputs


def candidates(con: engine.Connection, inputs: Inputs) -> tuple[Wide, bool, dict[str, list[checks.Check]]]:
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
