"""The whole SQL of one representative plan stands in tests/fixtures/plan.sql; SYNCKIT_GOLDEN=1 writes it anew."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import sqlglot

from synckit import engine, plan
from synckit.definition import Sync
from synckit.fields import Catalogue, IlsField
from synckit.ils import Extract
from tests.libraries import FIELDS, SOURCES, mapping

GOLDEN = Path(__file__).parent.parent / "fixtures" / "plan.sql"
SYNC = Sync.from_dict(
    {
        "name": "Golden",
        "connection": "Files",
        "match_on": ["card", ["email", "last_name"]],
        "on_conflict": "reject",
        "filter": {"all": [{"field": "first", "operator": "not_equals", "value": "Nobody"}]},
        "mapping": [
            *mapping("last", "card", "login", "kind", "grad"),
            {"from": "mail", "to": "email", "steps": ["lower"], "empty": "replace"},
        ],
    }
)


class Recorder:
    """An engine connection that remembers what it was asked."""

    def __init__(self, con: engine.Connection) -> None:
        self.con, self.asked = con, list[str]()

    def execute(self, query: str, *given: Any) -> Any:
        self.asked.append(query)
        return self.con.execute(query, *given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.con, name)


def written() -> str:
    """Return the statements of the plan, laid out for reading."""
    catalogue = Catalogue.empty().merged(Catalogue.from_yaml(FIELDS))
    con = Recorder(engine.connect())
    columns = ", ".join(f"cast(null as varchar) as {name}" for name in catalogue.columns)
    con.con.execute(f"create view profiles as select cast(1 as bigint) as profile_id, {columns}")
    con.con.execute("create view links as select 'p9' as ils_id, cast(1 as bigint) as profile_id, false as merged")
    con.con.execute("create view deleted as select cast(2 as bigint) as profile_id")
    values = ", ".join(f"'{name}' as {name}" for name in SOURCES)
    raw = f"select cast(0 as bigint) as _row, 'p1' as _id, cast(null as varchar) as _problem, cast(null as varchar[]) as _absent, {values}"
    fields = {name: IlsField(name) for name in SOURCES}
    plan.build(
        con, plan.Inputs(SYNC, catalogue, fields, Extract(raw, (), 1, SOURCES, ""), date(2026, 1, 1), "UTC", True, True)
    )  # type: ignore[arg-type]
    con.con.close()
    return ";\n\n".join(sqlglot.parse_one(each, read="duckdb").sql("duckdb", pretty=True) for each in con.asked) + ";\n"


def test_the_sql_of_a_plan_is_what_it_was() -> None:
    found = written()
    if os.environ.get("SYNCKIT_GOLDEN"):
        GOLDEN.write_text(found, "utf-8")
    assert found == GOLDEN.read_text("utf-8"), (
        "SYNCKIT_GOLDEN=1 writes the file anew; read the difference before you keep it"
    )
