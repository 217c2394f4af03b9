"""Notices as a workspace sets them up, tries them and shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synckit import errors
from synckit.notices import channels, send_test
from synckit.run import Home
from synckit.store import audit, notices

_LAST = 50


def shown(home: Home, told: bool = True) -> dict[str, Any]:
    """Return the channels, the settings without secrets, the names of the secrets, and the last notices as plain data.

    Without `told` there are no settings, for they say where mail comes from and goes to.
    """
    with home.store.read() as conn:
        settings, secrets = channels.plain(conn) if told else ({}, [])
        names = channels.names(conn)
        last = notices.list(conn, _LAST)
    return {"channels": names, "settings": settings, "secrets": secrets, "notices": [_plain(each) for each in last]}


def _plain(each: notices.Notice) -> dict[str, Any]:
    return {
        "at": each.at.isoformat(timespec="seconds"),
        "kind": each.kind,
        "sync": each.sync,
        "run": each.run_id,
        "text": each.text,
        "waiting": each.waiting,
        "problem": each.problem,
    }


def save(home: Home, settings: Mapping[str, Any], actor: str) -> None:
    """Save settings, those named. Raises `DefinitionError`, `StoreError`."""
    channels.save(home.store, settings)
    with home.store.write() as conn:
        audit.add(conn, actor, "set notices", ", ".join(sorted(settings)))


def test(home: Home) -> dict[str, str]:
    """Send a test message by every channel. Raises `Refused` when there is none."""
    with home.store.read() as conn:
        to = channels.load(conn)
    if not to.names:
        raise errors.Refused("No channel is set up; set mail_host with mail_from and mail_to, or the secret webhook.")
    return send_test(to)
