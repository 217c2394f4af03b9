"""Any history of edits, runs and undos keeps the promises: buckets add up, a second run changes nothing, unique stays unique."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from synckit.store import runs
from tests.libraries import Library, mapping
from tests.thorough import times

NUMBERS = st.integers(1, 4)
CARDS = st.sampled_from(["c1", "c2", "c3", ""])
LOGINS = st.sampled_from(["u@x.org", "U@X.org", "v@x.org", ""])
PATRONS = st.fixed_dictionaries(
    {
        "last": st.sampled_from(["Lee", "Li", ""]),
        "card": CARDS,
        "login": LOGINS,
        "mail": st.sampled_from(["a@x.org", "b@x.org", "", "no mail"]),
        "kind": st.sampled_from(["ST", "SF"]),
        "locker": st.sampled_from(["L1", "L2", ""]),
    }
)


class Years(RuleBasedStateMachine):
    """A library over the years."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.library = Library(Path(self.folder.name))
        self.rows: dict[int, dict[str, str]] = {}

    def teardown(self) -> None:
        self.library.close()
        self.folder.cleanup()

    @initialize(rows=st.dictionaries(NUMBERS, PATRONS, min_size=2))
    def begin(self, rows: dict[int, dict[str, str]]) -> None:
        self.rows = rows
        self._write()
        self.choose("skip", "create", "create_update")

    def _write(self) -> None:
        self.library.patrons([{"id": f"p{n}", **row} for n, row in sorted(self.rows.items())])

    @rule(number=NUMBERS, row=PATRONS)
    def add_or_edit_a_patron(self, number: int, row: dict[str, str]) -> None:
        self.rows[number] = row
        self._write()

    @rule(number=NUMBERS)
    def take_a_patron_away(self, number: int) -> None:
        self.rows.pop(number, None)
        self._write()

    @rule(
        empty=st.sampled_from(["skip", "replace"]),
        conflict=st.sampled_from(["create", "update", "reject"]),
        type=st.sampled_from(["create_update", "create", "update"]),
    )
    def choose(self, empty: str, conflict: str, type: str) -> None:
        rows = mapping("last", "card", "login", "mail", "kind", "locker")
        given = {"empty_fields": empty, "on_conflict": conflict, "type": type}
        self.library.sync(match_on=["card", ["email", "last_name"]], rows=rows, **given)

    @precondition(lambda self: self.library.profiles())
    @rule(data=st.data(), last=st.sampled_from(["Lee", "Oh"]), mail=st.sampled_from(["a@x.org", "b@x.org", None]))
    def edit_a_profile(self, data: st.DataObject, last: str, mail: str | None) -> None:
        self.library.edit(data.draw(st.sampled_from(sorted(self.library.profiles()))), last_name=last, email=mail)

    @precondition(lambda self: self.library.profiles())
    @rule(data=st.data())
    def delete_a_profile(self, data: st.DataObject) -> None:
        self.library.delete(data.draw(st.sampled_from(sorted(self.library.profiles()))))

    @precondition(lambda self: self.rows)
    @rule()
    def run_twice(self) -> None:
        first = self.library.run()
        known = (self.library.profiles(), self.library.links())
        second = self.library.run()
        assert second.version is None, "the second run wrote something"
        assert (self.library.profiles(), self.library.links()) == known
        assert self.library.findings(first.id) == self.library.findings(second.id)

    @precondition(lambda self: self.rows)
    @rule()
    def look_then_apply(self) -> None:
        made = self.library.plan()
        try:
            counts, created, updated = dict(made.plan.counts), made.plan.created, made.plan.updated
            before = len(self.library.profiles())
            run = self.library.apply(made)
        finally:
            made.forget()
        assert run.counts == counts
        assert (len(created), len(updated)) == (counts["created"], counts["updated"])
        assert len(self.library.profiles()) == before + counts["created"]
        assert len({row[0] for row in self.library.changes(run)}) == counts["updated"]

    @precondition(lambda self: self._last() is not None)
    @rule()
    def undo_the_last_run(self) -> None:
        last = self._last()
        assert last is not None
        before = len(self.library.profiles())
        undone = self.library.undo(last.id)
        assert len(self.library.profiles()) == before - undone.deleted

    def _last(self) -> runs.SavedRun | None:
        """Return the latest run that wrote something, if it can be undone."""
        wrote = [each for each in self.library.runs() if each.version is not None]
        return wrote[0] if wrote and wrote[0].undone_version is None else None

    @invariant()
    def the_buckets_of_every_run_add_up(self) -> None:
        for run in self.library.runs():
            counts = dict(run.counts or {"read": 0})
            assert counts.pop("read") == sum(counts.values())

    @invariant()
    def unique_values_are_unique(self) -> None:
        people = self.library.profiles().values()
        for column in ("card", "login", "student__locker"):
            values = [row[column].lower() for row in people if column in row]
            assert len(values) == len(set(values))

    @invariant()
    def a_patron_has_one_profile_and_a_profile_one_patron(self) -> None:
        linked = list(self.library.links().values())
        assert len(linked) == len(set(linked))


TestYears = Years.TestCase
TestYears.settings = settings(
    max_examples=times(8, thorough=50),
    stateful_step_count=8,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
