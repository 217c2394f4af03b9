"""Whatever is wrong with what comes in: one sentence, the right exit code, and nothing changed."""

import os
import resource
import sqlite3

import pytest

from tests.cli.conftest import HEADER, PATRONS, SYNC, program

FILTER = "{field: kind, operator: equals, value: ST}"

DEFINITIONS = {
    "unknown ILS field": ("from: surname", "from: surnmae", ["surnmae", "Did you mean 'surname'?"]),
    "unknown profile field": ("to: last_name", "to: lst_name", ["lst_name", "Did you mean 'last_name'?"]),
    "unknown operator": ("operator: equals", "operator: equal", ["equal", "Did you mean 'equals'?"]),
    "unknown key": ("match_on", "mach_on", ["mach_on", "Did you mean 'match_on'?"]),
    "unknown step": ("to: email}", "to: email, steps: [lowr]}", ["lowr", "Did you mean 'lower'?"]),
    "argument of a step": ("to: email}", "to: email, steps: [{left: many}]}", ["left"]),
    "operator that does not fit": (FILTER, "{field: kind, operator: before, value: 2026-01-01}", ["before"]),
    "value of the wrong kind": (FILTER, "{field: kind, operator: equals}", ["equals"]),
    "pattern that is none": (FILTER, "{field: kind, operator: matches, value: '(?=x)'}", ["(?=x)", "look-ahead"]),
    "two mappings onto one field": ("{from: mail, to: email}", "{from: mail, to: card}", ["card"]),
    "no last name": ("  - {from: surname, to: last_name}\n", "", ["last_name"]),
    "key that is not mapped": ("match_on: [card]", "match_on: [phone]", ["phone"]),
    "constant that is no option": ("constant: Student", "constant: Studnet", ["Studnet"]),
    "unknown connection": ("connection: Drop", "connection: Dorp", ["Dorp", "Did you mean 'Drop'?"]),
    "not YAML": ("name: Students", "name: [Students", []),
    "wrong kind of strategy": ("match_on", "empty_fields: clear\nmatch_on", ["empty_fields"]),
}


@pytest.mark.parametrize("case", DEFINITIONS)
def test_a_definition_with_a_mistake_is_refused(library, cli, case):
    right, wrong, said = DEFINITIONS[case]
    assert right in SYNC
    library.save(SYNC.replace(right, wrong)).refused(*said)
    assert cli("sync", "show", "Students", "--json").json["version"] == 1


def test_a_condition_of_a_number_field_needs_a_number(library, cli):
    cli("connection", "add", "Typed", "--kind", "files", "--set", f"path={library.drop}", "--set", "type.card=integer")
    wrong = SYNC.replace("Drop", "Typed").replace(FILTER, "{field: card, operator: less_than, value: many}")
    library.save(wrong).refused("card")


@pytest.mark.parametrize("command", ["sync", "fields", "profiles"])
def test_a_file_that_is_not_there_is_refused(library, cli, command):
    cli(command, "import", "/no/such/file.yaml").refused("/no/such/file.yaml")


@pytest.mark.parametrize("command", ["sync", "fields", "profiles"])
def test_a_folder_instead_of_a_file_is_refused(library, cli, command):
    cli(command, "import", str(library.folder)).refused(str(library.folder), code=1 if command == "profiles" else 2)


@pytest.mark.parametrize("command", ["sync", "fields", "profiles"])
def test_a_file_of_bytes_is_refused(library, cli, command):
    path = library.folder / ("bytes.csv" if command == "profiles" else "bytes.yaml")
    path.write_bytes(bytes(range(256)) * 10)
    cli(command, "import", str(path)).refused("bytes", code=1 if command == "profiles" else 2)


def failed(done):
    """Assert that a run failed, in both forms, and return its sentence."""
    assert (done.code, done.json["status"], done.err.count("\n")) == (1, "failed", 1), done
    assert done.json["error"] == done.err.strip()
    return done.json["error"]


def test_a_run_over_a_file_that_is_gone_fails(library, cli):
    library.drop.unlink()
    assert str(library.drop) in failed(cli("run", "Students", "--json"))
    cli("plan", "Students").refused(str(library.drop), code=1)
    cli("preview", "Students").refused(str(library.drop), code=1)


