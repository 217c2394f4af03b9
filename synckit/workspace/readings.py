"""Patrons read once for looking at: while somebody sets a sync up, every look goes to the same reading.

Asking a library system anew for each condition that is tried would take its whole list each time. So the patrons of a
connection are read once, with all its fields, into a private folder of the workspace; the folder goes when nobody has
looked for a while, when they are read again, when the connection is another one than it was, and with the program. What
is looked at is told with the time it was read.
"""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from synckit import clock, engine, errors
from synckit.access import Act, Person
from synckit.claim import own_folder
from synckit.fields import IlsField
from synckit.ils import Extract
from synckit.run import Home, connected
from synckit.store import connections
from synckit.store.connections import SavedConnection

IDLE_SECONDS = 1800.0
"""How long a reading is kept after the last look at it."""


@dataclass(frozen=True)
class Patrons:
    """The patrons of a connection as they were at one moment."""

    connection: str
    fields: dict[str, IlsField]
    extract: Extract
    at: datetime


@dataclass
class Reading:
    """How far the reading of one connection is."""

    connection: str
    source: SavedConnection | None = None
    """The connection as it was when the reading began; None where there is none of that name."""
    rows: int = 0
    """Patrons read so far."""
    patrons: Patrons | None = None
    """None until all of them are read."""
    problem: str = ""
    """Why they could not be read, as a sentence."""
    ended: threading.Event = field(default_factory=threading.Event)
    _folder: Path | None = None
    _given_up: bool = False
    _timer: threading.Timer | None = None

    def wait(self, seconds: float) -> bool:
        """Wait for the end of the reading; return whether it has ended."""
        return self.ended.wait(seconds)

    def _forget(self) -> None:
        self._given_up = True
        if self._timer:
            self._timer.cancel()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


class Readings:
    """The readings of a program, one a connection at most."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._readings: dict[str, Reading] = {}

    def of(self, connection: str, person: Person) -> Reading:
        """Return the reading of a connection, begun where there is none of it as it is now; it goes on beside the caller.

        Raises `Forbidden` where it would have to be begun and the person may not read a library system.
        """
        source = self._source(connection)
        with self._lock:
            found = self._readings.get(connection)
            if found is not None and found.source != source:
                found._forget()
                found = None
            if found is None:
                _require(person, source)
                found = self._readings[connection] = Reading(connection, source)
                threading.Thread(target=self._read, args=(found,), name="reading", daemon=True).start()
            self._keep(found)
            return found

    def again(self, connection: str, person: Person) -> Reading:
        """Forget the reading of a connection and begin another one. Raises `Forbidden`."""
        _require(person, self._source(connection))
        self.forget(connection)
        return self.of(connection, person)

    def forget(self, connection: str) -> None:
        """Delete the reading of a connection."""
        with self._lock:
            found = self._readings.pop(connection, None)
        if found:
            found._forget()

    def close(self) -> None:
        """Delete every reading."""
        for connection in [*self._readings]:
            self.forget(connection)

    def _source(self, connection: str) -> SavedConnection | None:
        with self._home.store.read() as conn:
            return connections.load(conn, connection) if connection in connections.names(conn) else None

    def _keep(self, reading: Reading) -> None:
        if reading._timer:
            reading._timer.cancel()
        reading._timer = threading.Timer(IDLE_SECONDS, self._idle, (reading,))
        reading._timer.daemon = True
        reading._timer.start()

    def _idle(self, reading: Reading) -> None:
        if self._readings.get(reading.connection) is reading:
            self.forget(reading.connection)

    def _read(self, reading: Reading) -> None:
        try:
            reading.patrons = self._patrons(reading)
        except errors.SynckitError as problem:
            reading.problem = str(problem)
        # A thread has nobody to raise to: what is told is its kind alone, for the text may hold a patron's value.
        except Exception as problem:  # noqa: BLE001
            reading.problem = (
                f"The patrons could not be read, by an error of synckit itself ({type(problem).__name__})."
            )
        finally:
            if reading._given_up:
                reading._forget()
            reading.ended.set()

    def _patrons(self, reading: Reading) -> Patrons:
        with self._home.store.read() as conn:
            known = connections.load(conn, reading.connection)
        folder = reading._folder = own_folder(self._home.folder / "runs")

        def told(rows: int) -> None:
            reading.rows = rows
            if reading._given_up:
                raise errors.Cancelled("The reading was given up.")

        raw = connected(known).patrons([each.name for each in known.fields], folder, told)
        kept = _materialised(raw, folder)
        reading.rows = kept.rows
        return Patrons(reading.connection, {each.name: each for each in known.fields}, kept, clock.now())


def may_read(person: Person, kind: str) -> bool:
    """Return whether somebody may have patrons read: a library system bears the load, and some count requests by the day."""
    return kind == "files" or person.may(Act.READ)


def _require(person: Person, source: SavedConnection | None) -> None:
    if source is not None and not may_read(person, source.kind):
        person.require(Act.READ)


def _materialised(raw: Extract, folder: Path) -> Extract:
    """Return the extract as one Parquet file, which every look reads column by column."""
    path = folder / "patrons.parquet"
    con = engine.connect(*raw.paths, writable=folder)
    try:
        con.execute(f"copy (select * from ({raw.sql})) to {engine.literal(str(path))} (format parquet)")
    finally:
        con.close()
    raw.verify()
    for other in [each for each in folder.iterdir() if each != path]:
        other.unlink() if other.is_file() else shutil.rmtree(other)
    path.chmod(0o600)
    sql = f"select * from read_parquet({engine.literal(str(path))})"
    return Extract(
        sql, (path,), raw.rows, raw.fields, raw.digest, raw.has_problems, raw.has_absent, raw.missing, raw.added
    )
