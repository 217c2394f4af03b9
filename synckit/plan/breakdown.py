"""Patrons by type, before and after the filter: what a run keeps of them once its extract is gone.

An extract holds only what a sync uses. Where that includes the patron type, both sides are counted; else those who met
the filter are counted by the profile type that the map gives them.
"""

from __future__ import annotations

from typing import Any

from synckit import engine
from synckit.engine.expressions import Expression, render
from synckit.plan.delta import Wide
from synckit.plan.inputs import Inputs

PATRON_TYPE = "patron_type"
MOST = 20
"""Types that are named; the others are one sum."""


def by_type(con: engine.Connection, inputs: Inputs, wide: Wide, meets: Expression) -> dict[str, Any] | None:
    """Return `field` and `rows` of [type, label, before or None, after], the largest first; None where no type is known.

    Patrons without a type have "", and `other` counts the types beyond the first: [types, before or None, after].
    """
    known = inputs.fields.get(PATRON_TYPE)
    if known is not None and not known.many and PATRON_TYPE in inputs.extract.fields:
        query = (
            f"select coalesce({PATRON_TYPE}, ''), count(*), count(*) filter (where {render(meets)})"
            " from considered group by 1"
        )
        return _told(PATRON_TYPE, con.execute(query).fetchall(), dict(known.codes))
    mapped = next((each for each in wide.judged if each.target.key == "type"), None)
    if mapped is None:
        return None
    text = f"coalesce({mapped.value}, '')"
    type_of = f"case when {mapped.rule} is null then {text} else '' end" if mapped.rule else text
    query = f"select {type_of}, null, count(*) from candidates group by 1"
    return _told("type", con.execute(query).fetchall(), {})


def _told(field: str, rows: list[tuple[str, int | None, int]], labels: dict[str, str]) -> dict[str, Any]:
    ordered = sorted(rows, key=lambda row: (-(row[1] or 0), -row[2], row[0]))
    first, rest = ordered[:MOST], ordered[MOST:]
    told: dict[str, Any] = {
        "field": field,
        "rows": [[code, labels.get(code, ""), before, after] for code, before, after in first],
    }
    if rest:
        before = sum(row[1] or 0 for row in rest) if rest[0][1] is not None else None
        told["other"] = [len(rest), before, sum(row[2] for row in rest)]
    return told
