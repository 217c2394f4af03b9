"""The findings of a plan: one row a problem, in ILS order, from every step.

The table `findings` has `_row`, `place` (order within a patron) and the columns of `synckit.findings`. The
rows come from the raw frame (unreadable records, values that do not fit the type of a filtered field), from
the values of `delta`, and from its rejections.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from synckit import engine
from synckit.checks import Check, Judged
from synckit.definition import Sync
from synckit.engine.expressions import Expression, alias, cases, column, render, sql
from synckit.fields import ProfileField
from synckit.findings import PATRON_RULES, RULES, VALUE_RULES, code
from synckit.matching import PART
from synckit.plan.delta import REJECTED, Wide, lacks

PATRON = "coalesce(nullif(_id, ''), 'row ' || (_row + 1))"
"""How a patron is named: by its ILS id, or by its place in the file."""

MAX_VALUE = 1000
"""Longer offending values are cut in findings; the source keeps them."""


def collect(
    con: engine.Connection,
    wide: Wide,
    added: Mapping[str, Sequence[Check]],
    misfits: Mapping[str, Expression],
    problems: bool,
) -> None:
    """Make the table `findings` from `patrons` and `delta`."""
    parts = [*_unreadable(problems), *(_misfit(name, when) for name, when in misfits.items())]
    parts += [q for each in wide.judged if (q := _incorrect(wide, each, added.get(each.target.column, ())))]
    parts.append(_rejections(wide))
    union = " union all ".join(render(part) for part in parts)
    con.execute(f"create or replace table findings as select * from ({union}) as f")


def _row(
    place: int,
    step: str,
    field: Expression | str | None,
    rule: Expression | str,
    value: Expression | str | None,
    message: Expression | str,
    source: str,
    when: Expression,
) -> Expression:
    parts = {"place": place, "step": step, "field": field, "rule": rule, "value": value, "message": message}
    columns = [
        alias(sql("cast({x} as varchar)" if name != "place" else "{x}", x=part), name) for name, part in parts.items()
    ]
    return sql(f"select _row, {PATRON} as patron, {{columns}} from {source} where {{when}}", columns=columns, when=when)


def _unreadable(problems: bool) -> list[Expression]:
    if not problems:
        return []
    before, after = PATRON_RULES["unreadable"].split("{reason}")
    message = sql("{a} || rtrim(_problem, '.') || {b}", a=before, b=after)
    return [_row(0, "read", None, "unreadable", None, message, "considered", sql("_problem is not null"))]


def _misfit(name: str, when: Expression) -> Expression:
    message = (
        f"The value of {name} does not read as the type that the filter compares; correct it in the library system."
    )
    return _row(
        1,
        "filter",
        name,
        "type",
        sql("left({x}, {n})", x=column(name), n=MAX_VALUE),
        message,
        "considered",
        sql("_problem is null and {w}", w=when),
    )


def _incorrect(wide: Wide, each: Judged, added: Sequence[Check]) -> Expression | None:
    mapping = wide.sync.mapping[each.index]
    if (mapping.incorrect or wide.sync.incorrect_values) == "skip":
        return None
    rule = column(f"r{each.index}")
    names = {code(name): name for name in VALUE_RULES} | {
        len(RULES) + 1 + i: check.rule for i, check in enumerate(added)
    }
    texts = {number: message(name, each.target) for number, name in names.items()}
    return _row(
        2 + each.index,
        "check",
        each.target.key,
        _chosen(rule, names),
        sql("left({v}, {n})", v=column(f"v{each.index}"), n=MAX_VALUE),
        _chosen(rule, texts),
        "delta",
        sql("{r} is not null", r=rule),
    )


def _chosen(number: Expression, words: Mapping[int, str]) -> Expression:
    return cases([(sql("{x} = {n}", x=number, n=n), word) for n, word in words.items()])


def message(rule: str, target: ProfileField) -> str:
    """Return what a finding of this rule says about a field.

    >>> from synckit.fields import Catalogue
    >>> message("length", Catalogue.empty().field("city"))
    "The value is longer than 256 characters; shorten it or raise the field's max_length."
    """
    if rule not in VALUE_RULES:
        return f"The value breaks the expectation {rule}, which the sync adds; correct it in the library system."
    return VALUE_RULES[rule].format(type=target.type.value.replace("_", " "), max_length=target.max_length)


def _rejections(wide: Wide) -> Expression:
    """Return the findings of the patrons of which nothing is written."""
    names = {code(name): name for name in PATRON_RULES if name != "unreadable"}
    texts = {number: PATRON_RULES[name] for number, name in names.items()}
    required = [field for field in wide.catalogue.fields if field.required]
    lacking = cases([(lacks(wide, field), field.key) for field in required])
    is_required = sql("rule = {n}", n=code("missing_required"))
    keys = ", ".join(" + ".join(key) for key in wide.sync.match_on)
    field = cases([(is_required, lacking)], _claimed_key(wide.sync))
    field = sql("coalesce({f}, {keys})", f=field, keys=keys)
    value = cases(
        [(is_required, None)],
        sql(
            "left(replace(substring(claim, strpos(claim, {sep}) + 1), {sep}, {plus}), {n})",
            sep=PART,
            plus=" + ",
            n=MAX_VALUE,
        ),
    )
    source = "(select d.*, c.claim from claims as c join delta as d on d._row = c._row) as r"
    rejected = sql("bucket = {b} and rule is not null", b=REJECTED)
    return _row(
        1000, "match", field, _chosen(column("rule"), names), value, _chosen(column("rule"), texts), source, rejected
    )


def _claimed_key(sync: Sync) -> Expression:
    """Return the field or fields of the key by which a patron claims."""
    found = [(sql("starts_with(claim, {p})", p=f"{i}{PART}"), " + ".join(key)) for i, key in enumerate(sync.match_on)]
    return cases(found)


def only_first(con: engine.Connection) -> None:
    """Keep the first rejection in ILS order alone: what a stopped run reports."""
    errors = ", ".join(f"'{name}'" for name in PATRON_RULES)
    con.execute(
        "create or replace table findings as select * from findings where rule in"
        f" ({errors}) order by _row, place limit 1"
    )
