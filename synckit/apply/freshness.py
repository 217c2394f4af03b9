"""Whether a plan still says the truth: judged under the write lock, before anything is written.

A plan may be applied long after it was made. It is stale when the definition or the field catalogue changed,
or when a profile that it writes, or one that now holds a key or unique value of it, changed since.
"""

from __future__ import annotations

from typing import Any

from synckit import errors, matching
from synckit.definition import Sync
from synckit.engine.expressions import alias, column, render, sql
from synckit.plan import Plan
from synckit.store import Change, catalogue, links, profiles, syncs


def check(change: Change, plan: Plan) -> None:
    """Raise `StalePlan` if the plan may not be applied any more."""
    check_definition(change.conn, plan)
    if change.version - 1 == plan.base_version:
        return
    newer = profiles.rows_since(change.conn, plan.base_version, plan.catalogue.columns)
    linked = [each for each in links.since(change.conn, plan.base_version) if each.connection_id == plan.connection_id]
    if _touches(plan, newer) or _relinked(plan, {each.ils_id for each in linked}):
        raise errors.StalePlan(
            f"Profiles that the plan of {plan.sync.name!r} writes have changed since it was made; plan it again."
        )


def check_definition(conn: Any, plan: Plan) -> None:
    """Raise `StalePlan` if the sync or the field catalogue is another one than the plan's."""
    # The digest leaves the schedule out: a plan stays true when its sync is scheduled.
    if Sync.from_dict(syncs.by_id(conn, plan.sync_id).definition).digest != plan.sync.digest:
        raise errors.StalePlan(f"The sync {plan.sync.name!r} was edited since this plan was made; plan it again.")
    if catalogue.load(conn).digest != plan.catalogue.digest:
        raise errors.StalePlan(
            f"The profile fields changed since the plan of {plan.sync.name!r} was made; plan it again."
        )


def _touches(plan: Plan, newer: list[tuple[Any, ...]]) -> bool:
    """Say whether the plan writes one of these profiles, or a key or unique value that one of them holds now."""
    if not newer:
        return False
    ids = {row[0] for row in newer}
    written = plan.rows("select profile_id from delta where bucket = 2 union all select profile_id from new_links")
    if any(row[0] in ids for row in written):
        return True
    plan.hold("newer", ("profile_id", *plan.catalogue.columns), [(row[0], *row[3:]) for row in newer if row[2] is None])
    return any(plan.rows(query) for query in _meetings(plan))


def _meetings(plan: Plan) -> list[str]:
    """Return the queries that find a newer profile holding what the plan writes."""
    by_column = {each.target.column: each for each in plan.wide.judged}
    mine = matching.patron_keys(plan.sync, plan.catalogue, by_column)
    theirs = matching.profile_keys(plan.sync, plan.catalogue)
    pairs = list(zip(mine, theirs, strict=True))
    for each in plan.wide.judged:
        if each.target.unique:
            value = sql("nullif({v}, '')", v=matching.written(each))
            pairs.append(
                (matching.comparable(each.target, value), matching.comparable(each.target, column(each.target.column)))
            )
    return [
        render(
            sql(
                "select 1 from (select {mine} from delta where bucket in (1, 2)) as d"
                " join (select {theirs} from newer) as n on n.held = d.brought limit 1",
                mine=[alias(ours, "brought")],
                theirs=[alias(other, "held")],
            )
        )
        for ours, other in pairs
    ]


def _relinked(plan: Plan, ils_ids: set[str]) -> bool:
    if not ils_ids:
        return False
    brought = plan.rows("select _id from delta where bucket in (1, 2) union all select _id from new_links")
    return any(row[0] in ils_ids for row in brought)
