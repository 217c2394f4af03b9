"""Who is whom: each patron's profile, or the reason why it has none.

A claim is what one patron of the run says about one profile: by the link of an earlier run first, then by
the keys of `match_on` in their order. Claims that meet are duplicates. The verdicts come in the order of
judgement: missing key, duplicate, ambiguous or conflict; what follows (skipped, missing required) is the
plan's to say.
"""

from __future__ import annotations

from collections.abc import Mapping

from synckit.checks import Judged
from synckit.definition import Sync
from synckit.engine.expressions import Expression, all_of, cases, column, sql
from synckit.fields import Catalogue, FieldType, ProfileField, Scope
from synckit.findings import code

PART = "\x1f"
"""What stands between the parts of a key made of several fields; no trimmed value can hold it at an end."""


def written(judged: Judged) -> Expression:
    """Return the text a mapping writes: null keeps what the profile has, '' clears it."""
    value = column(judged.value)
    return sql("case when {r} is null then {v} end", r=column(judged.rule), v=value) if judged.rule else value


def applies(target: ProfileField, type_after: Expression) -> Expression | None:
    """Return what is true where a type-specific field belongs to the profile's type; None for other fields."""
    if target.scope is not Scope.TYPE_SPECIFIC:
        return None
    return sql("{type} = {own}", type=type_after, own=target.profile_type)


def comparable(target: ProfileField, value: Expression) -> Expression:
    """Return a value as keys and unique fields compare it: an e-mail without regard to case."""
    return sql("lower({x})", x=value) if target.type is FieldType.EMAIL else value


def patron_keys(sync: Sync, catalogue: Catalogue, by_column: Mapping[str, Judged]) -> list[Expression]:
    """Return each key of `match_on` over the candidates, null where a part is empty or incorrect."""
    own_type = sql("nullif({v}, '')", v=written(by_column["type"])) if "type" in by_column else None

    def part(key: str) -> Expression:
        target = catalogue.field(key)
        value = sql("nullif({v}, '')", v=written(by_column[target.column]))
        belongs = applies(target, own_type) if own_type is not None else None
        if belongs is not None:
            value = sql("case when coalesce({belongs}, true) then {v} end", belongs=belongs, v=value)
        return comparable(target, value)

    return [_joined([part(field) for field in key]) for key in sync.match_on]


def profile_keys(sync: Sync, catalogue: Catalogue) -> list[Expression]:
    """Return each key of `match_on` over the profiles, null where a part is empty or hidden."""

    def part(key: str) -> Expression:
        target = catalogue.field(key)
        value = sql("nullif({v}, '')", v=column(target.column))
        belongs = applies(target, column("type"))
        if belongs is not None:
            value = sql("case when {belongs} then {v} end", belongs=belongs, v=value)
        return comparable(target, value)

    return [_joined([part(field) for field in key]) for key in sync.match_on]


def _joined(parts: list[Expression]) -> Expression:
    joined = parts[0]
    for each in parts[1:]:
        joined = sql("{a} || {sep} || {b}", a=joined, sep=PART, b=each)
    return joined


def linked_query(any_links: bool, keys: int) -> Expression:
    """Return the query of the keyed patrons, each with the profile that its link names.

    Reads `keyed` (`_row`, `_id`, `k0`..), `links` (`ils_id`, `profile_id`, `merged`) and `deleted` (`profile_id`).
    """
    columns = [column(name, "c") for name in ("_row", "_id", *(f"k{i}" for i in range(keys)))]
    if not any_links:
        nobody = "cast(null as bigint) as linked, false as merged, false as gone"
        return sql(f"select {{columns}}, {nobody} from keyed as c", columns=columns)
    return sql(
        "select {columns}, l.profile_id as linked, coalesce(l.merged, false) as merged, d.profile_id is not null as gone"
        " from keyed as c left join links as l on l.ils_id = c._id left join deleted as d on d.profile_id = l.profile_id",
        columns=columns,
    )


