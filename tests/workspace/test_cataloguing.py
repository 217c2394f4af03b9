"""Fields and types one at a time and by file: what is told beforehand, what is refused, what the audit keeps."""

from __future__ import annotations

import pytest

import synckit
from synckit.fields import FieldType, ProfileField
from synckit.workspace.cataloguing import Planned
from tests.workspace.test_auditing import lines


def test_what_a_file_would_do_is_told_and_nothing_is_written(workspace: synckit.Workspace) -> None:
    workspace.add_field(ProfileField("branch", type=FieldType.CHOICE, options=("Main",)))
    given = "types: [Staff]\nall_types:\n- {name: branch, type: choice, options: [Main, Law]}\n- {name: card}\n"
    assert workspace.preview_fields(given) == [
        Planned("Staff", "type", True),
        Planned("branch", "field", False, (("options", ("Main",), ("Main", "Law")),)),
        Planned("card", "field", True),
    ]
    assert workspace.catalogue.types == ("Person",)


def test_every_change_leaves_a_line(workspace: synckit.Workspace) -> None:
    workspace.add_field(ProfileField("card"))
    workspace.change_field("card", label="Card number", unique=True)
    workspace.change_field("card", label="Card number")
    workspace.remove_field("card")
    workspace.add_type("Staff")
    workspace.import_fields("all_types:\n- {name: branch}\ntype_specific:\n  Staff:\n  - {name: desk}\n")
    workspace.remove_type("Staff")
    assert lines(workspace) == [
        ("add profile field", "card", "text"),
        ("change profile field", "card", "label, unique"),
        ("remove profile field", "card", ""),
        ("add profile type", "Staff", ""),
        ("add profile field", "branch", ""),
        ("add profile field", "staff.desk", ""),
        ("remove profile type", "Staff", ""),
    ]


def test_what_changes_nothing_leaves_the_profiles_at_their_version(workspace: synckit.Workspace) -> None:
    workspace.add_field(ProfileField("branch", type=FieldType.CHOICE, options=("Main", "Law")))
    before = workspace.profiles_version, workspace.audit()
    workspace.change_field("branch", label="Branch", options=["Main", "Law"])
    workspace.import_fields("all_types:\n- {name: branch, type: choice, options: [Main, Law]}\n")
    assert (workspace.profiles_version, workspace.audit()) == before


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda ws: ws.add_field(ProfileField("email")), "already|taken"),
        (lambda ws: ws.change_field("email", label="Mail"), "'email' is one of the system's"),
        (lambda ws: ws.change_field("nobody", label="x"), "No profile field named 'nobody'"),
        (lambda ws: ws.change_field("branch", name="other"), "No rule of a profile field named 'name'"),
        (lambda ws: ws.add_type("Person"), "There is a profile type 'Person' already"),
        (lambda ws: ws.remove_type("Nobody"), "No profile type named 'Nobody'"),
        (lambda ws: ws.remove_field("branch"), "it is used by the syncs Expecting"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_no_line(workspace: synckit.Workspace, act, said: str) -> None:
    workspace.add_field(ProfileField("branch"))
    definition = workspace.sync("People").definition.as_dict()
    expects = [{"expect": "column_values_to_not_be_null", "column": "branch"}]
    workspace.save(synckit.Sync.from_dict({**definition, "name": "Expecting", "expectations": expects}))
    before = lines(workspace)
    with pytest.raises(synckit.SynckitError, match=said):
        act(workspace)
    assert lines(workspace) == before


def test_who_uses_a_field_and_how_many_hold_it(workspace: synckit.Workspace) -> None:
    workspace.sync("People").run()
    assert workspace.fields_in_use() == {"last_name": ["People"], "email": ["People"], "type": ["People"]}
    assert (workspace.field_holders("email"), workspace.field_holders("phone")) == (2, 0)
