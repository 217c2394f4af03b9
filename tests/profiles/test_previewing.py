"""An import looked at before it is made: the same judgement, and nothing written."""

import datetime as dt
import zipfile

import openpyxl
import pytest

from synckit import errors, profiles
from synckit.store import head

HEADER = "profile_id,type,last_name,card,city\n"


@pytest.fixture
def two(library):
    profiles.make(library, {"type": "Student", "last_name": "Noether", "card": "A1", "city": "Bonn"}, "ann")
    profiles.make(library, {"type": "Student", "last_name": "Hilbert", "card": "B2"}, "ann")
    return library


def written(folder, text, name="people.csv"):
    (folder / name).write_text(text, "utf-8")
    return folder / name


def version(store):
    with store.read() as conn:
        return head(conn)


def test_a_preview_counts_and_shows_the_first_rows_and_writes_nothing(two, tmp_path):
    before = version(two)
    path = written(tmp_path, HEADER + "2,,,C3,Ulm\n,Student,Klein,D4,\n1,,,,Bonn\n,,,,\n")
    seen = profiles.preview_import(two, path, "ann")
    assert (seen.created, seen.updated, seen.unchanged, seen.problems) == (1, 1, 1, 0)
    assert [field.key for field in seen.fields] == ["type", "last_name", "card", "city"]
    assert [(row.row, row.becomes, row.profile_id, row.values) for row in seen.rows] == [
        (1, "updated", 2, ("Student", "Hilbert", "C3", "Ulm")),
        (2, "created", None, ("Student", "Klein", "D4", None)),
        (3, "unchanged", 1, ("Student", "Noether", "A1", "Bonn")),
    ]
    assert [each.row for each in seen.blank] == [4]
    assert version(two) == before
    assert profiles.show(two, 2)["card"] == "B2"
    done = profiles.import_profiles(two, path, "ann")
    assert (done.created, done.updated, done.unchanged) == (1, 1, 1)


def test_problems_are_part_of_a_preview(two, tmp_path):
    path = written(tmp_path, HEADER + ",Student,Klein,b4,\n1,,,B2,\n9,,Nobody,,\n,Student,Artin,E5,\n")
    seen = profiles.preview_import(two, path, "ann")
    assert [(each.row, each.field, each.rule, each.value) for each in seen.findings] == [
        (1, "card", "pattern", "b4"),
        (2, "card", "not_unique", "B2"),
        (3, "profile_id", "unknown_profile", "9"),
    ]
    assert seen.problems == 3
    assert [row.becomes for row in seen.rows] == ["wrong", "wrong", "wrong", "created"]


def test_only_the_first_rows_are_shown(two, tmp_path):
    rows = "".join(f",Student,Name{number},,\n" for number in range(30))
    seen = profiles.preview_import(two, written(tmp_path, HEADER + rows), "ann", first=3)
    assert (seen.created, [row.values[1] for row in seen.rows]) == (30, ["Name0", "Name1", "Name2"])


def test_unknown_columns_are_refused(two, tmp_path):
    with pytest.raises(errors.Refused, match=r"No profile field named 'lastname'\. Did you mean 'last_name'\?"):
        profiles.preview_import(two, written(tmp_path, "type,lastname\nStudent,Klein\n"), "ann")


def test_an_import_leaves_a_line_in_the_audit(two, tmp_path):
    from synckit.store import audit

    profiles.import_profiles(two, written(tmp_path, HEADER + ",Student,Klein,D4,\n"), "bob")
    with two.read() as conn:
        newest = audit.list(conn, 1)[0]
    assert (newest.actor, newest.action, newest.detail) == ("bob", "import profiles", "1 created, 0 updated")


def test_a_workbook_is_read_as_it_shows(two, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["profile_id", "type", "last_name", "card", "birth_date", "blocked", "fines"])
    book.active.append([None, "Student", "Null", "C3", dt.date(1999, 1, 2), True, 2.5])
    book.active.append([None, "Student", "NA", None, None, None, None])
    book.active.append([1, None, "'=Noether", None, None, None, None])
    book.save(tmp_path / "people.xlsx")
    seen = profiles.preview_import(two, tmp_path / "people.xlsx", "ann")
    assert (seen.problems, [row.values for row in seen.rows]) == (0, [
        ("Student", "Null", "C3", "1999-01-02", "true", "2.5"),
        ("Student", "NA", None, None, None, None),
        ("Student", "=Noether", "A1", None, None, None),
    ])  # fmt: skip


def test_a_workbook_that_is_none_or_fills_the_memory_is_refused(two, tmp_path, monkeypatch):
    with pytest.raises(errors.Refused, match="is no workbook that can be read"):
        profiles.preview_import(two, written(tmp_path, "no zip", "people.xlsx"), "ann")
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 2000)
    monkeypatch.setattr(profiles.importing, "_UNPACKED", 1000)
    with pytest.raises(errors.Refused, match="unpacks to more than"):
        profiles.preview_import(two, tmp_path / "bomb.xlsx", "ann")
