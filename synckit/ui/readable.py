"""A definition in words: each setting with its meaning, the filter as sentences, the map row by row, the limits.

Plain texts, not Markdown: whoever shows them escapes them. A definition that is not finished is told as far as it goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from synckit.fields import Catalogue, IlsField
from synckit.ui import labels
from synckit.ui.shown import counted
from synckit.ui.words import choices as text

Definition = Mapping[str, Any]
Fields = Mapping[str, IlsField]


@dataclass(frozen=True)
class Setting:
    """One setting: what it is called, what is chosen, and what that means."""

    label: str
    value: str
    meaning: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the filter; those inside a group stand one deeper than its head."""

    depth: int
    says: str


def setup(definition: Definition, catalogue: Catalogue, zone: str) -> list[Setting]:
    """Return the settings of the first step; `zone` is the workspace's time zone."""
    chosen = [_choice(definition, name) for name in ("type", "frequency", "empty_fields", "incorrect_values", "errors")]
    keys = [_match_keys(definition, catalogue), _choice(definition, "on_conflict")]
    return [
        Setting(text.SETTINGS["connection"], str(definition.get("connection") or text.NOT_SET)),
        *chosen,
        *keys,
        _choice(definition, "vanished"),
        Setting(text.SETTINGS["timezone"], definition.get("timezone") or zone),
        *_seldom(definition),
    ]


def _choice(definition: Definition, name: str) -> Setting:
    chosen = definition.get(name) or text.USUAL[name]
    return Setting(text.SETTINGS[name], text.CHOICES[name].get(chosen, chosen), text.MEANINGS[name].get(chosen, ""))


def _match_keys(definition: Definition, catalogue: Catalogue) -> Setting:
    named = labels.of_profile_fields(catalogue)
    keys = [[key] if isinstance(key, str) else key for key in definition.get("match_on") or ()]
    said = [text.AND_FIELDS.join(named.get(name, name) for name in key) for key in keys]
    numbered = said if len(said) < 2 else [f"{place}. {each}" for place, each in enumerate(said, 1)]
    return Setting(text.SETTINGS["match_on"], ", ".join(numbered) or text.NOT_SET, text.MATCHED)


def _seldom(definition: Definition) -> Iterator[Setting]:
    """Yield the settings that are told only where they are not as usual."""
    if definition.get("incremental"):
        says = counted(definition["incremental"].get("full_every", 7), text.CHANGED_1, text.CHANGED)
        yield Setting(text.SETTINGS["incremental"], says)
    if definition.get("keep_extracts"):
        yield Setting(text.SETTINGS["keep_extracts"], text.KEPT.format(period=definition["keep_extracts"]))
    for each in definition.get("expectations") or ():
        rest = ", ".join(f"{key}: {value}" for key, value in each.items() if key != "expect")
        yield Setting(text.SETTINGS["expectations"], str(each.get("expect", "")), rest)


def filter_lines(group: Mapping[str, Any] | None, fields: Fields) -> list[Line]:
    """Return a filter as it stands in a definition, a line a condition; none for a filter that takes everybody."""
    return [*_group(group, fields, 0)] if group else []


def _group(group: Mapping[str, Any], fields: Fields, depth: int) -> Iterator[Line]:
    op = "all" if "all" in group else "any"
    if len(group[op]) > 1 or depth:
        yield Line(depth, text.GROUPS[op])
        depth += 1
    for part in group[op]:
        if "all" in part or "any" in part:
            yield from _group(part, fields, depth)
        else:
            yield Line(depth, condition(part, fields))


def condition(part: Mapping[str, Any], fields: Fields) -> str:
    """Return a condition as a sentence, codes with their labels.

    >>> kind = IlsField("kind", label="Patron type", codes=(("ST", "Student"),))
    >>> condition({"field": "kind", "operator": "equals", "value": "ST"}, {"kind": kind})
    'Patron type is Student (ST)'
    """
    if "sql" in part:
        return text.SQL.format(sql=part["sql"])
    named = labels.of_ils_fields(fields)
    name, operator, value = str(part["field"]), str(part.get("operator") or ""), part.get("value")
    said = f"{named.get(name, name)} {text.OPERATORS.get(operator, operator)}"
    if value is None:
        return said
    codes = dict(fields[name].codes) if name in fields else {}
    values = [_coded(each, codes) for each in (value if isinstance(value, list | tuple) else [value])]
    if operator == "between" and len(values) == 2:
        return f"{said} {text.AND.format(first=values[0], last=values[1])}"
    return f"{said} {', '.join(values)}"


def _coded(value: Any, codes: Mapping[str, str]) -> str:
    code = str(value)
    return text.CODE.format(label=codes[code], code=code) if codes.get(code) and codes[code] != code else code


def mapping_rows(definition: Definition, catalogue: Catalogue, fields: Fields) -> list[dict[str, str]]:
    """Return the map, a row a mapping: `source`, `does`, `target`, `own` strategies."""
    own, profile = labels.of_ils_fields(fields), labels.of_profile_fields(catalogue)
    return [
        {
            "source": _source(row, own),
            "does": "; ".join(_done(row, fields)),
            "target": profile.get(row.get("to", ""), row.get("to", "")),
            "own": "; ".join(_own(row)),
        }
        for row in definition.get("mapping") or ()
    ]


def _source(row: Mapping[str, Any], named: Mapping[str, str]) -> str:
    source = row.get("from") or ()
    if source:
        return text.FIRST_OF.join(named.get(name, name) for name in ([source] if isinstance(source, str) else source))
    for key, said in (("constant", text.CONSTANT), ("template", text.TEMPLATE), ("sql", text.SQL_SOURCE)):
        if key in row:
            return said.format(value=row[key])
    return ""


def _done(row: Mapping[str, Any], fields: Fields) -> Iterator[str]:
    """Yield what happens to a value, in order."""
    if "default" in row:
        yield text.DEFAULT.format(value=row["default"])
    yield from map(_step, row.get("steps") or ())
    if row.get("values"):
        yield from _value_map(row, fields)


def _step(step: str | Mapping[str, Any]) -> str:
    if isinstance(step, str):
        return text.STEPS.get(step, step)
    ((name, given),) = step.items()
    values = given if isinstance(given, Sequence) and not isinstance(given, str) else [given]
    return text.STEP_WITH.format(name=text.STEPS.get(name, name), values=", ".join(f"“{each}”" for each in values))


def _value_map(row: Mapping[str, Any], fields: Fields) -> Iterator[str]:
    source = row.get("from")
    names = [source] if isinstance(source, str) else list(source or ())
    codes = {code: label for name in names if name in fields for code, label in fields[name].codes}
    how = text.HOW_IT_MEETS.get(row.get("match", "equals"), "")
    for key, value in row["values"].items():
        yield text.VALUE.format(key=how + _coded(key, codes), value=value or text.EMPTY_VALUE)
    other = row.get("otherwise", "incorrect")
    kind, value = ("value", other.get("value", "")) if isinstance(other, Mapping) else (other, "")
    yield text.OTHERWISE[kind].format(value=value)


def _own(row: Mapping[str, Any]) -> Iterator[str]:
    for name, (setting, choice) in text.OWN_SETTINGS.items():
        if row.get(name):
            yield text.OWN.format(setting=setting, choice=text.CHOICES[choice].get(row[name], row[name]))


def limits(definition: Definition) -> list[Setting]:
    """Return every limit, those that are not set too."""
    given = {"read_drop": "20%", **(definition.get("limits") or {})}
    return [
        Setting(label, text.NO_LIMIT if given.get(name) is None else str(given[name]))
        for name, label in text.LIMITS.items()
    ]
