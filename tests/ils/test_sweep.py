"""Sweeps by the last id, and who has come."""

from __future__ import annotations

from typing import Any

import pytest

from synckit.errors import IlsError
from synckit.fields import IlsField
from synckit.ils.sweep import Seen, asked_of, keyset

NAME, MAIL = IlsField("name"), IlsField("mail")


def test_seen_remembers_more_than_its_recent_ones() -> None:
    seen = Seen()
    for start in range(0, 300_000, 1000):
        assert all(seen.fresh([str(id) for id in range(start, start + 1000)]))
    assert not any(seen.fresh([str(id) for id in range(0, 300_000, 777)]))
    assert len(seen) == 300_000


def numbers(ids: list[int], size: int = 2) -> Any:
    return lambda last: [{"id": str(id)} for id in ids if id > last][:size]


def swept(fetch: Any, total: Any = None) -> list[int]:
    return [int(each["id"]) for page in keyset("Koha", fetch, lambda each: int(each["id"]), total) for each in page]


def test_a_keyset_ends_with_an_empty_page() -> None:
    assert swept(numbers([1, 2, 5, 9, 10])) == swept(numbers([1, 2, 5, 9, 10]), lambda: 5) == [1, 2, 5, 9, 10]


@pytest.mark.parametrize("total", [None, lambda: 5])
def test_an_empty_page_in_the_middle_is_asked_for_again(total: Any) -> None:
    calls = []

    def fetch(last: int) -> list[dict[str, str]]:
        calls.append(last)
        return [] if len(calls) == 2 else numbers([1, 2, 5, 9, 10])(last)

    assert swept(fetch, total) == [1, 2, 5, 9, 10]


def test_patrons_that_are_told_of_and_do_not_come_end_the_reading() -> None:
    with pytest.raises(IlsError, match=r"^Koha says that it has 4 patrons and 3 came; nothing was applied; run again"):
        swept(numbers([1, 2, 3]), lambda: 4)


@pytest.mark.parametrize("page", [[3, 2], [2, 2], [0, 1]])
def test_ids_that_do_not_rise_end_the_reading(page: list[int]) -> None:
    with pytest.raises(IlsError, match=r"^Koha sends the same patrons again"):
        swept(lambda last: [{"id": str(id)} for id in page])


def test_fields_are_known_and_asked_for_once() -> None:
    assert asked_of("Koha", ["mail", "name", "mail"], [NAME, MAIL]) == [MAIL, NAME]
    with pytest.raises(IlsError, match=r"^No field of Koha named 'nmae'\. Did you mean 'name'\?$"):
        asked_of("Koha", ["nmae"], [NAME])
