"""Formula cells, disarmed: a spreadsheet runs a cell that begins with = + - @, so such a cell gets a leading quote.

What the quote is put before and what it is taken off again are so chosen that export and import give back every text,
one that itself begins with quotes included.
"""

from __future__ import annotations

from typing import Any

from synckit.engine import vocabulary
from synckit.engine.expressions import Expression, sql

_RISKY = rf"[{vocabulary.BLANKS}]*[=+\-@\t\r\x00＝＋－＠]"
_TO_GUARD = f"^'*{_RISKY}"
_GUARDED = f"^'+{_RISKY}"


def guarded(texts: Any) -> Any:
    """Return an Arrow array of text with a quote before every cell that a spreadsheet would run.

    >>> import pyarrow as pa
    >>> guarded(pa.array(["=1+1", " @x", "'=y", "'tis", None])).to_pylist()
    ["'=1+1", "' @x", "''=y", "'tis", None]
    """
    import pyarrow.compute as pc

    if texts.null_count == len(texts):
        return texts
    risky = pc.match_substring_regex(texts, _TO_GUARD)
    if not pc.any(risky).as_py():
        return texts
    return pc.if_else(risky, pc.binary_join_element_wise("'", texts, ""), texts)


def unguarded(text: Expression) -> Expression:
    """Return the text without the quote that `guarded` put before it."""
    return sql(
        "case when {risky} then substring({x}, 2) else {x} end", risky=vocabulary.matches(text, _GUARDED), x=text
    )
