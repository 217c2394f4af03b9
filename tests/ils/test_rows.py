"""From records to the extract."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from synckit.errors import IlsError
from synckit.fields import IlsField
from synckit.ils.rows import extract
from synckit.ils.sweep import Broken
from tests.ils.systems import raw

NAME, MAIL = IlsField("name", path="n"), IlsField("mail", path="m", absent="empty")


def person(id: int, **values: Any) -> dict[str, Any]:
    return {"id": str(id), "n": f"N{id}", "m": None, **values}


def made(pages: list[list[Any]], folder: Path, *asked: IlsField) -> list[dict[str, Any]]:
    return raw(extract("Koha", pages, lambda each: each["id"], asked or (NAME, MAIL), folder))


def test_each_patron_comes_once_the_first_counts(tmp_path: Path) -> None:
    rows = made([[person(1), person(2)], [person(2, n="other"), person(3)], []], tmp_path)
    assert [(row["_row"], row["_id"], row["name"]) for row in rows] == [(0, "1", "N1"), (1, "2", "N2"), (2, "3", "N3")]


def test_a_page_that_comes_again_ends_the_reading(tmp_path: Path) -> None:
    with pytest.raises(IlsError, match=r"^Koha sends the same patrons again on the next page; nothing was applied"):
        made([[person(1)], [person(1)]], tmp_path)


def test_a_field_in_no_record_ends_the_reading(tmp_path: Path) -> None:
    pages = [[{"id": "1", "m": "a"}], [{"id": "2"}]]
    with pytest.raises(IlsError, match=r"^Koha no longer has the field 'name' in any patron; nothing was applied; map"):
        made(pages, tmp_path)


def test_absent_is_unknown_or_empty_as_the_field_says(tmp_path: Path) -> None:
    rows = made([[person(1), {"id": "2"}]], tmp_path)
    assert [(row["name"], row["mail"], row["_absent"]) for row in rows] == [("N1", None, None), (None, None, ["name"])]


def test_a_list_where_text_should_be_makes_the_patron_unreadable(tmp_path: Path) -> None:
    rows = made([[person(1), person(2, n=["x"])]], tmp_path)
    assert [row["_problem"] for row in rows] == [None, "The record holds a list or an object where name is expected."]


def test_lists_everywhere_where_text_should_be_end_the_reading(tmp_path: Path) -> None:
    with pytest.raises(IlsError, match=r"^Koha sends no text any more where name stands; nothing was applied; map"):
        made([[person(1, n=["x"]), person(2, n={})]], tmp_path)


@pytest.mark.parametrize(("name", "what"), [("Zo\ud800", "half a character"), ("Zo\0", "a NUL character")])
def test_text_that_cannot_be_stored_makes_the_patron_unreadable(name: str, what: str, tmp_path: Path) -> None:
    rows = made([[person(1), person(2, n=name)]], tmp_path)
    assert [(row["name"], row["_problem"]) for row in rows] == [
        ("N1", None),
        ("Zo\ufffd", f"The record holds {what} in name."),
    ]


def test_a_patron_who_cannot_be_sent_is_a_row(tmp_path: Path) -> None:
    rows = made([[person(1), Broken(None, "Koha cannot send it.")]], tmp_path)
    assert [(row["_id"], row["_problem"]) for row in rows] == [("1", None), (None, "Koha cannot send it.")]


def test_the_digest_depends_on_patrons_not_on_pages(tmp_path: Path) -> None:
    people = [person(id) for id in range(5)]
    digests = [
        extract("Koha", pages, lambda each: each["id"], (NAME,), tmp_path).digest
        for pages in ([people], [people[:2], people[2:]], [[*people[:4], person(9)]])
    ]
    assert digests[0] == digests[1] != digests[2]
