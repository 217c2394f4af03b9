"""Ex Libris Alma: users by its REST API, with an API key.

`users` makes the calls, `failures` reads what went wrong and `quirks` mends the records; `catalogue` says as data what a user offers; `pushdown`
 leaves out whom the filter leaves out; the connector below holds them together.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import chain, takewhile
from pathlib import Path
from typing import Any

from synckit import errors
from synckit.errors import IlsError
from synckit.fields import IlsField
from synckit.ils.alma import catalogue, failures, pushdown, quirks
from synckit.ils.alma.check import steps
from synckit.ils.alma.cost import Cost
from synckit.ils.alma.quirks import Record
from synckit.ils.alma.settings import NAME, SETTINGS, base_of
from synckit.ils.alma.users import Users, is_full, key_of
from synckit.ils.batches import Cell
from synckit.ils.door import Answer, Door
from synckit.ils.extract import CheckStep, Extract, Progress
from synckit.ils.offset import Page, Reading, step_after
from synckit.ils.rows import extract, sampled
from synckit.ils.setting import sound

__all__ = ["NAME", "SETTINGS", "Alma", "Cost"]

_LOG = logging.getLogger(__name__)
_SAMPLE = 10


class Alma:
    """The connector of one institution; `fields` are those stored with the connection, None to find them now.

    >>> Alma({"url": "https://api-na.hosted.exlibrisgroup.com"}, {"api_key": "l8xx"}).has_ids
    True
    """

    has_ids = True

    def __init__(
        self, settings: Mapping[str, str], secrets: Mapping[str, str], fields: tuple[IlsField, ...] | None = None
    ) -> None:
        self._settings = sound(NAME, SETTINGS, settings, secrets)
        self._key = secrets["api_key"]
        self._given = fields
        self._size = int(self._settings["page_size"])
        self._lanes = int(self._settings["lanes"])

    @cached_property
    def _door(self) -> Door:
        return Door(
            NAME,
            base_of(self._settings["url"]),
            secrets=(self._key,),
            ca_file=self._settings["ca_file"],
            rate=float(self._settings["requests_per_second"]),
            timeout=(10, float(self._settings["timeout"])),
            sign_in=self._headers,
            explain=_explain,
        )

    @cached_property
    def _users(self) -> Users:
        return Users(self._door, int(self._settings["reserve"]))

    def _headers(self, _door: Door) -> dict[str, str]:
        # the key stands in a header, never in an address; without Accept the answers are XML
        return {"Authorization": f"apikey {self._key}", "Accept": "application/json"}

    def fields(self) -> tuple[IlsField, ...]:
        """Return the catalogue with the identifier and statistic types of the site, and the labels of its codes.

        Raises IlsError where Alma cannot be read; a key without the right to the code tables gives no labels.
        """
        return self._found if self._given is None else self._given

    @cached_property
    def _found(self) -> tuple[IlsField, ...]:
        # a key that may not read the first code table may not read the others
        named = takewhile(
            lambda pair: pair[1] is not None, ((name, self._users.table(name)) for name in catalogue.tables())
        )
        labels = {name: rows for name, rows in named if rows}
        sample = self._sample()
        ids = dict.fromkeys(chain(labels.get(catalogue.IDENTIFIERS, ()), _codes(sample, "user_identifier", "id_type")))
        kinds = dict.fromkeys(_codes(sample, "user_statistic", "category_type"))
        wanted = self._settings["barcode_type"], self._settings["alt_id_type"]
        return catalogue.labelled(catalogue.fields(list(ids), kinds, *wanted), labels)

    def _sample(self) -> list[Record]:
        page = self._users.page(0, self._size)
        if is_full(page):
            return page.records
        whole = (self._users.one(user["primary_id"]) for user in page.records[:_SAMPLE])
        return [user for user in whole if user is not None]

    def sample(self) -> list[dict[str, Cell]]:
        """Return the fields of some patrons, to be shown masked."""
        return sampled(map(quirks.tidied, self._sample()), self.fields())

    def count(self, conditions: Any = None) -> int:
        """Return how many patrons a reading brings: at least those who meet the conditions."""
        searches = pushdown.searches(conditions, self._groups)
        return sum(self._users.page(0, 1, search).total for search in searches) or self._users.page(0, 1).total

    def cost(self, fields: Sequence[str] | None = None) -> Cost:
        """Return what a reading of everybody takes: one request a page, and one more a patron where lists are brief."""
        return self._cost(self._users.page(0, self._size), self._asked(fields or [each.name for each in self.fields()]))

    def _cost(self, page: Page, asked: Sequence[IlsField]) -> Cost:
        requests = -(-page.total // step_after(self._size)) + (page.total if _is_brief(page, asked) else 0)
        rate, reserve = float(self._settings["requests_per_second"]), int(self._settings["reserve"])
        return Cost(page.total, requests, rate, self._users.remaining, reserve)

    def patrons(
        self,
        fields: Sequence[str],
        folder: Path,
        progress: Progress | None = None,
        conditions: Any = None,
        since: str | None = None,
        also: Sequence[str] = (),
    ) -> Extract:
        """Read every patron, or at least those who meet the conditions, keeping only `fields`.

        Alma cannot tell who changed, so `since` changes nothing. Raises IlsError where Alma cannot be read, a field
        is gone, the day's requests do not suffice, or the numbers do not agree.
        """
        asked = self._asked(fields)
        with ThreadPoolExecutor(self._lanes, "alma") as pool:
            try:
                pages = self._pages(pool, asked, pushdown.searches(conditions, self._groups))
                return extract(NAME, pages, _id_of, asked, folder, progress)
            finally:
                pool.shutdown(cancel_futures=True)

    def _pages(self, pool: ThreadPoolExecutor, asked: Sequence[IlsField], searches: Sequence[str]) -> Iterator[Any]:
        given: set[int] = set()
        try:
            for search in searches:
                for page in self._swept(pool, asked, search):
                    given.update(map(key_of, page))
                    yield page
            if given:
                return
        except IlsError as problem:
            # a search is no list in order, and its field is not documented: without it the numbers may agree
            _LOG.info("the search by user group is given up: %s", problem)
        for page in self._swept(pool, asked, ""):
            yield [user for user in page if key_of(user) not in given] if given else page

    def _swept(self, pool: ThreadPoolExecutor, asked: Sequence[IlsField], search: str) -> Iterator[list[Record]]:
        first = self._users.page(0, self._size, search)
        cost, brief = self._cost(first, asked), _is_brief(first, asked)
        if cost.is_too_much:
            raise IlsError(f"Alma cannot be read today: {cost}; run again tomorrow, or lower the reserve.")
        tidy = quirks.tidier([field.path for field in asked])

        begun = [first]

        def fetch(offset: int) -> Page:
            return begun.pop() if begun and not offset else self._users.page(offset, self._size, search)

        for users in Reading(NAME, fetch, key_of, self._size, pool, self._lanes, is_sorted=not search).pages():
            whole = pool.map(self._users.one, [user["primary_id"] for user in users]) if brief else users
            yield [tidy(user) for user in whole if user is not None]

    def _asked(self, names: Sequence[str]) -> list[IlsField]:
        known = {field.name: field for field in self.fields()}
        for name in names:
            if name not in known:
                raise IlsError(errors.unknown(f"field of {NAME}", name, known))
        return [known[name] for name in dict.fromkeys(names)]

    @cached_property
    def _groups(self) -> frozenset[str]:
        return frozenset(field.name for field in self.fields() if field.path == "user_group.value")

    def check(self) -> list[CheckStep]:
        """Try the connection, step by step, up to the first that fails."""
        return steps(self._door, self._users, self.fields, self.cost, self._sample)


def _explain(answer: Answer) -> str | None:
    return failures.explained(answer.body)


def _id_of(user: Record) -> str:
    return str(user["primary_id"])


def _is_brief(page: Page, asked: Sequence[IlsField]) -> bool:
    """Return whether users have to be asked for one by one: the list does not have what is asked for."""
    if is_full(page) or not page.records:
        return False
    return any(_key(field) not in page.records[0] for field in asked)


def _key(field: IlsField) -> str:
    return field.path.split(".")[0].split("[")[0]


def _codes(users: Sequence[Record], key: str, kind: str) -> Iterator[str]:
    entries = chain.from_iterable(quirks.listed(user.get(key)) for user in users)
    return (code for each in entries if isinstance(each, dict) and (code := quirks.coded(each.get(kind))))
