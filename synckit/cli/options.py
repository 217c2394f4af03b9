"""What every command takes, before or after its name: `--home` and `--json`; and how it opens its workspace."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synckit import errors

if TYPE_CHECKING:
    from synckit.workspace import Workspace

_MARKS = ("synckit.db", "workspace.yaml")


@dataclass
class Given:
    """What was asked for besides the command itself."""

    home: str | None = None
    json: bool = False


def given() -> Given:
    """Return what the running command was given."""
    found: Given = click.get_current_context().ensure_object(Given)
    return found


def _take_home(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.ensure_object(Given).home = value


def _take_json(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.ensure_object(Given).json = True


def _shared() -> list[click.Parameter]:
    where = "The workspace folder; otherwise SYNCKIT_HOME names it."
    answer = "Print one JSON document on one line."
    return [
        click.Option(["--home"], metavar="DIR", expose_value=False, is_eager=True, callback=_take_home, help=where),
        click.Option(
            ["--json", "_json"], is_flag=True, expose_value=False, is_eager=True, callback=_take_json, help=answer
        ),
    ]


class Command(click.Command):
    """A command with the options that all have."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += _shared()


class Group(click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += _shared()


class Day(click.ParamType[dt.date]):
    """A date, written as 2026-12-01."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the date of a text."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write it as 2026-12-01.", param, ctx)


def home() -> Path:
    """Return the workspace folder, absolute. Raises `Refused` when nobody says which."""
    named = given().home or os.environ.get("SYNCKIT_HOME", "").strip()
    if not named:
        raise errors.Refused("No workspace is named; give --home DIR or set SYNCKIT_HOME.")
    return Path(named).expanduser().absolute()


@contextmanager
def workspace() -> Iterator[Workspace]:
    """Open the workspace for as long as a command lasts. Raises `Refused` for a folder that is none."""
    folder = existing_home()
    import synckit

    with synckit.open(folder) as opened:
        yield opened


def existing_home() -> Path:
    """Return the workspace folder. Raises `Refused` where there is none."""
    folder = home()
    elsewhere = os.environ.get("SYNCKIT_STORE") and folder.is_dir()
    if not elsewhere and not any((folder / mark).is_file() for mark in _MARKS):
        raise errors.Refused(f"{folder} is no workspace; make one there with: python -m synckit init --home {folder}")
    return folder


def pairs(words: tuple[str, ...], option: str) -> dict[str, str]:
    """Return the settings that are written as key=value.

    >>> pairs(("path=/data/a=b.csv", "id=patron_id"), "--set")
    {'path': '/data/a=b.csv', 'id': 'patron_id'}
    """
    found: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not key.strip():
            raise click.UsageError(f"{option} is written as key=value, not {word!r}.")
        if key.strip() in found:
            raise click.UsageError(f"{option} names {key.strip()!r} twice.")
        found[key.strip()] = value
    return found
