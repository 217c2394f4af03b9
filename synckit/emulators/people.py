"""The patrons of an emulator: believable, made up, the same for the same seed, and nasty at the head.

Every emulator shapes these neutral people into the records of its own system. They can be changed while somebody
pages through them; a person is replaced when it is edited, never altered, so that a page in the making stays whole.
"""

from __future__ import annotations

import bisect
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from synckit import clock
from synckit.emulators.nasty import EMPTY, NASTY
from synckit.errors import DefinitionError

Person = dict[str, Any]

PATRON_TYPES = {"ST": "Student", "GR": "Graduate student", "FA": "Faculty", "SF": "Staff", "CO": "Community", "00": "–"}
"""Code -> label; "00" is a code that a number would spoil."""
LIBRARIES = {"MAIN": "Main Library", "LAW": "Law Library", "MED": "Medical Library", "01": "Branch No. 1"}
PIN = "pin-kept-secret-"
"""How every PIN begins: nothing that a connector hands on may hold it."""

FIRST = "Ada Amara Ben Carla Chloé Daniel Ella Fatima Grace Hugo Inés Jack Kira Liam Maya Noah Olive Priya Søren Łucja".split()
LAST = (
    "Adams Baker Evans Fischer García Hill Ito Jensen Khan López McDonald Nguyễn O'Neil Patel Quinn Ross Şahin".split()
)
STREETS = "Elm Street|Hauptstraße|Rue de l’Église|Park Avenue|Mill Lane".split("|")
CITIES = (("Springfield", "IL", "62701", "US"), ("Zürich", "", "8001", "CH"), ("Łódź", "", "90-001", "PL"))
DEPARTMENTS = ("History", "Physics", "Law", "", None, "Médecine")
_TYPES = ("ST",) * 6 + ("GR", "FA", "SF", "CO", "00")
_LIBRARIES = ("MAIN", "MAIN", "LAW", "MED", "01")


