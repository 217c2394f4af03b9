"""What a run has to do, written a second time: row by row over dicts, from the promises and not from the product's code.

It knows the fields of `tests.libraries` only, text values, and a filter that leaves out one first name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

EMAIL = re.compile(r"[A-Za-z0-9.+_-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
LEFT_OUT = "Nobody"
"""The first name of the patrons that the filter leaves out."""

Key = tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """One mapped field: its ILS column and the rules of the profile field."""

    source: str
    column: str
    key: str
    owner: str = ""
    unique: bool = False
    required: bool = False
    longest: int = 256


FIELDS = (
    Field("last", "last_name", "last_name", required=True),
    Field("first", "first_name", "first_name"),
    Field("card", "card", "card", unique=True, longest=8),
    Field("mail", "email", "email"),
    Field("login", "login", "login", unique=True),
    Field("kind", "type", "type", required=True),
    Field("grad", "student__grad", "student.grad", owner="Student"),
    Field("locker", "student__locker", "student.locker", owner="Student", unique=True),
)
BY_KEY = {each.key: each for each in FIELDS}


@dataclass(frozen=True)
class Setup:
    """The setup of the sync."""

    match_on: tuple[Key, ...]
    type: str = "create_update"
    on_conflict: str = "create"
    replace: frozenset[str] = frozenset()
    """Keys of the fields that an empty source clears."""
    silent: frozenset[str] = frozenset()
    """Keys of the fields whose incorrect values make no finding."""


@dataclass
class World:
    """What there is before the run."""

    patrons: Sequence[Mapping[str, str]]
    profiles: Mapping[int, Mapping[str, str]]
    links: Mapping[str, tuple[int, bool]] = field(default_factory=dict)
    """ILS id -> (profile, whether the link came from a merge)."""
    deleted: frozenset[int] = frozenset()


@dataclass
class Patron:
    """One patron on its way; `values` holds text, '' to clear, None to keep; `wrong` the broken rules."""

    name: str
    id: str
    values: dict[str, str | None]
    wrong: dict[str, str]
    profile: int | None = None
    strong: bool = False
    linked: bool = False
    claim: tuple[int, Key] | None = None
    rule: str | None = None
    bucket: str = ""


@dataclass(frozen=True)
class Result:
    """What a plan has to show."""

    outcomes: list[tuple[str, str, str | None]]
    findings: list[tuple[str, str, str]]
    created: list[dict[str, str]]
    changes: list[tuple[int, str, str | None, str | None]]
    links: dict[str, int]
    """ILS id -> profile, of matched patrons that had no link."""


def fold(target: Field, value: str) -> str:
    """Return a value as keys and unique fields compare it."""
    return value.lower() if target.key in ("email", "login") else value


def plan(world: World, setup: Setup) -> Result:
    """Return what a run of the setup over the world does."""
    everyone = [_read(n, row, setup) for n, row in enumerate(world.patrons)]
    met = [each for each in everyone if each.bucket != "filtered_out"]
    _match(met, world, setup)
    for each in met:
        _decide(each, world, setup)
    _refuse_taken(met, world, setup)
    return _result(everyone, world, setup)


# Filter, map and check


def _read(number: int, row: Mapping[str, str], setup: Setup) -> Patron:
    patron = Patron(row.get("id", "") or f"row {number + 1}", row.get("id", ""), {}, {})
    if row.get("first", "").strip().lower() == LEFT_OUT.lower():
        patron.bucket = "filtered_out"
        return patron
    for target in FIELDS:
        text = row.get(target.source, "").strip()
        if not text:
            patron.values[target.key] = "" if target.key in setup.replace else None
            continue
        value, rule = _checked(target, text)
        patron.values[target.key] = value
        if rule:
            patron.wrong[target.key] = rule
    return patron


def _checked(target: Field, text: str) -> tuple[str, str | None]:
    if target.key == "type":
        named = {"st": "Student", "sf": "Staff"}.get(text.lower())
        return (named, None) if named else (text, "value_map")
    if target.key in ("email", "login"):
        return text, None if EMAIL.fullmatch(text) else "type"
    if target.key == "student.grad":
        return (str(int(text)), None) if re.fullmatch(r"[+-]?[0-9]+", text) else (text, "type")
    return text, "length" if len(text) > target.longest else None


def _good(patron: Patron, key: str) -> str | None:
    return None if key in patron.wrong else patron.values[key]


# Match


def _keys(values: Mapping[str, str | None], type: str | None, setup: Setup, strict: bool) -> list[Key | None]:
    """Return each key, None where a part is empty or, for a profile (`strict`) or a known type, hidden."""
    found: list[Key | None] = []
    for parts in setup.match_on:
        key = []
        for part in parts:
            target = BY_KEY[part]
            hidden = bool(target.owner) and target.owner != type and (strict or bool(type))
            key.append("" if hidden else fold(target, values.get(part) or ""))
        found.append(tuple(key) if all(key) else None)
    return found


def _match(met: list[Patron], world: World, setup: Setup) -> None:
    held = {}
    for profile, row in world.profiles.items():
        held[profile] = _keys({f.key: row.get(f.column) for f in FIELDS}, row.get("type"), setup, True)
    for patron in met:
        own = _keys({f.key: _good(patron, f.key) for f in FIELDS}, _good(patron, "type"), setup, False)
        patron.claim = next(((i, key) for i, key in enumerate(own) if key), None)
        link = world.links.get(patron.id) if patron.id else None
        if link:
            patron.profile, patron.linked, patron.strong = link[0], True, not link[1]
        elif patron.claim is None:
            patron.rule = "missing_key"
        else:
            patron.profile, patron.rule = _met(own, held, setup.on_conflict)
    _mark_duplicates(met)


def _met(own: list[Key | None], held: Mapping[int, list[Key | None]], policy: str) -> tuple[int | None, str | None]:
    for i, key in enumerate(own):
        if not key:
            continue
        holders = [profile for profile, theirs in held.items() if theirs[i] == key]
        free = [p for p in holders if policy == "update" or all(_agree(own[j], held[p][j]) for j in range(i))]
        if len(free) > 1:
            return None, "ambiguous"
        if free:
            return free[0], None
        if holders and policy == "reject":
            return None, "conflict"
    return None, None


def _agree(a: Key | None, b: Key | None) -> bool:
    return not a or not b or a == b


def _mark_duplicates(met: list[Patron]) -> None:
    doubled: list[Patron] = []
    for profile in {each.profile for each in met if each.profile is not None}:
        claimants = [each for each in met if each.profile == profile]
        strong = [each for each in claimants if each.strong]
        if len(claimants) > 1:
            doubled += [each for each in claimants if not each.strong or len(strong) > 1]
    ids = Counter(each.id for each in met if each.id)
    doubled += [each for each in met if ids[each.id] > 1]
    new = [each for each in met if each.profile is None and each.rule is None]
    claims = Counter(each.claim for each in new)
    doubled += [each for each in new if claims[each.claim] > 1]
    for each in doubled:
        if each.rule != "missing_key":
            each.rule = "duplicate"


# Decide


def _type_after(patron: Patron, world: World) -> str | None:
    held = world.profiles.get(patron.profile or 0, {}).get("type")
    return _good(patron, "type") or held


def _applies(target: Field, patron: Patron, world: World) -> bool:
    return not target.owner or target.owner == _type_after(patron, world)


def _changed(patron: Patron, world: World) -> list[tuple[Field, str | None, str | None]]:
    """Return (field, before, after) of what an update of the patron's profile would change."""
    row = world.profiles.get(patron.profile or 0, {})
    found = []
    for target in FIELDS:
        value = _good(patron, target.key)
        if value is not None and _applies(target, patron, world) and (value or None) != row.get(target.column):
            found.append((target, row.get(target.column), value or None))
    return found


