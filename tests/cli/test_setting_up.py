"""connection, fields and profiles through the command line."""

import stat

import pytest

from tests.cli.conftest import ROOT

DATA = ROOT / "data"


@pytest.mark.skipif(not list(DATA.glob("patrons.ndjson*")), reason="The sample library has not been generated.")
def test_the_sample_library_runs(cli):
    made = cli("init", "--sample", "--json").json
    assert made["connections"] == ["Sample library"]
    counts = cli("run", "Students nightly", "--json").json["counts"]
    assert counts["read"] == sum(counts.values()) - counts["read"] > 0


def test_a_connection_offers_its_fields(library, cli):
    done = cli("connection", "add", "Other", "--kind", "files", "--set", f"path={library.drop}", "--json").json
    assert done["fields"] == {"id": "text", "surname": "text", "card": "text", "mail": "text", "kind": "text"}


def test_a_path_is_stored_absolute(library, cli, monkeypatch):
    monkeypatch.chdir(library.folder)
    done = cli("connection", "add", "Other", "--kind", "files", "--set", "path=patrons.csv", "--json").json
    assert done["settings"]["path"] == str(library.drop)


def test_the_type_of_a_column_can_be_set(library, cli):
    done = cli(
        "connection",
        "add",
        "Other",
        "--kind",
        "files",
        "--set",
        f"path={library.drop}",
        "--set",
        "type.kind=code",
        "--json",
    ).json
    assert done["fields"]["kind"] == "code"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Drop --kind files --set path=x.csv", "exists already"),
        ("New --kind file --set path=x.csv", "Did you mean 'files'?"),
        ("New --kind files", "path="),
        ("New --kind files --set path", "key=value"),
        ("New --kind files --set path=a --set path=b", "twice"),
        ("New --kind files --set path=x.csv --set idd=id", "Did you mean 'id'?"),
    ],
)
def test_a_connection_that_makes_no_sense_is_refused(library, cli, words, said):
    cli("connection", "add", *words.split()).refused(said)
    assert [each["name"] for each in cli("connection", "list", "--json").json] == ["Drop"]


def test_a_connection_to_a_file_that_is_missing_fails(library, cli):
    cli("connection", "add", "New", "--kind", "files", "--set", "path=/no/such/file.csv").refused(
        "/no/such/file.csv", code=1
    )


def test_a_connection_is_tested_step_by_step(library, cli):
    done = cli("connection", "test", "Drop", "--json")
    assert (done.code, done.json["ok"], done.json["suggestions"]["last_name"]) == (0, True, "surname")


def test_a_test_that_fails_ends_with_1(library, cli):
    library.drop.unlink()
    done = cli("connection", "test", "Drop", "--json")
    assert (done.code, done.json["ok"], done.json["steps"][0]["ok"], done.err.count("\n")) == (1, False, False, 1)


def test_a_connection_in_use_is_not_removed(library, cli):
    cli("connection", "remove", "Drop").refused("Students")


def test_a_connection_that_nobody_uses_is_removed(library, cli):
    cli("sync", "delete", "Students")
    assert cli("connection", "remove", "Drop", "--json").json == {"name": "Drop", "removed": True}
    assert cli("connection", "list", "--json").json == []


def test_fields_come_with_their_rules(library, cli):
    rows = {row["name"]: row for row in cli("fields", "list", "--json").json}
    assert (rows["card"]["unique"], rows["type"]["options"], rows["student.grad"]["profile_type"]) == (
        True,
        ["Person", "Student", "Staff"],
        "Student",
    )


def test_exported_fields_are_imported_as_they_were(library, cli):
    text = cli("fields", "export").out
    library.save(text, "fields")
    assert cli("fields", "export").out == text


def test_a_field_catalogue_with_a_mistake_is_refused_with_its_line(library):
    library.save("types: [Student]\nall_types:\n  - {name: x, tpye: text}\n", "fields").refused(
        "line 3", "Did you mean 'type'?"
    )


def test_profiles_are_imported_and_exported(library, cli):
    path = library.folder / "people.csv"
    path.write_text("type,last_name,card\nStudent,Noether,c1\nStaff,=Curie,c2\n", encoding="utf-8")
    assert cli("profiles", "import", str(path), "--json").json == {"created": 2, "updated": 0, "unchanged": 0}
    assert cli("profiles", "export", str(path), "--json").json["profiles"] == 2
    assert "'=Curie" in path.read_text(encoding="utf-8")
    assert cli("profiles", "export", str(path), "--raw").code == 0
    assert ",=Curie" in path.read_text(encoding="utf-8")


def test_an_import_with_a_bad_row_changes_nothing(library, cli):
    path = library.folder / "people.csv"
    path.write_text("type,last_name,card\nStudent,Noether,c1\nStudent,,c2\n", encoding="utf-8")
    cli("profiles", "import", str(path)).refused("row 2", "last_name")
    assert library.people() == {}


def test_an_import_with_an_unknown_column_is_refused(library, cli):
    path = library.folder / "people.csv"
    path.write_text("type,last_nmae\nStudent,Noether\n", encoding="utf-8")
    cli("profiles", "import", str(path)).refused("last_nmae")


def test_an_exported_file_is_for_its_owner_alone(library, cli):
    path = library.folder / "people.csv"
    cli("profiles", "export", str(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_profile_is_changed_and_cleared_by_hand(library, cli):
    cli("run", "Students")
    assert cli("profiles", "set", "1", "email=", "first_name=Emmy", "--json").json == {
        "profile_id": 1,
        "changed": ["email", "first_name"],
    }
    shown = cli("profiles", "show", "1", "--json").json
    assert (shown["profile_id"], shown["email"], shown["first_name"]) == (1, None, "Emmy")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("set 1 email=nobody", "email"),
        ("set 1 emial=a@example.org", "emial"),
        ("set 1 email", "FIELD=VALUE"),
        ("set 99 email=a@example.org", "no profile 99"),
        ("show 99", "no profile 99"),
        ("delete 99", "no profile 99"),
        ("release 1", "is not deleted"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(library, cli, words, said):
    cli("run", "Students")
    before = library.people()
    cli("profiles", *words.split()).refused(said)
    assert library.people() == before


def test_a_deleted_profile_comes_back_after_its_release(library, cli):
    cli("run", "Students")
    assert cli("profiles", "delete", "1", "--json").json == {"profile_id": 1, "deleted": True}
    assert cli("run", "Students", "--json").json["counts"]["skipped"] == 1
    assert cli("profiles", "release", "1", "--json").json == {"profile_id": 1, "released": True}
    assert cli("run", "Students", "--json").json["counts"]["created"] == 1


def test_a_list_can_be_cut(library, cli):
    cli("run", "Students")
    assert [row["profile_id"] for row in cli("profiles", "list", "--limit", "2", "--json").json] == [1, 2]


def test_a_table_is_plain_where_there_is_no_terminal(library, cli):
    cli("run", "Students")
    lines = cli("profiles", "list").out.splitlines()
    assert [line.split() for line in (lines[0], lines[1], lines[-1])] == [
        ["Profile", "Type", "Last", "name", "First", "name", "E-mail"],
        ["1", "Student", "Noether", "emmy@example.org"],
        ["3", "of", "3", "profiles."],
    ]
