"""How values are shown: text of patrons and users goes through here on its way into Markdown, and cannot act."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from synckit.ui import words

_MARKS = re.compile(r"([!-/:-@\[-`{-~])")
_LINKS = re.compile(r"(?i)(://|www\.|@)")
_REPLACED = re.compile(r":(?=[\w+-]+:)|(?<=[-<>~=])(?=[->=])")
"""Where a joiner parts a picture's name, as `:smile:`, and marks that would be drawn as one, as an arrow."""
_JOINER = "\u2060"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def escaped(text: object) -> str:
    """Return Markdown that shows a text as it is: no link, picture, colour, icon, formula or HTML comes of it.

    Line breaks and marks that turn the writing direction become blanks. A word joiner, which nobody sees, keeps an
    address from being made a link, and a word between colons a picture, after the marks were read.

    >>> escaped("*Ann* [x](http)")
    '\\\\*Ann\\\\* \\\\[x\\\\]\\\\(http\\\\)'
    """
    plain = _CONTROLS.sub(" ", str(text))
    parted = _LINKS.sub(lambda found: _JOINER.join(found[0]) + _JOINER, plain)
    return _MARKS.sub(r"\\\1", _REPLACED.sub(lambda found: found[0] + _JOINER, parted))


def moment(at: datetime | str | None, zone: str) -> str:
    """Return a time in a time zone, or a dash; text is ISO.

    >>> moment("2026-11-02T13:05:00+00:00", "Europe/Berlin")
    '2 Nov 2026, 14:05'
    """
    if at is None:
        return words.NEVER
    local = (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y, %H:%M}"


def weekday(at: datetime) -> str:
    """Return a time in its own time zone with the day of the week.

    >>> weekday(datetime(2026, 12, 1, 2, 30))
    'Tue 1 Dec 2026, 02:30'
    """
    return f"{at:%a} {at.day} {at:%b %Y, %H:%M}"


def number(count: int) -> str:
    """Return a count with thousands parted.

    >>> number(12500)
    '12,500'
    """
    return f"{count:,}"


def span(first: int, last: int) -> str:
    """Return which places of a list are shown.

    >>> span(1, 1200), span(9, 9)
    ('1 to 1,200', '9')
    """
    return number(first) if first == last else words.SPAN.format(first=number(first), last=number(last))


def counted(count: int, one: str, many: str, **more: object) -> str:
    """Return what is said of one thing, or of any other number of them, which stands for `{count}`.

    >>> counted(1, "1 error", "{count} errors"), counted(1200, "1 error", "{count} errors")
    ('1 error', '1,200 errors')
    """
    return (one if count == 1 else many).format(count=number(count), **more)


def totals(run: dict[str, Any]) -> tuple[str, str, str]:
    """Return how many profiles a run created and updated and its errors, a dash for what it did not do or count.

    >>> totals({"status": "held", "counts": {"created": 3, "updated": 0}, "findings": 1})
    ('–', '–', '1')
    """
    wrote, counted = run["status"] == "complete", run["status"] in _COUNTED
    created, updated = (number(run["counts"][name]) if wrote else words.NEVER for name in ("created", "updated"))
    return created, updated, number(run["findings"]) if counted or run["findings"] else words.NEVER


_COUNTED = frozenset({"complete", "held", "stopped"})
"""How a run ends that looked at every patron, or at all up to the one that stopped it."""
