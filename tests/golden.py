"""Golden SQL: pairs of a YAML line and the DuckDB SQL it becomes, parted by blank lines.

`SYNCKIT_GOLDEN=1 pytest tests/test_golden_sql.py` writes the answers anew; read the difference before you keep it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"


def pairs(name: str) -> list[tuple[str, str]]:
    """Return (line, SQL) pairs of a fixture; lines that begin with `--` are remarks."""
    blocks = [block.strip() for block in _text(name).split("\n\n") if block.strip()]
    kept = ["\n".join(line for line in block.split("\n") if not line.startswith("--")) for block in blocks]
    return list(zip(kept[::2], kept[1::2], strict=True))


def rewrite(name: str, answer: Callable[[str], str]) -> None:
    """Write every pair of a fixture with its answer of today."""
    text = _text(name)
    for line, old in pairs(name):
        text = text.replace(f"{line}\n\n{old}\n", f"{line}\n\n{answer(line)}\n")
    (FIXTURES / name).write_text(text, encoding="utf-8")


def _text(name: str) -> str:
    return (FIXTURES / name).read_text(encoding="utf-8")
