"""What a reading of patrons says about a filter, a map and a whole sync, before any of it is saved. Nothing is written.

`filtering` who is left · `mapping` what values become · `planning` what a run would do.
"""

from synckit.workspace.previewing.filtering import (
    FilterLook,
    counts_by,
    filter_look,
    first_patrons,
    first_query,
    group_of,
    opened,
)
from synckit.workspace.previewing.mapping import MapLook, RowLook, map_look
from synckit.workspace.previewing.planning import SHOWN, PlanLook, plan_look

__all__ = [
    "SHOWN",
    "FilterLook",
    "MapLook",
    "PlanLook",
    "RowLook",
    "counts_by",
    "filter_look",
    "first_patrons",
    "first_query",
    "group_of",
    "map_look",
    "opened",
    "plan_look",
]
