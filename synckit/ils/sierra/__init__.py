"""Innovative Sierra: patrons by its REST API, with a client key.

`patrons` makes the calls, `failures` reads what went wrong, `quirks` mends the records; `catalogue` says as data what a
patron offers; the connector below holds them together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from synckit.definition import Condition, Group
from synckit.fields import IlsField
from synckit.ils.batches import Cell
from synckit.ils.door import Answer, Door
from synckit.ils.extract import CheckStep, Extract, Progress
from synckit.ils.rows import extract, sampled
from synckit.ils.setting import sound
from synckit.ils.sierra import catalogue, failures
from synckit.ils.sierra.check import steps
from synckit.ils.sierra.patrons import Patrons, id_of
from synckit.ils.sierra.settings import NAME, SETTINGS, base_of
from synckit.ils.sweep import Page, Record, asked_of, keyset

__all__ = ["NAME", "SETTINGS", "TELLS_CHANGES", "Sierra"]

TELLS_CHANGES = True
_SAMPLE = 200
_EVERYTHING = (
    "id updatedDate createdDate suppressed names barcodes uniqueIds expirationDate birthDate emails patronType "
    "patronCodes homeLibraryCode message blockInfo addresses phones moneyOwed pMessage langPref fixedFields varFields"
).split()
_OVERLAP = dt.timedelta(minutes=10)
_MOST_TYPES = 10


class Sierra:
    """The connector of one Sierra; `fields` are those stored with the connection, None to find them now.

    >>> Sierra({"url": "https://sierra.example.org", "client_key": "k"}, {"client_secret": "s"}).has_ids
    True
    """

    has_ids = True

    def __init__(
        self, settings: Mapping[str, str], secrets: Mapping[str, str], fields: tuple[IlsField, ...] | None = None
    ) -> None:
        self._settings = sound(NAME, SETTINGS, settings, secrets)
        self._secret = secrets["client_secret"]
        self._given = fields
        self._size = int(self._settings["page_size"])

    @cached_property
    def _door(self) -> Door:
        return Door(
            NAME,
            base_of(self._settings["url"]),
            secrets=(self._secret,),
            ca_file=self._settings["ca_file"],
            rate=float(self._settings["requests_per_second"]),
            timeout=(10, float(self._settings["timeout"])),
            sign_in=self._signed_in,
            explain=_explain,
        )

    def _signed_in(self, door: Door) -> dict[str, str]:
        given = door.post(
            "token",
            form={"grant_type": "client_credentials"},
            auth=(self._settings["client_key"], self._secret),
            signed=False,
            retry=True,
        ).json()
        token = given.get("access_token") if isinstance(given, dict) else None
        if not isinstance(token, str) or not token:
            raise door.failed("gave no token", "check that the address is that of Sierra's API")
        return {"Authorization": f"Bearer {token}"}

    def fields(self) -> tuple[IlsField, ...]:
        """Return the catalogue with the fixed and variable fields of the site, and the labels of its codes.

        Raises IlsError where Sierra cannot be read; a key without the right to the tables gives no labels.
        """
        return self._found if self._given is None else self._given

    @cached_property
    def _found(self) -> tuple[IlsField, ...]:
        sample = self._sample()
        some = self._patrons(["id"])
        labels = some.metadata([catalogue.TYPES, "pcode1", "pcode2", "pcode3", "pcode4"])
        labels[catalogue.BRANCHES] = some.branches() or {}
        phone, mobile = self._settings["phone_type"], self._settings["mobile_type"]
        return catalogue.fields(_fixed(sample), _tags(sample), labels, phone, mobile)

    def _sample(self) -> list[Record]:
        some = Patrons(self._door, min(self._size, _SAMPLE), _EVERYTHING)
        return [each for each in some.after(0) if isinstance(each, dict)]

    def _patrons(self, keys: Sequence[str]) -> Patrons:
        return Patrons(self._door, self._size, keys)

    def sample(self) -> list[dict[str, Cell]]:
        """Return the fields of some patrons, to be shown masked."""
        return sampled(self._sample(), self.fields())

    def count(self, conditions: Any = None) -> int:
        """Return how many patrons a reading brings; Sierra tells no totals, so their numbers are read."""
        some = self._patrons(["id"])
        found = self._selected(some, conditions)
        return len(found) if found is not None else sum(map(len, keyset(NAME, some.after, id_of)))

    def patrons(
        self,
        fields: Sequence[str],
        folder: Path,
        progress: Progress | None = None,
        conditions: Any = None,
        since: str | None = None,
        also: Sequence[str] = (),
    ) -> Extract:
        """Read every patron, or at least those who meet the conditions and changed since, keeping only `fields`.

        Raises IlsError where Sierra cannot be read or a field is gone.
        """
        asked = asked_of(NAME, fields, self.fields())
        some = self._patrons(catalogue.keys(asked))
        is_whole = since is None and (found := self._selected(some, conditions)) is None
        if since is not None:
            pages = _also(self._changed(some, since), some, also)
        elif is_whole:
            pages = keyset(NAME, some.after, id_of)
        else:
            pages = some.numbered(found or [])
        return extract(NAME, pages, _ils_id, asked, folder, progress, rising=is_whole)

    def _changed(self, some: Patrons, since: str) -> Iterator[Page]:
        moment = dt.datetime.fromisoformat(since)
        utc = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
        window = f"[{utc - _OVERLAP:%Y-%m-%dT%H:%M:%SZ},]"
        return keyset(NAME, partial(some.after, updatedDate=window), id_of)

    def gone(self, since: dt.datetime) -> list[str]:
        """Return the numbers of patrons deleted since; Sierra knows the day alone, in a zone that it does not tell."""
        return self._patrons(["id", "deletedDate"]).deleted(since.date() - dt.timedelta(days=1))

    def _selected(self, some: Patrons, conditions: Any) -> list[int] | None:
        """Return the numbers of all patrons of the types that the filter keeps; None to read everybody."""
        types = _types(conditions, {field.name for field in self.fields() if field.path == "patronType"})
        found: set[int] = set()
        for each in types:
            numbers = some.found(each)
            if numbers is None:
                return None
            found.update(numbers)
        return sorted(found) if types else None

    def check(self) -> list[CheckStep]:
        """Try the connection, step by step, up to the first that fails."""
        return steps(self._door, self._patrons(["id"]), lambda: self._signed_in(self._door), self.fields, self._sample)


def _types(conditions: Any, names: set[str]) -> list[str]:
    """Return the patron types that a filter keeps, where it names some; they are numbers."""
    parts = conditions.conditions if isinstance(conditions, Group) and conditions.op == "all" else (conditions,)
    for part in parts:
        if isinstance(part, Condition) and part.field in names and part.operator in ("equals", "in"):
            codes = list(dict.fromkeys(str(value) for value in part.values))
            if len(codes) <= _MOST_TYPES and all(each.isascii() and each.isdecimal() for each in codes):
                return codes
    return []


def _also(pages: Iterator[Page], some: Patrons, ids: Sequence[str]) -> Iterator[Page]:
    """Yield the pages, and then those of the ids who were on none."""
    wanted = {int(each) for each in ids if each.isascii() and each.isdecimal()}
    for page in pages:
        wanted -= set(map(id_of, page))
        yield page
    yield from some.numbered(sorted(wanted))


def _explain(answer: Answer) -> str | None:
    return failures.explained(answer.body)


def _ils_id(patron: Record) -> str:
    return str(patron["id"])


def _fixed(sample: Sequence[Record]) -> dict[str, str]:
    found = (
        pair for each in sample if isinstance(each.get("fixedFields"), dict) for pair in each["fixedFields"].items()
    )
    labels = {str(number): str(row.get("label") or number) for number, row in found if isinstance(row, dict)}
    return dict(sorted(labels.items(), key=lambda pair: pair[0].zfill(6)))


def _tags(sample: Sequence[Record]) -> list[str]:
    found = (each for record in sample for each in record.get("varFields") or () if isinstance(each, dict))
    return sorted({str(each.get("fieldTag")) for each in found if each.get("fieldTag")})
