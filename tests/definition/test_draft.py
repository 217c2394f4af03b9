"""A sync in the making: what a definition is while it is edited, and what it becomes."""

from __future__ import annotations

from synckit.definition import Sync, draft
from tests.definition.drafts import CATALOGUE, WHOLE, edited


def test_a_definition_comes_back_from_its_draft_as_it_was():
    assert draft.definition(draft.of_definition(WHOLE, CATALOGUE)) == WHOLE


def test_a_whole_draft_is_a_sync():
    assert Sync.from_dict(draft.definition(edited())).ils_fields == ("kind", "code", "last", "first")


def test_rows_have_ids_of_their_own():
    ids = [each["id"] for each in edited()["mapping"]]
    assert len(set(ids)) == 5


def test_scope_and_type_of_a_row_come_from_the_catalogue():
    rows = draft.of_definition({**WHOLE, "mapping": [{"from": "code", "to": "student.year"}]}, CATALOGUE)["mapping"]
    assert (rows[0]["scope"], rows[0]["profile_type"]) == ("type_specific", "Student")


def test_blank_rows_are_left_out():
    content = edited()
    content["mapping"] = [*content["mapping"], draft.blank_row()]
    content["filter"] = {"op": "all", "parts": [draft.blank_condition(), draft.blank_group()]}
    assert "filter" not in draft.definition(content)
    assert len(draft.definition(content)["mapping"]) == 5
