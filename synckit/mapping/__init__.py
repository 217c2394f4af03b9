"""Mappings to column transforms: from the raw frame to one mapped text a mapping, patrons to candidates.

The work is a row of layers, each a set of named expressions over the columns of the layer before, because
SQL has no names inside an expression and a five-step mapping written in one piece would double at every
step. No layer reads a row twice and none loops over rows. What a mapped value may be is checked afterwards
(`synckit.checks`).
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field

from synckit.definition import Mapping, Step
from synckit.engine import free_sql, vocabulary
from synckit.engine.expressions import Expression, all_of, any_of, cases, column, sql
from synckit.fields import Catalogue, FieldType, IlsField, ProfileField
from synckit.findings import code
from synckit.mapping.steps import DUCKDB_ONLY, STEPS

Layer = dict[str, Expression]
"""Column name to its expression over the columns of the layer before; columns not named pass through."""

SEPARATOR = "; "
"""What stands between the options of a stored `choices` value."""


@dataclass(frozen=True)
class Mapped:
    """Where the columns of one mapping stand after the last layer."""

    index: int
    mapping: Mapping
    target: ProfileField
    source: str
    """Column of the source text, null when empty."""
    value: str
    """Column of the mapped text, null when empty."""
    fault: str | None = None
    """Column of the number of the rule that mapping broke, or None where it can break none."""
    unknown: Expression | None = None
    """True where the source is absent from the record, so that nothing may be concluded."""


@dataclass
class Transforms:
    """The layers of all mappings, and where each one's columns end up."""

    layers: list[Layer] = field(default_factory=list)
    mapped: list[Mapped] = field(default_factory=list)
    portable: bool = True

    def put(self, depth: int, name: str, node: Expression) -> str:
        """Put a column into the layer at `depth` and return its name."""
        while len(self.layers) <= depth:
            self.layers.append({})
        self.layers[depth][name] = node
        return name


def transforms(
    mappings: Sequence[Mapping], catalogue: Catalogue, ils: MappingOf[str, IlsField], absences: bool
) -> Transforms:
    """Return the column transforms of `mappings` over a raw frame with the fields `ils`.

    `absences` says whether the raw frame has absent fields at all.
    """
    result = Transforms()
    for index, mapping in enumerate(mappings):
        target = catalogue.field(mapping.to)
        result.mapped.append(_lowered(result, index, mapping, target, ils, absences))
        names = {step.name for step in mapping.steps}
        result.portable = result.portable and mapping.sql is None and not names & DUCKDB_ONLY
    return result


def _lowered(
    out: Transforms, index: int, mapping: Mapping, target: ProfileField, ils: MappingOf[str, IlsField], absences: bool
) -> Mapped:
    several = target.type is FieldType.CHOICES and not _gathers(mapping)
    read = _elements(mapping, ils) if several else _scalar(mapping, ils)
    source = current = out.put(0, f"s{index}", read)
    steps = [step for step in mapping.steps if step.name not in ("trim", "first", "join")]
    depth = 1
    for step in steps:
        current = out.put(depth, f"w{index}_{depth}", _each(several, current, step))
        depth += 1
    value, fault = current, None
    if several or steps or mapping.values is not None:
        value, fault = _mapped(out, depth, index, mapping, several, source, current)
    if mapping.default is not None:
        value = out.put(
            depth + 2,
            f"d{index}",
            sql("coalesce({s}, {d})", s=column(value), d=mapping.default)
            if fault is None
            else sql(
                "case when {s} is null then {d} else {m} end", s=column(source), d=mapping.default, m=column(value)
            ),
        )
    return Mapped(index, mapping, target, source, value, fault, _unknown(mapping, ils) if absences else None)


def _each(several: bool, name: str, step: Step) -> Expression:
    lower = STEPS[step.name]
    if not several:
        return lower(column(name), *step.args)
    return sql("list_transform({xs}, lambda item: {x})", xs=column(name), x=lower(sql("item"), *step.args))


def _mapped(
    out: Transforms, depth: int, index: int, mapping: Mapping, several: bool, source: str, current: str
) -> tuple[str, str]:
    """Add the value map and the judgement on what steps and map made of the source."""
    looked = column(out.put(depth, f"k{index}", _looked_up(mapping, several, current)))
    stepped = column(current)
    if several:
        lost = sql("len(list_filter({x}, lambda item: coalesce(item, '') = '')) > 0", x=stepped)
        unlisted = sql("len(list_filter({x}, lambda item: item is null)) > 0", x=looked)
        text = sql(
            "nullif(array_to_string(list_filter({x}, lambda item: coalesce(item, '') <> ''), {sep}), '')",
            x=looked,
            sep=SEPARATOR,
        )
    else:
        lost, unlisted = sql("coalesce({x}, '') = ''", x=stepped), sql("{x} is null", x=looked)
        text = sql("nullif({x}, '')", x=looked)
    faults: list[tuple[Expression, int | None]] = [(sql("{s} is null", s=column(source)), None)]
    faults += [] if mapping.otherwise.kind == "empty" else [(lost, code("type"))]
    faults += (
        [(unlisted, code("value_map"))] if mapping.values is not None and mapping.otherwise.kind == "incorrect" else []
    )
    out.put(depth + 1, f"f{index}", sql("cast({x} as utinyint)", x=cases(faults)))
    return out.put(depth + 1, f"m{index}", text), f"f{index}"


