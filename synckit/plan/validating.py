"""The whole suite in Great Expectations, on demand, over the values that a plan would write or refuse."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from synckit import checks
from synckit.engine.expressions import alias, column, render, sql
from synckit.plan import Plan

if TYPE_CHECKING:
    import pandas as pd

    from synckit.checks.suite import Validation


def validated(plan: Plan, folder: Path) -> Validation:
    """Run the suite of the plan's target fields and render its Data Docs in `folder`."""
    from synckit.checks import suite

    targets = [each.target for each in plan.wide.judged]
    own = suite.suite(plan.sync.name, targets, checks.added(plan.sync.expectations, plan.catalogue))
    return suite.validate(frame(plan), own, folder)


def frame(plan: Plan) -> pd.DataFrame:
    """Return every candidate's mapped values, incorrect ones as they came: index the patron's row, a column a field."""
    columns = [alias(sql("nullif({v}, '')", v=column(each.value)), each.target.column) for each in plan.wide.judged]
    query = render(sql("select _row, {columns} from candidates order by _row", columns=columns))
    return plan.con.sql(query).to_arrow_table().to_pandas().set_index("_row")
