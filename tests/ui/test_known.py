"""What is read once, until somebody does something."""

from __future__ import annotations

from types import SimpleNamespace

import synckit
from synckit.ui import known
from tests.ui import library


class Counted:
    """A workspace that counts how often it is asked for the syncs that use fields."""

    def __init__(self, workspace: synckit.Workspace) -> None:
        self.workspace, self.times, self.home, self.audit = workspace, 0, workspace.home, workspace.audit

    def fields_in_use(self) -> dict[str, list[str]]:
        self.times += 1
        return self.workspace.fields_in_use()


def test_the_use_of_fields_is_read_again_only_after_somebody_did_something(tmp_path):
    with synckit.open(library.make(tmp_path)) as ws:
        asked = Counted(ws)
        here = SimpleNamespace(workspace=asked)
        assert known.fields_in_use(here)["email"] == ["Students"]
        assert (known.fields_in_use(here)["email"], asked.times) == (["Students"], 1)
        ws.delete_sync("Students")
        assert (known.fields_in_use(here), asked.times) == ({}, 2)


def test_people_and_actions_are_those_of_now(tmp_path):
    with synckit.open(library.make(tmp_path)) as ws:
        here = SimpleNamespace(workspace=ws)
        assert "delete sync" not in known.who_and_what(here)[1]
        ws.delete_sync("Students")
        assert "delete sync" in known.who_and_what(here)[1]
