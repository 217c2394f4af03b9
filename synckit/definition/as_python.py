"""A definition as the Python that a notebook saves it with."""

from __future__ import annotations

import pprint

from synckit.definition.sync import Sync

_PROGRAM = """import synckit

ws = synckit.open("my-library")
sync = ws.save(synckit.Sync.from_dict(
{definition}
))
print(sync.plan().summary)
"""


def as_python(sync: Sync) -> str:
    """Return a program that saves a sync and shows what a run would do.

    >>> row = {"from": "email", "to": "email"}
    >>> sync = Sync.from_dict({"name": "x", "connection": "y", "match_on": ["email"], "mapping": [row]})
    >>> as_python(sync).splitlines()[4]
    "    {'name': 'x',"
    """
    told = pprint.pformat(sync.as_dict(), width=110, sort_dicts=False)
    return _PROGRAM.format(definition="\n".join(f"    {line}" for line in told.splitlines()))
