"""Profiles from files and frames: what is created and updated, and what makes the whole import refused."""

import pandas as pd
import pytest

from synckit import errors, profiles
from synckit.store import head

PEOPLE = "profile_id,type,last_name,card,city\n"


@pytest.fixture
def two(library):
    """Two profiles: Noether with card A1 in Bonn, Hilbert with card B2."""
    profiles.make(library, {"type": "Student", "last_name": "Noether", "card": "A1", "city": "Bonn"}, "ann")
    profiles.make(library, {"type": "Student", "last_name": "Hilbert", "card": "B2"}, "ann")
    return library


def written(folder, text, name="people.csv"):
    (folder / name).write_text(text, "utf-8")
    return folder / name


def counts(imported):
    return imported.created, imported.updated, imported.unchanged


def table(store, *keys):
    frame = profiles.read(store)[["profile_id", *keys]].astype(object)
    return [tuple(row) for row in frame.where(frame.notna(), None).itertuples(index=False, name=None)]


def version(store):
    with store.read() as conn:
        return head(conn)


def test_a_row_with_an_id_updates_and_one_without_creates(two, tmp_path):
    path = written(
        tmp_path, PEOPLE + "2,,,C3,Göttingen\n,Student,Klein,D4,\n1,Student,Noether,A1,Bonn\n,Student,Artin,,\n"
    )
    assert counts(profiles.import_profiles(two, path, "ann")) == (2, 1, 1)
    assert table(two, "last_name", "card", "city") == [
        (1, "Noether", "A1", "Bonn"), (2, "Hilbert", "C3", "Göttingen"), (3, "Klein", "D4", None), (4, "Artin", None, None),
    ]  # fmt: skip


def test_empty_cells_keep_what_is_there_and_nothing_new_makes_no_version(two, tmp_path):
    before = version(two)
    assert counts(profiles.import_profiles(two, written(tmp_path, PEOPLE + "1,,,,\n2,,Hilbert,,\n"), "ann")) == (
        0,
        0,
        2,
    )
    assert version(two) == before


def test_unique_values_can_be_swapped(two, tmp_path):
    profiles.import_profiles(two, written(tmp_path, PEOPLE + "1,,,B2,\n2,,,A1,\n"), "ann")
    assert table(two, "card") == [(1, "B2"), (2, "A1")]


def test_the_history_has_the_before_images_of_an_import(two, tmp_path):
    profiles.import_profiles(two, written(tmp_path, PEOPLE + "1,,,A2,Köln\n"), "bob")
    entries = [(each.kind, each.actor, each.field, each.before, each.after) for each in profiles.history(two, 1)][1:]
    assert entries == [("import", "bob", "card", "A1", "A2"), ("import", "bob", "city", "Bonn", "Köln")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.tsv", "type\tlast_name\tbranches\tstudent.year\nStudent\tKlein\tLaw;Main\t2027\n"),
        (
            "p.csv",
            "type;last_name;branches;student.year\nStudent;Klein;Main, Law;2027\n".replace("Main, Law", '"Law;Main"'),
        ),
        ("p.ndjson", '{"type": "Student", "last_name": "Klein", "branches": ["Law", "Main"], "student.year": 2027}\n'),
        (
            "p.json",
            '[{"type": "Student", "last_name": "Klein", "branches": ["Law", "Main"], "student": {"year": 2027}}]',
        ),
    ],
)
def test_every_format_is_read_as_text(library, tmp_path, name, text):
    assert counts(profiles.import_profiles(library, written(tmp_path, text, name), "ann")) == (1, 0, 0)
    shown = profiles.show(library, 1)
    assert (shown["branches"], shown["student.year"]) == (["Main", "Law"], 2027)


def test_a_frame_with_typed_columns_is_imported(library):
    days = pd.to_datetime(["1982-03-23", None])
    frame = pd.DataFrame(
        {
            "type": "Student",
            "last_name": ["Klein", "Artin"],
            "student.year": [2027.0, None],
            "birth_date": days,
            "blocked": [True, None],
        }
    )
    assert counts(profiles.import_profiles(library, frame, "ann")) == (2, 0, 0)
    found = profiles.read(library)
    assert found["student.year"].tolist() == [2027, pd.NA]
    assert [str(day) for day in found["birth_date"]] == ["1982-03-23", "None"]


def test_the_quotes_of_an_export_are_taken_off_text_files_alone(library, tmp_path):
    text = "type,last_name,phone,city,notes\nStudent,Klein,'+49 30 1,'tis,''=x\n"
    profiles.import_profiles(library, written(tmp_path, text), "ann")
    profiles.import_profiles(library, pd.DataFrame([{"type": "Student", "last_name": "'=Klein"}]), "ann")
    assert table(library, "last_name", "phone", "city", "notes") == [
        (1, "Klein", "+49 30 1", "'tis", "'=x"),
        (2, "'=Klein", None, None, None),
    ]


