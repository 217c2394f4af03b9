"""Runs: found, approved, rejected, cancelled; and questions in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synckit import report
from synckit.access import Act, needs
from synckit.run import approve as approve_run
from synckit.run import cancel as cancel_run
from synckit.run import reject as reject_run
from synckit.run.going import Going, going
from synckit.store import runs
from synckit.workspace.doors.door import Door
from synckit.workspace.handles import RunHandle
from synckit.workspace.looking import read_only

if TYPE_CHECKING:
    import pandas as pd


class Runs(Door):
    """The runs of a workspace."""

    def run(self, run_id: int) -> RunHandle:
        """Return a run. Raises `NotFound`."""
        report.document(self.home, run_id)
        return RunHandle(self.home, run_id, self.person)

    def runs(self, sync: str | None = None, limit: int | None = None) -> list[dict[str, Any]]:
        """Return the run documents of one sync or of all, the newest first."""
        return report.documents(self.home, sync, limit)

    def going(self) -> list[Going]:
        """Return the runs that wait or go on, whoever started them: phase, rows done, rows in all."""
        return going(self.home)

    def newest_run(self) -> int:
        """Return the id of the run that began last; 0 when nothing has run. It tells that something ran since."""
        with self.home.store.read() as conn:
            return runs.newest(conn)

    @needs(Act.APPROVE)
    def approve(self, run_id: int, progress: Any = lambda phase, done, total: None) -> RunHandle:
        """Apply a held run exactly as it was planned. Raises `Refused`, `StalePlan`."""
        approve_run(self.home, run_id, self.actor, progress)
        return RunHandle(self.home, run_id, self.person)

    @needs(Act.APPROVE)
    def reject(self, run_id: int) -> RunHandle:
        """Give a held run up. Raises `Refused`."""
        reject_run(self.home, run_id, self.actor)
        return RunHandle(self.home, run_id, self.person)

    @needs(Act.RUN)
    def cancel(self, run_id: int) -> None:
        """Ask a running run to end with nothing applied. Raises `Refused`."""
        cancel_run(self.home, run_id, self.actor)

    @needs(Act.UNMASK)
    def sql(self, query: str) -> pd.DataFrame:
        """Answer a DuckDB query over copies of `profiles`, `runs`, `changes`, `findings` and `patrons`; nothing is written."""
        return read_only(self.home, query)
