"""The wide query: what each patron that matters would change, value by value.

One pass over the patrons, joined with their claims and profiles, keeps only the rows that do something or
have something wrong with them; a million unchanged patrons leave nothing behind. The result is the table
`delta`: `_row`, `_id`, `profile_id`, `bucket`, `rule` (why rejected), and for every mapping `v{i}` (text to
write, '' to clear, null to keep; the offending text where `r{i}` is set), `r{i}` (number of the broken rule)
and `b{i}` (what the profile has).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from synckit.checks import Judged
from synckit.definition import Sync
from synckit.engine.expressions import Expression, alias, all_of, any_of, cases, column, sql
from synckit.fields import Catalogue, ProfileField
from synckit.findings import code
from synckit.matching import applies

CREATED, UPDATED, UNCHANGED, SKIPPED, REJECTED = range(1, 6)
BUCKETS = ("created", "updated", "unchanged", "skipped", "rejected")
"""Names of the buckets 1 to 5; patrons that do not meet the filter are counted, never kept."""


@dataclass(frozen=True)
class Wide:
    """What the wide query is made from."""

    sync: Sync
    catalogue: Catalogue
    judged: Sequence[Judged]
    clears: frozenset[int]
    """Mappings whose empty source clears the field."""
    any_profiles: bool

    def rule(self, i: int) -> Expression:
        """Return the broken rule of mapping `i` over `delta`."""
        return column(f"r{i}")

    def changes(self, i: int) -> Expression:
        """Return what is true where mapping `i` changes its profile, over `delta` or the query that makes it."""
        differs = sql(
            # Null where the profile keeps what it has; no profile holds '', so '' beside null changes nothing.
            "{v} <> coalesce({b}, '') and {r} is null",
            r=column(f"r{i}"),
            v=column(f"v{i}"),
            b=column(f"b{i}"),
        )
        return differs if self.any_profiles else sql("false")


def delta_query(wide: Wide) -> Expression:
    """Return the query of `delta` over `candidates`, `claims` and `profiles`."""
    return sql(
        "select *, {bucket} as bucket from (select * replace ({rule} as rule) from {judged} as j) as d where {matters}",
        judged=_judged_rows(wide),
        rule=missing_required(wide),
        bucket=bucket(wide),
        matters=_matters(wide),
    )


def _matters(wide: Wide) -> Expression:
    """Return what is true where a patron has to be in `delta`; it may let in a few that are skipped."""
    new = [sql("profile_id is null")] if wide.sync.can_create else []
    changed = [wide.changes(each.index) for each in wide.judged] if wide.sync.can_update else []
    return any_of([sql("rule is not null"), *new, *changed, _wrong(wide)])


def _judged_rows(wide: Wide) -> Expression:
    """Values that count for the type the profile will have, with what the profile has beside them."""
    columns: list[Expression] = []
    for each in wide.judged:
        belongs = applies(each.target, column("type_after"))
        value = column(each.value)
        columns.append(
            alias(
                sql("case when {b} then {v} end", b=belongs, v=value) if belongs is not None else value,
                f"v{each.index}",
            )
        )
        columns.append(alias(_rule(wide, each, belongs), f"r{each.index}"))
        columns.append(
            alias(column(f"b{each.index}") if wide.any_profiles else sql("cast(null as varchar)"), f"b{each.index}")
        )
    return sql(
        "(select _row, _id, profile_id, rule, fresh, gone, type_after, {columns} from {joined} as m)",
        columns=columns,
        joined=_joined(wide),
    )


def _rule(wide: Wide, each: Judged, belongs: Expression | None) -> Expression:
    rule = column(each.rule) if each.rule else sql("cast(null as utinyint)")
    if each.target.required and each.index in wide.clears and wide.sync.can_update:
        kept = sql("profile_id is not null and not gone and {v} = ''", v=column(each.value))
        rule = sql("case when {kept} then cast({n} as utinyint) else {r} end", kept=kept, n=code("required"), r=rule)
    return sql("case when {b} then {r} end", b=belongs, r=rule) if belongs is not None else rule


def _joined(wide: Wide) -> Expression:
    values = [column(each.value, "c") for each in wide.judged]
    rules = [column(each.rule, "c") for each in wide.judged if each.rule]
    before = [alias(column(each.target.column, "p"), f"b{each.index}") for each in wide.judged]
    profiles = " left join profiles as p on p.profile_id = k.profile_id" if wide.any_profiles else ""
    return sql(
        "(select c._row, c._id, k.profile_id, k.rule, k.fresh, k.gone, {type} as type_after, {values}, {rules}, {before}"
        f" from candidates as c join claims as k on k._row = c._row{profiles})",
        type=_type_after(wide),
        values=values,
        rules=rules,
        before=before if wide.any_profiles else [],
    )


def _type_after(wide: Wide) -> Expression:
    held = column("type", "p") if wide.any_profiles else sql("cast(null as varchar)")
    typed = next((each for each in wide.judged if each.target.key == "type"), None)
    if typed is None:
        return held
    new = sql("nullif({v}, '')", v=column(typed.value, "c"))
    if typed.rule:
        new = sql("case when {r} is null then {v} end", r=column(typed.rule, "c"), v=new)
    return sql("coalesce({new}, {held})", new=new, held=held)


def is_new(wide: Wide) -> Expression:
    """Return what is true where a patron would become a profile, required fields apart."""
    return sql("rule is null and profile_id is null") if wide.sync.can_create else sql("false")


def missing_required(wide: Wide) -> Expression:
    """Return the reason for rejection, `missing_required` included."""
    required = [field for field in wide.catalogue.fields if field.required]
    lacking = any_of(lacks(wide, field) for field in required)
    return sql(
        "case when {new} and {lacking} then cast({n} as utinyint) else rule end",
        new=is_new(wide),
        lacking=lacking,
        n=code("missing_required"),
    )


def lacks(wide: Wide, field: ProfileField) -> Expression:
    """Return what is true where a new profile would have nothing in a required field."""
    mapped = next((each for each in wide.judged if each.target.key == field.key), None)
    empty = sql("true")
    if mapped is not None:
        empty = sql(
            "{r} is not null or coalesce({v}, '') = ''", r=column(f"r{mapped.index}"), v=column(f"v{mapped.index}")
        )
    belongs = applies(field, column("type_after"))
    return sql("{b} and ({e})", b=sql("coalesce({b}, false)", b=belongs), e=empty) if belongs is not None else empty


def bucket(wide: Wide) -> Expression:
    """Return the number of the bucket a patron ends in, over `delta` or the query that makes it."""
    modes = [(sql("rule is not null"), REJECTED), (sql("gone"), SKIPPED)]
    modes.append((sql("profile_id is null"), CREATED if wide.sync.can_create else SKIPPED))
    if not wide.sync.can_update:
        return sql("cast({x} as utinyint)", x=cases(modes, SKIPPED))
    changed = any_of(wide.changes(each.index) for each in wide.judged)
    return sql("cast({x} as utinyint)", x=cases([*modes, (changed, UPDATED)], UNCHANGED))


def _wrong(wide: Wide) -> Expression:
    """Return what is true where a value is incorrect."""
    able = [each for each in wide.judged if each.rule or each.index in wide.clears]
    return any_of(sql("{r} is not null", r=column(f"r{each.index}")) for each in able)


def clearing(wide: Wide) -> Expression:
    """Return what is true where an update clears at least one field."""
    return any_of(all_of([wide.changes(i), sql("{v} = ''", v=column(f"v{i}"))]) for i in wide.clears)
