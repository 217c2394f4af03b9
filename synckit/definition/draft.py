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
from dataclasses import dataclass
from typing import Any

from synckit.definition.conditions import Condition
from synckit.definition.mappings import Mapping as MappingRow
from synckit.definition.operators import OPERATORS, shape_problem
from synckit.definition.schedule import Limit
from synckit.definition.sync import Sync
from synckit.definition.validation import condition_problems, row_problems
from synckit.definition.validation import problems as misfits
from synckit.errors import DefinitionError
from synckit.fields import Catalogue, IlsField

Content = dict[str, Any]
STEPS = ("setup", "filter", "map", "review")
ORIGINS = ("from", "constant", "template", "sql")
_OWN = frozenset({"id", "origin", "scope", "profile_type"})
_STEP_OF = {"filter": "filter", "mapping": "map", "expectations": "map"}


@dataclass(frozen=True)
class Lack:
    """One thing that keeps a draft from being a sync."""

    step: str
    """One of STEPS."""
    says: str
    row: str | None = None
    """The id of the row that it is about, where it is about one."""


def new_id() -> str:
    """Return an id for a row, unlike any other."""
    return uuid.uuid4().hex[:8]


def blank() -> Content:
    """Return the draft that a wizard begins with.

    >>> blank()["match_on"], blank()["mapping"]
    ([], [])
    """
    return {"name": "", "connection": None, "match_on": [], "filter": {"op": "all", "parts": []}, "mapping": []}


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


def lacks(content: Content, catalogue: Catalogue, ils_fields: Mapping[str, IlsField]) -> list[Lack]:
    """Return what keeps a draft from being a sync, in the order of the steps; none when it is one.

    What is half filled in is told of row by row; only when nothing is, the whole is judged as any definition.
    """
    found = [
        *_setup_lacks(content, catalogue),
        *_filter_lacks(content, ils_fields),
        *_map_lacks(content, catalogue, ils_fields),
    ]
    if any(lack.step != "map" for lack in found) or any(lack.row for lack in found):
        return found
    return found + [
        lack for lack in _judged(content, catalogue, ils_fields) if lack.says not in {f.says for f in found}
    ]


def _setup_lacks(content: Content, catalogue: Catalogue) -> Iterator[Lack]:
    if not str(content.get("name") or "").strip():
        yield Lack("setup", "Give the sync a name.")
    if not content.get("connection"):
        yield Lack("setup", "Choose a connection.")
    if not [key for key in content.get("match_on", ()) if key]:
        yield Lack("setup", "Choose at least one match key.")
    keys = [tuple(key) for key in content.get("match_on", ()) if key]
    if len(set(keys)) < len(keys):
        yield Lack("setup", "The same match key stands twice; delete one.")
    for name in dict.fromkeys(name for key in keys for name in key if name not in catalogue.keys):
        yield Lack("setup", f"The profile field {name} is no longer available; choose another match key.")
    yield from (Lack("setup", says) for says in map(limit_lack, (content.get("limits") or {}).values()) if says)


def limit_lack(given: Any) -> str:
    """Return why something is no limit, or "".

    >>> limit_lack("many")
    "'many' is no limit; write a whole number such as 5000, or a share such as 20%."
    """
    try:
        Limit.parse(0 if given is None else given)
    except ValueError as problem:
        return f"{problem}."
    return ""


def _filter_lacks(content: Content, ils_fields: Mapping[str, IlsField]) -> Iterator[Lack]:
    for part in conditions(content):
        says = "" if "sql" in part or is_blank_part(part) else condition_lack(part, ils_fields)
        if says:
            yield Lack("filter", says, part["id"])


def condition_lack(part: Content, ils_fields: Mapping[str, IlsField]) -> str:
    """Return what a condition lacks, or "".

    >>> condition_lack({"field": "kind", "operator": "equals", "value": None}, {"kind": IlsField("kind")})
    'Kind: enter a value.'
    """
    name = part["field"]
    if name not in ils_fields:
        return f"{name} is no longer available; choose another field."
    label = ils_fields[name].label or name.replace("_", " ").capitalize()
    operator = OPERATORS.get(part.get("operator") or "")
    if operator is None:
        return f"{label}: choose an operator."
    value = part.get("value")
    missing = value in (None, "", []) or (isinstance(value, list) and any(each in (None, "") for each in value))
    if operator.takes != "nothing" and missing:
        return f"{label}: enter a value."
    problem = shape_problem(operator, value) or _misfit(part, ils_fields)
    return f"{label}: {problem.rstrip('.')}." if problem else ""


