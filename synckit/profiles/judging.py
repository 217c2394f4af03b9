"""What somebody brings, held against the rules: all rows at once, as column SQL in the engine, by the checks of a sync.

The table `given` goes in: `_row`, `_problem`, `profile_id` as text, and a text column a field (null keeps what is there,
'' empties it where the rows may clear). The table `judged` comes out, where for each given field `i` `v{i}` is the text to
write ('' clears, null keeps), `r{i}` the number of a broken rule and `b{i}` what the profile has. A value that is what the
profile has already is not judged: nobody is stopped by what an earlier rule let in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from synckit import checks, engine
from synckit.checks import Judged
from synckit.definition import Mapping
from synckit.engine import identifier, vocabulary
from synckit.engine.expressions import Expression, alias, all_of, any_of, cases, column, render, sql
from synckit.fields import Catalogue, FieldType, ProfileField
from synckit.mapping import SEPARATOR, Layer, Mapped
from synckit.profiles import guards
from synckit.store import Change, lookup

_ID = r"^[0-9]{1,18}$"
_TYPE = "type"


@dataclass(frozen=True)
class Brought:
    """The rows that somebody brings: their fields, and how their cells are to be understood."""

    catalogue: Catalogue
    fields: tuple[ProfileField, ...]
    clears: bool
    """An empty text empties the field; otherwise it keeps what is there."""
    guarded: bool
    """Cells may carry the quote of an export."""

    @property
    def places(self) -> dict[str, int]:
        """Return {column: i} of the given fields."""
        return {field.column: i for i, field in enumerate(self.fields)}


def judge(con: engine.Connection, change: Change, brought: Brought) -> None:
    """Make `before` and `judged` of `given`."""
    ids = con.execute(f"select distinct {render(_id())} from given as g where {render(_id())} is not null").fetchall()
    columns = brought.catalogue.columns
    found = lookup.rows(change, columns, (row[0] for row in ids))
    fill(con, "before", ("profile_id", "deleted_version", *columns), found)
    layers, verdicts = _layers(brought)
    query = _joined(brought)
    for layer in layers:
        query = _over(query, [alias(node, name) for name, node in layer.items()])
    ruleless = [alias(sql("cast(null as utinyint)"), f"r{each.index}") for each in verdicts if each.rule is None]
    query = _over(query, [*ruleless, alias(_type_after(brought), "type_after")])
    con.execute(f"create table judged as {query}")


def fill(con: engine.Connection, name: str, columns: Sequence[str], chunks: Iterable[list[tuple[Any, ...]]]) -> None:
    """Make a table in the engine of rows that come from the store, never all of them at once in Python."""
    engine.hold(con, name, columns, [])
    for rows in chunks:
        engine.hold(con, "some_rows", columns, rows)
        con.execute(f"insert into {identifier(name)} select * from some_rows")


def changes(i: int) -> Expression:
    """Return what is true in `judged` where field `i` of a profile changes."""
    return sql(
        "{v} is not null and {r} is null and nullif({v}, '') is distinct from {b}",
        v=column(f"v{i}"), r=column(f"r{i}"), b=column(f"b{i}"),
    )  # fmt: skip


def _over(query: str, columns: list[Expression]) -> str:
    """Lay columns over a query; as text, for copying the tree of a wide query at each step costs half a second."""
    return f"(select *, {', '.join(map(render, columns))} from {query} as l)"


def _id() -> Expression:
    text = vocabulary.filled(column("profile_id", "g"))
    return sql("case when {ok} then cast({x} as bigint) end", ok=vocabulary.matches(text, _ID), x=text)


def _joined(brought: Brought) -> str:
    """Return the query of the given rows beside what their profiles have; rows without any value are left out."""
    shown: list[Expression] = []
    for i, field in enumerate(brought.fields):
        raw, held = column(f"g{i}", "g"), column(field.column, "b")
        shown.append(
            alias(
                sql("case when {raw} is distinct from {b} then {x} end", raw=raw, b=held, x=_filled(field, raw)),
                f"x{i}",
            )
        )
        shown.append(alias(held, f"b{i}"))
        if brought.clears:
            empty = sql(
                "coalesce({x} is not null and {f} is null and {b} is not null, false)",
                x=raw,
                f=vocabulary.filled(raw),
                b=held,
            )
            shown.append(alias(empty, f"e{i}"))
    others = [field for field in brought.catalogue.fields if field.required and field.column not in brought.places]
    shown += [alias(column(field.column, "b"), f"q_{field.column}") for field in others]
    return (
        "(select g._row, g._problem, g.given_id, b.profile_id, b.deleted_version is not null as deleted, b.type as type_before"
        f"{''.join(f', {render(each)}' for each in shown)} from {_given(brought)} as g left join before as b on b.profile_id = g.id)"
    )


def _given(brought: Brought) -> str:
    own = column("profile_id", "g")
    cells = [column(field.column, "g") for field in brought.fields]
    shown = [alias(vocabulary.filled(own), "given_id"), alias(_id(), "id")]
    shown += [alias(guards.unguarded(each) if brought.guarded else each, f"g{i}") for i, each in enumerate(cells)]
    some = any_of(sql("{x} is not null", x=vocabulary.filled(each)) for each in [own, *cells])
    kept = "true" if brought.clears else f"g._problem is not null or {render(some)}"
    return f"(select g._row, g._problem, {', '.join(map(render, shown))} from given as g where {kept})"


def _filled(field: ProfileField, raw: Expression) -> Expression:
    """Return the trimmed text; several choices parted the way they are stored."""
    if field.type is not FieldType.CHOICES:
        return vocabulary.filled(raw)
    items = vocabulary.filled_elements(sql("string_split({x}, ';')", x=raw))
    return sql("nullif(array_to_string({items}, {sep}), '')", items=items, sep=SEPARATOR)


def _layers(brought: Brought) -> tuple[list[Layer], list[Judged]]:
    """Return the layers in which the checks of a sync judge every given field, and where each one's columns stand."""
    every, verdicts = [], []
    for i, field in enumerate(brought.fields):
        mapping = Mapping(source=(field.key,), to=field.key)
        kept = sql("not {e}", e=column(f"e{i}")) if brought.clears else None
        layers, verdict = checks.judged(Mapped(i, mapping, field, f"x{i}", f"x{i}", unknown=kept), (), brought.clears)
        every.append(layers)
        verdicts.append(verdict)
    depth = max(map(len, every), default=0)
    padded: list[list[Layer]] = [[{}] * (depth - len(layers)) + layers for layers in every]
    return [
        {name: node for layer in step for name, node in layer.items()} for step in zip(*padded, strict=True)
    ], verdicts


def _type_after(brought: Brought) -> Expression:
    """Return the type that a profile will have; null where nobody can say."""
    i = brought.places.get(_TYPE)
    if i is None:
        return column("type_before")
    new = sql("coalesce(nullif({v}, ''), type_before)", v=column(f"v{i}"))
    return sql("case when {r} is null then {new} end", r=column(f"r{i}"), new=new)


def after(brought: Brought, field: ProfileField) -> Expression:
    """Return the text that a field will have in `judged`, null where it will be empty."""
    i = brought.places.get(field.column)
    if i is None:
        return column(f"q_{field.column}")
    return cases([(sql("{v} is null", v=column(f"v{i}")), column(f"b{i}"))], sql("nullif({v}, '')", v=column(f"v{i}")))


def fits_no_rule(brought: Brought, field: ProfileField) -> Expression:
    """Return what is true where the given value of a field, if there is one, breaks no rule by itself."""
    i = brought.places.get(field.column)
    return all_of([]) if i is None else sql("{r} is null", r=column(f"r{i}"))
