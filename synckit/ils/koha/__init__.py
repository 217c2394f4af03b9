"""Koha: patrons by its REST API, with the key of an API client or a staff user's password.

`patrons` makes the calls, `failures` reads what went wrong; `catalogue` says as data what a patron offers, and
`pushdown` leaves out whom the filter leaves out; the connector below holds them together.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from synckit.errors import CredentialsRefused
from synckit.fields import IlsField
from synckit.ils.batches import Cell
from synckit.ils.door import Answer, Door
from synckit.ils.extract import CheckStep, Extract, Progress
from synckit.ils.koha import catalogue, failures, pushdown
from synckit.ils.koha.check import steps
from synckit.ils.koha.patrons import Patrons, id_of
from synckit.ils.koha.settings import NAME, SETTINGS, base_of, credentials
from synckit.ils.rows import extract, sampled
from synckit.ils.setting import sound
from synckit.ils.sweep import Broken, Record, asked_of, keyset

__all__ = ["NAME", "SETTINGS", "TELLS_CHANGES", "Koha"]

TELLS_CHANGES = True

_SAMPLE = 200


class Koha:
    """The connector of one Koha; `fields` are those stored with the connection, None to find them now.

    >>> Koha({"url": "https://staff.example.org", "user": "api"}, {"password": "p"}).has_ids
    True
    """

    has_ids = True

    def __init__(
        self, settings: Mapping[str, str], secrets: Mapping[str, str], fields: tuple[IlsField, ...] | None = None
    ) -> None:
        self._settings = sound(NAME, SETTINGS, settings, secrets)
        self._name, self._secret, self._is_client = credentials(self._settings, secrets)
        self._given = fields
        self._size = int(self._settings["page_size"])

    @cached_property
    def _door(self) -> Door:
        return Door(
            NAME,
            base_of(self._settings["url"]),
            secrets=(self._secret, *([] if self._is_client else [self._basic])),
            ca_file=self._settings["ca_file"],
            rate=float(self._settings["requests_per_second"]),
            timeout=(10, float(self._settings["timeout"])),
            sign_in=self._signed_in,
            refused=_refused,
            explain=_explain,
        )

    @property
    def _basic(self) -> str:
        return base64.b64encode(f"{self._name}:{self._secret}".encode()).decode("ascii")

    def _signed_in(self, door: Door) -> dict[str, str]:
        if not self._is_client:
            return {"Authorization": f"Basic {self._basic}"}
        form = {"grant_type": "client_credentials", "client_id": self._name, "client_secret": self._secret}
        answer = door.post("oauth/token", form=form, signed=False, retry=True, ok=(200, 403))
        if answer.status == 403:
            words = failures.explained(answer.body) or "403"
            raise CredentialsRefused(
                str(door.failed(f"refuses this (403: {words})", "check the credentials of the connection"))
            )
        given = answer.json()
        token = given.get("access_token") if isinstance(given, dict) else None
        if not isinstance(token, str) or not token:
            raise door.failed("gave no token", "check that the address is that of Koha's staff interface")
        return {"Authorization": f"Bearer {token}"}

    def fields(self) -> tuple[IlsField, ...]:
        """Return the catalogue with the attributes that the site's patrons have, and the labels of its codes.

        Raises IlsError where Koha cannot be read; a user without the right to the tables gives no labels.
        """
        return self._found if self._given is None else self._given

    @cached_property
    def _found(self) -> tuple[IlsField, ...]:
        sample = self._sample()
        attributes = chain.from_iterable(each.get("extended_attributes") or () for each in sample)
        kinds = sorted({str(each.get("type")) for each in attributes if isinstance(each, dict)})
        everyone = Patrons(self._door, self._size)
        libraries = everyone.rows("libraries") or everyone.rows("public/libraries") or []
        categories = everyone.rows("patron_categories") or []
        labels = {
            catalogue.LIBRARIES: _labels(libraries, "library_id"),
            catalogue.CATEGORIES: _labels(categories, "patron_category_id"),
        }
        return catalogue.fields({key for each in sample for key in each}, kinds, labels)

    def _sample(self) -> list[Record]:
        """Return the first and the last patrons, with their attributes: an old and a new one differ."""
        some = Patrons(self._door, min(self._size, _SAMPLE), embed="extended_attributes")
        found = [each for each in some.after(0) if isinstance(each, dict)] + some.last(min(self._size, _SAMPLE))
        return list({each["patron_id"]: each for each in found}.values())

    def sample(self) -> list[dict[str, Cell]]:
        """Return the fields of some patrons, to be shown masked."""
        return sampled(self._sample(), self.fields())

    def count(self, conditions: Any = None) -> int:
        """Return how many patrons a reading brings: at least those who meet the conditions."""
        return Patrons(self._door, self._size, self._queries(conditions, None)).total()

    def _queries(self, conditions: Any, since: str | None, also: Sequence[str] = ()) -> list[pushdown.Query]:
        fields = {field.name: field for field in self.fields()}
        return [*pushdown.queries(conditions, fields), *([pushdown.since(since, also)] if since else [])]

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

        What changed in attributes alone, or was deleted, `since` does not find. Raises IlsError where Koha cannot be
        read, a field is gone, or the numbers do not agree.
        """
        asked = asked_of(NAME, fields, self.fields())
        some = Patrons(self._door, self._size, self._queries(conditions, since, also), catalogue.embeds(asked))
        pages = keyset(NAME, some.after, id_of, some.total)
        return extract(NAME, pages, _ils_id, asked, folder, progress, rising=True)

    def check(self) -> list[CheckStep]:
        """Try the connection, step by step, up to the first that fails."""
        return steps(self._door, Patrons(self._door, self._size), self.fields, self._sample)


def _refused(answer: Answer) -> bool:
    """Return whether the credentials are wrong: of a password Koha says so with 403."""
    return answer.status == 401 or (answer.status == 403 and not failures.lacks_rights(answer.body))


def _explain(answer: Answer) -> str | None:
    return failures.explained(answer.body)


def _ils_id(patron: Record | Broken) -> str:
    return str(patron["patron_id"]) if isinstance(patron, dict) else str(patron.id)


def _labels(rows: Sequence[Record], key: str) -> dict[str, str]:
    return {str(row[key]): str(row.get("name") or row[key]) for row in rows if row.get(key) is not None}
