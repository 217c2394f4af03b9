"""Held plans: kept as rows of the store until somebody approves or rejects them, in whatever process.

A kept plan is its `delta` (the patrons that would be written) and its new links, row by row as JSON, with one
row of what else the plan knows. Rebuilt, it is the very plan that was looked at; approving never plans anew.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from synckit import engine, errors
from synckit.checks import Judged
from synckit.definition import EmptyFields, Sync
from synckit.engine import identifier
from synckit.fields import Catalogue
from synckit.plan import Plan
from synckit.plan.delta import Wide
from synckit.store import held

_KNOWN = ("id", "sync_id", "sync_version", "connection_id", "base_version", "counts", "findings_count", "partial")


def keep(conn: Any, plan: Plan, run_id: int) -> None:
    """Store the rows of a plan."""
    held.keep(conn, run_id, _rows(plan))


def _rows(plan: Plan) -> Iterator[tuple[str, int | None, str | None, str | None]]:
    known = {name: getattr(plan, name) for name in _KNOWN}
    known |= {
        "as_of": plan.as_of.isoformat(),
        "passed": list(plan.passed),
        "sync": plan.sync.as_dict(),
        "notes": list(plan.notes),
        "since": plan.since and plan.since.isoformat(),
        "begun": plan.begun and plan.begun.isoformat(),
        "vanished": plan.vanished,
    }
    known |= {"any_profiles": plan.wide.any_profiles, "catalogue": plan.catalogue.digest, "columns": _columns(plan.con)}
    yield ("plan", None, None, json.dumps(known))
    for row in plan.rows("select profile_id, _id, to_json(d) from delta as d where bucket in (1, 2) order by _row"):
        yield ("patron", *row)
    for row in plan.rows("select profile_id, _id from new_links order by _id"):
        yield ("link", *row, None)
    for ils_id, profile_id in plan.vanished_rows():
        yield ("vanished", profile_id, ils_id, None)


def _columns(con: engine.Connection) -> dict[str, str]:
    """Return the columns of `delta` with their types."""
    return {row[0]: row[1] for row in con.execute("describe delta").fetchall()}


def rebuilt(
    conn: Any, run_id: int, catalogue: Catalogue, con: engine.Connection, given: Iterable[held.Row] | None = None
) -> Plan:
    """Return the plan that was kept, or as much of it as the rows `given`, the first of which says what it is.

    Raises `StalePlan` when the field catalogue is another one now.
    """
    first, *rows = given if given is not None else held.load(conn, run_id)
    known = json.loads(first[3] or "{}")
    if known["catalogue"] != catalogue.digest:
        raise errors.StalePlan(
            f"The profile fields changed since run {run_id} was held; reject it and run the sync again."
        )
    patrons = [(payload,) for kind, _, _, payload in rows if kind == "patron"]
    links = [(profile_id, patron) for kind, profile_id, patron, _ in rows if kind == "link"]
    gone = [(profile_id, patron) for kind, profile_id, patron, _ in rows if kind == "vanished"]
    _make_delta(con, known["columns"], patrons)
    engine.hold(con, "new_links", ("profile_id", "_id"), links)
    engine.hold(con, "vanished", ("profile_id", "ils_id"), gone)
    return _plan(con, known, catalogue)


def _make_delta(con: engine.Connection, columns: dict[str, str], payloads: list[tuple[str | None]]) -> None:
    engine.hold(con, "payloads", ("payload",), payloads)
    shape = json.dumps(columns)
    names = ", ".join(f"p.{identifier(name)} as {identifier(name)}" for name in columns)
    con.execute(
        f"create table delta as select {names} from (select from_json(payload, {engine.literal(shape)}) as p from payloads)"
    )


def _plan(con: engine.Connection, known: dict[str, Any], catalogue: Catalogue) -> Plan:
    sync = Sync.from_dict(known["sync"])
    judged = [Judged(i, catalogue.field(row.to), f"v{i}", f"r{i}") for i, row in enumerate(sync.mapping)]
    clears = frozenset(
        i for i, row in enumerate(sync.mapping) if (row.empty or sync.empty_fields) is EmptyFields.REPLACE
    )
    wide = Wide(sync, catalogue, judged, clears, known["any_profiles"])
    given = {name: known[name] for name in _KNOWN}
    return Plan(
        **given,
        sync=sync,
        catalogue=catalogue,
        as_of=date.fromisoformat(known["as_of"]),
        passed=tuple(known["passed"]),
        stopped=False,
        wide=wide,
        con=con,
        since=_moment(known.get("since")),
        begun=_moment(known.get("begun")),
        vanished=known.get("vanished", ""),
        notes=tuple(known["notes"]),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def overridden(plan: Plan) -> Plan:
    """Return the plan with its passed limits approved."""
    return dataclasses.replace(plan, passed=())
