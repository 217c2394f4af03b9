"""A run to what people read: totals, tables and the run document, the same for page, notebook and command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from synckit.plan import COUNTS
from synckit.run import Home
from synckit.store import catalogue, changes, findings, profiles, runs, syncs, vanished

if TYPE_CHECKING:
    import pandas as pd

TOTALS = {
    "read": "Patrons read",
    "filtered_out": "Filtered out",
    "created": "New Profiles Created",
    "updated": "Existing Profiles Updated",
    "unchanged": "Unchanged",
    "skipped": "Skipped",
    "rejected": "Rejected",
}
"""What each count is called, in the order in which they are shown; all but the first add up to the first."""


def masked(value: str | None) -> str | None:
    """Return a value with its first letter alone, and the domain of an e-mail.

    >>> masked("Ann"), masked("ann@example.org"), masked("")
    ('A•••', 'a•••@example.org', '')
    """
    if not value:
        return value
    name, at, domain = value.rpartition("@")
    if at and name and " " not in domain and "." in domain:
        return f"{name[0]}•••@{domain}"
    return f"{value[0]}•••"


def document(home: Home, run_id: int) -> dict[str, Any]:
    """Return a run as plain data: what `run --json` prints. Raises `NotFound`."""
    with home.store.read() as conn:
        saved = runs.get(conn, run_id)
        name = syncs.by_id(conn, saved.sync_id).name
    return told(saved, name)


def told(saved: runs.SavedRun, name: str) -> dict[str, Any]:
    """Return a saved run of a sync as plain data."""
    counts = {key: (saved.counts or {}).get(key, 0) for key in COUNTS}
    data: dict[str, Any] = {
        "run": saved.id,
        "sync": name,
        "status": saved.status,
        "as_of": saved.as_of.isoformat() if saved.as_of else None,
        "counts": counts,
        "findings": saved.findings or 0,
        "seconds": saved.seconds or {"load": 0.0, "plan": 0.0, "apply": 0.0},
        "started": saved.started_at.isoformat(timespec="seconds"),
        "finished": saved.finished_at.isoformat(timespec="seconds") if saved.finished_at else None,
        "undone": saved.undone_version is not None,
    }
    data |= saved.reading or {}
    if saved.passed:
        data["passed"] = list(saved.passed)
    return data | ({"message": saved.message} if saved.message else {})


def documents(home: Home, sync: str | None = None, limit: int | None = None) -> list[dict[str, Any]]:
    """Return the runs of one sync or of all, the newest first."""
    with home.store.read() as conn:
        if sync is not None:
            return [told(saved, sync) for saved in runs.list(conn, syncs.load(conn, sync).id, limit)]
        names = {sync_id: name for sync_id, name, _, _ in syncs.states(conn)}
        return [told(saved, names.get(saved.sync_id, "")) for saved in runs.list(conn, None, limit)]


def results(home: Home, run_id: int, show_values: bool = False) -> dict[str, Any]:
    """Return the run document with its findings (values masked unless `show_values`), profiles and changes."""
    data = document(home, run_id)
    with home.store.read() as conn:
        keys = {field.column: field.key for field in catalogue.load(conn).fields}
        found = findings.list(conn, run_id)
        saved = runs.get(conn, run_id)
        wrote = saved.version if saved.status == "complete" else None
        made = profiles.created_in(conn, wrote) if wrote else []
        rows = changes.of_version(conn, wrote) if wrote else []
        gone = vanished.of_run(conn, run_id)
    if gone:
        data["vanished_patrons"] = [{"patron": each.ils_id, "profile_id": each.profile_id} for each in gone]
    data["findings"] = [_finding(each, show_values) for each in found]
    data["created"] = made
    data["updated"] = sorted({row[0] for row in rows})
    data["changes"] = [
        {"profile_id": row[0], "field": keys.get(row[1], row[1]), "before": row[2], "after": row[3]} for row in rows
    ]
    return data


def _finding(each: findings.SavedFinding, show_values: bool) -> dict[str, Any]:
    value = each.value if show_values else masked(each.value)
    return {
        "patron": each.patron,
        "step": each.step,
        "field": each.field,
        "rule": each.rule,
        "value": value,
        "message": each.message,
    }


def frame(rows: Sequence[Any], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return rows as a pandas frame that has its columns even when it is empty."""
    import pandas as pd

    return pd.DataFrame(rows, columns=list(columns))
