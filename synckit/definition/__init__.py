"""One sync as data: setup, strategies, conditions, mappings, schedule, limits; to and from YAML.

The same frozen models serve YAML files, pages, notebooks and the store. Their shape is judged when they are made, with
the line when they come from a file; whether the fields exist and the operators fit is judged by `validate`.

`model.py` what the parts have in common · `wording.py` errors in words · `strategies.py` the choices of the setup ·
`operators.py`, `conditions.py` the filter · `steps.py`, `mappings.py` the map · `sql_words.py` names in raw SQL ·
`periods.py`, `schedule.py` times and limits · `incremental.py` who is read · `sync.py` all of it · `validation.py` against catalogue and connection ·
`draft.py` a sync in the making · `lacks.py` what keeps it from being one · `code.py` a sync as the Python that makes it.
"""

from synckit.definition.conditions import Condition, Group, Sql
from synckit.definition.incremental import Incremental, Vanished
from synckit.definition.mappings import Mapping, Otherwise, template_parts
from synckit.definition.operators import OPERATORS, Operator, operators_for
from synckit.definition.periods import RELATIVE_UNITS, Period
from synckit.definition.schedule import Limit, Limits, Schedule
from synckit.definition.steps import STEPS, Step, StepRule
from synckit.definition.strategies import (
    EmptyFields,
    Frequency,
    IncorrectValues,
    Match,
    OnConflict,
    OnError,
    SyncType,
)
from synckit.definition.sync import Sync
from synckit.definition.validation import validate

__all__ = [
    "OPERATORS",
    "RELATIVE_UNITS",
    "STEPS",
    "Condition",
    "EmptyFields",
    "Frequency",
    "Group",
    "IncorrectValues",
    "Incremental",
    "Limit",
    "Limits",
    "Mapping",
    "Match",
    "OnConflict",
    "OnError",
    "Operator",
    "Otherwise",
    "Period",
    "Schedule",
    "Sql",
    "Step",
    "StepRule",
    "Sync",
    "SyncType",
    "Vanished",
    "operators_for",
    "template_parts",
    "validate",
]
