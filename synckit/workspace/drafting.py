"""Drafts: syncs in the making, and working copies of those that are there, until somebody finishes them.

The schedule runs the sync as it was finished last; nothing of a draft is run, however often it is saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from synckit import clock, errors
from synckit.definition import Sync, draft
from synckit.definition import lacks as lacking
from synckit.definition.draft import Content
from synckit.definition.lacks import Lack
from synckit.run import Home
from synckit.store import audit, catalogue, connections, drafts, syncs
from synckit.workspace import saving
from synckit.workspace.judging import filter_lacks

TAKEN = "Another sync is named {name!r}; choose another name."
LEFT = timedelta(days=1)
"""How long a blank draft may still be open in some window."""
COMPLETE = "The sync {name!r} is Complete and can no longer be edited; duplicate it instead."


@dataclass(frozen=True)
class Draft:
    """A draft, and the sync that it is a working copy of."""

    id: int
    content: Content
    version: int
    actor: str
    """Who saved it last."""
    sync: str | None = None
    """The name of the sync so far; None for one that is not there yet."""
    status: str = "Draft"
    """The status of that sync."""


def begin(home: Home, actor: str) -> int:
    """Keep the draft of a new sync and return its id; those that were left blank days ago are forgotten."""
    with home.store.write() as conn:
        for each in _blank(conn):
            if each.at < clock.now() - LEFT:
                drafts.delete(conn, each.id)
        return drafts.add(conn, draft.blank(), actor)


def blank(conn: Any) -> set[int]:
    """Return the ids of the drafts of new syncs in which nothing is filled in: they stand in no list."""
    return {each.id for each in _blank(conn)}


def _blank(conn: Any) -> list[drafts.SavedDraft]:
    return [each for each in drafts.unnamed(conn) if draft.is_blank(each.content)]


def working_copy(home: Home, name: str, actor: str) -> int:
    """Return the id of the working copy of a sync, begun where there is none."""
    with home.store.write() as conn:
        saved = syncs.load(conn, name)
        if saved.status == "Complete":
            raise errors.Refused(COMPLETE.format(name=name))
        known = drafts.of_sync(conn, saved.id)
        if known is not None:
            return known.id
        content = draft.of_definition(saved.definition, catalogue.load(conn))
        return drafts.add(conn, content, actor, saved.id, saved.version)


def duplicate(home: Home, name: str, actor: str) -> int:
    """Keep the draft of a new sync with the settings of another and return its id.

    A working copy of a sync that became Complete meanwhile can no longer be finished: its edits live on in the duplicate.
    """
    with home.store.write() as conn:
        saved = syncs.load(conn, name)
        content = draft.of_definition(saved.definition, catalogue.load(conn))
        kept = drafts.of_sync(conn, saved.id) if saved.status == "Complete" else None
        if kept is not None:
            content = kept.content
            drafts.delete(conn, kept.id)
        return drafts.add(conn, {**content, "name": _copy_name(conn, name)}, actor)


def duplicate_draft(home: Home, draft_id: int, actor: str) -> int:
    """Keep the draft of a new sync with the settings of another draft and return its id."""
    with home.store.write() as conn:
        kept = drafts.get(conn, draft_id)
        name = kept.name.strip()
        return drafts.add(conn, {**kept.content, "name": _copy_name(conn, name) if name else ""}, actor)


def _copy_name(conn: Any, name: str) -> str:
    taken = {*syncs.names(conn), *(each[2] for each in drafts.states(conn))}
    copies = (f"{name} (copy{f' {n}' if n > 1 else ''})" for n in range(1, len(taken) + 2))
    return next(each for each in copies if each not in taken)


def load(home: Home, draft_id: int) -> Draft:
    """Return a draft."""
    with home.store.read() as conn:
        kept = drafts.get(conn, draft_id)
        own = syncs.by_id(conn, kept.sync_id) if kept.sync_id is not None else None
    told = (own.name, own.status) if own else (None, "Draft")
    return Draft(kept.id, kept.content, kept.version, kept.actor, *told)


def save(home: Home, draft_id: int, seen: int, content: Mapping[str, Any], actor: str) -> int:
    """Keep a draft and return its new version."""
    with home.store.write() as conn:
        return drafts.save(conn, draft_id, seen, content, actor)


def drop_blank(home: Home, draft_id: int) -> bool:
    """Forget the draft of a new sync in which nothing is filled in; return whether it was one."""
    with home.store.write() as conn:
        kept = drafts.get(conn, draft_id)
        if kept.sync_id is not None or not draft.is_blank(kept.content):
            return False
        drafts.delete(conn, draft_id)
        return True


def drop(home: Home, draft_id: int, actor: str) -> None:
    """Forget a draft."""
    with home.store.write() as conn:
        kept = drafts.get(conn, draft_id)
        drafts.delete(conn, draft_id)
        audit.add(conn, actor, "drop draft", kept.name)


def taken(home: Home, draft_id: int, name: str) -> str:
    """Return the sentence for a name that another sync has, or ""."""
    with home.store.read() as conn:
        own = drafts.get(conn, draft_id).sync_id
        names = [known for sync_id, known, *_ in syncs.states(conn) if sync_id != own]
    return TAKEN.format(name=name.strip()) if name.strip() in names else ""


def lacks(home: Home, draft_id: int, content: Mapping[str, Any]) -> list[Lack]:
    """Return what keeps a draft from being a sync."""
    with home.store.read() as conn:
        kept = drafts.get(conn, draft_id)
        names = [name for sync_id, name, *_ in syncs.states(conn) if sync_id != kept.sync_id]
        known = connections.names(conn)
        connection = content.get("connection")
        offered = connections.load(conn, connection).fields if connection in known else ()
        fields = {field.name: field for field in offered}
        found = lacking.of_draft(dict(content), catalogue.load(conn), fields)
    told = {lack.row for lack in found}
    wrong = filter_lacks(content.get("filter"), fields) if fields else {}
    found += [Lack("filter", says, row) for row, says in wrong.items() if row not in told]
    if connection and connection not in known:
        found = [Lack("setup", f"The connection {connection!r} is no longer there; choose another one."), *found]
    name = str(content.get("name") or "").strip()
    return [Lack("setup", TAKEN.format(name=name)), *found] if name in names else found


def finish(home: Home, draft_id: int, seen: int, over: bool, actor: str) -> str:
    """Make the sync of a draft and return its name."""
    with home.store.read() as conn:
        content = drafts.get(conn, draft_id).content
    saving.check(home, Sync.from_dict(draft.definition(content)))
    with home.store.write() as conn:
        kept = drafts.get(conn, draft_id)
        if kept.version != seen or kept.content != content:
            raise errors.Moved(f"{kept.actor} saved this draft meanwhile; look at it before you finish it.")
        own = syncs.by_id(conn, kept.sync_id) if kept.sync_id is not None else None
        made = _next_version(conn, kept, own, over) if own else Sync.from_dict(draft.definition(content))
        if own is None and made.name in syncs.names(conn):
            raise errors.Refused(TAKEN.format(name=made.name))
        drafts.delete(conn, draft_id)
        saving.put(conn, made, home.zone, own.name if own else None)
        audit.add(conn, actor, "save sync", made.name)
    return made.name


def _next_version(conn: Any, kept: drafts.SavedDraft, own: syncs.SavedSync, over: bool) -> Sync:
    """Return what a working copy makes of its sync. Raises `Refused`, and `Moved` where that was changed since.

    A schedule is no part of the copy, nor is the time zone that came with a new one, unless the copy changed that too.
    """
    if own.status == "Complete":
        raise errors.Refused(COMPLETE.format(name=own.name))
    made = draft.definition(kept.content)
    began = syncs.version(conn, own.id, kept.sync_version) if kept.sync_version is not None else own.definition
    theirs = ["schedule", "frequency"]
    if made.get("timezone") == began.get("timezone"):
        made = {**made, "timezone": own.definition.get("timezone")}
        theirs.append("timezone")
    if not over and _without(began, theirs) != _without(own.definition, theirs):
        raise errors.Moved(
            f"The sync {own.name!r} was changed since this draft was begun; look at it, then save over it or drop the draft."
        )
    return Sync.from_dict({key: value for key, value in made.items() if value is not None})


def _without(definition: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: value for key, value in definition.items() if key not in keys}
