"""What a run did, a page at a time, as frames of text: profiles made and changed, findings, what approval or undo would do.

Values are masked here unless they are to be shown, so that a page cannot forget it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from synckit import engine, errors, report
from synckit import run as way
from synckit.apply import holding
from synckit.apply.undo import foresee
from synckit.definition import Sync
from synckit.fields import Catalogue, ProfileField
from synckit.findings import COLUMNS as FINDING
from synckit.plan import Plan
from synckit.run import Home
from synckit.store import catalogue, connections, profiles, results, runs, syncs
from synckit.workspace import masking

if TYPE_CHECKING:
    import pandas as pd

PAGE = 50
"""Profiles or findings on one page."""
FIRST = 20
"""Rows of each kind that the preview of an undo shows."""
CHANGE = ("profile_id", "name", "field", "before", "after")


@dataclass(frozen=True)
class UndoLook:
    """What an undo would do: how much of each kind, and the first rows."""

    restored: int
    deleted: int
    left: int
    first_restored: pd.DataFrame
    """`profile_id`, `name`, `field`, `before` (what it holds), `after` (what it gets back)."""
    first_deleted: pd.DataFrame
    """`profile_id`, `name`."""
    first_left: pd.DataFrame
    """`profile_id`, `name`, `field`."""


def definition(home: Home, run_id: int) -> Sync:
    """Return the definition of its sync by which a run was made. Raises `NotFound`."""
    with home.store.read() as conn:
        saved = runs.get(conn, run_id)
        return Sync.from_dict(syncs.version(conn, saved.sync_id, saved.sync_version))


def created(home: Home, run_id: int, page: int, plainly: bool) -> pd.DataFrame:
    """Return a page of the profiles that a run made, as they are now: `profile_id` and the fields it maps."""
    with home.store.read() as conn:
        saved = runs.get(conn, run_id)
        fields = catalogue.load(conn)
        mapped = _mapped(conn, saved, fields)
        columns = [field.column for field in mapped]
        rows = results.made(conn, saved.version, columns, PAGE, _skip(page, PAGE)) if saved.version else []
    plain = _plain(fields, plainly)
    keys = [field.key for field in mapped]
    told = [(row[0], *(masking.cell(v, k, plain) for k, v in zip(keys, row[1:], strict=True))) for row in rows]
    return report.frame(told, ("profile_id", *keys))


def changed(home: Home, run_id: int, page: int, plainly: bool, size: int = PAGE) -> pd.DataFrame:
    """Return a page of `size` profiles that a run changed, a row a field: CHANGE."""
    with home.store.read() as conn:
        saved = runs.get(conn, run_id)
        rows = results.changed(conn, saved.version, size, _skip(page, size)) if saved.version else []
        return _changes(conn, rows, plainly)


def found(home: Home, run_id: int, field: str | None, rule: str | None, page: int, plainly: bool) -> pd.DataFrame:
    """Return a page of the findings of a run, of one field and rule where they are given; the field "" is none at all."""
    with home.store.read() as conn:
        rows = results.found(conn, run_id, field, rule, PAGE, _skip(page, PAGE))
        plain = None if plainly else _sources(conn, runs.get(conn, run_id))
    told = [(e.patron, e.step, e.field, e.rule, masking.cell(e.value, e.field, plain), e.message) for e in rows]
    return report.frame(told, FINDING)


def found_by(home: Home, run_id: int) -> pd.DataFrame:
    """Return how many findings there are by `field` ("" where there is none) and `rule`, the most frequent first."""
    with home.store.read() as conn:
        rows = results.found_by(conn, run_id)
    return report.frame([(field or "", rule, count) for field, rule, count in rows], ("field", "rule", "findings"))


def by_type(home: Home, run_id: int) -> dict[str, Any] | None:
    """Return patrons by type, as the plan counted them (`synckit.plan.breakdown`); None where it did not."""
    with home.store.read() as conn:
        return runs.get(conn, run_id).breakdown


def held_created(home: Home, run_id: int, page: int, plainly: bool) -> pd.DataFrame:
    """Return a page of the profiles that a held run would make: `patron` and the mapped fields. Raises `Refused`."""
    made, fields = _held(home, run_id, True, page, PAGE)
    plain = _plain(fields, plainly)
    keys = [name for name in made.columns if name != "patron"]
    return made.assign(**{key: [masking.cell(_text(v), key, plain) for v in made[key]] for key in keys})


def held_changed(home: Home, run_id: int, page: int, plainly: bool, size: int = PAGE) -> pd.DataFrame:
    """Return a page of `size` profiles that a held run would change: `patron`, then CHANGE without the name. Raises `Refused`."""
    made, fields = _held(home, run_id, False, page, size)
    plain = _plain(fields, plainly)
    masked = {
        side: [masking.cell(_text(v), k, plain) for v, k in zip(made[side], made["field"], strict=True)]
        for side in ("before", "after")
    }
    return made.assign(**masked)


def undo_look(home: Home, run_id: int, plainly: bool) -> UndoLook:
    """Return what undoing a run would do; nothing is written. Raises `Refused`, `NotFound`."""
    told = foresee(home.store, run_id, FIRST)
    with home.store.read() as conn:
        fields = catalogue.load(conn)
        plain = _plain(fields, plainly)
        keys = {field.column: field.key for field in fields.fields}
        named = _names(conn, [*told.first_deleted, *(row[0] for row in told.first_left)], plain)
        back = _changes(conn, told.first_restored, plainly)
    gone = [(each, named.get(each, "")) for each in told.first_deleted]
    left = [(each, named.get(each, ""), keys.get(column, column)) for each, column in told.first_left]
    return UndoLook(
        told.restored,
        told.deleted,
        told.left,
        back,
        report.frame(gone, ("profile_id", "name")),
        report.frame(left, ("profile_id", "name", "field")),
    )


def _held(home: Home, run_id: int, new: bool, page: int, size: int) -> tuple[pd.DataFrame, Catalogue]:
    """Return a page of what a held plan creates or changes, from its own rows alone."""
    con = engine.connect()
    try:
        with home.store.read() as conn:
            way.held_run(conn, run_id)
            fields = catalogue.load(conn)
            first = results.held_plan(conn, run_id)
            if first is None:
                raise errors.Refused(f"The plan of run {run_id} is no longer kept; run the sync again.")
            rows = results.held_patrons(conn, run_id, new, size, _skip(page, size))
            made: Plan = holding.rebuilt(conn, run_id, fields, con, [first, *rows])
        return (made.created if new else made.changes), fields
    finally:
        con.close()


def _mapped(conn: Any, saved: runs.SavedRun, fields: Catalogue) -> list[ProfileField]:
    """Return the profile fields that a run's sync mapped and that there still are, in the catalogue's order."""
    definition = syncs.version(conn, saved.sync_id, saved.sync_version)
    mapped = {row["to"] for row in definition["mapping"]}
    return [field for field in fields.fields if field.key in mapped]


def _changes(conn: Any, rows: Sequence[results.Changed], plainly: bool) -> pd.DataFrame:
    fields = catalogue.load(conn)
    plain = _plain(fields, plainly)
    keys = {field.column: field.key for field in fields.fields}
    names = _names(conn, {row[0] for row in rows}, plain)
    told = [
        (id, names.get(id, ""), key, masking.cell(before, key, plain), masking.cell(after, key, plain))
        for id, column, before, after in rows
        for key in [keys.get(column, column)]
    ]
    return report.frame(told, CHANGE)


def _names(conn: Any, profile_ids: Iterable[int], plain: frozenset[str] | None) -> dict[int, str]:
    columns = ("first_name", "last_name")
    rows = profiles.some(conn, columns, sorted(set(profile_ids)))
    return {
        row[0]: " ".join(masking.cell(v, k, plain) or "" for k, v in zip(columns, row[1:], strict=True) if v)
        for row in rows
    }


def _plain(fields: Catalogue, plainly: bool) -> frozenset[str] | None:
    return None if plainly else masking.readable(fields)


def _sources(conn: Any, saved: runs.SavedRun) -> frozenset[str]:
    """Return the profile fields of which everybody sees what a run read for them: a wrong value is no option of its field."""
    definition = syncs.version(conn, saved.sync_id, saved.sync_version)
    known = [each for each in connections.list(conn) if each.name == definition["connection"]]
    fields = {field.name: field for each in known for field in each.fields}
    return masking.readable_sources(definition["mapping"], fields)


def _skip(page: int, size: int) -> int:
    return max(page - 1, 0) * size


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
