"""Unique fields: a value that another profile would still hold after the run is not written.

Judged on the profiles as they would be after the run, so swaps and chains work. Refusing one value gives its
profile the old one back, which can stand in the way of another, so the judgement is repeated until nothing
more falls; each round only adds refusals, so it ends.
"""

from __future__ import annotations

from synckit import engine
from synckit.checks import Judged
from synckit.engine.expressions import Expression, alias, column, nested, render, sql
from synckit.findings import code
from synckit.matching import comparable
from synckit.plan.delta import CREATED, Wide, bucket, missing_required


def refuse_taken(con: engine.Connection, wide: Wide, first_key: str | None) -> None:
    """Mark in `delta` every value of a unique field that is taken, and judge those patrons anew.

    `first_key` is the field that alone makes the first key of `match_on`, if one does: no two new profiles
    share it and no profile that is there has it, for matching has seen to that.
    """
    unique = [each for each in wide.judged if each.target.unique]
    # A patron who is rejected for want of a required value brings nothing, so those fields are settled first.
    _settle(con, wide, [each for each in unique if each.target.required], first_key)
    _settle(con, wide, unique, first_key)


def _settle(con: engine.Connection, wide: Wide, unique: list[Judged], first_key: str | None) -> None:
    """Refuse until nothing more falls."""
    fallen = True
    while fallen:
        fallen = False
        for each in unique:
            fallen = _refuse(con, wide, each, each.target.key == first_key) or fallen


def _refuse(con: engine.Connection, wide: Wide, each: Judged, matched: bool) -> bool:
    """Refuse the taken values of one field; return whether there were any."""
    con.execute(f"create or replace table bringers as {render(_bringers(wide, each))}")
    if matched and not con.execute("select 1 from bringers where profile_id is not null limit 1").fetchall():
        return False
    con.execute(f"create or replace table taken as {render(_taken(wide, each))}")
    if not con.execute("select 1 from taken limit 1").fetchall():
        return False
    rule = f"r{each.index}"
    con.execute(f"update delta set {rule} = {code('not_unique')} where _row in (select _row from taken)")
    con.execute(f"update delta set rule = {render(missing_required(wide))} where _row in (select _row from taken)")
    con.execute(f"update delta set bucket = {render(bucket(wide))} where _row in (select _row from taken)")
    return True


def _bringers(wide: Wide, each: Judged) -> Expression:
    """Return the patrons that bring a new value: `_row`, `profile_id`, `value`."""
    brings = sql(
        "{r} is null and {v} <> '' and (bucket = {created} or ({changes}))",
        r=column(f"r{each.index}"),
        v=column(f"v{each.index}"),
        created=CREATED,
        changes=wide.changes(each.index),
    )
    return sql(
        "select _row, profile_id, {value} from delta where bucket in (1, 2) and {brings}",
        value=[alias(comparable(each.target, column(f"v{each.index}")), "value")],
        brings=brings,
    )


def _taken(wide: Wide, each: Judged) -> Expression:
    """Return the bringers whose value two of them bring, or that a profile would keep."""
    twice = sql(
        "select b._row from bringers as b join (select value from bringers group by value having count(*) > 1) as t on t.value = b.value"
    )
    if not wide.any_profiles:
        return twice
    leaving = sql("select profile_id from delta where bucket = 2 and {changes}", changes=wide.changes(each.index))
    kept = sql(
        "select b._row from profiles as p join bringers as b on b.value = {held}"
        " where p.profile_id is distinct from b.profile_id and p.profile_id not in ({leaving})",
        held=comparable(each.target, column(each.target.column, "p")),
        leaving=leaving,
    )
    return sql("select _row from {a} as a union select _row from {b} as b", a=nested(twice), b=nested(kept))
