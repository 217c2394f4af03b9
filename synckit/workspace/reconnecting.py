"""A connection that is changed: its settings judged, its fields read anew, and the syncs that rest on it kept whole.

Nothing is written unless the system could be read and every sync of the connection still fits. Secrets were given for one
address: whoever changes it enters them again, so that nobody sends them to a machine they were never meant for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from synckit import errors, ils, secrets
from synckit.definition import Sync, validate
from synckit.fields import Catalogue, IlsField
from synckit.run import Home
from synckit.store import audit, catalogue, connections, syncs


@dataclass(frozen=True)
class Reread:
    """The fields that a connection offers now, and what became of the former ones, by name."""

    fields: tuple[IlsField, ...]
    appeared: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """Fields that have another type, or became a list or no list."""


def change(home: Home, name: str, settings: Mapping[str, str], given: Mapping[str, str], actor: str) -> Reread:
    """Change settings of a connection ("" takes one away) and read its fields again; secrets that are `given` are sealed.

    Raises `Refused` when a sync uses a field that vanished, or no longer fits; `Moved` when somebody else changed it meanwhile.
    """
    with home.store.read() as conn:
        saved = connections.load(conn, name)
    _refuse_elsewhere(saved, settings, given)
    known = {**secrets.opened(saved.id, saved.secrets), **given}
    sound = ils.settings(saved.kind, {**saved.settings, **settings}, known)
    found = _compared(saved, ils.connector(saved.kind, sound, known).fields())
    with home.store.write() as conn:
        now = connections.load(conn, name)
        _refuse_moved(saved, now)
        _refuse_broken(conn, now, found)
        sealed = {**now.secrets, **secrets.seal(now.id, given)} if given else now.secrets
        connections.save(conn, name, now.kind, sound, sealed, found.fields)
        audit.add(conn, actor, "change connection", name, _said(saved.settings, sound, given, found))
    return found


def _refuse_elsewhere(
    saved: connections.SavedConnection, settings: Mapping[str, str], given: Mapping[str, str]
) -> None:
    """Refuse to send the secrets of one address to another."""
    before, after = saved.settings.get("url"), settings.get("url")
    left = sorted(set(saved.secrets) - set(given))
    if before and after and _place(before) != _place(after) and left:
        raise errors.Refused(
            f"The secrets of {saved.name!r} were given for another address; enter {' and '.join(left)} again."
        )


def _refuse_moved(saved: connections.SavedConnection, now: connections.SavedConnection) -> None:
    """Refuse to write over what somebody else changed while the system was read: an old address beside new secrets."""
    if (saved.id, saved.settings, saved.secrets) != (now.id, now.settings, now.secrets):
        raise errors.Moved(
            f"The connection {now.name!r} was changed by somebody else meanwhile, so nothing of yours was saved; "
            "look at it as it is now, then change it again."
        )


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url.strip())
    return parts.scheme.lower(), parts.netloc.lower()


def _compared(saved: connections.SavedConnection, fields: tuple[IlsField, ...]) -> Reread:
    before = {each.name: each for each in saved.fields}
    after = {each.name: each for each in fields}
    kinds = [
        name
        for name, each in after.items()
        if name in before and (before[name].type, before[name].many) != (each.type, each.many)
    ]
    return Reread(
        tuple(fields),
        tuple(name for name in after if name not in before),
        tuple(name for name in before if name not in after),
        tuple(kinds),
    )


def _refuse_broken(conn: Any, saved: connections.SavedConnection, found: Reread) -> None:
    """Refuse what would leave a sync with a field that is gone, or with a rule that does not fit its field any more."""
    if not (found.vanished or found.changed):
        return
    before = {each.name: each for each in saved.fields}
    after = {each.name: each for each in found.fields}
    fields = catalogue.load(conn)
    for own in syncs.of_connection(conn, saved.id):
        sync = Sync.from_dict(own.definition)
        gone = [name for name in sync.ils_fields if name in found.vanished]
        if gone:
            raise errors.Refused(
                f"The connection {saved.name!r} would no longer offer {', '.join(gone)}, which the sync {own.name!r} uses; "
                "nothing was changed: change that sync first."
            )
        said = _misfit(sync, fields, after)
        if said and not _misfit(sync, fields, before):
            raise errors.Refused(f"The sync {own.name!r} would no longer fit, so nothing was changed: {said}")


def _misfit(sync: Sync, fields: Catalogue, known: Mapping[str, IlsField]) -> str:
    try:
        validate(sync, fields, dict(known))
    except errors.DefinitionError as problem:
        return str(problem)
    return ""


def _said(before: Mapping[str, Any], after: Mapping[str, Any], given: Mapping[str, str], found: Reread) -> str:
    """Return what a change did, as the audit says it: names alone, no values."""
    names = sorted({*before, *after, *given})
    moved = [name for name in names if name in given or before.get(name, "") != after.get(name, "")]
    told = {"set": moved, "new fields": found.appeared, "gone": found.vanished, "changed": found.changed}
    return "; ".join(f"{what} {', '.join(which)}" for what, which in told.items() if which) or "fields read again"
