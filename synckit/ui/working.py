"""The runs that this server starts: each in a process of its own, so that a click, a closed tab or an ended server ends none.

How far any run is, is asked of the store; what is kept here is only which held runs are being applied, and why one could
not be.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field

from synckit import errors
from synckit.run import apart
from synckit.run.going import Going
from synckit.workspace import SyncHandle, Workspace


@dataclass
class Jobs:
    """The processes that this server started, by the name of their sync."""

    workspace: Workspace
    _children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _approving: dict[str, tuple[int, subprocess.Popen[bytes]]] = field(default_factory=dict)
    _refusals: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Of held runs, by the name of their sync: the run, and why it could not be applied."""

    def start(self, sync: SyncHandle) -> None:
        """Begin a run of a sync. Raises `Forbidden`, and `Refused` while another one goes on."""
        begun = sync.start()
        if begun.process:
            self._children[sync.name] = begun.process

    def approve(self, sync: str, run_id: int, actor: str) -> None:
        """Begin to apply a held run; nothing happens while it is being applied already."""
        self._refusals.pop(sync, None)
        if sync not in self.approving():
            self._approving[sync] = (run_id, apart.apply_held(self.workspace.home, run_id, actor))

    def approving(self) -> dict[str, int]:
        """Return the held runs that are being applied here, by the name of their sync."""
        for sync, (run_id, child) in [*self._approving.items()]:
            if child.poll() is not None:
                del self._approving[sync]
                said = child.communicate()[1].decode("utf-8", "replace").strip()
                if child.returncode and said:
                    self._refusals[sync] = (run_id, said)
        return {sync: run_id for sync, (run_id, _) in self._approving.items()}

    def going(self) -> list[Going]:
        """Return the runs that go on, wherever they were started, by the name of their sync."""
        applied = [Going(run_id, sync, False, "apply", 0, 0, False) for sync, run_id in self.approving().items()]
        return sorted([*self.workspace.going(), *applied], key=lambda each: each.sync)

    def is_going(self, sync: str) -> bool:
        """Say whether a run of a sync goes on."""
        return any(each.sync == sync for each in self.going())

    def refusal(self, sync: str) -> str | None:
        """Return why the held run of a sync could not be applied, as long as it is held and the newest of its sync."""
        run_id, said = self._refusals.get(sync, (None, None))
        if run_id is None or self._newest_held(sync) == run_id:
            return said
        self._refusals.pop(sync, None)
        return None

    def _newest_held(self, sync: str) -> int | None:
        try:
            newest = self.workspace.runs(sync, 1)
        except errors.NotFound:
            return None
        return newest[0]["run"] if newest and newest[0]["status"] == "held" else None

    def wait(self, seconds: float = 60.0) -> None:
        """Wait until every process that was started here has ended."""
        for child in self._children.values():
            child.wait(seconds)
        for _, child in self._approving.values():
            child.wait(seconds)
        self.approving()
        for run in self.workspace.going():
            if run.waits:
                apart.give_up(self.workspace.home, run.run_id)
