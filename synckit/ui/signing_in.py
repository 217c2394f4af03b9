"""Who is at work in this session. With no users and on loopback the app opens without sign-in, as one admin."""

from __future__ import annotations

import getpass

from synckit.access import Person


def person() -> Person | None:
    """Return who is signed in; None when somebody has to sign in first."""
    return Person(getpass.getuser())


def show() -> None:
    """Show the form."""
