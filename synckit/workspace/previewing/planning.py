"""What a run of a definition that is not saved would do: the plan itself, its numbers and its first rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from synckit import report
from synckit.definition import Sync
from synckit.run import Home
from synckit.run.planning import rehearse
from synckit.workspace.masking import mask_changes, mask_created
from synckit.workspace.readings import Patrons

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 20
"""Changes and new profiles of a plan that are shown."""


@dataclass(frozen=True)
class PlanLook:
    """What a run would do: the plan's own numbers and its first rows."""

    counts: Mapping[str, int]
    status: str
    """planned, held or stopped: what would become of it."""
    passed: tuple[str, ...]
    findings: int
    changes: pd.DataFrame
    """The first changed fields: `patron`, `profile_id`, `field` (key), `before`, `after`."""
    created: pd.DataFrame
    """The first new profiles: `patron` and the mapped fields by key."""
    problems: pd.DataFrame
    """Findings counted by `field` and `rule`, the most frequent first."""
    at: datetime


def plan_look(home: Home, patrons: Patrons, sync: Sync, former: str | None, masked: bool) -> PlanLook:
    """Return what a run of a definition that is not saved would do to the profiles as they are."""
    planned = rehearse(home, sync, former, patrons.extract)
    try:
        made = planned.plan
        changes, created = made.first_changes(SHOWN), made.first_created(SHOWN)
        problems = made.rows(
            "select field, rule, count(*) as n from findings group by all order by n desc, field, rule"
        )
        return PlanLook(
            dict(made.counts),
            made.status,
            tuple(made.passed),
            made.findings_count,
            mask_changes(changes, made.catalogue) if masked else changes,
            mask_created(created, made.catalogue) if masked else created,
            report.frame(problems, ("field", "rule", "patrons")),
            patrons.at,
        )
    finally:
        planned.forget()
