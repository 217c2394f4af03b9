"""The runs that this server works on: each in a thread, so that a click elsewhere or a closed tab ends none.

A page starts one and looks at it again and again; the thread itself never touches the page. That a sync does not
run twice at once is the store's promise (`synckit.claim`), across processes too; here a second start is only ignored.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from synckit import errors
from synckit.ui import words

Work = Callable[["Job"], object]


@dataclass
class Job:
    """One run in its thread; `told` and `began` are what a run calls."""

    sync: str
    title: str
    phase: str = "load"
    done: int = 0
    total: int = 0
    run_id: int | None = None
    refused: str | None = None
    """Why it did not even begin."""
    cancelling: bool = False
    thread: threading.Thread = field(default_factory=threading.Thread, repr=False)

    @property
    def going(self) -> bool:
        """Whether it has not ended."""
        return self.thread.is_alive()

    def told(self, phase: str, done: int, total: int) -> None:
        """Keep how far it is."""
        self.phase, self.done, self.total = phase, done, total

    def began(self, run_id: int) -> None:
        """Keep the id of its run."""
        self.run_id = run_id


class Jobs:
    """The latest job of each sync."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def start(self, sync: str, title: str, work: Work) -> None:
        """Begin `work` for a sync; nothing happens while a former one goes on."""
        with self._lock:
            if self.is_going(sync):
                return
            job = Job(sync, title)
            job.thread = threading.Thread(target=_do, args=(job, work), name=f"run of {sync}", daemon=True)
            self._jobs[sync] = job
            job.thread.start()

    def is_going(self, sync: str) -> bool:
        """Say whether a run of a sync goes on here."""
        return sync in self._jobs and self._jobs[sync].going

    def going(self) -> list[Job]:
        """Return the jobs that go on, by the name of their sync."""
        return [self._jobs[sync] for sync in sorted(self._jobs) if self._jobs[sync].going]

    def refusal(self, sync: str) -> str | None:
        """Return why the last start of a sync made no run at all."""
        job = self._jobs.get(sync)
        return job.refused if job and not job.going else None

    def wait(self, seconds: float = 60.0) -> None:
        """Wait until every job has ended."""
        for job in list(self._jobs.values()):
            job.thread.join(seconds)


def _do(job: Job, work: Work) -> None:
    """Do the work; what goes wrong after a run began is in the run's own row."""
    try:
        work(job)
    except errors.SynckitError as problem:
        if job.run_id is None:
            job.refused = str(problem)
    except Exception as problem:
        if job.run_id is None:
            job.refused = words.DEFECT.format(kind=type(problem).__name__)
        raise
