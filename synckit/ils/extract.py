"""What a connector is and what it hands on: the words of the raw frame, the extract and the steps of a check.

The raw frame has the four columns named here and then one VARCHAR column for each field, VARCHAR[] for a
list field, holding the values exactly as they were read. Every later step starts from it, so the names stand
in one place: here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from synckit.definition import Condition, Group, Sql
from synckit.errors import IlsError
from synckit.fields import IlsField

ROW = "_row"
"""BIGINT from 0, in the order of the ILS."""
ID = "_id"
"""VARCHAR, the ILS id; null or '' where the patron has none."""
PROBLEM = "_problem"
"""VARCHAR, why the record is unreadable; null where it was read."""
ABSENT = "_absent"
"""VARCHAR[], the fields that the record does not mention (unknown, not empty); null where it has them all."""
RAW_COLUMNS = (ROW, ID, PROBLEM, ABSENT)

Progress = Callable[[int], None]
"""Called now and then with the number of patrons read so far; it may raise `Cancelled` to end the reading."""

Stamp = tuple[Path, int, int, int]
"""A file as it was seen: path, size in bytes, modification time in nanoseconds, inode."""


@dataclass(frozen=True)
class Extract:
    """The patrons of one reading, as a DuckDB SELECT over files.

    >>> Extract("select 1", (), 0, ("email",), "ab12").fields
    ('email',)
    """

    sql: str
    """A DuckDB SELECT that gives the raw frame."""
    paths: tuple[Path, ...]
    """Every file that the SELECT reads."""
    rows: int
    """Patrons read, unreadable ones included."""
    fields: tuple[str, ...]
    digest: str
    """Hexadecimal sha256 over the content that was read."""
    has_problems: bool = False
    has_absent: bool = False
    missing: tuple[str, ...] = ()
    """Fields that are gone since the connection was made."""
    added: tuple[str, ...] = ()
    """Fields that are new since the connection was made."""
    stamps: tuple[Stamp, ...] = ()
    """The sources that the SELECT reads in place, as they were when the digest was taken."""

    def verify(self) -> None:
        """Raise IlsError if a source that is read in place has changed since it was opened.

        Call it once the SELECT has been read: until then nobody knows which bytes it saw.

        >>> Extract("select 1", (), 0, (), "ab12").verify()
        """
        for stamp in self.stamps:
            if stamp != stamp_of(stamp[0]):
                raise changed(stamp[0])


@dataclass(frozen=True)
class CheckStep:
    """One thing that was tried when a connection was tested.

    >>> CheckStep("file", True, "patrons.csv, 12 bytes").ok
    True
    """

    name: str
    ok: bool
    detail: str


class Connector(Protocol):
    """One ILS as the rest of synckit sees it; `ils.connector` makes them."""

    @property
    def has_ids(self) -> bool:
        """Whether patrons bring an ILS id that links can remember."""

    def fields(self) -> tuple[IlsField, ...]:
        """Return the ILS fields, found once, when the connection is made."""

    def patrons(
        self,
        fields: Sequence[str],
        folder: Path,
        progress: Progress | None = None,
        conditions: Condition | Group | Sql | None = None,
        since: str | None = None,
        also: Sequence[str] = (),
    ) -> Extract:
        """Read every patron, keeping only `fields`, with working files in `folder`.

        Those who cannot meet `conditions`, or did not change since `since` (an ISO date-time), may be left out, but
        not those whose ILS ids are in `also`: what comes is only ever more than what was asked for.
        """

    def check(self) -> list[CheckStep]:
        """Try the connection, step by step, up to the first that fails."""

    def count(self, conditions: Condition | Group | Sql | None = None) -> int:
        """Return how many patrons a reading brings."""


@runtime_checkable
class TellsDeletions(Protocol):
    """A connector whose system remembers whom it deleted."""

    def gone(self, since: datetime) -> list[str]:
        """Return the ILS ids of patrons deleted since, perhaps of some more; they may be there again."""


def stamp_of(path: Path) -> Stamp:
    """Return what tells one state of a file from another.

    >>> stamp_of(Path("/no/such/file"))
    (PosixPath('/no/such/file'), -1, -1, -1)
    """
    try:
        seen = path.stat()
    except OSError:
        return path, -1, -1, -1
    return path, seen.st_size, seen.st_mtime_ns, seen.st_ino


def changed(path: Path) -> IlsError:
    """Return the error for a file that did not stay as it was while it was read.

    >>> print(changed(Path("patrons.csv")))
    The file patrons.csv changed while it was being read; wait until it is complete and run again.
    """
    return IlsError(f"The file {path} changed while it was being read; wait until it is complete and run again.")
