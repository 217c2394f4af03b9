"""Sends what waits: everything in one message, at most one a minute and channel, tried again for an hour."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence

from synckit import clock, errors, store
from synckit.notices import channels, wording
from synckit.notices.sending import NotSent, send
from synckit.store import notices, settings

PAUSE = dt.timedelta(minutes=1)
"""Between two messages of one channel."""
TRIES = 6
_SENT = "notices sent"


class Post:
    """Sends in a thread of its own: a mail server that hangs holds no sync up."""

    def __init__(self, where: store.Store) -> None:
        self._store = where
        self._thread: threading.Thread | None = None

    def go(self) -> None:
        """Send what waits, unless a former round is still at it."""
        if self._thread is None or not self._thread.is_alive():
            with self._store.read() as conn:
                if not notices.waiting(conn):
                    return
            self._thread = threading.Thread(target=deliver, args=(self._store,), name="notices", daemon=True)
            self._thread.start()

    def end(self, seconds: float = 1.0) -> None:
        """Wait a moment for a round to end; what was not sent waits for the next runner."""
        if self._thread is not None:
            self._thread.join(seconds)


def deliver(where: store.Store) -> None:
    """Send what waits and may be sent now, and write down how it went."""
    with where.read() as conn:
        waiting, sent = notices.waiting(conn), settings.load(conn, _SENT)
    for channel in sorted({each for notice in waiting for each in notice.waiting}):
        last = sent.get(channel)
        due = [each for each in waiting if channel in each.waiting and _may_try(each)]
        if due and not (last and abs(clock.now() - dt.datetime.fromisoformat(last)) < PAUSE):
            _deliver(where, channel, due)


def _deliver(where: store.Store, channel: str, due: Sequence[notices.Notice]) -> None:
    problem = _problem(where, channel, due)
    with where.write() as conn:
        settings.save(conn, _SENT, {**settings.load(conn, _SENT), channel: clock.now().isoformat()})
        fresh = {each.id: each for each in notices.waiting(conn)}
        for each in (fresh[one.id] for one in due if one.id in fresh):
            if problem is None:
                notices.taken(conn, each, channel)
            else:
                notices.failed(conn, each, problem, give_up=each.tries + 1 >= TRIES)


def _problem(where: store.Store, channel: str, due: Sequence[notices.Notice]) -> str | None:
    """Send one message and return why that failed, None when it did not."""
    try:
        with where.read() as conn:
            to = channels.load(conn)
        if channel not in to.names:
            return None  # it was taken away meanwhile
        lines = [f"{each.text} ({wording.day(each.at)})" for each in due]
        send(channel, to, wording.subject([(each.kind, each.sync) for each in due]), lines)
    except (NotSent, errors.StoreError) as problem:
        return str(problem)
    return None


def _may_try(notice: notices.Notice) -> bool:
    """Return whether a notice has rested after its last failure: a minute, then twice as long each time."""
    return notice.tried_at is None or abs(clock.now() - notice.tried_at) >= PAUSE * 2 ** (notice.tries - 1)


def send_test(to: channels.Channels) -> dict[str, str]:
    """Send a test message by every channel that is set up and return, by channel, "" or why it was not taken."""
    said = {}
    for channel in to.names:
        try:
            send(channel, to, wording.subject([("test", "")]), [wording.TEST])
            said[channel] = ""
        except NotSent as problem:
            said[channel] = str(problem)
    return said
