"""SirsiDynix Symphony: patrons by its web services, with a staff user's session.

It has no list of all patrons: the administrator names an index and the values by which everybody is found. `patrons`
makes the calls, `failures` reads what went wrong, `quirks` makes both layouts one; `catalogue` says as data what a
patron offers; the connector below holds them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from synckit import errors
from synckit.definition import Condition, Group
from synckit.errors import DefinitionError
from synckit.fields import IlsField
from synckit.ils.batches import Cell
from synckit.ils.door import Answer, Door
from synckit.ils.extract import CheckStep, Extract, Progress
from synckit.ils.offset import Page, Reading
from synckit.ils.rows import extract, sampled
from synckit.ils.setting import sound
from synckit.ils.sweep import Seen, asked_of
from synckit.ils.symphony import catalogue, failures
from synckit.ils.symphony.check import steps
from synckit.ils.symphony.patrons import Patrons, key_of
from synckit.ils.symphony.quirks import Record, code_of
from synckit.ils.symphony.settings import LAYOUTS, NAME, SETTINGS, values

__all__ = ["NAME", "SETTINGS", "Symphony"]

_SAMPLE = 100
_EVERYTHING = "*,address1,address2,address3,customInformation{*},patronStatusInfo{*}"
_PAUSE = 0.75


class Symphony:
    """The connector of one Symphony; `fields` are those stored with the connection, None to find them now.

    >>> settings = {"url": "https://host/symws", "client_id": "c", "login": "u", "search_index": "PROFILE", "search_values": "ST"}
    >>> Symphony(settings, {"password": "p"}).has_ids
    True
    """

    has_ids = True

    def __init__(
        self, settings: Mapping[str, str], secrets: Mapping[str, str], fields: tuple[IlsField, ...] | None = None
    ) -> None:
        self._settings = sound(NAME, SETTINGS, settings, secrets)
        self._password = secrets["password"]
        self._given = fields
        self._size = int(self._settings["page_size"])
        self._lanes = int(self._settings["lanes"])
        self._values = values(self._settings["search_values"])
        named = self._settings["search_field"]
        if named and named not in catalogue.names():
            raise DefinitionError(errors.unknown("field of Symphony", named, catalogue.names()), key="search_field")

    @cached_property
    def _door(self) -> Door:
        return Door(
            NAME,
            self._settings["url"],
            secrets=(self._password,),
            ca_file=self._settings["ca_file"],
            rate=float(self._settings["requests_per_second"]),
            timeout=(10, float(self._settings["timeout"])),
            sign_in=self._signed_in,
            busy=_busy,
            explain=_explain,
        )

    @property
    def _client(self) -> dict[str, str]:
        named = {"x-sirs-clientID": self._settings["client_id"], "SD-Originating-App-ID": self._settings["app_id"]}
        return named | {"Accept": LAYOUTS[self._settings["layout"]], "SD-Preferred-Role": "STAFF"}

    def _signed_in(self, door: Door) -> dict[str, str]:
        body = {"login": self._settings["login"], "password": self._password}
        given = door.post("user/staff/login", json=body, headers=self._client, signed=False, retry=True).json()
        token = given.get("sessionToken") if isinstance(given, dict) else None
        if not isinstance(token, str) or not token:
            raise door.failed("gave no session", "check that the address is that of Symphony's web services")
        return self._client | {"x-sirs-sessionToken": token}

    def fields(self) -> tuple[IlsField, ...]:
        """Return the catalogue with the address and information codes of the site, and the labels of its policies.

        Raises IlsError where Symphony cannot be read; policies that the user may not see give no labels.
        """
        return self._found if self._given is None else self._given

    @cached_property
    def _found(self) -> tuple[IlsField, ...]:
        sample = self._sample()
        codes = {block: _codes(sample, block) for block in (*catalogue.BLOCKS, catalogue.INFORMATION)}
        filled = {key for each in sample for key, value in each.items() if value}
        some = self._patrons("barcode")
        return catalogue.fields(
            codes,
            {key for each in sample for key in each},
            {name: some.policy(name) or {} for name in catalogue.policies(filled)},
        )

    def _sample(self) -> list[Record]:
        some = self._patrons(_EVERYTHING)
        share = max(1, min(self._size, _SAMPLE) // len(self._values))
        return [each for value in self._values for each in some.page(value, 0, share).records]

    def _patrons(self, include: str) -> Patrons:
        return Patrons(self._door, self._settings["search_index"], self._size, include)

    def sample(self) -> list[dict[str, Cell]]:
        """Return the fields of some patrons, to be shown masked."""
        return sampled(self._sample(), self.fields())

    def count(self, conditions: Any = None) -> int:
        """Return how many patrons a reading brings; one who is found by two values counts twice."""
        some = self._patrons("barcode")
        return sum(some.page(value, 0, 1).total for value in self._wanted(conditions))

    def _wanted(self, conditions: Any) -> Sequence[str]:
        """Return the values to search for: all, or those that a filter of the index's own field keeps."""
        parts = conditions.conditions if isinstance(conditions, Group) and conditions.op == "all" else (conditions,)
        for part in parts:
            if not isinstance(part, Condition) or part.operator not in ("equals", "in"):
                continue
            if part.field == self._settings["search_field"]:
                return _listed(self._values, [str(value) for value in part.values])
        return self._values

    def patrons(
        self,
        fields: Sequence[str],
        folder: Path,
        progress: Progress | None = None,
        conditions: Any = None,
        since: str | None = None,
        also: Sequence[str] = (),
    ) -> Extract:
        """Read everybody whom the index finds, or at least those who meet the conditions, keeping only `fields`.

        Symphony cannot tell who changed, so `since` changes nothing. Raises IlsError where Symphony cannot be read, a
        field is gone, or the numbers do not agree.
        """
        asked = asked_of(NAME, fields, self.fields())
        some = self._patrons(catalogue.included(asked))
        with ThreadPoolExecutor(self._lanes, "symphony") as pool:
            try:
                pages = self._pages(some, pool, self._wanted(conditions))
                return extract(NAME, pages, _ils_id, asked, folder, progress, rising=True)
            finally:
                pool.shutdown(cancel_futures=True)

    def _pages(self, some: Patrons, pool: ThreadPoolExecutor, wanted: Sequence[str]) -> Iterator[list[Record]]:
        """Yield the pages of every value, whoever has two of them once."""
        seen = Seen()
        for value in wanted:
            begun = [some.page(value, 0)]
            order = _rises(begun[0].records)
            fetch = partial(_page, some, value, begun)
            reading = Reading(NAME, fetch, key_of, self._size, pool, self._lanes, is_sorted=order)
            for page in reading.pages():
                fresh = seen.fresh([_ils_id(each) for each in page])
                yield [each for each, is_new in zip(page, fresh, strict=True) if is_new]

    def check(self) -> list[CheckStep]:
        """Try the connection, step by step, up to the first that fails."""
        some = self._patrons("barcode")
        search = self._settings["search_index"], self._values
        return steps(self._door, some, search, lambda: self._signed_in(self._door), self.fields, self._sample)


