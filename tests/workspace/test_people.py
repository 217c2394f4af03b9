"""Profiles as pages see them: found, shown with who wrote what, changed by hand and by file; by role."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

import synckit
from synckit import errors
from synckit.access import Person, Role
from synckit.profiles import Unfit
from tests.ui import library

FILE = b"profile_id,type,first_name,last_name,email\n1,,Anna,,\n,Student,Eve,Hill,eve@example.org\n"


@pytest.fixture
def ws(tmp_path: Path) -> synckit.Workspace:
    """Three profiles made by run 1, the first of which an admin changed."""
    with synckit.open(library.make(tmp_path, runs=1), actor="ann") as made:
        made.edit_profile(1, {"phone": "12345"})
        yield made


def viewer(ws: synckit.Workspace) -> synckit.Workspace:
    return ws.acting(Person("vic", Role.VIEWER), values_shown=True)


def test_a_list_is_masked_but_for_categories_and_ids(ws):
    found = viewer(ws).find_profiles()
    assert [field.key for field in found.keys] == ["library_card_number"]
    first = found.rows[0]
    assert (first.id, first.name, first.type, first.email, first.keys) == (
        1, "A••• L•••", "Student", "a•••@example.org", ("1•••",),
    )  # fmt: skip
    assert [row.name for row in ws.find_profiles().rows] == ["Ann Lee", "Bo Ray", "Cy Fox"]


@pytest.mark.parametrize(
    ("text", "ids", "exact"),
    [("lee", [1], False), ("ann  LEE", [1], False), ("bo@example.org", [2], False), ("103", [3], True), ("2", [2], True), ("nobody", [], False)],
)  # fmt: skip
def test_profiles_are_found_by_words_card_and_id(ws, text, ids, exact):
    found = ws.find_profiles(text)
    assert ([row.id for row in found.rows], found.exact) == (ids, exact)


def test_a_viewer_finds_nobody_by_a_part_of_an_address_or_number(ws):
    assert [row.id for row in viewer(ws).find_profiles("lee").rows] == [1]
    assert [row.id for row in viewer(ws).find_profiles("103").rows] == [3]
    assert [viewer(ws).find_profiles(part).rows for part in ("ann@", "10")] == [(), ()]
    assert len(ws.find_profiles("10").rows) == 3


def test_a_field_that_happens_to_be_named_type_is_no_category(ws):
    ws.import_fields("type_specific:\n  Student:\n    - {name: type, type: text}\n")
    ws.edit_profile(1, {"student.type": "Evening"})
    told = {each.field.key: each.value for each in viewer(ws).profile(1).fields}
    assert (told["student.type"], told["type"]) == ("E•••", "Student")


def test_deleted_profiles_are_found_on_request(ws):
    ws.delete_profile(2)
    assert [row.id for row in ws.find_profiles().rows] == [1, 3]
    assert [(row.id, row.name, row.deleted) for row in ws.find_profiles(deleted=True).rows] == [(2, "Bo Ray", True)]
    assert [row.id for row in ws.find_profiles("2", deleted=True).rows] == [2]
    assert ws.find_profiles("ray", deleted=True).rows == ()
    gone = ws.profile(2)
    assert (gone.deleted, gone.name, gone.fields, gone.links[0].patron) == (True, "Bo Ray", (), "2")


def test_a_profile_says_who_wrote_each_field(ws):
    whole = ws.profile(1)
    told = {each.field.key: (each.value, each.who and (each.who.sync, each.who.run, each.who.actor, each.who.made)) for each in whole.fields}  # fmt: skip
    assert told["last_name"] == ("Lee", ("Students", 1, "ann", True))
    assert told["phone"] == ("12345", (None, None, "ann", False))
    assert [(each.connection, each.patron, each.gone_run) for each in whole.links] == [("Our patrons", "1", None)]
    assert {each.field.key: each.value for each in viewer(ws).profile(1).fields}["phone"] == "1•••"


def test_a_run_whose_sync_was_deleted_has_no_name(ws):
    ws.delete_sync("Students")
    who = ws.profile(1).fields[0].who
    assert (who.run, who.sync, who.kind) == (1, None, "run")


def test_a_history_is_masked(ws):
    made, changed = viewer(ws).profile_history(1)
    assert (made.who.sync, made.who.made, made.field) == ("Students", True, None)
    assert (changed.who.actor, changed.field, changed.before, changed.after) == ("ann", "phone", None, "1•••")


def test_what_a_run_made_and_what_it_changed(ws, tmp_path):
    library.write_patrons(tmp_path, city="a")
    ws.sync("Students").run()
    assert [row.id for row in ws.profiles_of_run(1, made=True).rows] == [1, 2, 3]
    assert [row.id for row in ws.profiles_of_run(2, made=True).rows] == []
    assert [row.id for row in ws.profiles_of_run(2, made=False).rows] == [1]
    with pytest.raises(errors.NotFound, match="There is no run 9"):
        ws.profiles_of_run(9, made=True)


def test_profiles_are_made_edited_merged_deleted_and_released(ws):
    made = ws.make_profile({"type": "Student", "last_name": "Hill", "city": "Ulm"})
    assert ws.edit_profile(made, {"city": None}) == ("city",)
    version, texts = ws.profile_to_edit(made)
    assert (texts["last_name"], texts["city"]) == ("Hill", None)
    with pytest.raises(errors.Moved, match="was changed meanwhile"):
        ws.edit_profile(made, {"city": "Bonn"}, seen=version - 1)
    assert [pair.field.key for pair in ws.compare_profiles(made, 2) if pair.fills] == [
        "first_name", "email", "library_card_number",
    ]  # fmt: skip
    assert ws.merge_profiles(made, 2) == ("first_name", "email", "library_card_number")
    ws.delete_profile(made)
    ws.release_profile(made)
    with pytest.raises(Unfit, match="last_name breaks the rule missing_required"):
        ws.make_profile({"type": "Student"})
    assert [line.action for line in ws.audit(5)] == [
        "release profile", "delete profile", "merge profiles", "edit profile", "make profile",
    ]  # fmt: skip


def test_who_opens_a_profile_to_edit_it_is_kept_where_values_are_masked(ws):
    before = ws.audit()
    ws.profile_to_edit(1)
    assert ws.audit() == before
    ws.acting(ws.person).profile_to_edit(1)
    assert [(line.action, line.subject) for line in ws.audit(1)] == [("show values", "profile 1")]


def test_an_upload_is_looked_at_and_then_imported(ws, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    seen = ws.preview_upload("people.csv", FILE)
    assert (seen.created, seen.updated, seen.problems) == (1, 1, 0)
    assert seen.rows[0].values == ("Student", "Anna", "Lee", "ann@example.org")
    hidden = ws.acting(ws.person).preview_upload("people.csv", FILE)
    assert hidden.rows[0].values == ("Student", "A•••", "L•••", "a•••@example.org")
    assert ws.import_upload("people.csv", FILE).created == 1
    assert [*(ws.home.folder / "runs").iterdir()] == []


def test_problems_of_an_upload_are_masked(ws):
    wrong = b"type,last_name,email\nStudent,Hill,no address\n"
    masked = ws.acting(ws.person)
    assert masked.preview_upload("people.csv", wrong).findings[0].value == "n•••"
    with pytest.raises(Unfit) as refusal:
        masked.import_upload("people.csv", wrong)
    assert refusal.value.findings[0].value == "n•••"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("people.exe", b"x", "Profiles are imported from csv, tsv"),
        ("people", b"x", "Profiles are imported from csv, tsv"),
        ("../../people.csv", b"type\0,last\n", "The file|NUL|null"),
        ("people.csv", b"type,lastname\nStudent,Hill\n", "Did you mean 'last_name'"),
        ("people.parquet", b"no parquet", "The file"),
    ],
)
def test_an_upload_that_cannot_be_read_is_refused_without_where_it_lay(ws, name, data, said):
    with pytest.raises(errors.SynckitError, match=said) as refusal:
        ws.preview_upload(name, data)
    assert str(ws.home.folder) not in str(refusal.value)


def test_what_a_killed_program_left_of_an_upload_goes_with_the_next(ws):
    left = ws.home.folder / "runs" / f"{socket.gethostname()}@{2**30}@left"
    left.mkdir(parents=True)
    (left / "upload.csv").write_bytes(FILE)
    ws.preview_upload("people.csv", FILE)
    assert not left.exists()


def test_an_upload_that_is_too_large_is_refused(ws, monkeypatch):
    monkeypatch.setattr("synckit.workspace.profile_files._MOST", 10)
    with pytest.raises(errors.Refused, match="larger than 20 MB"):
        ws.preview_upload("people.csv", FILE)


def test_downloads(ws, tmp_path):
    library.write_patrons(tmp_path, city="=a")
    ws.edit_profile(2, {"city": "=1+1"})
    ws.sync("Students").run()
    every = told(ws.download_profiles()).splitlines()
    assert len(every) == 4
    assert ",'=1+1," in every[2]
    assert [line.split(",")[0] for line in told(ws.download_run(1, "created")).splitlines()] == ["profile_id", "1", "2", "3"]  # fmt: skip
    assert [line.split(",")[0] for line in told(ws.download_run(2, "updated")).splitlines()] == ["profile_id", "1"]
    assert told(ws.download_run(2, "changes")) == "profile_id,field,before,after\r\n1,first_name,Ann,Ann=a\r\n"
    assert [(line.action, line.subject) for line in ws.audit(1)] == [("export profiles", "run 2: changes")]
    assert ws.import_upload("profiles.csv", ws.download_profiles()).unchanged == 3


def told(made: bytes) -> str:
    """Return the text of a file that says by its first bytes that it is UTF-8."""
    assert made.startswith(b"\xef\xbb\xbf")
    return made.decode("utf-8-sig")


def test_a_download_that_is_refused_leaves_no_line(ws):
    before = ws.audit()
    with pytest.raises(errors.Refused, match="Run 1 wrote no profiles"):
        ws.download_run(1, "everything")
    with pytest.raises(errors.NotFound, match="There is no run 9"):
        ws.download_run(9, "created")
    assert ws.audit() == before


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
@pytest.mark.parametrize(
    "act",
    [
        lambda ws: ws.make_profile({}), lambda ws: ws.edit_profile(1, {}), lambda ws: ws.profile_to_edit(1),
        lambda ws: ws.compare_profiles(1, 2), lambda ws: ws.merge_profiles(1, 2), lambda ws: ws.delete_profile(1),
        lambda ws: ws.release_profile(1), lambda ws: ws.preview_upload("a.csv", FILE), lambda ws: ws.import_upload("a.csv", FILE),
        lambda ws: ws.download_profiles(), lambda ws: ws.download_run(1, "created"),
    ],
)  # fmt: skip
def test_only_an_admin_changes_and_downloads_profiles(ws, role, act):
    with pytest.raises(errors.Forbidden, match="ask an admin"):
        act(ws.acting(Person("vic", role)))
