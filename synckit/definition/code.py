"""A sync as the Python that makes it: what a notebook begins with when somebody set the sync up on a page."""

from __future__ import annotations

from pprint import pformat

from synckit.definition.sync import Sync

_CODE = """import synckit

ws = synckit.open("my-workspace")
sync = ws.save(
    synckit.Sync.from_dict(
{definition}
    )
)
plan = sync.plan()  # reads, writes nothing
plan.summary
"""


def as_python(sync: Sync) -> str:
    """Return a program that saves a sync and plans a run of it.

    >>> sync = Sync.from_yaml("{name: x, connection: y, match_on: [email], mapping: [{from: email, to: email}]}")
    >>> print(as_python(sync).splitlines()[5])
            {'name': 'x',
    """
    written = pformat(sync.as_dict(), width=96, sort_dicts=False)
    return _CODE.format(definition="\n".join(f"        {line}" for line in written.splitlines()))