@pytest.mark.skipif(os.geteuid() == 0, reason="Root may read everything.")
def test_a_run_over_a_file_that_may_not_be_read_fails(library, cli):
    library.drop.chmod(0)
    assert str(library.drop) in failed(cli("run", "Students", "--json"))


def test_a_run_over_a_file_that_is_a_folder_fails(library, cli):
    library.drop.unlink()
    library.drop.mkdir()
    assert str(library.drop) in failed(cli("run", "Students", "--json"))


def test_a_run_over_an_empty_file_fails(library, cli):
    library.bring("")
    assert "patrons.csv" in failed(cli("run", "Students", "--json"))


def test_a_mapped_column_that_is_gone_fails_the_run(library, cli):
    cli("run", "Students")
    before = library.people()
    library.bring(PATRONS.replace("surname", "family"))
    assert "surname" in failed(cli("run", "Students", "--json"))
    assert library.people() == before


def test_other_columns_that_come_and_go_are_told(library, cli):
    library.bring("id,surname,card,mail,kind,room\n1,Noether,c1,,ST,9\n")
    cli("connection", "add", "Wide", "--kind", "files", "--set", f"path={library.drop}", "--set", "id=id")
    library.save(SYNC.replace("Drop", "Wide"))
    library.bring("id,surname,card,mail,kind,house\n1,Noether,c1,,ST,9\n")
    said = "Fields gone since the connection was made: room. Fields new since the connection was made: house."
    assert cli("plan", "Students", "--json").json["message"] == said
    done = cli("run", "Students", "--json")
    assert (done.code, done.json["status"], done.json["message"]) == (0, "complete", said)
    assert said in cli("results", "1").out


def test_a_file_that_shrank_holds_the_run(library, cli):
    people = [f"{i},Lee,c{i},,ST\n" for i in range(200)]
    library.bring(HEADER + "".join(people))
    cli("run", "Students")
    library.bring(HEADER + "".join(people[:100]))
    done = cli("run", "Students", "--json")
    assert (done.code, done.json["status"], done.json["passed"]) == (3, "held", ["read_drop"])
    assert cli("plan", "Students").code == 3


def test_a_run_is_not_approved_after_its_profiles_moved(library, cli):
    cli("run", "Students")
    library.sync("limits: {update: 0}")
    library.bring(PATRONS.replace("Noether", "Hilbert"))
    assert cli("run", "Students").code == 3
    cli("profiles", "set", "1", "email=new@example.org")
    cli("approve", "2").refused("have changed since", code=1)
    assert library.people()[1] == ("Noether", "c1", "new@example.org")


def test_a_run_is_not_approved_after_its_sync_was_edited(held, cli):
    held.sync("limits: {create: 2}\nempty_fields: replace")
    cli("approve", "1").refused("was edited since", code=1)
    assert held.people() == {}


def test_a_run_is_not_approved_after_the_fields_changed(held, cli):
    held.save("types: [Student]\nall_types: [{name: room, type: text}]\n", "fields")
    cli("approve", "1").refused("fields changed", code=1)


def test_a_database_from_the_future_is_left_alone(library, cli, home):
    future = sqlite3.connect(home / "synckit.db")
    with future:
        future.execute("update schema_version set version = 999")
    future.close()
    for words in ("sync list", "run Students", "init"):
        cli(*words.split()).refused("made by a newer synckit", code=1)


def test_a_file_that_is_no_database_is_left_alone(cli, home):
    home.mkdir()
    (home / "synckit.db").write_text("no database " * 1000, encoding="utf-8")
    cli("sync", "list").refused("is not a synckit database", code=1)


def full(size):
    """Let the child's files grow to `size` bytes and no further."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [4_096, 300_000, 2_000_000])
def test_a_full_disk_leaves_everything_as_it_was(library, cli, home, size):
    library.bring(HEADER + "".join(f"{i},Lee{i * 7919},c{i},a{i}@example.org,ST\n" for i in range(40_000)))
    done = program("run", "Students", "--home", str(home), preexec_fn=full(size))
    assert (done.code, done.err.count("\n"), "Traceback" in done.err) == (1, 1, False), done
    assert "full" in done.err or "room" in done.err
    assert library.people() == {}
    assert cli("run", "Students", "--json").json["counts"]["created"] == 40_000