def _misfit(part: Content, ils_fields: Mapping[str, IlsField]) -> str:
    try:
        whole = Condition.from_dict(
            {key: part[key] for key in ("field", "operator", "value") if part.get(key) is not None}
        )
    except DefinitionError as problem:
        return str(problem)
    return next((says for _, says in condition_problems(whole, (), ils_fields)), "")


def _map_lacks(content: Content, catalogue: Catalogue, ils_fields: Mapping[str, IlsField]) -> Iterator[Lack]:
    for row in content.get("mapping", ()):
        says = "" if is_blank_row(row) else row_lack(row, catalogue, ils_fields)
        if says:
            yield Lack("map", says, row["id"])
    yield from (Lack("map", says) for says in missing_targets(content, catalogue))


def row_lack(row: Content, catalogue: Catalogue, ils_fields: Mapping[str, IlsField]) -> str:
    """Return what a row of the map lacks, or "".

    >>> row_lack({"origin": "from", "from": ["a"], "to": None}, Catalogue.empty(), {"a": IlsField("a")})
    'Choose the profile field that a goes to.'
    """
    origin = row.get("origin", "from")
    gone = [name for name in row.get("from", ()) if name not in ils_fields] if origin == "from" else []
    if gone:
        return f"{gone[0]} is no longer available; choose another ILS field."
    if not row.get("to"):
        said = ", ".join(row["from"]) if origin == "from" else str(row.get(origin))
        return f"Choose the profile field that {said} goes to."
    if row["to"] not in catalogue.keys:
        return f"The profile field {row['to']} is no longer available; choose another one."
    label = catalogue.field(row["to"]).label
    if row.get(origin) in (None, "", []):
        return f"{label}: say where its value comes from."
    problem = _pairs_lack(row, catalogue) or _row_misfit(row, catalogue, ils_fields)
    return f"{label}: {problem}" if problem else ""


def _pairs_lack(row: Content, catalogue: Catalogue) -> str:
    """Return what the value map of a row lacks, or ""; a text may become empty, and a choice is made."""
    keys = [str(key).strip() for key, _ in row.get("values") or () if str(key or "").strip()]
    twice = [key for key in keys if keys.count(key) > 1]
    if twice:
        return f"{twice[0]} stands twice in the value map; delete one."
    if catalogue.field(row["to"]).options:
        for key, value in row.get("values") or ():
            if value is None and str(key or "").strip():
                return f"say what {key} becomes in the value map."
    return ""


def _row_misfit(row: Content, catalogue: Catalogue, ils_fields: Mapping[str, IlsField]) -> str:
    try:
        whole = MappingRow.from_dict(plain_row(row))
    except DefinitionError as problem:
        says = str(problem).removeprefix("In a mapping, ").removeprefix("In a mapping: ")
        return says[:1].lower() + says[1:]
    return next((says for _, says in row_problems(whole, (), catalogue, ils_fields)), "")


def missing_targets(content: Content, catalogue: Catalogue) -> list[str]:
    """Return a sentence for each profile field that has to be mapped and is not."""
    mapped = {row.get("to") for row in content.get("mapping", ())}
    found = []
    if content.get("type", "create_update") != "update":
        needed = [field for field in catalogue.fields if field.required and field.profile_type is None]
        found = [f"Map {field.label}: every new profile needs it." for field in needed if field.key not in mapped]
    keys = dict.fromkeys(name for key in content.get("match_on", ()) for name in key)
    labels = {field.key: field.label for field in catalogue.fields}
    return found + [f"Map {labels[key]}: it is a match key." for key in keys if key in labels and key not in mapped]


def _judged(content: Content, catalogue: Catalogue, ils_fields: Mapping[str, IlsField]) -> Iterator[Lack]:
    """Judge the whole as any definition."""
    try:
        sync = Sync.from_dict(definition(content))
    except DefinitionError as problem:
        yield Lack(_step(problem.key), str(problem))
        return
    rows = [row for row in content["mapping"] if not is_blank_row(row)]
    for key, says in misfits(sync, catalogue, ils_fields):
        row = rows[key[1]]["id"] if key[0] == "mapping" and len(key) > 1 and isinstance(key[1], int) else None
        yield Lack(_step(str(key[0])), says[:1].upper() + says[1:], row)


def _step(key: str | None) -> str:
    return _STEP_OF.get((key or "").split(".")[0], "setup")
