"""What a draft's filter does to the patrons of a reading: how many are left, and who they are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from synckit import clock, engine, errors, filters, report
from synckit.definition import Group, draft
from synckit.definition.draft import Content
from synckit.engine.expressions import Expression, all_of, render, sql
from synckit.fields import IlsField
from synckit.plan.problems import PATRON
from synckit.run import Home
from synckit.workspace.judging import part_lack
from synckit.workspace.masking import hidden_value, is_ils_category
from synckit.workspace.readings import Patrons

if TYPE_CHECKING:
    import pandas as pd

CODES = 50
_THREADS = max(1, (os.cpu_count() or 1) // 2)
"""Half the cores a look: a single one leaves the other half to the pages."""


@dataclass(frozen=True)
class FilterLook:
    """What a filter does to the patrons of a reading."""

    read: int
    met: int
    left: dict[str, int]
    """Patrons that are left after each outermost condition or group, by its id; those half filled in are passed over."""
    sql: str
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
    with opened(patrons) as con:
        read, readable, *left = con.execute(
            _counted(op, [render(filters.meets(each, view)) for _, each in parts])
        ).fetchall()[0]
    group = Group(op=op, conditions=tuple(part for _, part in parts)) if parts else None
    said = render(filters.meets(group, view), pretty=True)
    ids = [part_id for part_id, _ in parts]
    return FilterLook(read, left[-1] if left else readable, dict(zip(ids, left, strict=True)), said, patrons.at)


def _counted(op: str, tests: Sequence[str]) -> str:
    """Return the query that counts all, the readable, and those left after each test.

    A test is asked only of those whom the ones before it leave open, for some tests are slow: of a million patrons all
    of them are told in a fraction of what each step anew would take.
    """
    inner = "select *, _problem is null as _left from patrons"
    for place, test in enumerate(tests):
        asked = f"case when _left then coalesce({test}, false) else false end"
        if op == "any" and place:
            asked = f"case when _met{place - 1} then true else {asked} end"
        elif place:
            asked = f"case when _met{place - 1} then coalesce({test}, false) else false end"
        inner = f"select *, {asked} as _met{place} from ({inner})"
    counts = [f"count(*) filter (where {name})" for name in ("_left", *(f"_met{place}" for place in range(len(tests))))]
    return f"select {', '.join(['count(*)', *counts])} from ({inner})"


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
    """Return patrons that meet a filter, a row a patron in ILS order: `_id` and ILS fields as text, lists joined."""
    query = first_query(home, patrons, group, columns, limit, offset, zone)
    with opened(patrons) as con:
        frame = con.sql(query).to_arrow_table().to_pandas()
    hidden = [name for name in columns if masked and not is_ils_category(patrons.fields[name])]
    return frame.assign(**{name: frame[name].map(hidden_value) for name in hidden})


def first_query(
    home: Home,
    patrons: Patrons,
    group: Group | None,
    columns: Sequence[str],
    limit: int,
    offset: int,
    zone: str | None,
) -> str:
    """Return the SQL over the view `patrons` that gives those who meet a filter: `_id` and ILS fields as text."""
    shown = [f"{_text(patrons.fields[name])} as {engine.identifier(name)}" for name in columns]
    meets = render(met(group, scene(home, patrons.fields, zone)))
    told = ", ".join([f"{PATRON} as _id", *shown])
    return f"select {told} from patrons where {meets} order by _row limit {int(limit)} offset {int(offset)}"


def counts_by(
    home: Home, patrons: Patrons, group: Group | None, field: str, masked: bool, zone: str | None = None
) -> pd.DataFrame:
    """Return the most frequent values of a field among the patrons that meet a filter: `value`, `label`, `patrons`."""
    known = patrons.fields[field]
    cell = engine.identifier(field)
    values = f"unnest({cell})" if known.many else cell
    meets = render(met(group, scene(home, patrons.fields, zone)))
    with opened(patrons) as con:
        rows = con.execute(
            f"select coalesce(trim(v), '') as v, count(*) as n from (select {values} as v from patrons where {meets}) as f"
            f" group by 1 order by n desc, v limit {CODES}"
        ).fetchall()
    labels = dict(known.codes)
    hide = masked and not is_ils_category(known)
    told = [(report.masked(value) if hide else value, labels.get(value, ""), count) for value, count in rows]
    return report.frame(told, ("value", "label", "patrons"))


@contextmanager
def opened(patrons: Patrons) -> Iterator[engine.Connection]:
    """Give an engine with the view `patrons` over a reading.

    Raises `SuiteError` for SQL that fails on some patron, and `Refused` once the reading is deleted.
    """
    con = engine.connect(*patrons.extract.paths, threads=_THREADS)
    try:
        con.execute(f"create view patrons as {patrons.extract.sql}")
        yield con
    except engine.NotReadable:
        raise errors.Refused(
            "The patrons were read anew meanwhile, or are no longer kept; open the page again."
        ) from None
    except engine.Error as problem:  # its text may hold a value of a patron
        raise errors.SuiteError(
            f"A pattern or SQL expression could not run on some patron ({type(problem).__name__});"
            " use try_cast in SQL and patterns that RE2 understands."
        ) from None
    finally:
        con.close()


def met(group: Group | None, view: filters.Scene) -> Expression:
    return all_of([sql("_problem is null"), filters.meets(group, view)])


def _text(field: IlsField) -> str:
    cell = engine.identifier(field.name)
    return f"array_to_string({cell}, '; ')" if field.many else cell