def person(id: int, seed: int = 1) -> Person:
    """Return the ordinary person of a number: the same for the same seed.

    >>> person(7)["barcode"], person(7)["library"] in LIBRARIES
    ('0000007', True)
    """
    dice = _mixed(id * 1_000_003 + seed)
    first, last = FIRST[dice % 20], LAST[dice // 20 % 17]
    city, state, postal_code, country = CITIES[dice // 400 % 3]
    day, year = 1 + dice // 7 % 28, 2019 + dice // 11 % 7
    month = 1 + dice // 13 % 12
    login = f"u{id:06}"
    return EMPTY | {
        "id": id,
        "barcode": f"{id:07}",
        "alt_id": f"A{id:06}" if dice % 3 else "",
        "first_name": first,
        "middle_name": (None, "", "J.", "Marie")[dice // 3 % 4],
        "last_name": last,
        "emails": [] if dice % 19 == 0 else [f"{login}@example.org"],
        "phone": f"+1 217 555 {dice // 17 % 10_000:04}" if dice % 5 else None,
        "mobile": f"0170 {dice // 23 % 10_000_000:07}" if dice % 4 == 0 else "",
        "patron_type": _TYPES[dice // 29 % 11],
        "library": _LIBRARIES[dice // 31 % 5],
        "status": "INACTIVE" if dice % 12 == 0 else "ACTIVE",
        "expires": f"{2026 + dice // 37 % 4}-{month:02}-{day:02}T00:00:00Z",
        "created": f"{year}-{month:02}-{day:02}T09:15:00Z",
        "updated": f"{year + 1}-{1 + dice // 41 % 12:02}-{day:02}T{dice // 43 % 24:02}:{dice // 47 % 60:02}:00Z",
        "birth_date": f"{1950 + dice // 53 % 58}-{month:02}-{day:02}",
        "address": {
            "line1": f"{1 + dice // 59 % 200} {STREETS[dice // 61 % 5]}",
            "line2": "" if dice % 2 else None,
            "city": city,
            "state": state,
            "postal_code": postal_code,
            "country": country,
        },
        "department": DEPARTMENTS[dice // 67 % 6],
        "login": login,
        "pin": f"{PIN}{id}",
    }


class Population:
    """The people of one emulator, in the order of their ids, safe to change from several threads.

    >>> people = Population(50)
    >>> len(people), people.remove(3)["id"], len(people), people.insert({"last_name": "Late"}), people.get(3)
    (50, 3, 49, 51, None)
    """

    def __init__(self, n: int = 5000, seed: int = 1) -> None:
        self.seed = seed
        self.people: list[Person] = [person(id, seed) for id in range(1, n + 1)]
        for id, odd in enumerate(NASTY[:n], start=1):
            self.people[id - 1] |= odd | {"pin": f"{PIN}{id}"}
        self.removed: list[tuple[int, str]] = []
        """Who is gone, and when (ISO date-time), in the order of going."""
        self._last = n
        self._lock = threading.RLock()

    @classmethod
    def of(cls, path: Path | str) -> Population:
        """Read a JSON list of people; what a person does not mention is null. Raises DefinitionError."""
        try:
            rows = json.loads(Path(path).read_text("utf-8"))
        except (OSError, ValueError) as problem:
            raise DefinitionError(f"The people of {path} cannot be read: {problem}; give a JSON list.") from None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise DefinitionError(f"The file {path} is no JSON list of objects; give a list of people.")
        made = cls(0)
        for row in rows:
            made.insert(row)
        return made

    def insert(self, given: Person | None = None) -> int:
        """Add a person, an ordinary one by default, and return the id, the highest so far unless it is given."""
        with self._lock:
            id = (given or {}).get("id") or self._last + 1
            stamp = {"created": _now(), "updated": _now()}
            blank = EMPTY | {"status": "ACTIVE", "emails": [], **stamp}
            made = (person(id, self.seed) | stamp if given is None else blank | given) | {"id": id}
            self.people.insert(self._place(id), made)
            self._last = max(self._last, id)
            return int(id)

    def remove(self, id: int) -> Person:
        """Take a person out, leaving id and time in `removed`. Raises KeyError."""
        with self._lock:
            place = self._found(id)
            self.removed.append((id, _now()))
            return self.people.pop(place)

    def edit(self, id: int, **values: Any) -> None:
        """Replace a person by one with other values, updated now. Raises KeyError."""
        with self._lock:
            place = self._found(id)
            self.people[place] = self.people[place] | {"updated": _now()} | values

    def get(self, id: int) -> Person | None:
        """Return one person, or None."""
        with self._lock:
            place = self._place(id)
            found = self.people[place] if place < len(self.people) else None
            return found if found and found["id"] == id else None

    def page(self, offset: int, limit: int, where: Callable[[Person], bool] | None = None) -> list[Person]:
        """Return at most `limit` people from the `offset`-th of those that meet `where`."""
        with self._lock:
            met = self.people if where is None else [each for each in self.people if where(each)]
            return met[offset : offset + limit]

    def after(self, id: int, limit: int, where: Callable[[Person], bool] | None = None) -> list[Person]:
        """Return at most `limit` people of a higher id, the lowest first: what keyset paging asks for."""
        with self._lock:
            rest = (
                self.people[self._place(id + 1) :] if where else self.people[(at := self._place(id + 1)) : at + limit]
            )
        return [each for each in rest if where is None or where(each)][:limit]

    def behind(self, id: int) -> int:
        """Return how many people have a higher id."""
        with self._lock:
            return len(self.people) - self._place(id + 1)

    def __iter__(self) -> Iterator[Person]:
        with self._lock:
            return iter(list(self.people))

    def __len__(self) -> int:
        return len(self.people)

    def _place(self, id: int) -> int:
        return bisect.bisect_left(self.people, id, key=lambda each: each["id"])

    def _found(self, id: int) -> int:
        place = self._place(id)
        if place == len(self.people) or self.people[place]["id"] != id:
            raise KeyError(id)
        return place


def _now() -> str:
    return f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"


def _mixed(number: int) -> int:
    """Scatter a number over 64 bits: cheaper than a seeded generator for each of a million people."""
    number = (number * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    return number ^ (number >> 31)
