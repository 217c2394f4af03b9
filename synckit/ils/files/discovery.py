"""Which fields a file drop has: found once, when the connection is made, and stored with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from synckit import errors
from synckit.errors import DefinitionError
from synckit.fields import IlsField
from synckit.ils.files import delimited, json_reading, parquet
from synckit.ils.files.dialect import dialect_of
from synckit.ils.files.settings import FileSettings
from synckit.ils.files.sources import Source, find


def discover(settings: FileSettings) -> tuple[IlsField, ...]:
    """Return the columns of all files with their types, as the settings override them.

    Raises IlsError where a file cannot be read, DefinitionError where a setting names an unknown column.
    """
    files = find(settings.path)
    found = tuple(_overridden(field, settings) for field in _columns(files, settings))
    names = [field.name for field in found]
    for column in (*settings.types, *([settings.id] if settings.id else [])):
        if column not in names:
            raise DefinitionError(errors.unknown(f"column of {settings.path}", column, names))
    return found


def _columns(files: Sequence[Source], settings: FileSettings) -> list[IlsField]:
    if files[0].format == "parquet":
        return parquet.discover(files)
    if files[0].is_json:
        found = json_reading.discover(files, settings.encoding)
        return [_described(field, files[0].format) for field in found]
    return _csv_columns(files, settings)


def _described(field: IlsField, format: str) -> IlsField:
    """Return a field with what its format knows of it."""
    if format == "alma":
        from synckit.ils.files import alma_xml

        return alma_xml.described(field)
    if format == "lduser":
        from synckit.ils.files import lduser

        return lduser.described(field)
    return field


def _csv_columns(files: Sequence[Source], settings: FileSettings) -> list[IlsField]:
    found: dict[str, IlsField] = {}
    for source in files:
        dialect = dialect_of(source, settings)
        for name, guess in zip(dialect.names, delimited.discover(source, dialect), strict=True):
            found.setdefault(name, IlsField(name, guess.type))
    return list(found.values())


def _overridden(field: IlsField, settings: FileSettings) -> IlsField:
    override = settings.override(field.name)
    return replace(field, type=override[0], many=field.many or override[1]) if override else field