def _page(some: Patrons, value: str, begun: list[Page], offset: int) -> Page:
    """Return a page; the first has been read already, once."""
    return begun.pop() if begun and not offset else some.page(value, offset)


def _listed(known: Sequence[str], kept: Sequence[str]) -> Sequence[str]:
    """Return the search values that a filter keeps; all of them where one stands for several, or is not listed.

    >>> _listed(["ST", "FA"], ["st"]), _listed(["S*", "FA"], ["ST"]), _listed(["ST", "FA"], ["GR"])
    (['ST'], ['S*', 'FA'], ['ST', 'FA'])
    """
    wanted = {value.strip().casefold() for value in kept}
    if any(set(value) & set("*$?#") for value in known) or not wanted <= {value.casefold() for value in known}:
        return known
    return [value for value in known if value.casefold() in wanted]


def _rises(patrons: Sequence[Record]) -> bool:
    """Return whether patrons stand in the order of their keys."""
    keys = [patron["key"] for patron in patrons]
    return all(key.isdecimal() for key in keys) and keys == sorted(keys, key=int)


def _busy(answer: Answer) -> float | None:
    return _PAUSE if answer.status >= 400 and failures.IN_USE in failures.codes(answer.body) else None


def _explain(answer: Answer) -> str | None:
    return failures.explained(answer.body)


def _ils_id(patron: Record) -> str:
    return str(patron["key"])


def _codes(sample: Sequence[Record], block: str) -> list[str]:
    lists = (each.get(block) for each in sample)
    found = {code_of(entry) for rows in lists if isinstance(rows, list) for entry in rows if isinstance(entry, dict)}
    return sorted(found - {""})
