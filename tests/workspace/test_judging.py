"""What a piece of a filter lacks while it is written; SQL is tried over nobody."""

from __future__ import annotations

import pytest

import synckit
from synckit.fields import FieldType, IlsField
from synckit.workspace.judging import filter_lacks, part_lack
from tests.ui import library

FIELDS = {
    "code": IlsField("code"),
    "mails": IlsField("mails", FieldType.EMAIL, many=True),
    "since": IlsField("since", FieldType.DATE),
}

SQL = [
    ("length(code) = 8", ""),
    ("", ""),
    ("code ~", "is not one SQL expression"),
    ("shoe = 1", "No ILS field named 'shoe'"),
    ("read_csv('/etc/passwd')", "which is not allowed"),
    ("lower(mails) = 'x'", "The SQL condition cannot be used: "),
]


@pytest.mark.parametrize(("typed", "sentence"), SQL)
def test_sql_is_judged_as_it_is_written(typed, sentence):
    found = part_lack({"id": "1", "sql": typed}, FIELDS)
    assert sentence in found if sentence else found == ""


def test_conditions_in_groups_are_judged_by_their_ids():
    inner = {"id": "g", "op": "any", "parts": [{"id": "b", "field": "since", "operator": "before", "value": "soon"}]}
    blank = {"id": "c", "field": None, "operator": None, "value": None}
    found = filter_lacks({"op": "all", "parts": [{"id": "a", "field": "gone"}, inner, blank]}, FIELDS)
    assert list(found) == ["a", "b"]
    assert found["a"] == "gone is no longer available; choose another field."


def test_sql_that_cannot_be_used_keeps_a_draft_from_being_a_sync(tmp_path):
    with synckit.open(library.make(tmp_path)) as ws:
        draft = ws.draft_of("Students")
        content = ws.draft(draft).content
        content["filter"]["parts"].append({"id": "s", "sql": "shoe = 1"})
        found = ws.draft_lacks(draft, content)
        assert [(each.step, each.row) for each in found] == [("filter", "s")]
        assert ws.filter_lacks("Our patrons", content["filter"]) == {"s": found[0].says}


def test_a_name_is_taken_by_another_sync_alone(tmp_path):
    with synckit.open(library.make(tmp_path)) as ws:
        assert ws.name_taken(ws.draft_of("Students"), "Students") == ""
        assert ws.name_taken(ws.new_draft(), " Students ").startswith("Another sync is named 'Students'")