def hit_query(position: int, policy: str) -> Expression:
    """Return, for each unlinked patron that the key at `position` meets, what it meets.

    Columns `_row`, `n` (profiles that count), `met` (one of them), `blocked` (profiles of which an earlier key
    differs, so that they do not count). Reads `linked` and `profile_keys` (`profile_id`, `k0`..).
    """
    earlier = [
        sql("({p} is null or {k} is null or {p} = {k})", p=column(f"k{i}", "p"), k=column(f"k{i}", "c"))
        for i in range(position)
    ]
    return sql(
        "select c._row, count(*) filter (where {counts}) as n, min(p.profile_id) filter (where {counts}) as met,"
        " count(*) filter (where not {counts}) as blocked"
        " from profile_keys as p join linked as c on {ck} = {pk} where c.linked is null group by c._row",
        counts=all_of(earlier if policy != "update" else []),
        pk=column(f"k{position}", "p"),
        ck=column(f"k{position}", "c"),
    )


def claim_query(keys: int, policy: str, any_profiles: bool) -> Expression:
    """Return the claim of every candidate.

    Columns `_row`, `_id` (of a patron without a link), `profile_id` (null for nobody), `fresh` (not linked yet), `strong` (by a link of its
    own), `gone` (its profile was deleted), `rule` (missing_key, ambiguous, conflict or null) and `claim` (the
    first key that is not empty, with its position). Reads `linked` and, when there are profiles, `hits0`...
    """
    empty = all_of(sql("{k} is null", k=column(f"k{i}", "c")) for i in range(keys))
    found = _findings_by_key(keys, policy) if any_profiles else []
    joins = "".join(f" left join hits{i} as h{i} on h{i}._row = c._row" for i in range(keys if any_profiles else 0))
    return sql(
        "select c._row, case when c.linked is null then c._id end as _id, cast({profile} as bigint) as profile_id, c.linked is null as fresh,"
        " c.linked is not null and not c.merged as strong, c.gone, cast({rule} as utinyint) as rule, {claim} as claim"
        f" from linked as c{joins}",
        profile=cases([(sql("c.linked is not null"), sql("c.linked")), *((when, met) for when, met, _ in found)]),
        rule=cases(
            [
                (sql("c.linked is not null"), None),
                (empty, code("missing_key")),
                *((when, rule) for when, _, rule in found),
            ]
        ),
        claim=cases(
            [
                (sql("c.linked is not null"), None),
                *((sql("{k} is not null", k=column(f"k{i}", "c")), _told_apart(i)) for i in range(keys)),
            ]
        ),
    )


def _findings_by_key(keys: int, policy: str) -> list[tuple[Expression, Expression | None, int | None]]:
    """Return (when, profile, rule) in the order of judgement; the first that holds decides."""
    found: list[tuple[Expression, Expression | None, int | None]] = []
    for i in range(keys):
        n, blocked = column("n", f"h{i}"), column("blocked", f"h{i}")
        found.append((sql("{n} > 1", n=n), None, code("ambiguous")))
        found.append((sql("{n} = 1", n=n), column("met", f"h{i}"), None))
        if policy == "reject":
            found.append((sql("{b} > 0", b=blocked), None, code("conflict")))
    return found


def _told_apart(position: int) -> Expression:
    return sql("{p} || {k}", p=f"{position}{PART}", k=column(f"k{position}", "c"))


def rival_queries() -> tuple[str, ...]:
    """Return the queries, over `claims`, of the rows that are duplicates of each other.

    One profile claimed twice (all that are not linked to it; two rows of one linked ILS id are both), one ILS
    id twice, one new key twice.
    """
    return (
        "select c._row from claims as c join (select profile_id, count(*) filter (where strong) as strong from claims"
        " where profile_id is not null group by profile_id having count(*) > 1) as r on r.profile_id = c.profile_id"
        " where not c.strong or r.strong > 1",
        "select c._row from claims as c join (select _id from claims where fresh and _id <> '' group by _id"
        " having count(*) > 1) as r on r._id = c._id",
        "select c._row from claims as c join (select claim from claims where profile_id is null and rule is null"
        " group by claim having count(*) > 1) as r on r.claim = c.claim where c.profile_id is null and c.rule is null",
    )
