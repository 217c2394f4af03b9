"""What the rows of a draft's map do: samples before and after, and how far value maps reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from synckit import engine, filters, report
from synckit.checks import Judged
from synckit.definition import Sync, draft, lacks
from synckit.definition.draft import Content
from synckit.engine.expressions import render
from synckit.fields import Catalogue, FieldType, IlsField
from synckit.findings import RULES
from synckit.plan import Inputs
from synckit.plan.candidates import candidates
from synckit.run import Home
from synckit.workspace.masking import is_category, is_ils_category
from synckit.workspace.previewing.filtering import CODES, group_of, met, opened, scene
from synckit.workspace.readings import Patrons

SAMPLES = 4
MOST_CODES = 500
"""A column with more values than that is no column of codes."""
SEVERAL = 5
_PERSONAL = frozenset({FieldType.EMAIL, FieldType.PHONE, FieldType.DATE, FieldType.DATETIME, FieldType.URL})
_REACHES = "@|[0-9]{6}|[0-9][0-9 ()/.+-]{6,}[0-9]"
"""What looks like an address, a number of a card or of a telephone, or a date."""


@dataclass(frozen=True)
class RowLook:
    """What one row of the map does."""

    samples: tuple[tuple[str, str, str], ...]
    """(before, after, the rule that the value breaks or "") of the first patrons with a value."""
    filled: int
    """Patrons that meet the filter and have a value."""
    incorrect: int
    """Those of them whose value breaks a rule."""
    codes: tuple[tuple[str, str | None, int], ...]
    """(value, what it becomes or None where the value map or the field's options do not know it, patrons), those first.

    () where there is neither, or where the values say too much of one person to be shown.
    """


@dataclass(frozen=True)
class MapLook:
    """What the map does to the patrons that meet the filter."""

    met: int
    rows: dict[str, RowLook]
    """By the id of the row; rows that cannot be judged yet are left out."""
    at: datetime


def map_look(home: Home, patrons: Patrons, content: Content, catalogue: Catalogue) -> MapLook:
    """Return what the rows of a draft's map do, with masked samples before and after, and how far value maps reach."""
    rows = [row for row in content.get("mapping", ()) if _can_be_judged(row, catalogue, patrons.fields)]
    group = group_of(content.get("filter"), patrons.fields)
    with opened(patrons) as con:
        view = scene(home, patrons.fields, content.get("timezone"))
        con.execute(f"create view met as select * from patrons where {render(met(group, view))}")
        count = int(con.execute("select count(*) from met").fetchall()[0][0])
        return MapLook(count, _row_looks(con, patrons, content, rows, catalogue, view) if rows else {}, patrons.at)


def _can_be_judged(row: Content, catalogue: Catalogue, fields: Mapping[str, IlsField]) -> bool:
    if draft.is_blank_row(row) or lacks.of_row(row, catalogue, fields):
        return False
    probe = {
        **draft.blank(),
        "name": "x",
        "connection": "x",
        "type": "update",
        "match_on": [[row["to"]]],
        "mapping": [row],
    }
    return not [lack for lack in lacks.of_draft(probe, catalogue, fields) if lack.step == "map"]


def _row_looks(
    con: engine.Connection,
    patrons: Patrons,
    content: Content,
    rows: list[Content],
    catalogue: Catalogue,
    view: filters.Scene,
) -> dict[str, RowLook]:
    unique = list({row["to"]: row for row in rows}.values())
    settings = {key: content[key] for key in ("empty_fields", "incorrect_values") if content.get(key)}
    sync = Sync.from_dict(
        {
            **settings,
            "name": "x",
            "connection": "x",
            "type": "update",
            "match_on": [unique[0]["to"]],
            "mapping": [draft.plain_row(row) for row in unique],
        }
    )
    wide, _, _ = candidates(
        con, Inputs(sync, catalogue, patrons.fields, patrons.extract, view.as_of, view.zone, False, False)
    )
    return _looked(con, unique, wide.judged, _seen(con, unique, patrons.fields))


def _seen(con: engine.Connection, rows: list[Content], fields: Mapping[str, IlsField]) -> list[bool]:
    """Return of which rows the source may be seen: of those that read categories, or what is as good as one.

    What is asked is the whole reading, not those who meet the filter: a narrow filter must not make codes of names.
    """
    named = sorted({name for row in rows if row["origin"] == "from" for name in row["from"]})
    hidden = _not_codes(con, [fields[name] for name in named if not is_ils_category(fields[name])])
    return [row["origin"] == "constant" or (row["origin"] == "from" and hidden.isdisjoint(row["from"])) for row in rows]


def _not_codes(con: engine.Connection, asked: list[IlsField]) -> set[str]:
    """Return the fields whose values are not as good as codes; those with very many are told apart by an estimate."""
    if not asked:
        return set()
    rough = ", ".join(f"approx_count_distinct({engine.identifier(field.name)})" for field in asked)
    many = con.execute(f"select {rough} from patrons").fetchall()[0]
    few = [
        field
        for field, different in zip(asked, many, strict=True)
        if different <= 2 * MOST_CODES and field.type not in _PERSONAL
    ]
    return {field.name for field in asked} - {field.name for field in few if _has_codes(con, field)}


def _has_codes(con: engine.Connection, field: IlsField) -> bool:
    cell = engine.identifier(field.name)
    each = f"select {f'unnest({cell})' if field.many else cell} as v from patrons"
    reaches = f"regexp_matches(v, {engine.literal(_REACHES)})"
    asked = f"select count(*), {reaches} from (select trim(v) as v from ({each})) where v <> '' group by v"
    values = con.execute(asked).fetchall()
    return not any(each for _, each in values) and _are_codes([count for count, _ in values])


def _are_codes(counts: Sequence[int]) -> bool:
    """Return whether values are so few, and shared by so many, that none says who somebody is; `counts`: patrons by value.

    Most values have to be shared by several: one that stands for none, which very many have, hides nobody behind it.
    """
    different, people = len(counts), sum(counts)
    several = min(SEVERAL, people / (2 * different or 1))
    is_shared = 2 * len([count for count in counts if count >= several]) > different or not counts
    few = different <= CODES and 2 * different <= people
    return is_shared and (few or (different <= MOST_CODES and 100 * different <= people))


def _looked(
    con: engine.Connection, rows: list[Content], judged: Sequence[Judged], seen: list[bool]
) -> dict[str, RowLook]:
    """Look at every row of the map in one pass over the candidates; the codes of a value map take one more each."""
    told = [_columns(con, each) for each in judged]
    asked = [
        f"count(s{i}), count({rule}), min_by([{before}, {value}, cast({rule} as varchar)], _row, {SAMPLES})"
        f" filter (where s{i} is not null)"
        for i, (before, value, rule) in enumerate(told)
    ]
    found = con.execute(f"select {', '.join(asked)} from candidates").fetchall()[0]
    looks = {}
    for i, (row, each) in enumerate(zip(rows, judged, strict=True)):
        filled, incorrect, first = found[3 * i : 3 * i + 3]
        samples = tuple(
            _sample(was, now, broken, seen[i], is_category(each.target)) for was, now, broken in first or ()
        )
        coded = row.get("values") or (each.target.options and each.target.type is FieldType.CHOICE)
        looks[row["id"]] = RowLook(samples, filled, incorrect, _codes(con, row, *told[i]) if coded and seen[i] else ())
    return looks


def _sample(
    was: str | None, now: str | None, broken: str | None, is_seen: bool, is_option: bool
) -> tuple[str, str, str]:
    """Return a sample as everybody may see it: a wrong value is no option, whatever field it was meant for."""
    rule = _rule(broken)
    after = now if is_seen or (is_option and not rule) else report.masked(now)
    return (was if is_seen else report.masked(was)) or "", after or "", rule


def _columns(con: engine.Connection, judged: Judged) -> tuple[str, str, str]:
    """Return the SQL of a row's source as text, of its value, and of the number of the rule that it breaks."""
    source = f"s{judged.index}"
    asked = "select data_type from duckdb_columns() where table_name = 'candidates' and column_name = ?"
    kinds = con.execute(asked, [source]).fetchall()
    several = bool(kinds) and str(kinds[0][0]).endswith("[]")
    before = f"array_to_string({source}, '; ')" if several else f"cast({source} as varchar)"
    rule = engine.identifier(judged.rule) if judged.rule else "cast(null as utinyint)"
    return before, engine.identifier(judged.value), rule


def _codes(
    con: engine.Connection, row: Content, before: str, value: str, rule: str
) -> tuple[tuple[str, str | None, int], ...]:
    """Count the values of a row's source, those first that the value map or the options do not know."""
    is_mapped = bool(row.get("values"))
    number = RULES.index("value_map" if is_mapped else "option") + 1
    found = con.execute(
        f"select {before} as was, case when {rule} = {number} then null else nullif({value}, '') end as now, count(*) as n,"
        f" max(coalesce({rule} = {number}, false)) as is_unknown"
        f" from candidates where {before} is not null group by 1, 2 order by is_unknown desc, n desc, was limit {CODES}"
    ).fetchall()
    return tuple((was, None if is_unknown else now or "", count) for was, now, count, is_unknown in found)


def _rule(number: str | None) -> str:
    place = int(number) if number else 0
    return "" if not place else RULES[place - 1] if place <= len(RULES) else "expectation"
