"""synckit, with a death in it: `python dying.py WHERE words...` runs the command and is killed (as by kill -9) at a place.

WHERE is `queued` (a due run is written down, no process started), `started` (its process goes), `gathered` (a run ended and
is not settled), or a phase of a run: `load`, `filter`, `match`, `compare`, `report`, `apply`, `applied`.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from synckit import apply, claim
from synckit.cli import main
from synckit.run import apart
from synckit.runner.children import Children


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dies(before: bool, what: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that is killed before or after it did what it does."""

    def wrapped(*args: Any, **given: Any) -> Any:
        if before:
            die()
        found = what(*args, **given)
        if found:
            die()
        return found

    return wrapped


def arm(where: str) -> None:
    if where == "queued":
        start = Children.start

        def never(children: Children) -> list[int]:
            from synckit.store import runs

            with children._home.store.read() as conn:
                if runs.queued(conn):
                    die()
            return start(children)

        Children.start = never  # type: ignore[method-assign]
    elif where == "started":
        Children.start = dies(False, Children.start)  # type: ignore[method-assign]
    elif where == "gathered":
        Children.gather = dies(False, Children.gather)  # type: ignore[method-assign]
    elif where == "applied":
        apply.apply = dies_after(apply.apply)
    else:
        tick = claim.Claim.tick

        def ticked(self: Any, phase: str, done: int, total: int) -> None:
            tick(self, phase, done, total)
            if phase == where:
                die()

        claim.Claim.tick = ticked  # type: ignore[method-assign]


def dies_after(what: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **given: Any) -> Any:
        what(*args, **given)
        die()

    return wrapped


if __name__ == "__main__":
    arm(sys.argv[1])
    # What this process starts is sound.
    apart.command = lambda: [sys.executable, "-m", "synckit"]
    sys.exit(main(sys.argv[2:]))
