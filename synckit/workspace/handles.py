"""Handles: a sync, a plan and a run, with the verbs a notebook uses on them."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synckit import report
from synckit import run as way
from synckit.access import Act, Person, needs
from synckit.apply.undo import Undone, undo
from synckit.definition import Sync
from synckit.run import Home, Planned, apart
from synckit.store import occurrences, syncs
from synckit.workspace import bar, schedules
from synckit.workspace.looking import Preview, previewed

if TYPE_CHECKING:
    import subprocess

    import pandas as pd

    from synckit.checks.suite import Validation

Progress = Callable[[str, int, int], None]


class SyncHandle:
    """One saved sync."""

    def __init__(self, home: Home, name: str, person: Person) -> None:
        self._home, self.name, self.person = home, name, person

    def __repr__(self) -> str:
        return f"<sync {self.name!r}>"

    @property
    def saved(self) -> syncs.SavedSync:
        """Its row in the store. Raises `NotFound` when it was deleted."""
        with self._home.store.read() as conn:
            return syncs.load(conn, self.name)

    @property
    def definition(self) -> Sync:
        """The definition as it is saved."""
        return Sync.from_dict(self.saved.definition)

    @property
    def status(self) -> str:
        """`Draft`, `Scheduled` or `Complete`."""
        return self.saved.status

    @property
    def next(self) -> datetime | None:
        """The next due time, in the sync's own time zone; None when there is none or it is paused."""
        return schedules.next_due(self.saved, self._home.zone)

    def document(self) -> dict[str, Any]:
        """Return the sync as plain data: definition, status, `paused`, `next`, and its past `occurrences`."""
        saved = self.saved
        due = schedules.next_due(saved, self._home.zone)
        with self._home.store.read() as conn:
            past = occurrences.list(conn, saved.id)
        return {
            "name": self.name,
            "status": saved.status,
            "paused": saved.paused,
            "next": due.isoformat() if due else None,
            "version": saved.version,
            "definition": saved.definition,
            "occurrences": [{"due": e.due.isoformat(), "status": e.status, "run": e.run_id} for e in past],
        }

    @needs(Act.UNMASK)
    def preview(self, limit: int | None = None) -> Preview:
        """Return the patrons that meet the filter now: `.frame`, `.sql`, `.waterfall`."""
        return previewed(self._home, self.name, limit)

    @needs(Act.PLAN)
    def plan(self, as_of: date | None = None, limit: int | None = None, progress: Progress | None = None) -> PlanHandle:
        """Return exactly what a run would do; nothing is written. A notebook shows how far it is."""
        with bar.shown(progress) as told:
            return PlanHandle(self._home, way.make_plan(self._home, self.name, as_of, limit, told), self.person)

    @needs(Act.RUN)
    def run(
        self,
        as_of: date | None = None,
        limit: int | None = None,
        progress: Progress | None = None,
        began: Callable[[int], None] = lambda run_id: None,
        queued: int | None = None,
    ) -> RunHandle:
        """Plan and apply, and return the run; its status says whether it was applied, held or stopped.

        A notebook shows a progress bar; `progress` is told instead where it is given.
        """
        with bar.shown(progress) as told:
            run_id = way.run(self._home, self.name, self.person.name, as_of, limit, told, began, queued)
        return RunHandle(self._home, run_id, self.person)

    @needs(Act.RUN)
    def start(self) -> RunHandle:
        """Begin a run in a process of its own, which goes on when this one ends. Raises `Refused` while another one goes on."""
        run_id, process = apart.start(self._home, self.name, self.person.name)
        return RunHandle(self._home, run_id, self.person, process)

    def runs(self) -> list[dict[str, Any]]:
        """Return its run documents, the newest first."""
        return report.documents(self._home, self.name)

    @needs(Act.RUN)
    def schedule(self, /, **settings: Any) -> datetime | None:
        """Schedule it (`date`, `time`, `every`, `last`, `timezone`) and return the first due time. Raises `Refused`."""
        return schedules.schedule(self._home, self.name, settings, self.person.name)

    @needs(Act.RUN)
    def reschedule(self, /, **changes: Any) -> datetime | None:
        """Change parts of its schedule from now on and return the next due time; an empty text takes a part away.

        Raises `Refused` when it has none.
        """
        return schedules.reschedule(self._home, self.name, changes, self.person.name)

    @needs(Act.RUN)
    def pause(self) -> None:
        """Let its schedule rest. Raises `Refused` when it has none."""
        schedules.pause(self._home, self.name, self.person.name)

    @needs(Act.RUN)
    def resume(self) -> datetime | None:
        """Let its schedule go on and return the next due time. Raises `Refused` when it is not paused."""
        return schedules.resume(self._home, self.name, self.person.name)

    def upcoming(self, count: int = 10) -> list[datetime]:
        """Return its next due times, in its own time zone."""
        return schedules.upcoming(self.saved, self._home.zone, count)

    def passed_over(self, limit: int = 10) -> list[dict[str, Any]]:
        """Return its latest due times that led to no complete run: `due`, `status`, `run`."""
        saved = self.saved
        with self._home.store.read() as conn:
            found = occurrences.not_run(conn, saved.id, limit)
        return [{"due": each.due, "status": each.status, "run": each.run_id} for each in found]

    @needs(Act.RUN)
    def cancel_schedule(self) -> str:
        """Take its schedule away and return its status. Raises `Refused` when it has none."""
        return schedules.cancel(self._home, self.name, self.person.name)


