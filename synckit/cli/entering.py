"""Secrets on their way in: out of the environment, out of a file, or typed without echo; never as plain words."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from synckit import errors


def entered(words: tuple[str, ...]) -> dict[str, str]:
    """Return the secrets that are written as key=env:VAR, key=file:PATH, or key alone, which asks.

    >>> os.environ["KEY_OF_DOCS"] = "l8xx"
    >>> entered(("api_key=env:KEY_OF_DOCS",))
    {'api_key': 'l8xx'}
    """
    found: dict[str, str] = {}
    for word in words:
        name, equals, where = word.partition("=")
        if name in found:
            raise click.UsageError(f"--secret names {name!r} twice.")
        found[name] = _read(name, where) if equals else asked_for(name, name)
    return found


def entered_names(words: tuple[str, ...]) -> list[str]:
    """Return the names of such secrets.

    >>> entered_names(("api_key=env:KEY", "password"))
    ['api_key', 'password']
    """
    return [word.partition("=")[0] for word in words]


def secret(option: str, where: str) -> str:
    """Return the secret that an option gives as env:VAR or file:PATH. Raises `Refused` when it is empty.

    >>> os.environ["KEY_OF_DOCS"] = "l8xx"
    >>> secret("--password", "env:KEY_OF_DOCS")
    'l8xx'
    """
    kind, colon, _ = where.partition(":")
    if not colon or kind not in ("env", "file"):
        raise click.UsageError(f"{option} is written as env:VARIABLE or file:PATH; leave it out to be asked.")
    return _read(option.lstrip("-"), where)


def chosen(name: str, option: str) -> str:
    """Ask twice for a new secret without echo. Raises `Refused` where nobody can be asked."""
    if not sys.stdin.isatty():
        raise errors.Refused(f"The {name} is missing; give it with {option} env:VARIABLE or file:PATH.")
    return str(click.prompt(name.capitalize(), hide_input=True, confirmation_prompt=True, err=True))


def _read(name: str, where: str) -> str:
    kind, colon, place = where.partition(":")
    if not colon or kind not in ("env", "file"):
        # what was typed may be the secret itself, so it is not repeated
        raise click.UsageError(
            f"--secret is written as {name}=env:VARIABLE or {name}=file:PATH, or {name} to be asked."
        )
    if kind == "env":
        value = os.environ.get(place, "")
        missing = f"the environment has no {place}"
    else:
        value, missing = _of_file(place)
    if not value.strip():
        raise errors.Refused(f"The secret {name} is empty: {missing}; set it and try again.")
    return value.strip()


def _of_file(place: str) -> tuple[str, str]:
    path = Path(place).expanduser()
    try:
        return path.read_text("utf-8"), f"the file {path} is empty"
    except (OSError, ValueError):
        return "", f"the file {path} cannot be read"


def asked_for(name: str, label: str) -> str:
    """Ask for a secret without echo. Raises `Refused` where nobody can be asked."""
    if not sys.stdin.isatty():
        raise errors.Refused(f"The secret {name} is missing; give it with --secret {name}=env:VARIABLE or file:PATH.")
    return str(click.prompt(label, hide_input=True, err=True))
