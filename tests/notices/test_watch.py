"""One notice a change of state, sent once, with no patron in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from synckit import clock
from synckit.notices import Watch, channels
from synckit.notices.post import deliver
from synckit.runner.due import Rules, consider
from synckit.store import notices, runs, syncs
from synckit.workspace import schedules
from tests.libraries import Library, patron
from tests.notices.conftest import Inbox, Wall

START = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
Look = Callable[..., list[str]]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("SYNCKIT_NOW", START.isoformat())
    monkeypatch.setenv("SYNCKIT_KEY_FILE", str(tmp_path / "key"))
    made = Library(tmp_path / "home")
    made.patrons([patron(1, last="Canary")])
    made.sync("last", "card", "kind")
    schedules.schedule(made.home, "Nightly", {"date": "2026-12-01", "time": "02:30", "every": "1 day"})
    yield made
    made.close()


@pytest.fixture
def look(library: Library, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Return what sets the clock to hours after the start, ends what is queued as told, and returns the new notices."""
    watch = Watch()

    def at(hours: float, ended: str = "complete", **values: Any) -> list[str]:
        monkeypatch.setenv("SYNCKIT_NOW", (START + dt.timedelta(hours=hours)).isoformat())
        with library.home.store.write() as conn:
            known = len(notices.list(conn))
            for _ in range(2):
                watch.look(conn, consider(conn, "UTC", clock.now(), Rules()), clock.now())
                for run in runs.queued(conn):
                    runs.finish(conn, run.id, ended, **values)
            return [each.kind for each in notices.list(conn)][: len(notices.list(conn)) - known]

    return at


def texts(library: Library) -> list[str]:
    with library.home.store.read() as conn:
        return [each.text for each in reversed(notices.list(conn))]


def test_only_changes_of_state_are_told(look: Look) -> None:
    days = [(2.6, "complete", []), (27, "failed", ["failed"]), (51, "failed", []), (75, "stopped", []),
            (99, "complete", ["recovered"]), (123, "held", ["held"]), (147, "held", []), (171, "complete", ["recovered"]),
            (195, "complete", [])]  # fmt: skip
    for hours, ended, expected in days:
        assert (hours, look(hours, ended, passed=["create"] if ended == "held" else None)) == (hours, expected)


def test_a_sync_that_keeps_failing_is_told_twice_failed_and_paused(library: Library, look: Look) -> None:
    told = [kind for day in range(9) for kind in look(2.6 + 24 * day, "failed", problem="IlsError")]
    assert told == ["failed", "paused"]
    assert texts(library)[0] == (
        "The sync “Nightly” failed. The library system could not be read. See it with: python -m synckit results 1"
    )
    schedules.resume(library.home, "Nightly")
    assert look(195) == []
    assert look(300) == ["recovered"]


def test_refused_credentials_are_told_at_once(library: Library, look: Look) -> None:
    assert look(2.6, "failed", problem="CredentialsRefused") == ["paused"]
    assert "refused the credentials" in texts(library)[0]


def test_an_approved_run_is_well_again(library: Library, look: Look) -> None:
    assert look(2.6, "held", passed=["create"]) == ["held"]
    assert "It would pass the limits create; approve or reject it." in texts(library)[0]
    with library.home.store.write() as conn:
        runs.finish(conn, 1, "complete")
    assert look(3) == ["recovered"]


def test_a_sync_that_somebody_pauses_is_told_and_grows_stale(library: Library, look: Look) -> None:
    channels.save(library.home.store, {"stale_days": "3"})
    assert look(2.6) == []
    schedules.pause(library.home, "Nightly")
    assert look(24) == ["paused"]
    assert (look(60), look(75), look(200)) == ([], ["stale"], [])
    assert texts(library)[-1].startswith("The sync “Nightly” has not succeeded for 3 days.")
    schedules.resume(library.home, "Nightly")
    look(201)
    assert look(219) == ["recovered"]


def test_a_sync_that_is_not_due_is_not_stale(library: Library, look: Look) -> None:
    channels.save(library.home.store, {"stale_days": "1"})
    schedules.schedule(library.home, "Nightly", {"date": "2026-12-01", "time": "02:30", "every": "1 month"})
    assert (look(2.6), look(26.7), look(24 * 20)) == ([], [], [])


def sent_to(library: Library, inbox: Inbox, wall: Wall) -> None:
    mail = {"mail_host": "127.0.0.1", "mail_port": inbox.port, "mail_security": "none", "mail_from": "s@example.org"}
    channels.save(library.home.store, {**mail, "mail_to": "a@example.org", "webhook": wall.url})


def test_a_notice_goes_by_both_channels_once(library: Library, look: Look, inbox: Inbox, wall: Wall) -> None:
    sent_to(library, inbox, wall)
    look(2.6, "failed")
    for _ in range(3):
        deliver(library.home.store)
    assert (len(inbox.messages), len(wall.posts)) == (1, 1)
    assert inbox.messages[0]["Subject"] == "synckit: Nightly failed"
    assert "Canary" not in inbox.messages[0].as_string() + repr(wall.posts)


def test_what_waits_goes_in_one_message_at_most_one_a_minute(
    library: Library, look: Look, inbox: Inbox, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_to(library, inbox, wall)
    look(2.6, "failed")
    deliver(library.home.store)
    with library.home.store.write() as conn:
        for place in range(70):
            notices.add(conn, "failed", f"Sync {place}", None, f"The sync {place} failed.", ["mail"])
    deliver(library.home.store)
    assert len(inbox.messages) == 1
    monkeypatch.setenv("SYNCKIT_NOW", (clock.now() + dt.timedelta(minutes=1)).isoformat())
    deliver(library.home.store)
    assert (len(inbox.messages), inbox.messages[1]["Subject"]) == (2, "synckit: 70 notices")
    assert "and 20 more" in inbox.messages[1].get_payload(decode=True).decode()


def test_a_channel_that_is_down_is_tried_for_an_hour(
    library: Library, look: Look, inbox: Inbox, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_to(library, inbox, wall)
    wall.status = 503
    look(2.6, "failed")
    for minute in range(180):
        monkeypatch.setenv("SYNCKIT_NOW", (START + dt.timedelta(hours=3, minutes=minute)).isoformat())
        deliver(library.home.store)
    assert (len(inbox.messages), len(wall.posts)) == (1, 6)
    with library.home.store.read() as conn:
        (notice,) = notices.list(conn)
    assert (notice.waiting, notice.problem) == ([], "The webhook answered 503.")


def test_a_deleted_sync_takes_its_state_along(library: Library, look: Look) -> None:
    look(2.6, "failed")
    with library.home.store.write() as conn:
        syncs.delete(conn, "Nightly")
        assert notices.troubled(conn) == []
