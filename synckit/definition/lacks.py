"""What keeps a draft from being a sync: a sentence each, with the step and the row that it is about.

The same rules judge any definition (`validation.py`); here they are asked row by row, so that whoever fills one in is
told while it is half filled in, and of that row alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from synckit.definition.conditions import Condition
from synckit.definition.draft import Content, conditions, definition, is_blank_part, is_blank_row, plain_row
from synckit.definition.mappings import Mapping as MappingRow
from synckit.definition.operators import OPERATORS, shape_problem
from synckit.definition.schedule import Limit
from synckit.definition.sync import Sync
from synckit.definition.validation import condition_problems, row_problems
from synckit.definition.validation import problems as misfits
from synckit.errors import DefinitionError
from synckit.fields import Catalogue, IlsField

STEPS = ("setup", "filter", "map", "review")
_STEP_OF = {"filter": "filter", "mapping": "map", "expectations": "map"}


@dataclass(frozen=True)
class Lack:
    """One thing that keeps a draft from being a sync."""

    step: str
    """One of STEPS."""
    says: str
    row: str | None = None
    """The id of the row that it is about, where it is about one."""


def of_draft(content: Content, catalogue: Catalogue, ils_fields: Mapping[str, IlsField]) -> list[Lack]:
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
    yield from (Lack("setup", says) for says in map(of_limit, (content.get("limits") or {}).values()) if says)


def of_limit(given: Any) -> str:
    """Return why something is no limit, or "".

    >>> of_limit("many")
    "'many' is no limit; write a whole number such as 5000, or a share such as 20%."
    """
    try:
        Limit.parse(0 if given is None else given)
    except ValueError as problem:
        return f"{problem}."
    return ""


def _filter_lacks(content: Content, ils_fields: Mapping[str, IlsField]) -> Iterator[Lack]:
    for part in conditions(content):
        says = "" if "sql" in part or is_blank_part(part) else of_condition(part, ils_fields)
        if says:
            yield Lack("filter", says, part["id"])


def of_condition(part: Content, ils_fields: Mapping[str, IlsField]) -> str:
    """Return what a condition lacks, or "".

    >>> of_condition({"field": "kind", "operator": "equals", "value": None}, {"kind": IlsField("kind")})
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
        says = "" if is_blank_row(row) else of_row(row, catalogue, ils_fields)
        if says:
            yield Lack("map", says, row["id"])
    yield from (Lack("map", says) for says in missing_targets(content, catalogue))


def of_row(row: Content, catalogue: Catalogue, ils_fields: Mapping[str, IlsField]) -> str:
    """Return what a row of the map lacks, or "".

    >>> of_row({"origin": "from", "from": ["a"], "to": None}, Catalogue.empty(), {"a": IlsField("a")})
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
