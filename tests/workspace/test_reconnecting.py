"""A connection that is changed: fields read anew, syncs kept whole, secrets not sent elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

import synckit
from synckit.workspace import reconnecting
from tests.workspace.test_auditing import lines


def write(folder: Path, head: str, *rows: str) -> None:
    (folder / "people.csv").write_text("\n".join((head, *rows, "")), "utf-8")


def test_what_appeared_vanished_and_changed_is_told(workspace: synckit.Workspace, tmp_path: Path) -> None:
    write(tmp_path, "id,last,mail,born", "1,Lee,lee@example.org,someday")
    workspace.change_connection("File")
    write(tmp_path, "id,last,mail,shelf", "1,Lee,lee@example.org,A")
    found = workspace.change_connection("File", {"type.shelf": "code"})
    assert (found.appeared, found.vanished, found.changed) == (("shelf",), ("born",), ())
    found = workspace.change_connection("File", {"type.shelf": "text"})
    assert (found.appeared, found.vanished, found.changed) == ((), (), ("shelf",))
    assert [field.value for field in (workspace.ils_fields("File")["shelf"].type,)] == ["text"]
    assert lines(workspace) == [
        ("change connection", "File", "new fields born"),
        ("change connection", "File", "set type.shelf; new fields shelf; gone born"),
        ("change connection", "File", "set type.shelf; changed shelf"),
    ]


def test_a_field_in_use_does_not_vanish(workspace: synckit.Workspace, tmp_path: Path) -> None:
    write(tmp_path, "id,last", "1,Lee")
    with pytest.raises(synckit.Refused, match="would no longer offer mail, which the sync 'People' uses; nothing was"):
        workspace.change_connection("File")
    assert list(workspace.ils_fields("File")) == ["id", "last", "mail"]
    assert lines(workspace) == []


def test_a_slower_change_does_not_bring_back_what_somebody_else_replaced(
    workspace: synckit.Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = reconnecting._compared

    def meanwhile(saved, fields):
        monkeypatch.setattr(reconnecting, "_compared", compared)
        workspace.change_connection("File", {"type.mail": "code"})
        return compared(saved, fields)

    monkeypatch.setattr(reconnecting, "_compared", meanwhile)
    with pytest.raises(synckit.errors.Moved, match="'File' was changed by somebody else meanwhile.* change it again"):
        workspace.change_connection("File", {"type.last": "code"})
    settings = workspace.connections()[0]["settings"]
    assert (settings.get("type.mail"), settings.get("type.last")) == ("code", None)


def test_a_type_that_a_filter_rests_on_does_not_change(workspace: synckit.Workspace, tmp_path: Path) -> None:
    write(tmp_path, "id,last,mail,until", "1,Lee,lee@example.org,2026-01-01")
    workspace.change_connection("File")
    definition = workspace.sync("People").definition.as_dict()
    rule = {"all": [{"field": "until", "operator": "after", "value": "2025-01-01"}]}
    workspace.save(synckit.Sync.from_dict({**definition, "filter": rule}))
    with pytest.raises(synckit.Refused, match="The sync 'People' would no longer fit, so nothing was changed"):
        workspace.change_connection("File", {"type.until": "text"})
    assert workspace.ils_fields("File")["until"].type.value == "date"


def test_only_who_may_change_connections_sees_settings(workspace: synckit.Workspace) -> None:
    from synckit.access import Person, Role

    shown = workspace.acting(Person("vic", Role.VIEWER)).connections()[0]
    assert (shown["name"], shown["settings"], shown["secrets"]) == ("File", {}, [])
    assert (shown["used_by"], list(shown["fields"])) == (["People"], ["id", "last", "mail"])


def test_a_connection_in_use_keeps_its_name(workspace: synckit.Workspace) -> None:
    with pytest.raises(synckit.Refused, match="cannot be renamed: it is used by People"):
        workspace.rename_connection("File", "Patrons")
    workspace.delete_sync("People")
    workspace.rename_connection("File", " Patrons ")
    assert [each["name"] for each in workspace.connections()] == ["Patrons"]
    assert lines(workspace)[-1] == ("rename connection", "Patrons", "from File")
    with pytest.raises(synckit.DefinitionError, match="has no name"):
        workspace.rename_connection("Patrons", " ")
