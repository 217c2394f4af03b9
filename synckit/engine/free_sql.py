"""Free SQL, made safe: one DuckDB expression that a person typed becomes an expression of the plan, or is refused.

What is typed is parsed, held against an allow-list of node types and known columns, and generated anew;
the typed text itself never runs. Nothing that reads, writes, repeats without bound, or asks the clock is
on the list. A plan with such a piece runs on DuckDB only.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlglot
from sqlglot import exp

from synckit import errors
from synckit.engine.expressions import Expression, column

MAX_LENGTH = 2000
MAX_REPLACEMENTS = 3
"""Nested replacements grow text by a factor each; three keep the growth harmless."""

_OPERATORS = (
    "Alias And Or Not Paren EQ NEQ GT GTE LT LTE NullSafeEQ NullSafeNEQ Is In Between Like ILike Add Sub Mul Div IntDiv Mod "
    "Neg DPipe Case If Cast TryCast DataType DataTypeParam Column Identifier Literal Boolean Null Tuple Array Bracket "
    "Interval Var Lambda Escape"
).split()
_FUNCTIONS = (
    "Coalesce Nullif Lower Upper Trim Length Substring Left Right StrPosition Contains StartsWith EndsWith RegexpLike "
    "RegexpReplace RegexpExtract RegexpFullMatch Replace SplitPart Concat ConcatWs Abs Round Floor Ceil Year Month Day "
    "Extract DateDiff DateTrunc DateAdd DateSub ArrayContains ArrayToString ArraySize Greatest Least Translate Reverse"
).split()
_TYPES = frozenset(
    "VARCHAR TEXT CHAR BOOLEAN TINYINT SMALLINT INT BIGINT DECIMAL DOUBLE FLOAT DATE TIMESTAMP TIMESTAMPTZ TIME INTERVAL".split()
)
_ALLOWED = frozenset(getattr(exp, name) for name in [*_OPERATORS, *_FUNCTIONS] if hasattr(exp, name))


def parse(text: str, known: Collection[str]) -> Expression:
    """Return the expression of `text`, which may use the columns `known` and ordinary functions.

    Raises `DefinitionError` naming what is not allowed.

    >>> from synckit.engine.expressions import render
    >>> render(parse("upper(status) = 'OK' -- fine", ["status"]))
    'UPPER("status") = \\'OK\\''
    """
    if len(text) > MAX_LENGTH:
        raise errors.DefinitionError(f"The SQL expression has {len(text)} characters; write at most {MAX_LENGTH}.")
    tree = _single(text)
    for node in tree.walk():
        node.comments = None
        if type(node) not in _ALLOWED or (isinstance(node, exp.DataType) and node.this.name not in _TYPES):
            raise _refused(text, node)
    if sum(1 for _ in tree.find_all(exp.RegexpReplace, exp.Replace, exp.Translate)) > MAX_REPLACEMENTS:
        raise errors.DefinitionError(
            f"The SQL expression {text!r} replaces more than {MAX_REPLACEMENTS} times; simplify it."
        )
    return _with_columns(tree, known)


def _single(text: str) -> Expression:
    try:
        statements = sqlglot.parse("select " + text, read="duckdb")
    except sqlglot.errors.SqlglotError:
        statements = []
    select = statements[0] if len(statements) == 1 else None
    extras = (
        [key for key, value in select.args.items() if value and key not in ("expressions", "kind")] if select else []
    )
    if not isinstance(select, exp.Select) or len(select.expressions) != 1 or extras:
        raise errors.DefinitionError(
            f"{text!r} is not one SQL expression; write what could stand between 'select' and 'from'."
        )
    only = select.expressions[0]
    return only.unalias() if isinstance(only, exp.Alias) else only


def _refused(text: str, node: Expression) -> errors.DefinitionError:
    name = node.name if isinstance(node, exp.Anonymous) else type(node).__name__.lower()
    return errors.DefinitionError(
        f"The SQL expression {text!r} uses '{name}', which is not allowed; use ordinary operators and functions of text, numbers and dates."
    )


def _with_columns(tree: Expression, known: Collection[str]) -> Expression:
    """Quote every column, refusing those the connection does not have."""
    bound = {str(name) for each in tree.find_all(exp.Lambda) for name in (e.name for e in each.expressions)}

    def quoted(node: Expression) -> Expression:
        if not isinstance(node, exp.Column) or node.name in bound:
            return node
        name = ".".join(part.name for part in node.parts)
        if name not in known:
            raise errors.DefinitionError(errors.unknown("ILS field", name, list(known)))
        return column(name)

    return tree.transform(quoted)
