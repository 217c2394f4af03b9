"""A whole draft, and rows to change it by."""

from __future__ import annotations

from typing import Any

from synckit.definition import draft
from synckit.fields import Catalogue, FieldType, IlsField, ProfileField, Scope

CARD = ProfileField("card", label="Card", unique=True)
YEAR = ProfileField("year", type=FieldType.INTEGER, scope=Scope.TYPE_SPECIFIC, profile_type="Student")
CATALOGUE = Catalogue(("Student",), (CARD, YEAR))
FIELDS = {name: IlsField(name) for name in ("kind", "first", "last", "code")} | {
    "expires": IlsField("expires", FieldType.DATE)
}

WHOLE = {
    "name": "Students",
    "connection": "Ours",
    "match_on": ["card", ["last_name", "first_name"]],
    "filter": {"all": [{"field": "kind", "operator": "in", "value": ["ST"]}, {"any": [{"sql": "length(code) > 2"}]}]},
    "mapping": [
        {"constant": "Student", "to": "type"},
        {"from": ["last", "first"], "to": "last_name"},
        {"from": "first", "to": "first_name"},
        {"from": "code", "to": "card", "values": {"a": "1", "b": "2"}, "otherwise": "keep"},
        {"template": "{first} {last}", "to": "preferred_name"},
    ],
}


def edited(**parts: Any) -> draft.Content:
    return {**draft.of_definition(WHOLE, CATALOGUE), **parts}


def row(**parts: Any) -> draft.Content:
    return {**draft.blank_row(), **parts}


def condition(**parts: Any) -> draft.Content:
    return {**draft.blank_condition(), **parts}