def _decide(patron: Patron, world: World, setup: Setup) -> None:
    gone = patron.profile in world.deleted
    there = patron.profile is not None
    if there and not gone and setup.type != "create":
        for target in FIELDS:
            if target.required and patron.values[target.key] == "":
                patron.wrong[target.key] = "required"
    if patron.rule in (None, "missing_required"):
        lacking = any(target.required and not _good(patron, target.key) for target in FIELDS)
        patron.rule = "missing_required" if not there and setup.type != "update" and lacking else None
    if patron.rule:
        patron.bucket = "rejected"
    elif gone or (there and setup.type == "create") or (not there and setup.type == "update"):
        patron.bucket = "skipped"
    elif not there:
        patron.bucket = "created"
    else:
        patron.bucket = "updated" if _changed(patron, world) else "unchanged"


def _refuse_taken(met: list[Patron], world: World, setup: Setup) -> None:
    """Refuse values of unique fields that another profile holds after the run, until nothing more falls."""
    fallen = True
    while fallen:
        fallen = False
        for target in (each for each in FIELDS if each.unique):
            for patron in _takers(target, met, world):
                patron.wrong[target.key] = "not_unique"
                _decide(patron, world, setup)
                fallen = True


def _takers(target: Field, met: list[Patron], world: World) -> list[Patron]:
    after = {p: row.get(target.column) for p, row in world.profiles.items()}
    brought: list[tuple[Patron, str]] = []
    for patron in met:
        value = _good(patron, target.key)
        if patron.bucket == "created" and value and _applies(target, patron, world):
            brought.append((patron, value))
        if (
            patron.bucket == "updated"
            and patron.profile is not None
            and target in [each[0] for each in _changed(patron, world)]
        ):
            after.pop(patron.profile)
            brought += [(patron, value)] if value else []
    kept = {fold(target, value) for value in after.values() if value}
    times = Counter(fold(target, value) for _, value in brought)
    return [patron for patron, value in brought if fold(target, value) in kept or times[fold(target, value)] > 1]


# What it comes to


def _result(everyone: list[Patron], world: World, setup: Setup) -> Result:
    met = [each for each in everyone if each.bucket != "filtered_out"]
    updated = [each for each in met if each.bucket == "updated"]
    return Result(
        [(each.name, each.bucket, each.rule) for each in everyone],
        sorted(finding for each in met for finding in _findings(each, world, setup)),
        [_row_of(each, world) for each in met if each.bucket == "created"],
        sorted(
            (each.profile or 0, t.key, before, after) for each in updated for t, before, after in _changed(each, world)
        ),
        {each.id: each.profile for each in met if _gets_link(each, setup) and each.profile is not None},
    )


def _gets_link(patron: Patron, setup: Setup) -> bool:
    return setup.type != "create" and patron.rule is None and not patron.linked and bool(patron.id)


def _row_of(patron: Patron, world: World) -> dict[str, str]:
    found = {target.key: _good(patron, target.key) for target in FIELDS if _applies(target, patron, world)}
    return {key: value for key, value in found.items() if value}


def _findings(patron: Patron, world: World, setup: Setup) -> Iterable[tuple[str, str, str]]:
    for key, rule in patron.wrong.items():
        if key not in setup.silent and _applies(BY_KEY[key], patron, world):
            yield patron.name, key, rule
    if patron.rule == "missing_required":
        yield patron.name, "type" if not _good(patron, "type") else "last_name", patron.rule
    elif patron.rule:
        by = patron.claim[0] if patron.claim and not patron.linked else None
        yield (
            patron.name,
            ", ".join(" + ".join(k) for k in setup.match_on) if by is None else " + ".join(setup.match_on[by]),
            patron.rule,
        )
