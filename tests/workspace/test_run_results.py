"""What a run did, a page at a time and as files: masked, complete, and inert in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

import synckit
from synckit.access import Person, Role
from synckit.store import bulk, findings
from synckit.workspace import Workspace, run_results
from tests.ui import library


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return library.make(tmp_path)


@pytest.fixture
def ws(home: Path) -> Iterator[Workspace]:
    with synckit.open(home) as opened:
        yield opened


def write(home: Path, *lines: str) -> None:
    (home.parent / "patrons.csv").write_text("\n".join(("id,kind,card,first,last,mail", *lines)) + "\n", "utf-8")


def read(given: bytes) -> list[list[str]]:
    assert given.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(given.decode("utf-8-sig"), newline="")))


def test_a_page_holds_no_more_than_it_should(ws, monkeypatch):
    monkeypatch.setattr(run_results, "PAGE", 2)
    ws.sync("Students").run()
    assert ws.created_by_run(1)["first_name"].tolist() == ["Ann", "Bo"]
    assert ws.created_by_run(1, 2)["first_name"].tolist() == ["Cy"]
    assert ws.created_by_run(1, 3).empty


def test_a_viewer_gets_masked_values_whatever_is_asked(ws, home):
    ws.sync("Students").run()
    viewer = ws.acting(Person("vi", Role.VIEWER), values_shown=True)
    first = viewer.created_by_run(1).iloc[0]
    assert (first["type"], first["first_name"], first["email"]) == ("Student", "A•••", "a•••@example.org")
    assert viewer.findings_of_run(1)["value"].tolist() == ["n•••"]
    library.write_patrons(home.parent, city="a")
    ws.sync("Students").run()
    assert viewer.changed_by_run(2).values.tolist() == [[1, "A••• L•••", "first_name", "A•••", "A•••"]]


def test_a_wrong_value_is_masked_though_its_field_holds_categories(ws, home):
    wrong = library.SYNC.replace("{constant: Student, to: type}", "{from: mail, to: type}")
    ws.save(synckit.Sync.from_yaml(wrong))
    ws.sync("Students").run()
    viewer = ws.acting(Person("vi", Role.VIEWER))
    found = viewer.findings_of_run(1)
    assert found[found["field"] == "type"]["value"].tolist()[0] == "a•••@example.org"
    assert ws.findings_of_run(1)["value"].tolist()[0] == "ann@example.org"


def test_a_wrong_code_is_seen(ws, home):
    (home.parent / "coded.csv").write_text("id,status,last\n1,GONE,Lee\n", "utf-8")
    ws.add_connection("Coded", "files", {"path": str(home.parent / "coded.csv"), "id": "id"})
    coded = "name: Coded\nconnection: Coded\nmatch_on: [last_name]\nmapping:\n"
    rows = "  - {from: status, to: type}\n  - {from: last, to: last_name}\n"
    ws.save(synckit.Sync.from_yaml(coded + rows))
    ws.sync("Coded").run()
    found = ws.acting(Person("vi", Role.VIEWER)).findings_of_run(1)
    assert found[found["field"] == "type"]["value"].tolist()[0] == "GONE"


def test_findings_are_counted_by_field_and_rule(ws, home):
    write(home, "1,ST,101,Ann,Lee,bad", "2,ST,,Bo,Ray,bad", "3,ST,103,Cy,,c@example.org")
    ws.sync("Students").run()
    assert ws.findings_by_rule(1).values.tolist() == [
        ["email", "type", 2],
        ["last_name", "missing_required", 1],
        ["library_card_number", "missing_key", 1],
    ]
    assert ws.findings_of_run(1, "email", "type")["patron"].tolist() == ["1", "2"]


def test_a_held_run_shows_its_pages_and_then_no_longer(ws, home, monkeypatch):
    monkeypatch.setattr(run_results, "PAGE", 2)
    ws.save(synckit.Sync.from_yaml(library.SYNC + "limits: {create: 2}\n"))
    ws.sync("Students").run()
    assert ws.created_if_approved(1)["patron"].tolist() == ["1", "2"]
    assert ws.created_if_approved(1, 2)["first_name"].tolist() == ["Cy"]
    assert ws.changed_if_approved(1).empty
    ws.reject(1)
    with pytest.raises(synckit.Refused, match="Run 1 is cancelled, not held"):
        ws.created_if_approved(1)


def test_what_an_undo_would_do_is_told_masked(ws, home):
    ws.sync("Students").run()
    library.write_patrons(home.parent, city="a")
    ws.sync("Students").run()
    told = ws.acting(Person("ann", Role.ADMIN)).undo_preview(2)
    assert (told.restored, told.deleted, told.left) == (1, 0, 0)
    assert told.first_restored.values.tolist() == [[1, "A••• L•••", "first_name", "A•••", "A•••"]]
    told = ws.undo_preview(1)
    assert (told.deleted, told.left) == (2, 1)
    assert told.first_left.values.tolist() == [[1, "Anna Lee", "first_name"]]
    assert told.first_deleted["name"].tolist() == ["Bo Ray", "Cy Fox"]


def test_the_file_of_rejected_patrons_has_reasons_then_what_was_read(ws, home):
    write(
        home,
        '1,ST,101,Ann,"Lee, jr",bad',
        "2,ST,,Bo,=Ray,bad",
        "3,ST,103,Cy,,c@example.org",
        "4,ST,104,Di,Ash,x,too many",
    )
    ws.sync("Students").run()
    header, *rows = read(ws.rejected_file(1))
    assert header[:3] == ["patron", "rules", "messages"]
    assert sorted(header[3:]) == ["card", "first", "kind", "last", "mail"]
    told = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(row["patron"], row["rules"], row["last"]) for row in told] == [
        ("2", "type; missing_key", "'=Ray"),
        ("3", "missing_required", ""),
        ("4", "unreadable", ""),
    ]
    assert all(row["messages"] for row in told)


def test_two_rejected_rows_of_one_patron_are_two_lines(ws, home):
    write(home, "1,ST,101,Ann,Lee,a@example.org", "1,ST,102,Ann,Ray,b@example.org")
    ws.sync("Students").run()
    header, *rows = read(ws.rejected_file(1))
    assert [(row[0], row[1]) for row in rows] == [("1", "duplicate"), ("1", "duplicate")]
    assert [row[header.index("last")] for row in rows] == ["Lee", "Ray"]


def test_fields_that_few_patrons_have_are_columns_of_all(ws):
    ws.sync("Students").run()
    with ws.home.store.write() as conn:
        findings.reject(conn, 1, [("1", '{"last": "Lee"}'), ("2", '{"last": "=Ray", "desk": ["a", "b"], "_row": 2}')])
    assert read(ws.rejected_file(1)) == [
        ["patron", "rules", "messages", "last", "desk"],
        ["1", "", "", "Lee", ""],
        ["2", "", "", "'=Ray", "a; b"],
    ]


def test_the_files_are_made_without_holding_them_row_by_row(ws, monkeypatch):
    ws.sync("Students").run()
    held = []
    whole = bulk.chunks
    monkeypatch.setattr(bulk, "chunks", lambda *given: (held.append(len(rows)) or rows for rows in whole(*given, 2)))
    with ws.home.store.write() as conn:
        findings.reject(conn, 1, ((str(each), '{"last": "Lee"}') for each in range(5)))
        findings.add(conn, 1, ((str(each), "match", None, "missing_key", None, "Mend it.") for each in range(5)))
    assert len(read(ws.rejected_file(1))) == 6
    assert len(read(ws.findings_file(1))) == 7
    assert max(held) == 2


def test_the_file_of_findings_has_them_all_as_they_are(ws, home):
    write(home, "1,ST,101,Ann,Lee,=1+1")
    ws.sync("Students").run()
    header, *rows = read(ws.findings_file(1))
    assert header == ["patron", "step", "field", "rule", "value", "message"]
    assert [row[:5] for row in rows] == [["1", "check", "email", "type", "'=1+1"]]


def test_a_run_without_rejected_patrons_gives_a_file_with_its_header_alone(ws):
    ws.sync("Students").run()
    assert read(ws.rejected_file(1)) == [["patron", "rules", "messages"]]


def test_who_took_a_file_is_in_the_audit(ws):
    ws.sync("Students").run()
    ws.rejected_file(1)
    ws.findings_file(1)
    assert [line.action for line in ws.audit(2)] == ["export findings", "export rejected patrons"]


def test_a_run_tells_its_patrons_by_type(ws):
    ws.sync("Students").run()
    assert ws.patrons_by_type(1) == {"field": "type", "rows": [["Student", "", None, 3]]}
