"""The list of syncs as a page shows it: a thousand are searched by their names, and only one page is looked at closely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from synckit import report
from synckit.run import Home
from synckit.store import drafts, runs, syncs
from synckit.store.syncs import SavedSync
from synckit.workspace import drafting
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
    sync_id: int | None = None
    is_edited: bool = False
    """Whether its working copy was edited and not confirmed yet."""
    paused: bool = False
    next: datetime | None = None
    frequency: str = "single"
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


class _Line(NamedTuple):
    """What is known of every sync and draft without looking closely."""

    name: str
    status: str
    sync_id: int | None
    draft: int | None
    is_edited: bool


def overview(home: Home, search: str = "", status: str | None = None, page: int = 1) -> Overview:
    """Return one page of the list, by name; `search` is a part of the name, `status` one of a sync's."""
    with home.store.read() as conn:
        every = _every(conn)
        sought = search.strip().casefold()
        fit = [each for each in every if sought in each.name.casefold() and status in (None, each.status)]
        pages = max(1, -(-len(fit) // PAGE))
        page = min(max(page, 1), pages)
        shown = sorted(fit, key=lambda each: (each.name.casefold(), each.draft or 0))[(page - 1) * PAGE : page * PAGE]
        ids = [each.sync_id for each in shown if each.sync_id is not None]
        saved, last = syncs.some(conn, ids), runs.last_ended(conn, ids)
    rows = tuple(_listed(each, saved, last, home.zone) for each in shown)
    return Overview(rows, len(fit), len(every), page, pages)


def listed(home: Home, name: str) -> Listed:
    """Return one sync as it stands in the list. Raises `NotFound`."""
    with home.store.read() as conn:
        saved = syncs.load(conn, name)
        copy = drafts.of_sync(conn, saved.id)
        last = runs.last_ended(conn, [saved.id])
    line = _Line(name, saved.status, saved.id, copy.id if copy else None, copy is not None and copy.version > 1)
    return _listed(line, {saved.id: saved}, last, home.zone)


def _every(conn: Any) -> list[_Line]:
    made = drafts.states(conn)
    copies = {sync_id: (draft_id, version > 1) for draft_id, sync_id, _, version in made if sync_id is not None}
    found = [
        _Line(name, state, sync_id, *copies.get(sync_id, (None, False)))
        for sync_id, name, state, _ in syncs.states(conn)
    ]
    blank = drafting.blank(conn)
    return found + [
        _Line(name, "Draft", None, draft_id, False)
        for draft_id, sync_id, name, _ in made
        if sync_id is None and draft_id not in blank
    ]


def _listed(line: _Line, syncs: dict[int, SavedSync], last: dict[int, runs.SavedRun], zone: str) -> Listed:
    if line.sync_id is None:
        return Listed(line.name, line.status, line.draft, False)
    saved = syncs[line.sync_id]
    return Listed(
        line.name,
        line.status,
        line.draft,
        True,
        saved.id,
        line.is_edited,
        saved.paused,
        next_due(saved, zone),
        saved.definition.get("frequency", "single"),
        saved.definition.get("timezone") or zone,
        report.told(last[saved.id], line.name) if saved.id in last else None,
    )