def test_empty_rows_are_passed_over_and_told(library, tmp_path):
    done = profiles.import_profiles(
        library, written(tmp_path, "type,last_name\nStudent,Klein\n, \nStudent,Artin\n"), "ann"
    )
    assert counts(done) == (2, 0, 0)
    assert [(each.row, each.rule) for each in done.findings] == [(2, "blank")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (",Student,Klein,x,\n", r"row 1, card, rule pattern \(the value does not match"),
        (",Student,,C3,\n", r"row 1, last_name, rule missing_required"),
        (",,Klein,,\n", r"row 1, type, rule missing_required"),
        (",Sudent,Klein,,\n", r"row 1, type, rule option \(the value is not one of Student, Faculty"),
        (",Faculty,Klein,,\n", r"row 1, faculty.department, rule missing_required"),
        ("1,Faculty,,,\n", r"row 1, faculty.department, rule missing_required"),
        ("2,,,,\n1,,,B2,\n", r"row 2, card, rule not_unique \(another profile holds this value"),
        (",Student,Klein,C3,\n,Student,Artin,C3,\n", r"row 1, card, rule not_unique .*; row 2, card, rule not_unique"),
        ("9,,,,\n", r"row 1, profile_id, rule unknown_profile"),
        ("one,,,,\n", r"row 1, profile_id, rule unknown_profile"),
        ("2,,,,x\n2,,,,y\n", r"row 1, profile_id, rule repeated .*; row 2, profile_id, rule repeated"),
        (",Student\n", r"row 1, all of it, rule unreadable \(the row cannot be read; mend it\)"),
        (",Student,Klein,x,\n" * 7, r"^Nothing was imported: row 1.*row 5, card, rule pattern \([^)]*\) and 2 more\.$"),
    ],
)
def test_one_row_that_breaks_a_rule_refuses_the_import(two, tmp_path, rows, said):
    before = version(two), table(two, "type", "last_name", "card", "city")
    with pytest.raises(profiles.Unfit, match=said):
        profiles.import_profiles(two, written(tmp_path, PEOPLE + rows + ",Student,Good,Z9,\n"), "ann")
    assert (version(two), table(two, "type", "last_name", "card", "city")) == before


def test_a_deleted_profile_is_not_imported(two, tmp_path):
    profiles.delete(two, 2, "ann")
    with pytest.raises(profiles.Unfit, match="row 1, profile_id, rule deleted .*take the row out"):
        profiles.import_profiles(two, written(tmp_path, PEOPLE + "2,Student,Hilbert,,\n"), "ann")


def test_a_field_of_another_type_is_refused(two, tmp_path):
    with pytest.raises(profiles.Unfit, match="row 1, faculty.department, rule other_type"):
        profiles.import_profiles(two, written(tmp_path, "profile_id,faculty.department\n1,Maths\n"), "ann")


@pytest.mark.parametrize(
    ("name", "text", "error", "said"),
    [
        (
            "p.csv",
            "type,lastname\nStudent,Klein\n",
            errors.Refused,
            "No profile field named 'lastname'. Did you mean 'last_name'",
        ),
        ("p.csv", "city,city\na,b\n", errors.Refused, "No profile field named 'city_2'. Did you mean 'city'"),
        (
            "p.xlsx",
            "PK",
            errors.Refused,
            "p.xlsx is no workbook that can be read; save it as XLSX or CSV again",
        ),
        ("p.csv", "", errors.IlsError, "p.csv is empty"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused(library, tmp_path, name, text, error, said):
    with pytest.raises(error, match=said):
        profiles.import_profiles(library, written(tmp_path, text, name), "ann")


def test_a_file_that_is_not_there_is_refused(library, tmp_path):
    with pytest.raises(errors.NotFound, match="There is no file .*none.csv; check its name"):
        profiles.import_profiles(library, tmp_path / "none.csv", "ann")


def test_a_file_in_another_encoding_is_read_when_it_is_named(library, tmp_path):
    (tmp_path / "p.csv").write_bytes("type,last_name\nStudent,Gödel\n".encode("cp1252"))
    with pytest.raises(profiles.Unfit, match="rule unreadable"):
        profiles.import_profiles(library, tmp_path / "p.csv", "ann")
    profiles.import_profiles(library, tmp_path / "p.csv", "ann", encoding="cp1252")
    assert table(library, "last_name") == [(1, "Gödel")]
