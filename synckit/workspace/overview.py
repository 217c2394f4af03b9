"""The list of syncs as a page shows it: a thousand are searched by their names, and only one page is looked at closely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from synckit import report
from synckit.run import Home
from synckit.store import drafts, runs, syncs
from synckit.workspace.schedules import next_due

PAGE = 25
"""Syncs on one page."""


@dataclass(frozen=True)
class Listed:
    """One line of the list."""

    name: str
    status: str
    """Draft, Scheduled or Complete."""
    draft: int | None
    """The id of its draft or working copy."""
    is_saved: bool
    """Whether there is a sync; a draft of a new one has none yet."""
    paused: bool = False
    next: datetime | None = None
    type: str = "create_update"
    zone: str = "UTC"
    last: dict[str, Any] | None = None
    """The document of its last run that ended."""


@dataclass(frozen=True)
class Overview:
    """One page of the list."""

    rows: tuple[Listed, ...]
    found: int
    """Syncs that fit search and status, on all pages."""
    total: int
    """Syncs in all."""
    page: int
    pages: int


def overview(home: Home, search: str = "", status: str | None = None, page: int = 1) -> Overview:
    """Return one page of the list, by name; `search` is a part of the name, `status` one of a sync's."""
    with home.store.read() as conn:
        states = syncs.states(conn)
        made = drafts.states(conn)
        copies = {sync_id: draft_id for draft_id, sync_id, _ in made if sync_id is not None}
        every: list[tuple[str, str, int | None, int | None]]
        every = [(name, state, sync_id, copies.get(sync_id)) for sync_id, name, state, _ in states]
        every += [(name, "Draft", None, draft_id) for draft_id, sync_id, name in made if sync_id is None]
        sought = search.strip().casefold()
        fit = [each for each in every if sought in each[0].casefold() and status in (None, each[1])]
        pages = max(1, -(-len(fit) // PAGE))
        page = min(max(page, 1), pages)
        shown = sorted(fit, key=lambda each: (each[0].casefold(), each[3] or 0))[(page - 1) * PAGE : page * PAGE]
        last = runs.last_ended(conn, [each[2] for each in shown if each[2] is not None])
        rows = tuple(_listed(conn, home.zone, last, *each) for each in shown)
    return Overview(rows, len(fit), len(every), page, pages)


def _listed(
    conn: Any, zone: str, last: dict[int, runs.SavedRun], name: str, status: str, sync_id: int | None, draft: int | None
) -> Listed:
    if sync_id is None:
        return Listed(name, status, draft, False)
    saved = syncs.by_id(conn, sync_id)
    return Listed(
        name,
        status,
        draft,
        True,
        saved.paused,
        next_due(saved, zone),
        saved.definition.get("type", "create_update"),
        saved.definition.get("timezone") or zone,
        report.told(last[sync_id], name) if sync_id in last else None,
    )
