"""Which names a raw SQL piece may read, without an SQL parser: quick, and never too few.

Syntax and allow-list are judged where the piece is lowered; here only the columns to load are wanted.
"""

from __future__ import annotations

import re

_PIECE = re.compile(
    r"""'(?:[^']|'')*'            # text
      | --[^\n]*                  # comment
      | "((?:[^"]|"")+)"          # 1: quoted name
      | ([^\W\d]\w*(?:\.[^\W\d]\w*)*)(\s*\()?   # 2: bare name, dotted or not; 3: it is a function
    """,
    re.VERBOSE,
)
_KEYWORDS = re.compile(
    "and|or|not|in|is|null|like|ilike|similar|to|between|case|when|then|else|end|cast|try_cast|as|true|false"
    "|varchar|text|integer|bigint|double|decimal|timestamp|boolean|interval|any|all|escape|collate|distinct|from|on",
    re.IGNORECASE,
)


def names(sql: str) -> tuple[str, ...]:
    """Return the names in an expression that may be columns, in order, each once.

    >>> names('''lower("Home Branch") = 'main' and left(zip, 2) in ('10', '11') and attr.DEPT is not null''')
    ('Home Branch', 'zip', 'attr.DEPT')
    """
    found: dict[str, None] = {}
    for quoted, bare, function in _PIECE.findall(sql):
        if quoted:
            found[quoted.replace('""', '"')] = None
        elif bare and not function and not _KEYWORDS.fullmatch(bare):
            found[bare] = None
    return tuple(found)
