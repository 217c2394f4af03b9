"""Profile fields and types changed one at a time, or by a file whose effect is told beforehand; each leaves an audit line.

What may be narrowed or removed is decided by the store, over the values that are there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synckit import errors
from synckit.fields import Catalogue, ProfileField
from synckit.run import Home
from synckit.store import audit, catalogue, usage

RULES = ("label", "type", "required", "unique", "options", "max_length", "pattern")
"""What of a field may be changed; its name, scope and profile type never are."""


@dataclass(frozen=True)
class Planned:
    """One line of what a file would do to the catalogue."""

    what: str
    """A profile type by its name, or a field by its key."""
    kind: str
    """`type` or `field`."""
    new: bool
    changes: tuple[tuple[str, Any, Any], ...] = ()
    """(rule, before, after) of a field that is there."""


def load(home: Home) -> Catalogue:
    """Return the profile types and fields."""
    with home.store.read() as conn:
        return catalogue.load(conn)


def import_(home: Home, source: str | Path, actor: str) -> Catalogue:
    """Add and change what a YAML text or file names; nothing is removed, and nothing happens when nothing differs."""
    known = load(home)
    given = Catalogue.from_yaml(source, known_types=known.types)
    if not _planned(known, known.merged(given)):
        return known
    with home.store.change("catalogue", actor) as change:
        former = catalogue.load(change.conn)
        merged = former.merged(given)
        catalogue.save(change, merged)
        for each in _planned(former, merged):
            audit.add(
                change.conn, actor, f"{'add' if each.new else 'change'} {_NOUNS[each.kind]}", each.what, _told(each)
            )
    return merged


_NOUNS = {"type": "profile type", "field": "profile field"}


def previewed(home: Home, source: str | Path) -> list[Planned]:
    """Return what importing a YAML text or file would add and change. Raises `DefinitionError`."""
    former = load(home)
    return _planned(former, former.merged(Catalogue.from_yaml(source, known_types=former.types)))


def _planned(former: Catalogue, merged: Catalogue) -> list[Planned]:
    known = {field.key: field for field in former.custom}
    found = [Planned(name, "type", True) for name in merged.types if name not in former.types]
    for field in merged.custom:
        if field.key not in known:
            found.append(Planned(field.key, "field", True))
        elif changes := _changes(known[field.key], field):
            found.append(Planned(field.key, "field", False, changes))
    return found


def _changes(before: ProfileField, after: ProfileField) -> tuple[tuple[str, Any, Any], ...]:
    pairs = ((rule, getattr(before, rule), getattr(after, rule)) for rule in RULES)
    return tuple(each for each in pairs if each[1] != each[2])


def _told(each: Planned) -> str:
    return ", ".join(rule for rule, *_ in each.changes)


def add_field(home: Home, field: ProfileField, actor: str) -> None:
    """Add a field. Raises `Refused` when there is one of that key."""
    with home.store.change("catalogue", actor) as change:
        former = catalogue.load(change.conn)
        if field.key in former.keys:
            raise errors.Refused(
                f"There is a profile field {field.key!r} already; choose another name or change that one."
            )
        catalogue.save(change, Catalogue(former.types, (*former.custom, field)))
        audit.add(change.conn, actor, "add profile field", field.key, field.type.value)


def change_field(home: Home, key: str, rules: Mapping[str, Any], actor: str) -> None:
    """Change label and rules of a field; what is not named stays. Nothing happens when nothing differs."""
    unknown = sorted(set(rules) - set(RULES))
    if unknown:
        raise errors.DefinitionError(errors.unknown("rule of a profile field", unknown[0], RULES), key=unknown[0])
    # A change is a new version of the profiles, by which every plan that somebody looks at would be made anew.
    if not _changes(*_changed(load(home), key, rules)):
        return
    with home.store.change("catalogue", actor) as change:
        former = catalogue.load(change.conn)
        field, changed = _changed(former, key, rules)
        catalogue.save(change, Catalogue(former.types, tuple(changed if e.key == key else e for e in former.custom)))
        said = ", ".join(rule for rule, *_ in _changes(field, changed))
        audit.add(change.conn, actor, "change profile field", key, said)


def _changed(former: Catalogue, key: str, rules: Mapping[str, Any]) -> tuple[ProfileField, ProfileField]:
    """Return a field of the library's own as it is and as it would be. Raises `Refused`, `DefinitionError`."""
    field = former.field(key)
    if field not in former.custom:
        raise errors.Refused(
            f"The field {key!r} is one of the system's and is the same in every library; add a field of your own instead."
        )
    return field, dataclasses.replace(field, **rules)


def remove_field(home: Home, key: str, actor: str) -> None:
    """Remove a field that neither syncs nor profiles use."""
    with home.store.change("catalogue", actor) as change:
        catalogue.remove_field(change, key)
        audit.add(change.conn, actor, "remove profile field", key)


def add_type(home: Home, name: str, actor: str) -> None:
    """Add a profile type. Raises `Refused` when it is there, `DefinitionError` for a name that is none."""
    with home.store.change("catalogue", actor) as change:
        former = catalogue.load(change.conn)
        if name in former.types:
            raise errors.Refused(f"There is a profile type {name!r} already; choose another name.")
        catalogue.save(change, Catalogue((*former.types, name), former.custom))
        audit.add(change.conn, actor, "add profile type", name)


def remove_type(home: Home, name: str, actor: str) -> None:
    """Remove a profile type, with its own fields, that neither syncs nor profiles use."""
    with home.store.change("catalogue", actor) as change:
        catalogue.remove_type(change, name)
        audit.add(change.conn, actor, "remove profile type", name)


def mapped_by(home: Home) -> dict[str, list[str]]:
    """Return the syncs that use each profile field, by its key; a field that none uses is left out."""
    with home.store.read() as conn:
        return usage.mapped_by(conn)


def holders(home: Home, key: str) -> int:
    """Return how many profiles hold a value of a field, deleted ones too, for their values come back with them."""
    with home.store.read() as conn:
        return usage.holders(conn, catalogue.load(conn).field(key))
