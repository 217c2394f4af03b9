"""What a reading of patrons says about a filter, a map and a whole sync, before any of it is saved. Nothing is written.

Values are masked unless somebody may see them and asked to; categories and ids are not (docs/decisions/what-is-masked.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from synckit import clock, engine, filters, report
from synckit.checks import Judged
from synckit.definition import Group, Sync, draft
from synckit.definition.draft import Content
from synckit.engine.expressions import Expression, all_of, render
from synckit.fields import Catalogue, FieldType, IlsField
from synckit.findings import RULES
from synckit.plan import Inputs
from synckit.plan.candidates import candidates
from synckit.plan.problems import PATRON
from synckit.run import Home
from synckit.run.planning import rehearse
from synckit.workspace.judging import part_lack
from synckit.workspace.readings import Patrons

if TYPE_CHECKING:
    import pandas as pd

CATEGORIES = frozenset({FieldType.CODE, FieldType.CHOICE, FieldType.CHOICES, FieldType.BOOLEAN})
"""Types whose values say nothing of one person alone; they are shown as they are."""
CATEGORY_NAMES = frozenset({"patron_type", "home_library", "status"})
"""ILS fields of which the same is true, though a file cannot say that they are codes."""
SAMPLES = 4
CODES = 50


@dataclass(frozen=True)
class FilterLook:
    """What a filter does to the patrons of a reading."""

    read: int
    met: int
    left: dict[str, int]
    """Patrons that are left after each outermost condition or group, by its id; those half filled in are passed over."""
    sql: str
    at: datetime


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

    () where there is neither, or where the values are too various to be codes.
    """


@dataclass(frozen=True)
class MapLook:
    """What the map does to the patrons that meet the filter."""

    met: int
    rows: dict[str, RowLook]
    """By the id of the row; rows that cannot be judged yet are left out."""
    at: datetime


@dataclass(frozen=True)
class PlanLook:
    """What a run would do: the plan's own numbers and its first rows."""

    counts: Mapping[str, int]
    status: str
    """planned, held or stopped: what would become of it."""
    passed: tuple[str, ...]
    findings: int
    changes: pd.DataFrame
    """The first changed fields: `patron`, `profile_id`, `field` (key), `before`, `after`."""
    created: pd.DataFrame
    """The first new profiles: `patron` and the mapped fields by key."""
    problems: pd.DataFrame
    """Findings counted by `field` and `rule`, the most frequent first."""
    at: datetime


def scene(home: Home, fields: Mapping[str, IlsField], zone: str | None) -> filters.Scene:
    """Return what a filter is judged against today."""
    return filters.Scene(fields, clock.today(zone or home.zone), zone or home.zone)


def whole_parts(group: Content | None, fields: Mapping[str, IlsField]) -> list[tuple[str, Any]]:
    """Return (id, condition, SQL piece or group) of the outermost parts of a draft's filter that can be judged already."""
    found = []
    for part in (group or {}).get("parts", ()):
        plain = _whole(part, fields)
        if plain is not None:
            found.append((part["id"], Group.from_dict({"all": [plain]}).conditions[0]))
    return found


def _whole(part: Content, fields: Mapping[str, IlsField]) -> dict[str, Any] | None:
    if "parts" in part:
        inside = [each for each in (_whole(inner, fields) for inner in part["parts"]) if each is not None]
        return {part["op"]: inside} if inside else None
    if draft.is_blank_part(part) or part_lack(part, fields):
        return None
    return {key: value for key, value in part.items() if key != "id" and value is not None}


def group_of(content: Content | None, fields: Mapping[str, IlsField]) -> Group | None:
    """Return the filter of a draft, without what is half filled in; None keeps everybody."""
    parts = [part for _, part in whole_parts(content, fields)]
    return Group(op=(content or {}).get("op", "all"), conditions=tuple(parts)) if parts else None


