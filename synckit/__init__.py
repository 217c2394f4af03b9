"""Keeps person profiles in step with the patron records of a library system.

    # the ground
    errors.py          what can go wrong, by what the caller does next
    clock.py           the only door to time
    documents.py       YAML in and out, with the line of every key
    fields/            field types, ILS fields, profile fields and their scopes
    definition/        one sync as data: setup, strategies, conditions, mappings, schedule, limits; to and from YAML
    recurrence.py      when a sync is due (pure)
    engine/            where set work runs: DuckDB in memory
    store/             the truth: one SQL database, through SQLAlchemy Core; one transaction per apply
    access/            who may do what: roles, and the person at work; passwords, signing in, users
    secrets.py         the secrets of connections, sealed; the key is elsewhere
    snapshots.py       the profiles as Parquet for the engine: a cache, advanced by each run's changes
    # the way of a patron
    findings.py        the rules that a value or a patron can break, and the sentence each says
    ils/               patrons in: alma, symphony, sierra, koha, files; one HTTP door; paging, retry, throttling
    filters.py         conditions -> SQL; patrons -> fewer patrons
    mapping/           mappings -> column transforms; patrons -> candidates
    checks/            profile-field rules -> expectation suite -> findings
    matching.py        candidates + profiles -> who is whom
    plan/              -> create / update / unchanged / ..., before and after, sealed
    apply/             a plan -> the store; undo
    profiles/          profiles by hand and by file: import, export, edit, delete, release
    claim.py           one run of a sync at a time: the lease that it holds
    run/               the whole way in order: load -> filter -> map -> check -> match -> plan -> hold or apply
    report.py          a run -> totals, tables, charts
    notices/           who is told when a sync fails, is held, is paused, is well again
    # the doors
    emulators/         small library systems over HTTP for rehearsal, demos and tests
    workspace/         what a notebook holds: handles on connections, fields, syncs, plans, runs
    runner/            the loop that runs due syncs (the `schedule` package only ticks)
    cli/               python -m synckit
    ui/                what pages share; the only place besides pages/ that imports streamlit

Each module imports only what stands above it. The names below load their module when they are first used, so that
`import synckit` is quick.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    "synckit.errors": (
        "SynckitError DefinitionError NotFound Refused IlsError StoreError StalePlan Held SuiteError Cancelled"
    ),
    "synckit.fields": "Catalogue FieldType IlsField ProfileField Scope",
    "synckit.definition": "Condition Group Limit Limits Mapping Otherwise Period Schedule Sql Step Sync",
    "synckit.plan": "Plan",
    "synckit.workspace": "Workspace open",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = list(_HOME_OF)


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'synckit' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
