"""What runs did, for pages: a page at a time, masked unless the person asked, and may, see values; and files of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synckit.access import Act, needs
from synckit.definition import Sync
from synckit.store import audit
from synckit.workspace import downloads, run_results
from synckit.workspace.doors.door import Door
from synckit.workspace.run_results import UndoLook

if TYPE_CHECKING:
    import pandas as pd


class Results(Door):
    """The results of runs."""

    def definition_of_run(self, run_id: int) -> Sync:
        """Return the definition of its sync by which a run was made. Raises `NotFound`."""
        return run_results.definition(self.home, run_id)

    def created_by_run(self, run_id: int, page: int = 1) -> pd.DataFrame:
        """Return 50 profiles that a run made, as they are now: `profile_id` and the fields it maps. Raises `NotFound`."""
        return run_results.created(self.home, run_id, page, self.values_shown)

    def changed_by_run(self, run_id: int, page: int = 1, size: int = run_results.PAGE) -> pd.DataFrame:
        """Return `size` profiles that a run changed, a row a field: `profile_id`, `name`, `field`, `before`, `after`."""
        return run_results.changed(self.home, run_id, page, self.values_shown, size)

    def created_if_approved(self, run_id: int, page: int = 1) -> pd.DataFrame:
        """Return 50 profiles that a held run would make: `patron` and the fields it maps. Raises `Refused`, `StalePlan`."""
        return run_results.held_created(self.home, run_id, page, self.values_shown)

    def changed_if_approved(self, run_id: int, page: int = 1, size: int = run_results.PAGE) -> pd.DataFrame:
        """Return `size` profiles that a held run would change, a row a field. Raises `Refused`, `StalePlan`."""
        return run_results.held_changed(self.home, run_id, page, self.values_shown, size)

    def findings_of_run(
        self, run_id: int, field: str | None = None, rule: str | None = None, page: int = 1
    ) -> pd.DataFrame:
        """Return 50 findings of a run, of one field ("" is none) and rule where they are given."""
        return run_results.found(self.home, run_id, field, rule, page, self.values_shown)

    def findings_by_rule(self, run_id: int) -> pd.DataFrame:
        """Return how many findings a run has by `field` and `rule`, the most frequent first."""
        return run_results.found_by(self.home, run_id)

    def patrons_by_type(self, run_id: int) -> dict[str, Any] | None:
        """Return patrons by type before and after the filter (`synckit.plan.breakdown`); None where nobody counted."""
        return run_results.by_type(self.home, run_id)

    @needs(Act.UNDO)
    def undo_preview(self, run_id: int) -> UndoLook:
        """Return what undoing a run would do; nothing is written. Raises `Refused`, `NotFound`."""
        return run_results.undo_look(self.home, run_id, self.values_shown)

    @needs(Act.EXPORT)
    def findings_file(self, run_id: int) -> bytes:
        """Return every finding of a run as CSV, values as they are; that somebody took them is kept in the audit."""
        made = downloads.found(self.home, run_id)
        self._note("export findings", run_id)
        return made

    @needs(Act.EXPORT)
    def rejected_file(self, run_id: int) -> bytes:
        """Return the rejected patrons of a run with the reasons as CSV; that somebody took them is kept in the audit."""
        made = downloads.rejected(self.home, run_id)
        self._note("export rejected patrons", run_id)
        return made

    def _note(self, action: str, run_id: int) -> None:
        with self.home.store.write() as conn:
            audit.add(conn, self.actor, action, str(run_id))
