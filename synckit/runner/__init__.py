"""The runner: one program for a workspace that runs due syncs, each in a process of its own.

`due` settles what has come, `children` executes it. One runner works at a time, by a lease with a heartbeat and a fence;
a second one stands by and takes over when the first is gone. The `schedule` package only ticks: it fires twice after
spring and forgets on restart, so it never decides when a sync is due.
"""

from __future__ import annotations

import os
import socket
import threading
from typing import Any

import schedule

from synckit import clock, errors, notices
from synckit.claim import free_dead
from synckit.run import Home
from synckit.runner.children import Children
from synckit.runner.due import Calendar, Rules, consider, settle
from synckit.store import leases, occurrences, syncs

__all__ = ["Rules", "Runner"]

TICK = 1
"""Seconds between two looks at what is due."""
_NAP = 0.2


class Runner:
    """The loop over one workspace; `stop` ends it from another thread or a signal."""

    def __init__(self, home: Home, rules: Rules | None = None) -> None:
        self._home, self._rules = home, rules or Rules()
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{id(self)}"
        self._fence: int | None = None
        self._calendar = Calendar()
        self._children = Children(home)
        self._watch, self._post = notices.Watch(), notices.Post(home.store)
        self._stop = threading.Event()
        self.started: list[int] = []
        """The runs that it has started, in order."""

    def forever(self) -> None:
        """Work, or stand by while another runner does, until somebody stops it."""
        ticker = schedule.Scheduler()
        ticker.every(TICK).seconds.do(self.tick)
        try:
            self.tick()
            while not self._stop.wait(_NAP):
                ticker.run_pending()
        finally:
            self._end()

    def once(self) -> list[int]:
        """Run what is due now, wait for it, and return the runs. Raises `Refused` while another runner works."""
        try:
            if not self.tick():
                raise errors.Refused("Another runner is at work in this workspace; it runs what is due.")
            while self._children.are_going and not self._stop.wait(_NAP):
                self.tick(consider_due=False)
        finally:
            self._end()
        return self.started

    def stop(self) -> None:
        """End the loop: what runs and has not begun to apply is cancelled."""
        self._stop.set()

    def tick(self, consider_due: bool = True) -> bool:
        """Look at what is due, start it, gather what ended; return whether this runner is the one that works."""
        self._children.gather()
        with self._home.store.write() as conn:
            if not self._holds(conn):
                return False
            now = clock.now()
            touched = consider(conn, self._home.zone, now, self._rules, self._calendar) if consider_due else []
            self._watch.look(conn, touched, now)
        self.started += self._children.start()
        self._post.go()
        return True

    def _holds(self, conn: Any) -> bool:
        """Take the lease or keep it; what is written with it is written by its only holder."""
        if self._fence is not None and leases.renew(conn, leases.RUNNER, self._fence, leases.RUNNER_SECONDS):
            return True
        free_dead(conn, leases.RUNNER)
        self._calendar = Calendar()  # another runner may have worked meanwhile
        self._fence = leases.acquire(conn, leases.RUNNER, self._owner, leases.RUNNER_SECONDS)
        return self._fence is not None

    def _end(self) -> None:
        self._children.end()
        self._post.go()
        self._post.end()
        if self._fence is not None:
            with self._home.store.write() as conn:
                looked_at = sorted(occurrences.unsettled(conn))
                for sync_id in looked_at:
                    settle(conn, syncs.by_id(conn, sync_id), self._rules)
                self._watch.look(conn, looked_at, clock.now())
                leases.release(conn, leases.RUNNER, self._fence)
