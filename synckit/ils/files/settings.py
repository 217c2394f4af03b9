"""What a file-drop connection is told: where the files are, and what their columns mean."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from synckit import errors
from synckit.errors import DefinitionError
from synckit.fields import FieldType
from synckit.ils.setting import Setting

_SETTINGS = ("path", "id", "encoding", "delimiter")
_OVERRIDE = "type."
DECLARED = (
    Setting(
        "path", "Files", "The path of a CSV, TSV, JSON, NDJSON or Parquet file, or a glob such as /data/patrons*.csv."
    ),
    Setting(
        "id", "ILS id", "The column that holds the ILS id; without one, patrons cannot be remembered.", required=False
    ),
    Setting("encoding", "Encoding", "Such as utf-8 or cp1252; found in the file when left empty.", required=False),
    Setting("delimiter", "Delimiter", "Such as ; or tab; found in the file when left empty.", required=False),
)
"""What a page asks for; types are set by `type.COLUMN` besides."""
TYPES = ("text", "code", "date", "datetime", "integer", "number", "boolean", "list")
_SPELLED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


@dataclass(frozen=True)
class FileSettings:
    """The settings of one file-drop connection.

    >>> FileSettings.of({"path": "/data/*.csv", "delimiter": "tab", "type.ptype": "code"}).types
    {'ptype': 'code'}
    """

    path: str
    """A file or a glob, absolute."""
    id: str | None = None
    """The column that holds the ILS id; None = patrons have no ids."""
    encoding: str | None = None
    """The text encoding of CSV and JSON; None = by byte order mark, else UTF-8."""
    delimiter: str | None = None
    """The character between CSV values; None = found in the file."""
    types: Mapping[str, str] = field(default_factory=dict)
    """{column: one of TYPES} where the found type is not wanted."""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> FileSettings:
        """Return the settings in `given`; DefinitionError names one that is unknown, missing or unsound.

        >>> FileSettings.of({"path": "/data/p.csv", "encodin": "latin-1"})
        Traceback (most recent call last):
        synckit.errors.DefinitionError: No setting of a files connection named 'encodin'. Did you mean 'encoding'?
        """
        types = {key.removeprefix(_OVERRIDE): kind for key, kind in given.items() if key.startswith(_OVERRIDE)}
        for key in given:
            if key not in _SETTINGS and not key.startswith(_OVERRIDE):
                raise DefinitionError(
                    errors.unknown("setting of a files connection", key, (*_SETTINGS, "type.COLUMN")), key=key
                )
        path = _absolute(given.get("path") or "")
        encoding, delimiter = _encoding(given.get("encoding")), _delimiter(given.get("delimiter"))
        return cls(
            path, given.get("id") or None, encoding, delimiter, {key: _type(kind) for key, kind in types.items()}
        )

    def as_dict(self) -> dict[str, str]:
        """Return the settings as they are stored.

        >>> FileSettings.of({"path": "/data/p.csv", "type.ptype": "code"}).as_dict()
        {'path': '/data/p.csv', 'type.ptype': 'code'}
        """
        plain = {key: getattr(self, key) for key in _SETTINGS if getattr(self, key) is not None}
        return {**plain, **{_OVERRIDE + column: kind for column, kind in self.types.items()}}

    def override(self, column: str) -> tuple[FieldType, bool] | None:
        """Return the type that is set for a column and whether it is a list; None where none is set.

        >>> FileSettings.of({"path": "/data/p.csv", "type.emails": "list"}).override("emails")
        (<FieldType.TEXT: 'text'>, True)
        """
        kind = self.types.get(column)
        if kind is None:
            return None
        return (FieldType.TEXT, True) if kind == "list" else (FieldType(kind), False)


def _absolute(path: str) -> str:
    if not path:
        raise DefinitionError(
            "A files connection needs path=, a file or a glob such as /data/patrons*.csv.", key="path"
        )
    return str(Path.cwd() / Path(path).expanduser())


def _type(kind: str) -> str:
    if kind not in TYPES:
        raise DefinitionError(errors.unknown("column type", kind, TYPES))
    return kind


def _encoding(name: str | None) -> str | None:
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        message = f"No text encoding named {name!r}; give one such as utf-8, utf-16, cp1252 or latin-1."
        raise DefinitionError(message, key="encoding") from None


def _delimiter(text: str | None) -> str | None:
    if not text:
        return None
    delimiter = _SPELLED.get(text.lower(), text)
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise DefinitionError(
            f"The delimiter {text!r} is not one character; give one such as ',' ';' '|' or tab.", key="delimiter"
        )
    return delimiter
