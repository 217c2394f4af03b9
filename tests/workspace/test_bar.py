"""The bar of a notebook: drawn while a run goes on, gone after it, absent anywhere else."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import pytest

from synckit.workspace import bar


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand in for a kernel (IPython is no requirement) and return what it was asked to draw."""
    seen: list[str] = []
    ipython, display = ModuleType("IPython"), ModuleType("IPython.display")
    ipython.get_ipython = lambda: SimpleNamespace(kernel=object())  # type: ignore[attr-defined]

    def shown(what: object, display_id: bool) -> SimpleNamespace:
        seen.append(repr(what))
        return SimpleNamespace(update=lambda new: seen.append(new._repr_html_()))

    display.display = shown  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    monkeypatch.setattr(bar, "PAUSE", 0)
    return seen


def test_a_notebook_sees_a_bar_that_goes_when_the_run_has_ended(drawn: list[str]) -> None:
    with bar.shown(None) as told:
        told("load", 1500, 3000)
        told("match", 0, 3000)
    assert drawn == [
        "Starting",
        '<progress value="1500" max="3000"></progress> Reading patrons 1,500 of 3,000',
        '<progress value="0" max="3000"></progress> Matching with profiles 0 of 3,000',
        "",
    ]


def test_the_bar_goes_when_the_run_fails_too(drawn: list[str]) -> None:
    def breaks() -> None:
        with bar.shown(None) as told:
            told("load", 0, 0)
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        breaks()
    assert drawn[-2:] == ["<progress></progress> Reading patrons", ""]


def test_who_asks_for_the_progress_gets_it_and_sees_no_bar(drawn: list[str]) -> None:
    heard: list[tuple[str, int, int]] = []
    with bar.shown(lambda *told: heard.append(told)) as told:
        told("load", 1, 2)
    assert (heard, drawn) == ([("load", 1, 2)], [])


def test_a_plain_program_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    with bar.shown(None) as told:
        assert told("load", 1, 2) is None