_WITHOUT_VALUES = frozenset(
    "id counts passed status stopped partial summary findings_count sync as_of notes seconds columns changes_anything".split()
)
"""What a plan tells about itself without showing a value of a patron or a profile."""


class PlanHandle:
    """One plan: what a run would do. Its frames are made when they are asked for."""

    def __init__(self, home: Home, planned: Planned, person: Person) -> None:
        self._home, self._planned, self.person = home, planned, person
        self._end = weakref.finalize(self, Planned.forget, planned)

    def __enter__(self) -> PlanHandle:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        made = self._planned.plan
        counted = ", ".join(f"{count} {name}" for name, count in made.counts.items())
        return f"<plan of {made.sync.name!r}: {counted}>"

    def __getattr__(self, name: str) -> Any:
        """Give what the plan itself has: `id`, `counts`, `passed`, `status`, `summary`, `created`, `changes` ..."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in _WITHOUT_VALUES:
            self.person.require(Act.UNMASK)
        return getattr(self._planned.plan, name)

    def close(self) -> None:
        """Forget the extract and the plan's tables."""
        self._end()

    def document(self) -> dict[str, Any]:
        """Return the plan as plain data: what `plan --json` prints."""
        made = self._planned.plan
        data = {
            "sync": made.sync.name,
            "status": "planned",
            "as_of": made.as_of.isoformat(),
            "counts": dict(made.counts),
            "findings": made.findings_count,
            "seconds": dict(made.seconds),
        }
        data |= {"passed": list(made.passed)} if made.passed else {}
        return data | ({"message": " ".join(made.notes)} if made.notes else {})

    @needs(Act.RUN)
    def apply(self, override: Collection[str] = (), progress: Progress | None = None) -> RunHandle:
        """Write exactly this plan and return the run.

        Raises `Held` unless `override` names every limit that it passes, which is an admin's to do as approving is,
        and `StalePlan` when profiles, definition or fields changed since.
        """
        if override:
            self.person.require(Act.APPROVE)
        with bar.shown(progress) as told:
            run_id = way.apply_plan(self._home, self._planned, self.person.name, override, told)
        return RunHandle(self._home, run_id, self.person)

    @needs(Act.UNMASK)
    def validate(self, folder: str | Path | None = None) -> Validation:
        """Run the whole expectation suite in Great Expectations and return its results, with the path of its Data Docs."""
        from synckit.plan.validating import validated

        return validated(self._planned.plan, Path(folder) if folder else Path(tempfile.mkdtemp(prefix="synckit-docs-")))


class RunHandle:
    """One run: how it ended and what it did."""

    def __init__(self, home: Home, id: int, person: Person, process: subprocess.Popen[bytes] | None = None) -> None:
        self._home, self.id, self.person = home, id, person
        self.process = process
        """The process that executes it, where `start` began it; else None."""

    def __repr__(self) -> str:
        return f"<run {self.id} of {self.document()['sync']!r}: {self.status}>"

    def document(self) -> dict[str, Any]:
        """Return the run as plain data: what `run --json` prints."""
        return report.document(self._home, self.id)

    @needs(Act.UNMASK)
    def results(self, show_values: bool = True) -> dict[str, Any]:
        """Return the run document with its findings, profile ids and changes."""
        return report.results(self._home, self.id, show_values)

    @property
    def status(self) -> str:
        """queued, running, complete, stopped, held, failed, cancelled or interrupted."""
        return str(self.document()["status"])

    @property
    def counts(self) -> dict[str, int]:
        """Patrons by bucket; all but `read` add up to `read`."""
        return dict(self.document()["counts"])

    @property
    def summary(self) -> pd.DataFrame:
        """The buckets: one row each, columns `outcome`, `patrons`."""
        return report.frame([{"outcome": k, "patrons": v} for k, v in self.counts.items()], ("outcome", "patrons"))

    @cached_property
    def _results(self) -> dict[str, Any]:
        return self.results()

    @property
    def created(self) -> pd.DataFrame:
        """The profiles that it made, as they are now, typed."""
        return self._profiles(self._results["created"])

    @property
    def updated(self) -> pd.DataFrame:
        """The profiles that it changed, as they are now, typed."""
        return self._profiles(self._results["updated"])

    @property
    def changes(self) -> pd.DataFrame:
        """Every field that an update changed: `profile_id`, `field`, `before`, `after`."""
        return report.frame(self._results["changes"], ("profile_id", "field", "before", "after"))

    @property
    def findings(self) -> pd.DataFrame:
        """Every problem in ILS order: `patron`, `step`, `field`, `rule`, `value`, `message`."""
        return report.frame(self._results["findings"], ("patron", "step", "field", "rule", "value", "message"))

    @needs(Act.UNDO)
    def undo(self) -> Undone:
        """Take it back. Raises `Refused` when it wrote nothing or was undone already."""
        return undo(self._home.store, self.id, self.person.name)

    def _profiles(self, ids: list[int]) -> pd.DataFrame:
        from synckit import profiles

        frame = profiles.read(self._home.store)
        return frame[frame["profile_id"].isin(ids)].reset_index(drop=True)
