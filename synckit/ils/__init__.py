"""Patrons in: one connector for each library system, all of the shape that `extract` describes.

The only door: `kinds`, `settings`, `connector` and `suggestions`. Connectors load when they are asked for, so
that naming the kinds costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from synckit import errors
from synckit.fields import IlsField
from synckit.ils.extract import CheckStep, Connector, Extract, Progress
from synckit.ils.suggestions import suggestions

__all__ = ["CheckStep", "Connector", "Extract", "Progress", "connector", "kinds", "settings", "suggestions"]

_KINDS = ("files",)


def kinds() -> tuple[str, ...]:
    """Return the library systems that can be connected.

    >>> kinds()
    ('files',)
    """
    return _KINDS


def settings(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of a new connection as they are to be stored: known, sound, with absolute paths.

    Raises NotFound for an unknown kind, DefinitionError for an unknown or unsound setting.

    >>> settings("files", {"path": "/data/patrons.csv", "id": "patron_id"})
    {'path': '/data/patrons.csv', 'id': 'patron_id'}
    """
    _known(kind)
    from synckit.ils.files.settings import FileSettings

    return FileSettings.of(given).as_dict()


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
    from synckit.ils.files import Files
    from synckit.ils.files.settings import FileSettings

    return Files(FileSettings.of(settings), fields)


def _known(kind: str) -> None:
    if kind not in _KINDS:
        raise errors.NotFound.of("kind of connection", kind, _KINDS)
