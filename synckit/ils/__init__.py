"""Patrons in: one connector for each library system, all of the shape that `extract` describes.

The only door: `kinds`, `declared`, `settings`, `connector` and `suggestions`. Connectors load when they are asked for,
so that naming the kinds costs nothing. Every system but the file drop is a package with NAME, SETTINGS and a class
that is called like its kind; it speaks through `door`, describes its fields by `paths`, and makes its extract by `sweep` and `rows`.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from synckit import errors
from synckit.fields import IlsField
from synckit.ils.extract import CheckStep, Connector, Extract, Progress, TellsDeletions
from synckit.ils.setting import Setting, sound
from synckit.ils.suggestions import suggestions

__all__ = [
    "CheckStep",
    "Connector",
    "Extract",
    "Progress",
    "Setting",
    "TellsDeletions",
    "connector",
    "declared",
    "kinds",
    "name",
    "settings",
    "suggestions",
    "tells_changes",
]

_SYSTEMS = {"alma": "Ex Libris Alma", "symphony": "SirsiDynix Symphony", "sierra": "Innovative Sierra", "koha": "Koha"}
_NAMES = {**_SYSTEMS, "files": "File drop"}


def kinds() -> tuple[str, ...]:
    """Return the library systems that can be connected.

    >>> kinds()
    ('alma', 'symphony', 'sierra', 'koha', 'files')
    """
    return tuple(_NAMES)


def name(kind: str) -> str:
    """Return what a kind is called. Raises NotFound.

    >>> name("sierra")
    'Innovative Sierra'
    """
    _known(kind)
    return _NAMES[kind]


def declared(kind: str) -> tuple[Setting, ...]:
    """Return the settings that a kind asks for, secrets too, in the order to ask in. Raises NotFound.

    >>> [setting.name for setting in declared("alma")][:2]
    ['url', 'api_key']
    """
    _known(kind)
    if kind == "files":
        from synckit.ils.files.settings import DECLARED

        return DECLARED
    found: tuple[Setting, ...] = _system(kind).SETTINGS
    return found


def tells_changes(kind: str) -> bool:
    """Return whether a kind can be asked for those alone who changed. Raises NotFound.

    >>> tells_changes("koha"), tells_changes("files")
    (True, False)
    """
    _known(kind)
    return kind != "files" and getattr(_system(kind), "TELLS_CHANGES", False)


def settings(kind: str, given: Mapping[str, str], secrets: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the settings of a new connection as they are to be stored: known, sound, with absolute paths.

    Raises NotFound for an unknown kind, DefinitionError for an unknown, missing or unsound setting or secret.

    >>> settings("files", {"path": "/data/patrons.csv", "id": "patron_id"})
    {'path': '/data/patrons.csv', 'id': 'patron_id'}
    """
    _known(kind)
    if kind == "files":
        from synckit.ils.files.settings import FileSettings

        return FileSettings.of(given).as_dict()
    system = _system(kind)
    return sound(system.NAME, system.SETTINGS, given, secrets or {})


def connector(
    kind: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str] | None = None,
    fields: tuple[IlsField, ...] | None = None,
) -> Connector:
    """Return the connector of one connection; `fields` are those found when it was made, None to find them now.

    Nothing is read before a method is called. Raises NotFound for an unknown kind.

    >>> connector("files", {"path": "/data/patrons.csv"}).has_ids
    False
    """
    _known(kind)
    if kind == "files":
        from synckit.ils.files import Files
        from synckit.ils.files.settings import FileSettings

        return Files(FileSettings.of(settings), fields)
    made: Connector = getattr(_system(kind), kind.capitalize())(settings, secrets or {}, fields)
    return made


def _system(kind: str) -> Any:
    return importlib.import_module(f"synckit.ils.{kind}")


def _known(kind: str) -> None:
    if kind not in _NAMES:
        raise errors.NotFound.of("kind of connection", kind, _NAMES)
