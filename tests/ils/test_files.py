"""The file drop as a connector: which files, what is refused, and what an extract says of itself."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from synckit import ils
from synckit.errors import Cancelled, DefinitionError, IlsError, NotFound
from synckit.fields import IlsField
from tests.ils.conftest import raw_rows, written


def connect(path: Path | str, fields: tuple[IlsField, ...] | None = None, **settings: str) -> ils.Connector:
    return ils.connector("files", {"path": str(path), **settings}, fields=fields)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(NotFound, match="No kind of connection named 'file'. Did you mean 'files'?"):
        ils.connector("file", {})


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "needs path="),
        ({"path": "p.csv", "delim": ";"}, "'delim'. Did you mean 'delimiter'"),
        ({"path": "p.csv", "type.a": "dat"}, "'dat'. Did you mean 'date'"),
        ({"path": "p.csv", "encoding": "utf-9"}, "No text encoding named 'utf-9'"),
        ({"path": "p.csv", "delimiter": "ab"}, "delimiter 'ab' is not one character"),
    ],
)
def test_an_unsound_setting_is_refused(settings: dict[str, str], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        ils.settings("files", settings)


def test_a_path_is_stored_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert ils.settings("files", {"path": "in/*.csv"}) == {"path": str(tmp_path / "in/*.csv")}


def test_a_name_with_brackets_is_a_file_before_it_is_a_glob(tmp_path: Path) -> None:
    path = written(tmp_path, "patrons[1].csv", "a,b\n1,2\n")
    assert connect(path).count() == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.csv", r"There is no file .*none\.csv; check the path"),
        ("*.json", r"No file matches .*; check the path"),
        ("", r"is a folder; name a file in it"),
        ("p.xlsx", r"p\.xlsx is of no known format; save it as \.csv"),
        ("p.*", r"are of several formats"),
        ("broken.csv.gz", r"broken\.csv\.gz cannot be read"),
        ("broken.parquet", r"broken\.parquet cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, message: str) -> None:
    for each in ("p.xlsx", "broken.csv.gz", "broken.parquet"):
        (tmp_path / each).write_bytes(b"no such thing")
    (tmp_path / "p.csv").write_text("a,b\n")
    (tmp_path / "p.ndjson").write_text("{}")
    if name == "p.*":
        (tmp_path / "p.xlsx").unlink()
    with pytest.raises(IlsError, match=message):
        connect(tmp_path / name).fields()


def test_a_gzip_that_breaks_off_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "p.csv.gz", "a,b\n" + "".join(f"{n},{n * n}\n" for n in range(9000)))
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(IlsError, match=r"p\.csv\.gz cannot be read"):
        connect(path).patrons(["a"], tmp_path / "run")


def test_types_are_inferred_only_where_nothing_can_be_mistaken(tmp_path: Path) -> None:
    head = "code,day,at,flag,none,zero,mixed\n"
    path = written(
        tmp_path,
        "p.csv",
        head + "01,2026-01-31,2026-01-31 10:00,TRUE,,0000-00-00,2026-01-31\n02,,,false,,,2026-01-31T10:00Z\n",
    )
    types = {field.name: str(field.type) for field in connect(path).fields()}
    assert types == {
        "code": "text",
        "day": "date",
        "at": "datetime",
        "flag": "boolean",
        "none": "text",
        "zero": "text",
        "mixed": "datetime",
    }


def test_a_set_type_wins(tmp_path: Path) -> None:
    path = written(tmp_path, "p.csv", "code,n\n01,5\n")
    fields = connect(path, **{"type.code": "code", "type.n": "integer"}).fields()
    assert [str(field.type) for field in fields] == ["code", "integer"]


@pytest.mark.parametrize("setting", [{"id": "patronid"}, {"type.patronid": "code"}])
def test_a_setting_for_an_unknown_column_names_the_nearest(tmp_path: Path, setting: dict[str, str]) -> None:
    path = written(tmp_path, "p.csv", "patron_id,n\n01,5\n")
    with pytest.raises(DefinitionError, match="named 'patronid'. Did you mean 'patron_id'"):
        connect(path, **setting).fields()


def test_an_extract_holds_the_asked_fields_only_for_its_owner_only(tmp_path: Path) -> None:
    path = written(tmp_path, "p.csv", "id,pin,name\n1,1234,Ann\n")
    extract = connect(path, id="id").patrons(["name", "name"], tmp_path / "run")
    assert b"1234" not in extract.paths[0].read_bytes()
    assert extract.fields == ("name",)
    assert (extract.paths[0].stat().st_mode & 0o777, extract.paths[0].parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [each.name for each in extract.paths[0].parent.iterdir()] == ["patrons.parquet"]


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = written(tmp_path, "p.csv", "id,name\n1,Ann\n")
    extract = connect(path).patrons(["name"], tmp_path / "run")
    assert extract.digest == hashlib.sha256(b"id,name\n1,Ann\n").hexdigest()
    assert (extract.rows, extract.has_problems, extract.has_absent) == (1, False, False)


def test_a_gone_column_is_named_with_its_file(tmp_path: Path) -> None:
    path = written(tmp_path, "p.csv", "id,email\n1,a@b.c\n")
    fields = connect(path).fields()
    written(tmp_path, "p.csv", "id,e-mail\n1,a@b.c\n")
    with pytest.raises(IlsError, match=r"p\.csv no longer has the field 'email'; restore it in the export.*'e-mail'"):
        connect(path, fields).patrons(["email"], tmp_path / "run")
    extract = connect(path, fields).patrons(["id"], tmp_path / "run")
    assert (extract.missing, extract.added) == (("email",), ("e-mail",))


def test_columns_may_change_places(tmp_path: Path) -> None:
    path = written(tmp_path, "p.csv", "a,b\n1,2\n")
    fields = connect(path).fields()
    written(tmp_path, "p.csv", "b,new,a\n2,x,1\n")
    row = raw_rows(connect(path, fields).patrons(["a", "b"], tmp_path / "run"))[0]
    assert (row["a"], row["b"]) == ("1", "2")


def test_a_file_that_changes_meanwhile_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "p.ndjson", '{"a": 1}\n')
    with pytest.raises(IlsError, match=r"p\.ndjson changed while it was being read; wait"):
        connect(path).patrons(["a"], tmp_path / "run", lambda rows: os.utime(path, (1, 1)))


def test_progress_may_cancel_and_leaves_nothing(tmp_path: Path) -> None:
    def cancel(rows: int) -> None:
        raise Cancelled(f"Cancelled after {rows} patrons.")

    path = written(tmp_path, "p.ndjson", '{"a": 1}\n')
    with pytest.raises(Cancelled, match="after 1 patrons"):
        connect(path).patrons(["a"], tmp_path / "run", cancel)
    assert list((tmp_path / "run").iterdir()) == []


def test_a_check_goes_step_by_step(tmp_path: Path) -> None:
    path = written(tmp_path, "p.csv", "cardnumber,surname\n1,Roe\n")
    steps = connect(path, id="cardnumber").check()
    assert [(step.name, step.ok) for step in steps] == [
        ("files", True),
        ("fields", True),
        ("patrons", True),
        ("suggestions", True),
    ]
    assert steps[-1].detail == "cardnumber looks like barcode, surname looks like last_name"
    assert [(step.name, step.ok) for step in connect(tmp_path / "none.csv").check()] == [("files", False)]


def test_names_cannot_break_out_of_the_sql(tmp_path: Path) -> None:
    path = written(tmp_path, "p'); drop.csv", '"a""; select 1 --",b\n1,2\n')
    connector = connect(path)
    assert connector.fields()[0].name == 'a"; select 1 --'
    assert raw_rows(connector.patrons([connector.fields()[0].name], tmp_path / "run'x"))[0]['a"; select 1 --'] == "1"


def test_the_common_fields_are_suggested() -> None:
    names = [
        "patron_id",
        "userid",
        "cardnumber",
        "surname",
        "firstname",
        "category_id",
        "library_id",
        "expiry_date",
        "state",
    ]
    assert ils.suggestions(IlsField(name) for name in names) == {
        "ils_id": "patron_id",
        "barcode": "cardnumber",
        "alt_id": "userid",
        "first_name": "firstname",
        "last_name": "surname",
        "patron_type": "category_id",
        "home_library": "library_id",
        "expires": "expiry_date",
    }
