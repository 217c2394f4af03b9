"""What a piece of a filter that somebody is writing lacks. SQL is tried over no patrons at all, so that the sentence holds no value."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from synckit import engine, errors
from synckit.definition import Sql, draft, lacks
from synckit.definition.draft import Content
from synckit.engine import free_sql
from synckit.engine.expressions import render
from synckit.fields import IlsField


def filter_lacks(group: Content | None, fields: Mapping[str, IlsField]) -> dict[str, str]:
    """Return a sentence for each condition and SQL piece that is begun and cannot be judged yet, by its id."""
    told = {part["id"]: part_lack(part, fields) for part in draft.conditions({"filter": group})}
    return {part_id: says for part_id, says in told.items() if says}


def part_lack(part: Content, fields: Mapping[str, IlsField]) -> str:
    """Return what a condition or an SQL piece lacks, or "", also when nothing is filled in."""
    if draft.is_blank_part(part):
        return ""
    if "sql" not in part:
        return lacks.of_condition(part, fields)
    return _sql_lack(part["sql"], tuple((field.name, field.many) for field in fields.values()))


@lru_cache(256)
def _sql_lack(text: str, columns: tuple[tuple[str, bool], ...]) -> str:
    try:
        said = render(free_sql.parse(Sql(sql=text).sql, [name for name, _ in columns]))
    except errors.SynckitError as problem:
        return str(problem)
    nothing = [f"cast(null as varchar{'[]' if many else ''}) as {engine.identifier(name)}" for name, many in columns]
    con = engine.connect()
    try:
        con.execute(f"select try_cast({said} as boolean) from (select {', '.join(nothing)}) where false")
    except engine.Error as problem:
        return f"The SQL condition cannot be used: {str(problem).splitlines()[0].rstrip('.')}."
    finally:
        con.close()
    return ""
