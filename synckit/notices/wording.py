"""What notices say: the sync, the run, the kind of trouble, what to do; nothing that a patron's record holds."""

from __future__ import annotations

import datetime as dt

from synckit.notices.states import FAILED, HELD, PAUSED, RECOVERED, STALE
from synckit.store.runs import SavedRun

TITLES = {
    FAILED: "failed",
    HELD: "is held",
    PAUSED: "is paused",
    RECOVERED: "is well again",
    STALE: "has not succeeded for a while",
    "test": "test",
}
_WHY = {
    "CredentialsRefused": "The library system refused the credentials; it is not tried again until somebody resumes it.",
    "IlsError": "The library system could not be read.",
    "StoreError": "The database could not be read or written.",
    "StalePlan": "Profiles kept changing while it ran.",
    "SuiteError": "A check of the values could not run.",
    "DefinitionError": "The definition does not fit the fields any more.",
}
TEST = "This is a test of synckit's notices; nothing needs to be done."


def text(kind: str, sync: str, run: SavedRun | None, link: str, stale_days: int = 0) -> str:
    """Return the sentences of a notice.

    >>> text("stale", "Students", None, "https://sync.example.org", 3)
    'The sync “Students” has not succeeded for 3 days. Look at https://sync.example.org'
    """
    head = f"The sync “{sync}” {TITLES[kind]}." if kind != STALE else _stale(sync, stale_days)
    return " ".join(part for part in (head, _detail(kind, run), _look(kind, run, link)) if part)


def _stale(sync: str, days: int) -> str:
    return f"The sync “{sync}” has not succeeded for {days} {'day' if days == 1 else 'days'}."


def _detail(kind: str, run: SavedRun | None) -> str:
    if run is None or kind in (RECOVERED, STALE):
        return ""
    if kind == HELD:
        return f"It would pass the limits {', '.join(run.passed or [])}; approve or reject it."
    if run.status == "stopped":
        return "It stopped at the first patron that it had to reject; nothing was applied."
    if run.status == "interrupted":
        return "The program that ran it was ended; nothing was applied."
    return _WHY.get(run.problem or "", "") if run.status == "failed" else ""


def _look(kind: str, run: SavedRun | None, link: str) -> str:
    if link:
        return f"Look at {link}"
    return f"See it with: python -m synckit results {run.id}" if run and kind in (FAILED, HELD, PAUSED) else ""


def subject(kinds: list[tuple[str, str]]) -> str:
    """Return the subject of a mail with notices, each (kind, sync).

    >>> subject([("failed", "Students")]), subject([("failed", "Students"), ("held", "Faculty")])
    ('synckit: Students failed', 'synckit: 2 notices')
    """
    if len(kinds) != 1:
        return f"synckit: {len(kinds)} notices"
    kind, sync = kinds[0]
    said = f"{sync} {TITLES[kind]}" if sync else "test message"
    return "synckit: " + "".join(letter if letter.isprintable() else " " for letter in said)


def day(moment: dt.datetime) -> str:
    """Return a day as a mail shows it.

    >>> day(dt.datetime(2026, 12, 1, 2, 30, tzinfo=dt.UTC))
    '2026-12-01 02:30 UTC'
    """
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
