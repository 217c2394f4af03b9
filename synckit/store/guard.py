"""Keeps this process from opening the live database file behind the database's back.

SQLite's locks belong to the process: reading the file's bytes, copying it, or opening it by a second SQLite library and
closing it again drops them silently, and committed rows are lost. An audit hook refuses that. Native code raises no
audit event and is not seen: never attach the file in DuckDB or ADBC. A copy is made by `Store.backup`.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from synckit import errors

_guarded: Counter[str] = Counter()
_ours = threading.local()
_installed = False
_EVENTS = {"open": (0,), "shutil.copyfile": (0, 1), "sqlite3.connect": (0,)}


def watch(path: Path) -> None:
    """Guard a database file from now on; call `release` as often as `watch`."""
    global _installed
    _guarded[str(path)] += 1
    if not _installed:  # an audit hook can never be taken away, so it is added once
        sys.addaudithook(_hook)
        _installed = True


def release(path: Path) -> None:
    """Let go of a file, once its database is closed."""
    _guarded[str(path)] -= 1
    if _guarded[str(path)] <= 0:
        del _guarded[str(path)]


@contextmanager
def trusted() -> Iterator[None]:
    """Let this thread open the database itself."""
    before = getattr(_ours, "open", False)
    _ours.open = True
    try:
        yield
    finally:
        _ours.open = before


def _hook(event: str, args: tuple[Any, ...]) -> None:
    """Refuse an open, copy or connect of a guarded file."""
    if not _guarded or event not in _EVENTS or getattr(_ours, "open", False):
        return
    for position in _EVENTS[event]:
        named = args[position]
        if isinstance(named, (str, bytes, os.PathLike)) and (hit := _live(named)):
            raise errors.StoreError(
                f"{hit} is the live database and may not be opened or copied as a file, which would lose "
                "committed rows; use Store.backup."
            )


def _live(named: str | bytes | os.PathLike[str]) -> str | None:
    """Return the guarded database whose file or lock file this is, however it is spelled or linked."""
    try:
        asked = os.stat(named)
    except (OSError, ValueError):
        return None
    for database in tuple(_guarded):
        for path in (database, f"{database}-shm"):  # in WAL mode the locks are held on the -shm file
            try:
                if os.path.samestat(asked, os.stat(path)):
                    return database
            except OSError:
                continue
    return None
