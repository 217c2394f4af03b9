"""What can go wrong, by what the caller does next.

SynckitError
├── DefinitionError    mend the sync, the condition, the mapping, the field catalogue or the YAML
├── NotFound           name a sync, run, connection or profile that exists
├── Refused            not in this state: the name exists, it is in use, it is running, it was undone already
│   └── Moved              somebody else saved it meanwhile: look at theirs, then save again
├── Forbidden          ask an admin: the role does not allow it
├── IlsError           look at the library system: it cannot be read, or a mapped field is gone
│   └── CredentialsRefused   enter the secrets again: trying again would only lock the account
├── StoreError         look at the database: missing, newer, locked, disk full
├── StalePlan          plan again: profiles, definition or catalogue moved since
├── Held               read the plan, then approve it or reject it: limits are passed
├── SuiteError         mend the expectation that could not run (it never counts as passed)
└── Cancelled          nothing: somebody asked for it

A problem of one patron or one value is no exception but a finding, a row of data.
Every message is one sentence: what is wrong, where, and what to do. `exit_code` is what the command line ends with.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Self


class SynckitError(Exception):
    """Anything that synckit raises on purpose.

    >>> raise SynckitError("The disk is full.")
    Traceback (most recent call last):
    synckit.errors.SynckitError: The disk is full.
    """

    exit_code = 1


class DefinitionError(SynckitError):
    """A sync, condition, mapping, field catalogue or YAML file has to be mended.

    `key` is the offending key ("mapping.3.to", counted from 0) and `line` its line in the file, where they are known.
    """

    exit_code = 2

    def __init__(self, message: str, key: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.key = key
        self.line = line


class NotFound(SynckitError):
    """No sync, run, connection or profile has this name."""

    exit_code = 2

    @classmethod
    def of(cls, kind: str, name: object, known: Iterable[object] = ()) -> Self:
        """Say which name of which kind is unknown, and the nearest known one.

        >>> print(NotFound.of("sync", "Studnets", ["Students", "Faculty"]))
        No sync named 'Studnets'. Did you mean 'Students'?
        """
        return cls(unknown(kind, name, known))


class Refused(SynckitError):
    """What was asked for is not allowed in the present state."""

    exit_code = 2


class Moved(Refused):
    """Somebody else saved the same thing meanwhile; nothing was overwritten."""


class Forbidden(SynckitError):
    """The role of whoever asks does not allow it."""

    exit_code = 2


class IlsError(SynckitError):
    """The library system cannot be read, or no longer has a field that a sync reads."""


class CredentialsRefused(IlsError):
    """The library system does not accept the credentials of the connection."""


class StoreError(SynckitError):
    """The database is missing, newer than this version, locked, or out of space."""


class StalePlan(SynckitError):
    """Profiles, the definition or the field catalogue moved since the plan was made."""


class Held(SynckitError):
    """A run passes limits and waits for approval; `limits` names them.

    >>> Held("Held: 600 profiles would be created and the limit is 500.", ("create",)).limits
    ('create',)
    """

    exit_code = 3

    def __init__(self, message: str, limits: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.limits = tuple(limits)


class SuiteError(SynckitError):
    """An expectation could not run, so nothing can be said about the values."""


class Cancelled(SynckitError):
    """Somebody asked the run to end; nothing was written."""


def nearest(name: object, known: Iterable[object]) -> str:
    """Return a question that offers the nearest known name, with a leading blank, or "" when none is near.

    >>> nearest("barcod", ["barcode", "email"])
    " Did you mean 'barcode'?"
    >>> nearest("zzz", ["barcode", "email"])
    ''
    """
    names = {str(each).casefold(): str(each) for each in known}
    close = difflib.get_close_matches(str(name).casefold(), names, n=1)
    return f" Did you mean {names[close[0]]!r}?" if close else ""


def unknown(kind: str, name: object, known: Iterable[object] = ()) -> str:
    """Return the sentence for a name that nobody knows: the nearest name, or else the first ten known ones.

    >>> unknown("ILS field", "zzz", ["barcode", "email"])
    "No ILS field named 'zzz'. Known: barcode, email."
    """
    names = [str(each) for each in known]
    hint = nearest(name, names)
    if not hint and names:
        more = f" and {len(names) - 10} more" if len(names) > 10 else ""
        hint = f" Known: {', '.join(names[:10])}{more}."
    return f"No {kind} named {str(name)!r}.{hint}"
