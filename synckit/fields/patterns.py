"""Which regular expressions every engine understands alike: those of RE2.

RE2 knows no look-around, no back-references, no atomic groups and no possessive repeats, and Python, Java and Spark run
other engines, so a pattern is judged when it is saved, not in the middle of a run.
"""

from __future__ import annotations

import re
import warnings

_FOREIGN = (
    ("a look-ahead or look-behind", re.compile(r"\(\?(=|!|<=|<!)")),
    ("a reference to an earlier group", re.compile(r"\(\?P=|\(\?\(|\\[1-9]|\\[gk][<{']")),
    ("an atomic group", re.compile(r"\(\?>")),
    ("a comment group", re.compile(r"\(\?#")),
    ("a possessive repeat", re.compile(r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\+")),
    ("\\Z; write \\z", re.compile(r"\\Z")),
)
_PYTHON_LACKS = re.compile(r"\\[pPzQEC]|\[\[:|\[\^\[:|\(\?[a-zA-Z-]*[U-]|\(\?<[A-Za-z_]|\\x\{")
_REPEAT = re.compile(r"\{([0-9]+)(?:,([0-9]*))?\}")


def pattern_problem(pattern: str) -> str:
    """Return why no engine could run a pattern, or "" when all can.

    >>> pattern_problem("(?=x)"), pattern_problem("[a-z"), pattern_problem("^P[0-9]+$")
    ('it uses a look-ahead or look-behind, which RE2 does not know', 'unterminated character set', '')
    """
    bare = _without_classes(_without_escapes(pattern))
    for what, found in _FOREIGN:
        if found.search(bare):
            return f"it uses {what}, which RE2 does not know"
    for low, high in _REPEAT.findall(bare):
        if max(int(low), int(high or 0)) > 1000:
            return "it repeats more than 1000 times"
    return "" if _PYTHON_LACKS.search(pattern) else _compile_problem(pattern)


def _without_escapes(pattern: str) -> str:
    """Take out escaped signs, but leave what `_FOREIGN` looks for: `\\1`, `\\Z`, `\\k<`."""
    return re.sub(r"\\[^1-9Zgk]", "__", pattern, flags=re.DOTALL)


def _without_classes(bare: str) -> str:
    return re.sub(r"\[\^?\]?[^\]]*\]", "_", bare)


def _compile_problem(pattern: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as problem:
        return str(getattr(problem, "msg", problem))
    return ""
