"""What became of every patron: the buckets, which add up, and the limits that they pass.

`delta` holds only the patrons that matter; the others are counted by what is left of `claims`.
"""

from __future__ import annotations

from synckit import engine
from synckit.definition import Sync
from synckit.engine.expressions import render
from synckit.findings import RULES, code
from synckit.plan import limits
from synckit.plan.delta import BUCKETS, Wide, clearing
from synckit.plan.inputs import Inputs


def counted(con: engine.Connection, wide: Wide) -> dict[str, int]:
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


def new_links(sync: Sync) -> str:
    """Return the query of the matched patrons that are not linked yet: `_id`, `profile_id`."""
    if not sync.can_update:
        return "select _id, profile_id from claims where false"
    return "select _id, profile_id from claims where rule is null and fresh and profile_id is not null and _id <> ''"


def _skips(sync: Sync) -> str:
    """Return what is true where an accepted patron is skipped."""
    if not sync.can_create:
        return "gone or profile_id is null"
    return "gone" if sync.can_update else "gone or profile_id is not null"


def outcomes(sync: Sync) -> str:
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


def passed(con: engine.Connection, inputs: Inputs, wide: Wide, counts: dict[str, int]) -> tuple[str, ...]:
    met = counts["read"] - counts["filtered_out"]
    matched = con.execute(
        "select count(*) from claims where rule is null and profile_id is not null and not gone"
    ).fetchall()[0][0]
    cleared = con.execute(f"select count(*) from delta where bucket = 2 and {render(clearing(wide))}").fetchall()[0][0]
    last = None if inputs.limit is not None else inputs.last_read
    return limits.passed(inputs.sync.limits, counts, met, matched, cleared, last)