def filter_look(home: Home, patrons: Patrons, content: Content | None, zone: str | None = None) -> FilterLook:
    """Return how many patrons meet a draft's filter, and how many are left after each of its parts."""
    view = scene(home, patrons.fields, zone)
    parts = whole_parts(content, patrons.fields)
    op = (content or {}).get("op", "all")
    steps = [Group(op=op, conditions=tuple(part for _, part in parts[: n + 1])) for n in range(len(parts))]
    counted = ["count(*)", "count(*) filter (where _problem is null)"]
    counted += [f"count(*) filter (where _problem is null and ({render(filters.meets(each, view))}))" for each in steps]
    con = opened(patrons)
    try:
        read, readable, *left = con.execute(f"select {', '.join(counted)} from patrons").fetchall()[0]
    finally:
        con.close()
    said = render(filters.meets(steps[-1] if steps else None, view), pretty=True)
    ids = [part_id for part_id, _ in parts]
    return FilterLook(read, left[-1] if left else readable, dict(zip(ids, left, strict=True)), said, patrons.at)


def first_patrons(
    home: Home,
    patrons: Patrons,
    group: Group | None,
    columns: Sequence[str],
    masked: bool,
    limit: int = 20,
    offset: int = 0,
    zone: str | None = None,
) -> pd.DataFrame:
    """Return patrons that meet a filter, a row a patron in ILS order: `patron` and ILS fields as text, lists joined."""
    query = first_query(home, patrons, group, columns, limit, offset, zone)
    con = opened(patrons)
    try:
        frame = con.sql(query).to_arrow_table().to_pandas()
    finally:
        con.close()
    hidden = [name for name in columns if masked and not is_category(patrons.fields[name])]
    return frame.assign(**{name: frame[name].map(_masked) for name in hidden})


def first_query(
    home: Home,
    patrons: Patrons,
    group: Group | None,
    columns: Sequence[str],
    limit: int,
    offset: int,
    zone: str | None,
) -> str:
    """Return the SQL over the view `patrons` that gives those who meet a filter: `patron` and ILS fields as text."""
    shown = [f"{_text(patrons.fields[name])} as {engine.identifier(name)}" for name in columns]
    meets = render(_met(group, scene(home, patrons.fields, zone)))
    told = ", ".join([f"{PATRON} as patron", *shown])
    return f"select {told} from patrons where {meets} order by _row limit {int(limit)} offset {int(offset)}"


def counts_by(
    home: Home, patrons: Patrons, group: Group | None, field: str, masked: bool, zone: str | None = None
) -> pd.DataFrame:
    """Return the most frequent values of a field among the patrons that meet a filter: `value`, `label`, `patrons`."""
    known = patrons.fields[field]
    cell = engine.identifier(field)
    values = f"unnest({cell})" if known.many else cell
    meets = render(_met(group, scene(home, patrons.fields, zone)))
    con = opened(patrons)
    try:
        rows = con.execute(
            f"select coalesce(trim(v), '') as v, count(*) as n from (select {values} as v from patrons where {meets}) as f"
            f" group by 1 order by n desc, v limit {CODES}"
        ).fetchall()
    finally:
        con.close()
    labels = dict(known.codes)
    hide = masked and not is_category(known)
    told = [(report.masked(value) if hide else value, labels.get(value, ""), count) for value, count in rows]
    return report.frame(told, ("value", "label", "patrons"))


def map_look(home: Home, patrons: Patrons, content: Content, catalogue: Catalogue) -> MapLook:
    """Return what the rows of a draft's map do, with masked samples before and after, and how far value maps reach."""
    rows = [row for row in content.get("mapping", ()) if _can_be_judged(row, catalogue, patrons.fields)]
    group = group_of(content.get("filter"), patrons.fields)
    con = opened(patrons)
    try:
        view = scene(home, patrons.fields, content.get("timezone"))
        con.execute(f"create view met as select * from patrons where {render(_met(group, view))}")
        met = int(con.execute("select count(*) from met").fetchall()[0][0])
        return MapLook(met, _row_looks(con, patrons, content, rows, catalogue, view) if rows else {}, patrons.at)
    finally:
        con.close()


def _can_be_judged(row: Content, catalogue: Catalogue, fields: Mapping[str, IlsField]) -> bool:
    if draft.is_blank_row(row) or draft.row_lack(row, catalogue, fields):
        return False
    probe = {
        **draft.blank(),
        "name": "x",
        "connection": "x",
        "type": "update",
        "match_on": [[row["to"]]],
        "mapping": [row],
    }
    return not [lack for lack in draft.lacks(probe, catalogue, fields) if lack.step == "map"]


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
    return _looked(con, unique, wide.judged)


