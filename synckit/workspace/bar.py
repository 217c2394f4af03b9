"""How far a run is, shown in a notebook: one bar that goes when the run has ended. Anywhere else it is silent."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from synckit import clock

Progress = Callable[[str, int, int], None]
PAUSE = 0.2
"""Seconds between two drawings."""
PHASES = {
    "load": "Reading patrons",
    "filter": "Filtering and mapping",
    "match": "Matching with profiles",
    "compare": "Comparing before and after",
    "report": "Collecting results",
    "apply": "Applying",
}


@contextmanager
def shown(progress: Progress | None) -> Iterator[Progress]:
    """Give the progress that was asked for, a bar in a notebook, or a silent one."""
    if progress is not None or not _in_notebook():
        yield progress or (lambda phase, done, total: None)
        return
    from IPython.display import display

    handle = display(_Drawn("Starting", 0, 0), display_id=True)
    last = 0.0

    def told(phase: str, done: int, total: int) -> None:
        nonlocal last
        now = clock.monotonic()
        if now - last >= PAUSE:
            last = now
            handle.update(_Drawn(PHASES.get(phase, phase.capitalize()), done, total))

    try:
        yield told
    finally:
        handle.update(_Drawn("", 0, 0))


def _in_notebook() -> bool:
    """Return whether a kernel with a page runs this; nobody else has IPython loaded with one."""
    ipython: Any = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and hasattr(shell, "kernel")


class _Drawn:
    """One drawing of the bar, as text and as HTML."""

    def __init__(self, phase: str, done: int, total: int) -> None:
        self.phase, self.done, self.total = phase, done, total

    def __repr__(self) -> str:
        counted = f" {self.done:,} of {self.total:,}" if self.total else f" {self.done:,}" if self.done else ""
        return f"{self.phase}{counted}"

    def _repr_html_(self) -> str:
        if not self.phase:
            return ""
        known = f' value="{self.done}" max="{self.total}"' if self.total else ""
        return f"<progress{known}></progress> {self!r}"
