"""SQL text to SQLGlot expressions: every piece of the plan is a template of this kind.

Templates are DuckDB SQL with named places, `{x}`; what is put in is an expression or a Python value that
becomes a literal, so no text of a user ever turns into SQL. A list put into a `select` becomes its columns.
A template is parsed once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.dialects import duckdb as _duckdb  # noqa: F401  # else the first plan pays for loading it

Expression = exp.Expr
TRUE, FALSE, NULL = exp.true(), exp.false(), exp.null()


def sql(template: str, **places: Any) -> Expression:
    """Return the expression of a DuckDB SQL template with its places filled.

    >>> render(sql("lower({x}) = {word}", x=column("name"), word="o'neil"))
    'LOWER("name") = \\'o\\'\\'neil\\''
    """
    tree = _parsed(template).copy()
    if _is_place(tree):
        return _node(places[tree.name.removeprefix(_PLACE)])
    for hole in [node for node in tree.walk() if _is_place(node)]:
        value = places[hole.name.removeprefix(_PLACE)]
        spliced = isinstance(value, list) and isinstance(hole.parent, exp.Select)
        hole.replace([_node(v) for v in value] if spliced else _filling(hole, value))
    return tree


def column(name: str, table: str | None = None) -> Expression:
    """Return a quoted column.

    >>> render(column("a.b", "p"))
    '"p"."a.b"'
    """
    return exp.column(
        exp.to_identifier(name, quoted=True), table=exp.to_identifier(table, quoted=True) if table else None
    )


def alias(node: Expression, name: str) -> Expression:
    """Return `node as "name"`."""
    return exp.alias_(_node(node), exp.to_identifier(name, quoted=True), copy=False)


def nested(query: Expression) -> Expression:
    """Return a query in brackets, to stand where a table stands."""
    return exp.Subquery(this=query)


def all_of(nodes: Iterable[Expression]) -> Expression:
    """Return the conjunction of `nodes`; true when there are none."""
    parts = list(nodes)
    return exp.and_(*parts, copy=False) if parts else TRUE.copy()


def any_of(nodes: Iterable[Expression]) -> Expression:
    """Return the disjunction of `nodes`; false when there are none."""
    parts = list(nodes)
    return exp.or_(*parts, copy=False) if parts else FALSE.copy()


def cases(pairs: Iterable[tuple[Expression, Any]], otherwise: Any = None) -> Expression:
    """Return `case when .. then .. else .. end`; just `otherwise` when there are no pairs."""
    parts = list(pairs)
    if not parts:
        return _node(otherwise)
    case = exp.Case()
    for condition, value in parts:
        case = case.when(condition, _node(value), copy=False)
    return case.else_(_node(otherwise), copy=False)


def literals(values: Iterable[Any]) -> exp.Tuple:
    """Return `(v1, v2, ..)` for an `in`."""
    return exp.Tuple(expressions=[_node(v) for v in values])


def render(node: Expression, dialect: str = "duckdb", pretty: bool = False) -> str:
    """Return `node` as SQL text."""
    return node.sql(dialect=dialect, pretty=pretty)


# A word that no field can have as its name: SQLGlot reads the usual $x and :x as DuckDB's own syntax in some places.
_PLACE = "place__"


@lru_cache(maxsize=1024)
def _parsed(template: str) -> Expression:
    return sqlglot.parse_one(re.sub(r"\{([a-z]\w*)\}", rf"{_PLACE}\1", template), read="duckdb")


def _is_place(node: Expression) -> bool:
    return isinstance(node, (exp.Column, exp.Table)) and node.name.startswith(_PLACE)


def _filling(hole: Expression, value: Any) -> Expression:
    """Return what takes a place: a query keeps the alias that the template gave it."""
    node = _node(value)
    if not isinstance(hole, exp.Table):
        return _bracketed(node)
    node.set("alias", hole.args.get("alias"))
    return node


def _node(value: Any) -> Expression:
    if isinstance(value, exp.Expr):
        # One that stands nowhere yet is taken as it is: copying at every level costs more than all the rest.
        return value if value.parent is None else value.copy()
    if isinstance(value, (list, tuple)):
        return exp.Array(expressions=[_node(v) for v in value])
    return exp.convert(value)


def _bracketed(node: Expression) -> Expression:
    """Put brackets round what would bind looser than its place."""
    return (
        exp.Paren(this=node)
        if isinstance(node, (exp.Binary, exp.Unary, exp.Between, exp.In)) and not isinstance(node, exp.Paren)
        else node
    )
