"""A sync in the making: plain data in which any part may still be missing, as a wizard fills it in.

It has the keys of a definition, and three liberties: rows carry an `id`, so that one in the middle can go without its
neighbours changing places; a row of the filter or the map may be half filled in; a group is written `{op, parts}` and
a value map as pairs, in which a key may stand twice for a while. `definition` makes of it what a sync is made of.

    {"name", "connection", "type", ..., "match_on": [[profile field, ...], ...],
     "filter": {"op": "all", "parts": [{"id", "field", "operator", "value"} | {"id", "sql"} | {"id", "op", "parts"}]},
     "mapping": [{"id", "origin": "from", "from": [ILS field, ...], "scope", "profile_type", "to", "values": [[a, b]], ...}]}
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from synckit.fields import Catalogue

Content = dict[str, Any]
ORIGINS = ("from", "constant", "template", "sql")
_OWN = frozenset({"id", "origin", "scope", "profile_type"})


def new_id() -> str:
    """Return an id for a row, unlike any other."""
    return uuid.uuid4().hex[:8]


def blank() -> Content:
    """Return the draft that a wizard begins with.

    >>> blank()["match_on"], blank()["mapping"]
    ([], [])
    """
    return {"name": "", "connection": None, "match_on": [], "filter": {"op": "all", "parts": []}, "mapping": []}


def is_blank(content: Content) -> bool:
    """Return whether nothing is filled in in a draft, not even a name.

    >>> is_blank({**blank(), "mapping": [blank_row()]}), is_blank({**blank(), "connection": "Alma"})
    (True, False)
    """
    return definition({**content, "name": str(content.get("name") or "").strip()}) == definition(blank())


def blank_condition() -> Content:
    """Return a condition that nobody has filled in."""
    return {"id": new_id(), "field": None, "operator": None, "value": None}


def blank_group(op: str = "any") -> Content:
    """Return a group with one condition that nobody has filled in."""
    return {"id": new_id(), "op": op, "parts": [blank_condition()]}


def blank_row() -> Content:
    """Return a row of the map that nobody has filled in."""
    return {"id": new_id(), "origin": "from", "from": [], "scope": None, "profile_type": None, "to": None}


def of_definition(definition: Mapping[str, Any], catalogue: Catalogue) -> Content:
    """Return the draft that edits a definition; its schedule stays with the sync.

    >>> made = of_definition({"name": "x", "match_on": ["email"], "mapping": [{"from": "a", "to": "email"}]}, Catalogue.empty())
    >>> made["match_on"], made["mapping"][0]["from"], made["mapping"][0]["scope"]
    ([['email']], ['a'], 'system')
    """
    content = {key: value for key, value in definition.items() if key not in ("schedule", "filter", "mapping")}
    content["match_on"] = [[key] if isinstance(key, str) else list(key) for key in definition.get("match_on", ())]
    content["filter"] = _group(definition["filter"]) if definition.get("filter") else blank()["filter"]
    content["mapping"] = [_row(row, catalogue) for row in definition.get("mapping", ())]
    return content


def _group(data: Mapping[str, Any]) -> Content:
    op = "all" if "all" in data else "any"
    return {"op": op, "parts": [_part(part) for part in data[op]]}


def _part(data: Mapping[str, Any]) -> Content:
    if "all" in data or "any" in data:
        return {"id": new_id(), **_group(data)}
    return {"id": new_id(), **data}


def _row(data: Mapping[str, Any], catalogue: Catalogue) -> Content:
    row = {**blank_row(), **data, "origin": next(each for each in ORIGINS if each in data)}
    source = data.get("from", [])
    row["from"] = [source] if isinstance(source, str) else list(source)
    if "values" in data:
        row["values"] = [[key, value] for key, value in data["values"].items()]
    known = {field.key: field for field in catalogue.fields}.get(data["to"])
    return {**row, "scope": known.scope.value, "profile_type": known.profile_type} if known else row


def definition(content: Content) -> dict[str, Any]:
    """Return the definition that a draft stands for, without the rows in which nothing is filled in.

    >>> definition({**blank(), "name": "x", "connection": "y", "match_on": [["email"], []]})
    {'name': 'x', 'connection': 'y', 'match_on': ['email'], 'mapping': []}
    """
    data = {key: value for key, value in content.items() if key not in ("filter", "mapping") and value is not None}
    data["match_on"] = [key[0] if len(key) == 1 else key for key in content.get("match_on", ()) if key]
    parts = _plain_parts(content.get("filter") or {})
    if parts:
        data["filter"] = {content["filter"]["op"]: parts}
    data["mapping"] = [plain_row(row) for row in content.get("mapping", ()) if not is_blank_row(row)]
    return data


def _plain_parts(group: Content) -> list[dict[str, Any]]:
    found = []
    for part in group.get("parts", ()):
        if "parts" in part:
            inside = _plain_parts(part)
            found += [{part["op"]: inside}] if inside else []
        elif not is_blank_part(part):
            found.append({key: value for key, value in part.items() if key != "id" and value is not None})
    return found


def is_blank_part(part: Content) -> bool:
    """Return whether nothing is filled in in a condition or group."""
    if "parts" in part:
        return all(map(is_blank_part, part["parts"]))
    return not (part.get("sql") if "sql" in part else part.get("field"))


def is_blank_row(row: Content) -> bool:
    """Return whether neither end of a row of the map is filled in."""
    return not row.get("to") and not row.get(row.get("origin", "from"))


def plain_row(row: Content) -> dict[str, Any]:
    """Return a row of the map as it stands in a definition."""
    other = set(ORIGINS) - {row.get("origin", "from")}
    kept = {key: value for key, value in row.items() if key not in _OWN | other and value not in (None, [], "")}
    if row.get("origin") == "constant" and row.get("constant") == "":
        kept["constant"] = ""
    if len(kept.get("from", ())) == 1:
        kept["from"] = kept["from"][0]
    if "values" in kept:
        kept["values"] = {str(key): value for key, value in kept["values"] if str(key or "").strip()}
        if not kept["values"]:
            del kept["values"]
    return kept


def conditions(content: Content) -> Iterator[Content]:
    """Yield the conditions and SQL pieces of the filter, those in groups too, in order."""
    yield from _inside(content.get("filter") or {})


def _inside(group: Content) -> Iterator[Content]:
    for part in group.get("parts", ()):
        if "parts" in part:
            yield from _inside(part)
        else:
            yield part
