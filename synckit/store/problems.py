"""Database errors in plain words: what happened, where, what to do, in one sentence.

Only errors that a person can act on are translated; a mistake in our own SQL keeps its traceback.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa

from synckit import errors

_FULL = ("database or disk is full", "disk i/o error", "no space left", "disk full", "could not extend file")
_LOCKED = ("database is locked", "database table is locked", "lock timeout", "canceling statement due to lock")
_DAMAGED = ("file is not a database", "malformed", "file is encrypted")
_UNREACHABLE = ("unable to open database file", "connection refused", "connection failed", "could not connect",
                "server closed the connection", "terminating connection", "connection timeout", "could not translate",
                "failed to resolve host", "authentication failed", "does not exist", "the connection is lost",
                "connection is bad", "timeout expired")  # fmt: skip
_READ_ONLY = ("readonly database", "read-only", "permission denied")


def in_plain_words(error: BaseException, where: str, path: Path | None) -> errors.StoreError | None:
    """Return the StoreError for a database error, or None when it is not one that a person can mend.

    `where` is the database as a person knows it (a file or a URL without password); `path` is the file, if it is one.

    >>> print(in_plain_words(OSError("database is locked"), "synckit.db", None))
    Another program is writing to synckit.db and did not finish in time; try again in a moment.
    """
    text = str(getattr(error, "orig", None) or error)
    low = text.lower()
    if isinstance(error, sa.exc.IntegrityError) or "constraint failed" in low or "duplicate key value" in low:
        return errors.StoreError(f"{where} refused the change, nothing was written: {_one_line(text)}.")
    sentence = _sentence(low, where, path)
    return errors.StoreError(sentence) if sentence else None


def _sentence(low: str, where: str, path: Path | None) -> str | None:
    """Return the sentence for the lower-case text of an error, or None."""
    said = {
        _FULL: f"The disk of {where} is full or cannot be written{_room(path)}; nothing was changed: "
        "make room and try again.",
        _LOCKED: f"Another program is writing to {where} and did not finish in time; try again in a moment.",
        _DAMAGED: f"{where} is not a synckit database, or it is damaged; restore it from a backup.",
        _READ_ONLY: f"{where} may not be written by this user; give write permission to the file and its folder.",
        _UNREACHABLE: f"The database {where} cannot be reached; check that it exists, runs and lets this user in.",
    }
    return next((words for signs, words in said.items() if any(sign in low for sign in signs)), None)


def _room(path: Path | None) -> str:
    """Return the free space of the disk of a file, as " (12 MB free)", or ""."""
    try:
        return f" ({shutil.disk_usage(path.parent).free // 1_000_000} MB free)" if path else ""
    except OSError:
        return ""


def _one_line(text: str) -> str:
    """Return the first line of a database's own message, without its last stop."""
    return (text.strip().splitlines() or [""])[0].rstrip(".")
