"""Every public way into a workspace and its handles, and the least role that may take it.

A method that is added without a line here fails the first test: whoever adds it decides who may call it.
"""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

from synckit import errors
from synckit.access import Person, Role
from synckit.workspace import PlanHandle, RunHandle, SyncHandle, Workspace

KINDS: dict[str, type] = {
    "Workspace": Workspace,
    "SyncHandle": SyncHandle,
    "PlanHandle": PlanHandle,
    "RunHandle": RunHandle,
}
VIEWER = {
    "Workspace": """
        acting actor audit audit_history catalogue change_own_password changed_by_run changed_if_approved close
        connections counts_by created_by_run created_if_approved definition_of_run field_holders fields_in_use filter_lacks
        filter_look find_profiles findings_by_rule findings_of_run first_patrons going ils_fields listed may_read newest_run
        notices overview patrons_by_type profile profile_history profiles_of_run profiles_version rehearse run
        run_history runner_health runs sample sync syncs who_and_what would_run
    """,
    "SyncHandle": "definition document next passed_over runs saved status upcoming",
    "PlanHandle": "close document",
    "RunHandle": "changes counts created document findings status summary updated",
}
"""What shows nothing but masked values, or asks within: the frames of a run go through its `results`."""
ANALYST = {
    "Workspace": """
        cancel cost draft draft_lacks draft_of drop_blank_draft drop_draft duplicate duplicate_draft finish_draft map_look name_taken new_draft plan_look save
        save_draft
    """,
    "SyncHandle": "cancel_schedule pause plan reschedule resume run schedule start",
    "PlanHandle": "apply",
    "RunHandle": "",
}
ADMIN = {
    "Workspace": """
        add_connection add_field add_type add_user approve change_connection change_field compare_profiles
        delete_profile delete_sync disable_user download_patrons download_profiles download_run edit_profile
        enable_user enter_secrets export_profiles findings_file import_fields import_profiles import_upload
        make_profile merge_profiles note_unmasked patrons preview_fields preview_upload profile_to_edit
        profiles reject rejected_file release_profile remove_connection remove_field remove_type remove_user
        rename_connection set_notices set_password set_role sql test_connection test_notices try_connection
        undo_preview users
    """,
    "SyncHandle": "preview",
    "PlanHandle": "validate",
    "RunHandle": "results undo",
}
GUARDED = [
    (kind, name, least)
    for least, table in ((Role.ANALYST, ANALYST), (Role.ADMIN, ADMIN))
    for kind, names in table.items()
    for name in names.split()
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_public_method_has_its_role(kind):
    public = {name for name, _ in inspect.getmembers(KINDS[kind]) if not name.startswith("_")}
    listed = [name for table in (VIEWER, ANALYST, ADMIN) for name in table[kind].split()]
    assert (sorted(public), len(listed)) == (sorted(listed), len({*listed}))


@pytest.mark.parametrize(("kind", "name", "least"), GUARDED)
def test_a_lesser_role_is_refused_before_anything_happens(kind, name, least):
    for role in Role:
        if [*Role].index(role) < [*Role].index(least):
            with pytest.raises(errors.Forbidden, match="may not .*; ask an admin of this workspace"):
                call(kind, name, role)


@pytest.mark.parametrize(("kind", "name", "least"), GUARDED)
def test_the_least_role_is_let_in(kind, name, least):
    with pytest.raises(Exception, match=".*") as outcome:
        call(kind, name, least)
    assert not isinstance(outcome.value, errors.Forbidden)


def call(kind: str, name: str, role: Role) -> Any:
    """Call a method on behalf of somebody, with nothing to work on."""
    method = getattr(KINDS[kind], name)
    somebody = SimpleNamespace(person=Person("bo", role))
    given = [each for each in inspect.signature(method).parameters.values() if each.default is each.empty][1:]
    plain = [each for each in given if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)]
    return method(somebody, *([None] * len(plain)))


@pytest.mark.parametrize("name", ["changes", "created", "updated", "findings"])
def test_the_frames_of_a_run_show_values_to_those_who_may_see_them(name):
    for role in (Role.VIEWER, Role.ANALYST):
        with pytest.raises(errors.Forbidden, match="may not see values unmasked"):
            getattr(RunHandle(None, 1, Person("bo", role)), name)  # type: ignore[arg-type]


def test_limits_are_overridden_only_by_who_may_approve():
    shown = PlanHandle(None, MagicMock(), Person("bo", Role.ANALYST))  # type: ignore[arg-type]
    with pytest.raises(errors.Forbidden, match="An analyst may not approve or reject held runs"):
        shown.apply(override=("create",))


def test_a_plan_tells_an_analyst_its_counts_and_no_values():
    planned = MagicMock()
    planned.plan.counts = {"read": 3}
    shown = PlanHandle(None, planned, Person("bo", Role.ANALYST))  # type: ignore[arg-type]
    assert shown.counts == {"read": 3}
    with pytest.raises(errors.Forbidden, match="An analyst may not see values unmasked"):
        _ = shown.changes
