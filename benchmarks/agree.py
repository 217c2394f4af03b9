"""Whether product and floor agree on every profile, every change and every bad value.

The product is asked as a user would ask it: the exported profiles, and the results of its last run. Profiles are known
by their card number on both sides, since each side numbers them in its own way.
"""

from pathlib import Path

import duckdb

from benchmarks import floor, job, product
from benchmarks.pipeline import say

CARD = "library_card_number"
QUESTIONS = {
    "profiles": (
        f"select {', '.join(floor.COLUMNS)} from floor.profiles",
        "select {columns} from read_csv('{home}_profiles.csv', header = true, all_varchar = true)",
    ),
    "changes": (
        f"select p.{CARD}, c.field, c.before, c.after from floor.changes c join floor.profiles p using (patron)",
        "select p.{card}, c.field, c.before, c.after from "
        "(select unnest(changes, recursive := true) from ours) c join profiles p using (profile_id)",
    ),
    "findings": (
        "select patron, field, value from floor.findings",
        "select f.patron, f.field, f.value from (select unnest(findings, recursive := true) from ours) f",
    ),
}
DOCUMENT = {
    "changes": "STRUCT(profile_id BIGINT, field VARCHAR, before VARCHAR, after VARCHAR)[]",
    "findings": "STRUCT(patron VARCHAR, field VARCHAR, rule VARCHAR, value VARCHAR)[]",
}


def differences(scenario: str, patrons: int, folder: Path) -> dict[str, int]:
    """Return, for profiles, changes and findings, how many rows one side has and the other has not."""
    home = folder / f"agree_{patrons}"
    product.prepare(scenario, patrons, folder, home)
    run = product.command(home, "run", "Floor")["run"]
    results = product.command(home, "results", str(run), "--show-values")
    _write(home, results)
    product.command(home, "profiles", "export", f"{home}_profiles.csv", "--raw")
    path = folder / f"agree_{patrons}.duckdb"
    floor.prepare(scenario, patrons, folder, path)
    floor.timed(patrons, folder, path)
    try:
        return _compare(home, path)
    finally:
        product.remove(home)
        path.unlink()


def run(patrons: int, folder: Path) -> int:
    """Compare all scenarios, telling of each; return the number of differences."""
    job.write_patrons(patrons, folder)
    total = 0
    for scenario in job.SCENARIOS:
        found = differences(scenario, patrons, folder)
        say(f"{scenario}: " + ", ".join(f"{count} differences in {name}" for name, count in found.items()))
        total += sum(found.values())
    return total


def _write(home: Path, results: dict[str, object]) -> None:
    document = {name: results[name] for name in DOCUMENT}
    Path(f"{home}_results.json").write_text(job.as_yaml(document), encoding="utf-8")


def _compare(home: Path, path: Path) -> dict[str, int]:
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.execute(f"attach '{path}' as floor (read_only)")
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in DOCUMENT.items())
    connection.execute(
        f"create table ours as from read_json('{home}_results.json', columns = {{{columns}}}, maximum_object_size = 2000000000)"
    )
    connection.execute(
        f"create table profiles as select profile_id::bigint as profile_id, {CARD} "
        f"from read_csv('{home}_profiles.csv', header = true, all_varchar = true)"
    )
    return {name: _difference(connection, home, *sides) for name, sides in QUESTIONS.items()}


def _difference(connection: duckdb.DuckDBPyConnection, home: Path, theirs: str, ours: str) -> int:
    ours = ours.format(home=home, card=CARD, columns=", ".join(f"nullif({name}, '')" for name in floor.COLUMNS))
    either = f"(({theirs}) except all ({ours})) union all (({ours}) except all ({theirs}))"
    return int(connection.execute(f"select count(*) from ({either})").fetchall()[0][0])
