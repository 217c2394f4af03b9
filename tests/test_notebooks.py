"""Every notebook runs from its first cell to its last, and its file holds no outputs: they would be patron data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def code_cells(path: Path) -> list[dict]:
    return [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]


def source(cell: dict) -> str:
    return "".join(cell["source"])


def test_there_are_notebooks():
    assert [path.name for path in NOTEBOOKS] == ["quickstart.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path):
    names: dict[str, object] = {}
    for place, cell in enumerate(code_cells(path), 1):
        exec(compile(source(cell), f"{path.name} cell {place}", "exec"), names)  # noqa: S102


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_outputs_and_ends_with_assertions(path):
    cells = code_cells(path)
    assert [cell["outputs"] for cell in cells] == [[]] * len(cells)
    assert [cell["execution_count"] for cell in cells] == [None] * len(cells)
    assert "assert " in source(cells[-1])
    assert [line for cell in cells for line in source(cell).splitlines() if line.startswith(("%", "!"))] == []
