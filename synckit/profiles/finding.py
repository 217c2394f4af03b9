"""Which rules the judged rows break: one query a field and rule, into the table `broken`.

A file is taken whole or not at all, so a value is judged as if every other row were written: swaps of unique values work.
"""

from __future__ import annotations

from collections.abc import Iterator

from synckit import engine
from synckit.engine import literal
from synckit.engine.expressions import Expression, column, render, sql
from synckit.fields import ProfileField
from synckit.findings import RULES
from synckit.matching import applies, comparable
from synckit.profiles import judging, rules
from synckit.profiles.judging import Brought, changes
from synckit.profiles.rules import Finding
from synckit.store import Change, lookup

_NEW = "given_id is null"
_READ = "_problem is null"
_ROWS = {
    "unreadable": ("not ({read})", "_problem"),
    "unknown_profile": ("{read} and given_id is not null and profile_id is null", "given_id"),
    "deleted": ("{read} and deleted", "given_id"),
    "repeated": (
        "{read} and profile_id in (select profile_id from judged group by profile_id having count(*) > 1)",
        "given_id",
    ),
}
"""Rules of whole rows: where each is broken, and the value it is about."""


def find(con: engine.Connection, change: Change, brought: Brought) -> tuple[list[Finding], int]:
    """Return the first findings, in the order of the rows, and how many there are."""
    con.execute("create table broken (_row bigint, place integer, rule varchar, value varchar)")
    for rule, (where, value) in _ROWS.items():
        _note(con, -1, literal(rule), where.replace("{read}", _READ), value)
    order = {field.key: place for place, field in enumerate(brought.catalogue.fields)}
    for i, field in enumerate(brought.fields):
        for rule, where in _value_rules(i, field):
            _note(con, order[field.key], rule, where, f"coalesce(v{i}, x{i})")
        if field.unique:
            _hold_taken(con, change, i, field)
            _note(con, order[field.key], literal("not_unique"), "_row in (select _row from taken)", f"v{i}")
    for field in brought.catalogue.fields:
        if field.required:
            _note(con, order[field.key], literal("missing_required"), _missing(brought, field), "null")
    return _found(con, brought)


def blank_rows(con: engine.Connection) -> list[Finding]:
    """Return the rows that hold nothing and are passed over."""
    query = f"select _row from given where _row not in (select _row from judged) order by _row limit {rules.KEPT}"
    return [
        Finding(row[0] + 1, None, "blank", None, rules.said("blank", None)) for row in con.execute(query).fetchall()
    ]


def _note(con: engine.Connection, place: int, rule: str, where: str, value: str) -> None:
    con.execute(f"insert into broken select _row, {place}, {rule}, {value} from judged where {where}")


def _value_rules(i: int, field: ProfileField) -> Iterator[tuple[str, str]]:
    """Give what is broken by the value of one field alone: each rule's name, and its condition."""
    own = applies(field, column("type_after"))
    here = f"{_READ} and {render(own)}" if own is not None else _READ
    yield f"{_names()}[r{i}]", f"{here} and r{i} is not null"
    if field.required:
        yield literal("required"), f"{here} and v{i} = '' and not ({_NEW})"
    if own is not None:
        yield literal("other_type"), f"{_READ} and not ({render(own)}) and v{i} is not null"


def _names() -> str:
    """Return the names of the rules as an array; the number of a rule is its place there, from 1."""
    return f"[{', '.join(map(literal, RULES))}]"


def _missing(brought: Brought, field: ProfileField) -> str:
    """Return where a required field would be empty in a new profile, or in one that gets another type."""
    empty = sql("{x} is null and {sound}", x=judging.after(brought, field), sound=judging.fits_no_rule(brought, field))
    own = applies(field, column("type_after"))
    here = [_READ, render(empty), *([render(own)] if own is not None else [])]
    i = brought.places.get(field.column)
    kept = f"type_after <> type_before and {'true' if i is None else f'v{i} is null'}"
    return " and ".join(
        f"({each})" for each in (*here, f"{_NEW} or (profile_id is not null and not deleted and {kept})")
    )


def _hold_taken(con: engine.Connection, change: Change, i: int, field: ProfileField) -> None:
    """Make `taken`: rows whose value another row brings too, or a profile would go on holding."""
    value: Expression = comparable(field, column(f"v{i}"))
    con.execute(
        f"create or replace table bringers as select _row, profile_id, {render(value)} as value"
        f" from judged where {render(changes(i))} and v{i} <> ''"
    )
    asked = con.execute("select distinct value from bringers").fetchall()
    judging.fill(con, "holders", ("profile_id", "value"), lookup.holders(change, field, (row[0] for row in asked)))
    con.execute(
        "create or replace table taken as"
        " select _row from bringers where value in (select value from bringers group by value having count(*) > 1)"
        " union select b._row from bringers as b join holders as h on h.value = b.value"
        " where h.profile_id is distinct from b.profile_id and h.profile_id not in"
        f" (select profile_id from judged where profile_id is not null and {render(changes(i))})"
    )


def _found(con: engine.Connection, brought: Brought) -> tuple[list[Finding], int]:
    count = con.execute("select count(*) from broken").fetchall()[0][0]
    query = f"select _row, place, rule, value from broken order by _row, place limit {rules.KEPT}"
    return [_finding(brought, *row) for row in con.execute(query).fetchall()], count


def _finding(brought: Brought, row: int, place: int, rule: str, value: str | None) -> Finding:
    field = brought.catalogue.fields[place] if place >= 0 else None
    key = field.key if field else None if rule == "unreadable" else "profile_id"
    return Finding(row + 1, key, rule, value, rules.said(rule, field))
