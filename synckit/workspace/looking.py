"""Looking without writing: the preview of a filter, the patrons of a connection, and read-only SQL."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from synckit import clock, engine, errors, filters, report
from synckit import run as way
from synckit.claim import own_folder
from synckit.definition import Group, Sync
from synckit.engine.expressions import render
from synckit.fields import IlsField
from synckit.run import Home
from synckit.store import connections

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("profiles", "runs", "changes", "findings", "patrons")


@dataclass(frozen=True)
class Preview:
    """The patrons that meet a filter."""

    frame: pd.DataFrame
    """A row a patron in ILS order: `patron` and the ILS fields, text as read, lists as lists."""
    sql: str
    """The filter as DuckDB SQL."""
    waterfall: pd.DataFrame
    """A row a condition: `condition`, `patrons` that are left after it."""


def previewed(home: Home, name: str, limit: int | None) -> Preview:
    """Return the preview of a saved sync."""
    about = way.subject(home, name)
    fields = [field for field in about.sync.ils_fields if field in about.fields]
    return _look(home, about.connection, about.sync.filter, fields, limit, about.zone)


def looked_at(home: Home, connection: str, filter: Any, limit: int | None, columns: list[str] | None) -> Preview:
    """Return the patrons of a connection that meet a filter. Raises `DefinitionError` for unknown fields."""
    with home.store.read() as conn:
        known = connections.load(conn, connection)
    names = [field.name for field in known.fields]
    for column in columns or ():
        if column not in names:
            raise errors.DefinitionError(errors.unknown("ILS field", column, names))
    group = Group.from_dict(filter) if isinstance(filter, dict) else filter
    if group is not None:
        probe = Sync(
            name="preview",
            connection=connection,
            match_on=["last_name"],
            mapping=[{"constant": "x", "to": "last_name"}],
            type="update",
            filter=group,
        )
        from synckit.definition import validate
        from synckit.fields import Catalogue

        validate(probe, Catalogue.empty(), {field.name: field for field in known.fields})
    return _look(home, known, group, columns or names, limit, home.zone)


def _look(
    home: Home,
    known: connections.SavedConnection,
    group: Group | None,
    columns: list[str],
    limit: int | None,
    zone: str,
) -> Preview:
    folder = own_folder(home.folder / "runs")
    try:
        fields = {field.name: field for field in known.fields}
        needed = _needed(group, fields)
        asked = [name for name in fields if name in {*columns, *needed}]
        extract = way.connected(known).patrons(asked, folder, lambda rows: None)
        con = engine.connect(*extract.paths, writable=folder)
        try:
            con.execute(f"create view patrons as {extract.sql}")
            scene = filters.Scene(fields, clock.today(zone), zone)
            return Preview(
                _met(con, group, columns, limit, scene),
                render(filters.meets(group, scene), pretty=True),
                _waterfall(con, group, scene),
            )
        finally:
            con.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _needed(group: Group | None, fields: dict[str, IlsField]) -> set[str]:
    if group is None:
        return set()
    names = {name for leaf in group.leaves() for name in (leaf.words if hasattr(leaf, "words") else (leaf.field,))}
    return names & set(fields)


def _met(
    con: engine.Connection, group: Group | None, columns: list[str], limit: int | None, scene: filters.Scene
) -> pd.DataFrame:
    from synckit.plan.problems import PATRON

    shown = ", ".join(engine.identifier(name) for name in columns)
    meets = render(filters.meets(group, scene))
    last = f" limit {int(limit)}" if limit is not None else ""
    query = f"select {PATRON} as patron, {shown} from patrons where _problem is null and ({meets}) order by _row{last}"
    return con.sql(query).to_arrow_table().to_pandas()


def _waterfall(con: engine.Connection, group: Group | None, scene: filters.Scene) -> pd.DataFrame:
    """Count what is left after each outermost condition; an `any` group counts as one."""
    parts = list(group.conditions) if group is not None and group.op == "all" else [group] if group is not None else []
    rows = [{"condition": "Every patron", "patrons": _count(con, "true")}]
    for place, part in enumerate(parts, 1):
        so_far = filters.meets(Group(op="all", conditions=tuple(parts[:place])), scene)
        rows.append({"condition": _worded(part), "patrons": _count(con, f"_problem is null and ({render(so_far)})")})
    return report.frame(rows, ("condition", "patrons"))


def _count(con: engine.Connection, when: str) -> int:
    return int(con.execute(f"select count(*) from patrons where {when}").fetchall()[0][0])


def _worded(part: Any) -> str:
    if isinstance(part, Group):
        return (" and " if part.op == "all" else " or ").join(_worded(each) for each in part.conditions)
    if hasattr(part, "sql"):
        return str(part.sql)
    value = part.value
    said = ", ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
    return f"{part.field} {part.operator.replace('_', ' ')} {said}".rstrip()


def read_only(home: Home, query: str) -> pd.DataFrame:
    """Answer a query over copies of the workspace's tables in a private engine, which can reach nothing else."""
    words = set(re.findall(r"\w+", query.lower()))
    con = engine.connect()
    try:
        for table in TABLES:
            if table in words:
                _put(con, home, table)
        return con.sql(query).to_arrow_table().to_pandas()
    except engine.Error as problem:
        raise errors.DefinitionError(f"The query cannot be answered: {str(problem).splitlines()[0]}") from None
    finally:
        con.close()


def _put(con: engine.Connection, home: Home, table: str) -> None:
    from synckit import profiles

    if table == "profiles":
        frame = profiles.read(home.store)
    elif table == "patrons":
        frame = _all_patrons(home)
    else:
        frame = _results(home, table)
    con.register("frame_to_hold", frame)
    con.execute(f"create table {table} as select * from frame_to_hold")
    con.unregister("frame_to_hold")


def _all_patrons(home: Home) -> pd.DataFrame:
    """Return the patrons of the only connection."""
    with home.store.read() as conn:
        names = connections.names(conn)
    if len(names) != 1:
        raise errors.DefinitionError(
            f"The table patrons needs exactly one connection, and there are {len(names)}; use ws.patrons(name)."
        )
    return looked_at(home, names[0], None, None, None).frame


def _results(home: Home, table: str) -> pd.DataFrame:
    documents = report.documents(home)
    if table == "runs":
        rows = [
            {
                key: value
                for key, value in {**d, **d["counts"], **d["seconds"]}.items()
                if key not in ("counts", "seconds", "passed")
            }
            for d in documents
        ]
        return report.frame(rows, ("run", "sync", "status", "as_of", *report.TOTALS, "findings", "started", "finished"))
    found = [
        {"run": d["run"], "sync": d["sync"], **row}
        for d in documents
        for row in report.results(home, d["run"], True)[table]
    ]
    columns = {
        "changes": ("profile_id", "field", "before", "after"),
        "findings": ("patron", "step", "field", "rule", "value", "message"),
    }
    return report.frame(found, ("run", "sync", *columns[table]))
