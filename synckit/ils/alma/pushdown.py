"""Which part of a filter Alma can judge: the user group, one search for each, and nothing else.

Alma's searches find words, so what they find of other fields need not hold all that a condition keeps: a name
that contains "mit" is no hit for `mit`. A whole group code is one word, and who has it is always found.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from synckit.definition import Condition, Group, Sql

MOST = 50
"""More searches than this cost more than reading everybody."""

_WORD = re.compile(r"[A-Za-z0-9]{1,40}")
_SPOKEN = frozenset({"AND", "OR", "NOT", "ALL"})


def searches(filter: Condition | Group | Sql | None, groups: Collection[str]) -> tuple[str, ...]:
    """Return the searches that find at least the patrons who meet the filter; () means that all are to be read.

    `groups` are the fields that hold the user group.

    >>> searches(Group(conditions=[Condition(field="patron_type", operator="in", value=["08", "GST"])]), {"patron_type"})
    ('user_group~08', 'user_group~GST')
    """
    parts = filter.conditions if isinstance(filter, Group) and filter.op == "all" else (filter,)
    for part in parts:
        if isinstance(part, Condition) and part.field in groups and part.operator in ("equals", "in"):
            codes = tuple(dict.fromkeys(str(value).strip() for value in part.values))
            if codes and len(codes) <= MOST and all(map(_is_safe, codes)):
                return tuple(f"user_group~{code}" for code in codes)
    return ()


def _is_safe(code: str) -> bool:
    return bool(_WORD.fullmatch(code)) and code.upper() not in _SPOKEN
