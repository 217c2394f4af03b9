"""The choices of a sync's setup; a member's text is what YAML, the store and JSON hold."""

from __future__ import annotations

import enum


class SyncType(enum.StrEnum):
    """Which profiles a sync may touch."""

    CREATE = "create"
    UPDATE = "update"
    CREATE_UPDATE = "create_update"


class Frequency(enum.StrEnum):
    """How often a sync runs."""

    SINGLE = "single"
    RECURRING = "recurring"


class EmptyFields(enum.StrEnum):
    """What an empty ILS field does to the profile field: clear it, or leave it."""

    REPLACE = "replace"
    SKIP = "skip"


class IncorrectValues(enum.StrEnum):
    """Whether an incorrect value makes a finding; it is never written either way."""

    REPORT = "report"
    SKIP = "skip"


class OnError(enum.StrEnum):
    """What a rejected patron does to the run: go on and report, or end it with nothing applied."""

    CONTINUE = "continue"
    STOP = "stop"


class OnConflict(enum.StrEnum):
    """What happens when a later match key meets a profile whose earlier keys say otherwise."""

    CREATE = "create"
    UPDATE = "update"
    REJECT = "reject"


class Match(enum.StrEnum):
    """How a value meets the keys of a value map; the first key that it meets counts."""

    EQUALS = "equals"
    STARTS_WITH = "starts_with"
    CONTAINS = "contains"
    MATCHES = "matches"
