"""Runs the layers of mappings and checks over literal patrons: literals in, literals out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from synckit import checks, engine, mapping
from synckit.definition import Mapping
from synckit.engine.expressions import alias, column, render, sql
from synckit.fields import Catalogue, FieldType, IlsField, ProfileField
from synckit.findings import RULES

FIELDS = {
    "name": IlsField("name"),
    "other": IlsField("other"),
    "tags": IlsField("tags", many=True),
    "more": IlsField("more", many=True),
}
CATALOGUE = Catalogue(
    ("Student", "Faculty"),
    (
        ProfileField("text"),
        ProfileField("long", type=FieldType.LONG_TEXT),
        ProfileField("short", max_length=3),
        ProfileField("card", pattern=r"P\d{3}"),
        ProfileField("branch", type=FieldType.CHOICE, options=("Main", "Law")),
        ProfileField("interests", type=FieldType.CHOICES, options=("Art", "Law", "Zen")),
        *(
            ProfileField(f"a_{type}", type=FieldType(type))
            for type in "email phone url integer number date datetime boolean".split()
        ),
    ),
)


def patrons(*rows: dict[str, Any]) -> Any:
    """Return a connection with the raw frame of literal patrons."""
    duck = engine.connect(threads=1)
    kinds = ", ".join(f'"{f.name}" varchar{"[]" if f.many else ""}' for f in FIELDS.values())
    duck.execute(f"create table raw(_row int, _absent varchar[], {kinds})")
    for number, row in enumerate(rows):
        values = [number, row.get("_absent"), *(row.get(name) for name in FIELDS)]
        duck.execute(f"insert into raw values ({', '.join('?' * len(values))})", values)
    return duck


def run(duck: Any, layers: Sequence[mapping.Layer], wanted: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return the wanted columns after the last layer, in the order of the patrons."""
    query = sql("select * from raw")
    for layer in layers:
        query = sql(
            "select *, {columns} from {table} as t",
            columns=[alias(node, name) for name, node in layer.items()],
            table=query.subquery(),
        )
    names = [column(name) for name in wanted]
    return duck.sql(
        render(sql("select {names} from {table} as t order by _row", names=names, table=query.subquery()))
    ).fetchall()


def mapped(definition: dict[str, Any], *rows: dict[str, Any], absences: bool = False) -> list[Any]:
    """Return the mapped text of each patron, or the name of the rule that the mapping broke as a `(rule,)`."""
    made = mapping.transforms([Mapping(**{"to": "text", **definition})], CATALOGUE, FIELDS, absences)
    (one,) = made.mapped
    found = run(patrons(*rows), made.layers, [one.value, *([one.fault] if one.fault else [])])
    return [(RULES[row[1] - 1],) if len(row) > 1 and row[1] else row[0] for row in found]


def judged(
    definition: dict[str, Any],
    *rows: dict[str, Any],
    added: Sequence[checks.Check] = (),
    clears: bool = True,
    absences: bool = False,
) -> list[tuple[str | None, str | None]]:
    """Return (text to write, broken rule) of each patron."""
    made = mapping.transforms([Mapping(**{"to": "text", **definition})], CATALOGUE, FIELDS, absences)
    layers, result = checks.judged(made.mapped[0], added, clears)
    names = (*RULES, *(check.rule for check in added))
    found = run(patrons(*rows), [*made.layers, *layers], [result.value, *([result.rule] if result.rule else [])])
    return [(row[0], names[row[1] - 1] if len(row) > 1 and row[1] else None) for row in found]
