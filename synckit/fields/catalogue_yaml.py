"""The field catalogue as a YAML file: types, fields of all types, fields of each type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from synckit import documents
from synckit.documents import Document, Key
from synckit.errors import DefinitionError, nearest, unknown
from synckit.fields.kinds import FieldType, Scope
from synckit.fields.profile import ProfileField

_TOP = ("types", "all_types", "type_specific")
_ROW = ("name", "label", "type", "required", "unique", "options", "max_length", "pattern")

Found = tuple[tuple[str, ...], tuple[ProfileField, ...]]


def read(source: str | Path, known_types: tuple[str, ...] = ()) -> Found:
    """Return the types and custom fields of a YAML text or file, each problem with its line.

    >>> read("types: [Student]\\n")
    (('Student',), ())
    """
    document = documents.read(source)
    top = _keys(document, document.data, (), _TOP, "the field catalogue")
    types = _texts(document, top.get("types"), ("types",))
    fields = _fields(document, ("all_types",), Scope.ALL_TYPES, None)
    for name in _keys(document, top.get("type_specific") or {}, ("type_specific",), None, "type_specific"):
        key: Key = ("type_specific", name)
        if name not in (*types, *known_types):
            raise document.error(unknown("profile type", name, (*types, *known_types)), key)
        types += () if name in types else (name,)
        fields += _fields(document, key, Scope.TYPE_SPECIFIC, name)
    return types, fields


def write(types: tuple[str, ...], custom: tuple[ProfileField, ...]) -> str:
    """Return the YAML text of types and custom fields.

    >>> print(write(("Student",), (ProfileField("card"),)), end="")
    types: [Student]
    all_types:
    - {name: card, label: Card, type: text}
    """
    data: dict[str, Any] = {"types": list(types)}
    shared = [_row(field) for field in custom if field.profile_type is None]
    if shared:
        data["all_types"] = shared
    specific = {name: [_row(field) for field in custom if field.profile_type == name] for name in types}
    specific = {name: rows for name, rows in specific.items() if rows}
    if specific:
        data["type_specific"] = specific
    return documents.write(data)


def _row(field: ProfileField) -> dict[str, Any]:
    data = {"name": field.name, "label": field.label} | field.to_dict()
    return {key: data[key] for key in _ROW if key in data}


def _fields(document: Document, key: Key, scope: Scope, profile_type: str | None) -> tuple[ProfileField, ...]:
    rows: Any = document.data
    for part in key:
        rows = rows.get(part) or {}
    if not rows:
        return ()
    if not isinstance(rows, list):
        raise document.error(f"{key[-1]} must be a list of fields.", key)
    return tuple(_field(document, row, (*key, place), scope, profile_type) for place, row in enumerate(rows))


def _field(document: Document, row: Any, key: Key, scope: Scope, profile_type: str | None) -> ProfileField:
    row = _keys(document, row, key, _ROW, "a field")
    if "name" not in row:
        raise document.error("a field has no name.", key)
    length = row.get("max_length")
    if length is not None and type(length) is not int:
        raise document.error(f"max_length must be a whole number, not {length!r}.", (*key, "max_length"))
    try:
        return ProfileField(
            name=_text(document, row["name"], (*key, "name")),
            label=_text(document, row.get("label", ""), (*key, "label")),
            type=_type(document, row.get("type", "text"), (*key, "type")),
            scope=scope,
            profile_type=profile_type,
            required=_flag(document, row, key, "required"),
            unique=_flag(document, row, key, "unique"),
            options=_texts(document, row.get("options"), (*key, "options")),
            max_length=length,
            pattern=_text(document, row.get("pattern") or "", (*key, "pattern")) or None,
        )
    except DefinitionError as problem:
        raise (problem if problem.line else document.error(str(problem), key)) from None


def _keys(document: Document, data: Any, key: Key, known: tuple[str, ...] | None, what: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise document.error(f"{what} must be written as keys with values.", key)
    for name in data:
        if known is not None and name not in known:
            raise document.error(f"unknown key {name!r} in {what}.{nearest(name, known)}", (*key, name))
    return data


def _text(document: Document, value: Any, key: Key) -> str:
    if isinstance(value, (bool, int, float)):
        return str(value).lower()
    if not isinstance(value, str):
        raise document.error(f"{key[-1]} must be text.", key)
    return value


def _texts(document: Document, value: Any, key: Key) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise document.error(f"{key[-1]} must be a list.", key)
    return tuple(_text(document, each, (*key, place)) for place, each in enumerate(value))


def _flag(document: Document, row: dict[str, Any], key: Key, name: str) -> bool:
    value = row.get(name, False)
    if not isinstance(value, bool):
        raise document.error(f"{name} is true or false, not {value!r}.", (*key, name))
    return value


def _type(document: Document, value: Any, key: Key) -> FieldType:
    try:
        return FieldType(value)
    except ValueError:
        known = [each.value for each in FieldType if each is not FieldType.CODE]
        raise document.error(unknown("field type", value, known), key) from None