def _looked_up(mapping: Mapping, several: bool, current: str) -> Expression:
    """Return the mapped text: '' where the map says empty, null where it does not name the value."""
    if mapping.values is None:
        return column(current)
    if not several:
        return _named(mapping, column(current))
    return sql("list_transform({xs}, lambda item: {x})", xs=column(current), x=_named(mapping, sql("item")))


def _named(mapping: Mapping, text: Expression) -> Expression:
    test = {
        "equals": "{x} = {key}",
        "starts_with": "starts_with({x}, {key})",
        "contains": "contains({x}, {key})",
        "matches": "regexp_matches({x}, {key})",
    }[mapping.match]
    folded = text if mapping.match == "matches" else sql("lower({x})", x=text)

    def key(raw: str) -> Expression:
        return sql("{x}", x=f"(?i){raw}") if mapping.match == "matches" else vocabulary.fold(sql("{x}", x=raw))

    pairs = [(sql("coalesce({x}, '') = ''", x=text), "")]
    pairs += [
        (sql(test, x=folded, key=key(raw)), new if new is not None else "")
        for raw, new in (mapping.values or {}).items()
    ]
    return cases(pairs, _otherwise(mapping, text))


def _otherwise(mapping: Mapping, text: Expression) -> Expression | str | None:
    chosen = mapping.otherwise
    return {"keep": text, "incorrect": None, "empty": "", "value": chosen.value}[chosen.kind]


def _gathers(mapping: Mapping) -> bool:
    return any(step.name in ("join", "first") for step in mapping.steps)


def _scalar(mapping: Mapping, ils: MappingOf[str, IlsField]) -> Expression:
    """Return the source as one trimmed text, null when empty."""
    if mapping.constant is not None:
        return vocabulary.filled(sql("{x}", x=mapping.constant))
    if mapping.template is not None:
        return _template(mapping, ils)
    if mapping.sql is not None:
        return vocabulary.filled(sql("cast({x} as varchar)", x=free_sql.parse(mapping.sql, ils)))
    join = next((step for step in mapping.steps if step.name == "join"), None)
    if join is not None:
        parts = sql(
            "array_to_string({xs}, {sep})",
            xs=_all_elements(mapping.source, ils),
            sep=join.args[0] if join.args else ", ",
        )
        return sql("nullif({x}, '')", x=parts)
    return _coalesced([_first(name, ils) for name in mapping.source])


def _elements(mapping: Mapping, ils: MappingOf[str, IlsField]) -> Expression:
    """Return the source as a list of trimmed non-empty texts, null when it has none."""
    if mapping.source:
        lists = [_listed(name, ils) for name in mapping.source]
        return _coalesced([sql("case when len({xs}) > 0 then {xs} end", xs=xs) for xs in lists])
    return sql("case when {x} is not null then [{x}] end", x=_scalar(mapping, ils))


def _all_elements(names: Sequence[str], ils: MappingOf[str, IlsField]) -> Expression:
    lists = [_listed(name, ils) for name in names]
    joined = lists[0]
    for more in lists[1:]:
        joined = sql("list_concat({a}, {b})", a=joined, b=more)
    return joined


def _listed(name: str, ils: MappingOf[str, IlsField]) -> Expression:
    cell = column(name)
    return vocabulary.filled_elements(cell if ils[name].many else sql("[{x}]", x=cell))


def _first(name: str, ils: MappingOf[str, IlsField]) -> Expression:
    if ils[name].many:
        return sql("({xs})[1]", xs=vocabulary.filled_elements(column(name)))
    return vocabulary.filled(column(name))


def _coalesced(nodes: list[Expression]) -> Expression:
    joined = nodes[-1]
    for node in reversed(nodes[:-1]):
        joined = sql("coalesce({a}, {b})", a=node, b=joined)
    return joined


def _template(mapping: Mapping, ils: MappingOf[str, IlsField]) -> Expression:
    """Return the text with its places filled; null when every place is empty."""
    pieces: list[Expression] = []
    for text, name in mapping.parts:
        pieces.append(sql("{x}", x=text))
        pieces += [sql("coalesce({x}, '')", x=_first(name, ils))] if name else []
    joined = pieces[0]
    for piece in pieces[1:]:
        joined = sql("{a} || {b}", a=joined, b=piece)
    empty = all_of(sql("{x} is null", x=_first(name, ils)) for name in mapping.reads)
    return sql("case when not ({empty}) then {x} end", empty=empty, x=vocabulary.filled(joined))


def _unknown(mapping: Mapping, ils: MappingOf[str, IlsField]) -> Expression | None:
    names = [name for name in mapping.reads if name in ils and ils[name].absent == "unknown"]
    if not names:
        return None
    return any_of(
        sql("coalesce(list_contains({absent}, {name}), false)", absent=column("_absent"), name=name) for name in names
    )