def _looked(con: engine.Connection, rows: list[Content], judged: Sequence[Judged]) -> dict[str, RowLook]:
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
        is_shown = _is_category(each.target.key, each.target.type)
        samples = tuple((_said(was, is_shown), _said(now, is_shown), _rule(broken)) for was, now, broken in first or ())
        coded = row.get("values") or (each.target.options and each.target.type is FieldType.CHOICE)
        looks[row["id"]] = RowLook(samples, filled, incorrect, _codes(con, row, *told[i]) if coded else ())
    return looks


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
    """Count the values of a row's source; without a value map only where they are shared by people, as codes are."""
    is_mapped = bool(row.get("values"))
    number = RULES.index("value_map" if is_mapped else "option") + 1
    found = con.execute(
        f"select {before} as was, case when {rule} = {number} then null else nullif({value}, '') end as now, count(*) as n,"
        f" max(coalesce({rule} = {number}, false)) as is_unknown"
        f" from candidates where {before} is not null group by 1, 2 order by is_unknown desc, n desc, was limit {CODES + 1}"
    ).fetchall()
    if not is_mapped and (len(found) > CODES or 2 * len(found) > sum(each[2] for each in found)):
        return ()
    return tuple((was, None if is_unknown else now or "", count) for was, now, count, is_unknown in found[:CODES])


def plan_look(home: Home, patrons: Patrons, sync: Sync, former: str | None, masked: bool) -> PlanLook:
    """Return what a run of a definition that is not saved would do to the profiles as they are."""
    planned = rehearse(home, sync, former, patrons.extract)
    try:
        made = planned.plan
        changes, created = made.first_changes(SHOWN), made.first_created(SHOWN)
        problems = made.rows(
            "select field, rule, count(*) as n from findings group by all order by n desc, field, rule"
        )
        return PlanLook(
            dict(made.counts),
            made.status,
            tuple(made.passed),
            made.findings_count,
            _mask_changes(changes, made.catalogue) if masked else changes,
            _mask_created(created, made.catalogue) if masked else created,
            report.frame(problems, ("field", "rule", "patrons")),
            patrons.at,
        )
    finally:
        planned.forget()


SHOWN = 20
"""Changes and new profiles of a plan that are shown."""


def _mask_changes(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    hidden = ~frame["field"].isin([field.key for field in catalogue.fields if _is_category(field.key, field.type)])
    return frame.assign(**{name: frame[name].where(~hidden, frame[name].map(_masked)) for name in ("before", "after")})


def _mask_created(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    known = {field.key: field.type for field in catalogue.fields}
    hidden = [name for name in frame.columns if name in known and not _is_category(name, known[name])]
    return frame.assign(**{name: frame[name].map(_masked) for name in hidden})


def _is_category(key: str, type: FieldType) -> bool:
    return key == "type" or type in CATEGORIES


def is_category(field: IlsField) -> bool:
    """Return whether the values of an ILS field say nothing of one person alone."""
    return field.name in CATEGORY_NAMES or field.type in CATEGORIES


def opened(patrons: Patrons) -> engine.Connection:
    """Return an engine with the view `patrons` over a reading."""
    con = engine.connect(*patrons.extract.paths)
    con.execute(f"create view patrons as {patrons.extract.sql}")
    return con


def _met(group: Group | None, view: filters.Scene) -> Expression:
    from synckit.engine.expressions import sql

    return all_of([sql("_problem is null"), filters.meets(group, view)])


def _text(field: IlsField) -> str:
    cell = engine.identifier(field.name)
    return f"array_to_string({cell}, '; ')" if field.many else cell


def _said(value: Any, is_shown: bool) -> str:
    text = "" if value is None else str(value)
    return text if is_shown else report.masked(text) or ""


def _masked(value: Any) -> Any:
    return report.masked(value) if isinstance(value, str) else value


def _rule(number: str | None) -> str:
    place = int(number) if number else 0
    return "" if not place else RULES[place - 1] if place <= len(RULES) else "expectation"
