"""The floor: the least work that does the job, as one DuckDB program over a private file.

It maps thirteen fields, checks five rules, compares with the profiles, and in one transaction updates, inserts, and logs
every change and every bad value. What it leaves out is what a product owes its users: links, matching by several keys,
duplicates, before-images of whole runs, undo, other processes, a store that survives `kill -9` and can be shared.

The order of work is what makes it quick: a small table of new and differing rows first, then one UPDATE whose SET names
only the columns that differ somewhere, then one INSERT, then the two logs.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks import job


class Column(NamedTuple):
    """One mapped field: its value, the text it came from, and the rule that a value which is not empty must meet."""

    value: str
    source: str
    rule: str = ""


def _plain(name: str, rule: str = "") -> Column:
    return Column(f"trim({name})", f"trim({name})", rule)


EMAIL = (
    r"regexp_full_match(trim(email), '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}') and length(trim(email)) <= 256"
)
DAY = "regexp_full_match(trim(expires), '[0-9]{4}-[0-9]{2}-[0-9]{2}') and try_cast(trim(expires) as date) is not null"
COLUMNS = {
    "library_card_number": _plain("barcode"),
    "first_name": _plain("first_name"),
    "middle_name": _plain("middle_name"),
    "last_name": _plain("last_name"),
    "email": Column("lower(trim(email))", "lower(trim(email))", EMAIL),
    "phone": _plain("phone", "length(trim(phone)) <= 64"),
    "address_1": _plain("addr1"),
    "city": _plain("city"),
    "state": _plain("state"),
    "postal_code": _plain("zip"),
    "type": Column(
        "case trim(ptype) when 'ST' then 'Student' when 'GR' then 'Student' when 'FAC' then 'Faculty' end",
        "trim(ptype)",
        "trim(ptype) in ('ST', 'GR', 'FAC')",
    ),
    "home_branch": Column(
        "case trim(branch) when 'M' then 'Main' when 'L' then 'Law' end", "trim(branch)", "trim(branch) in ('M', 'L')"
    ),
    "expires_on": _plain("expires", DAY),
}
TABLES = f"""
    create table profiles (id bigint, patron varchar, {", ".join(f"{name} varchar" for name in COLUMNS)});
    create table changes (patron varchar, field varchar, before varchar, after varchar);
    create table findings (patron varchar, field varchar, value varchar);
"""


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the private file."""
    connection = duckdb.connect(str(path))
    connection.execute("set enable_progress_bar = false; set preserve_insertion_order = false")
    return connection


def sync(connection: duckdb.DuckDBPyConnection, source: Path) -> dict[str, int]:
    """Bring the profiles in step with the patrons of `source`; return how many were created and updated."""
    connection.execute("begin")
    connection.execute(_delta(source))
    differing = _differing(connection)
    if differing:
        connection.execute(_update(differing))
        connection.execute(_log_changes(differing))
    connection.execute(_insert())
    connection.execute(_log_bad_values(source))
    updated, total = connection.execute("select count(id), count(*) from delta").fetchall()[0]
    connection.execute("commit")
    connection.execute("drop table delta")
    return {"created": total - updated, "updated": updated}


def _good(column: Column) -> str:
    """Return the value, or null when it is empty or breaks its rule: null keeps what the profile has."""
    return f"if({column.rule}, nullif({column.value}, ''), null)" if column.rule else f"nullif({column.value}, '')"


def _delta(source: Path) -> str:
    """Return the statement that makes `delta`: patrons without a profile and patrons that differ from theirs."""
    values = ", ".join(f"{_good(column)} as {name}" for name, column in COLUMNS.items())
    kept = ", ".join(f"coalesce(s.{name}, p.{name}) as {name}, p.{name} as old_{name}" for name in COLUMNS)
    differs = " or ".join(f"s.{name} <> p.{name} or (p.{name} is null and s.{name} is not null)" for name in COLUMNS)
    return (
        f"create temp table delta as select p.id, s.patron, {kept} "
        f"from (select patron_id as patron, {values} from '{source}') s left join profiles p using (patron) "
        f"where p.patron is null or {differs}"
    )


def _differing(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the columns in which any profile differs."""
    some = ", ".join(f"bool_or({name} is distinct from old_{name})" for name in COLUMNS)
    row = connection.execute(f"select {some} from delta where id is not null").fetchall()[0]
    return [name for name, differs in zip(COLUMNS, row, strict=True) if differs]


def _update(columns: list[str]) -> str:
    sets = ", ".join(f"{name} = d.{name}" for name in columns)
    return f"update profiles set {sets} from delta d where d.id is not null and profiles.patron = d.patron"


def _log_changes(columns: list[str]) -> str:
    each = (
        f"select patron, '{name}', old_{name}, {name} from delta where id is not null and {name} is distinct from old_{name}"
        for name in columns
    )
    return "insert into changes " + " union all ".join(each)


def _insert() -> str:
    first = "(select coalesce(max(id), 0) from profiles)"
    return f"insert into profiles select {first} + row_number() over (), patron, {', '.join(COLUMNS)} from delta where id is null"


def _log_bad_values(source: Path) -> str:
    each = (
        f"select patron_id, '{name}', {column.source} from '{source}' where {column.source} <> '' and not ({column.rule})"
        for name, column in COLUMNS.items()
        if column.rule
    )
    return "insert into findings " + " union all ".join(each)


def prepare(scenario: str, patrons: int, folder: Path, path: Path) -> None:
    """Make the profiles that the scenario begins with, in a new file at `path`."""
    path.unlink(missing_ok=True)
    connection = connect(path)
    connection.execute(TABLES)
    if scenario != "first":
        sync(connection, (job.base_file if scenario == "changed" else job.patrons_file)(patrons, folder))
        connection.execute("delete from changes; delete from findings")
    connection.close()


def timed(patrons: int, folder: Path, path: Path) -> dict[str, object]:
    """Run one sync over the patrons; return its seconds, the process's peak in MB, and the counts."""
    connection = connect(path)
    began = time.perf_counter()
    counts = sync(connection, job.patrons_file(patrons, folder))
    connection.close()
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "counts": counts}


if __name__ == "__main__":
    step, scenario_name, size, data, file = sys.argv[1:]
    if step == "prepare":
        prepare(scenario_name, int(size), Path(data), Path(file))
    else:
        print(json.dumps(timed(int(size), Path(data), Path(file))))
