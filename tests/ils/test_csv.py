"""CSV and TSV come back exactly as written, whatever is odd about them."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synckit import engine, ils
from synckit.errors import IlsError
from synckit.ils.files import reading
from tests.ils.conftest import Row, raw_rows, values, written
from tests.thorough import times

Patrons = Callable[..., list[Row]]


def test_a_file_gives_its_rows_in_order(patrons: Patrons) -> None:
    rows = patrons("p.csv", "id,name\n7,Ann\n8,Bo\n", id="id")
    assert rows == [
        {"_row": 0, "_id": "7", "_problem": None, "_absent": None, "id": "7", "name": "Ann"},
        {"_row": 1, "_id": "8", "_problem": None, "_absent": None, "id": "8", "name": "Bo"},
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(patrons: Patrons, delimiter: str) -> None:
    text = f"name{delimiter}mail\nO'Neil & Co{delimiter}a@b.c\n".replace("&", "&,"[: 1 if delimiter == "," else 2])
    assert values(patrons("p.csv", text))[0]["mail"] == "a@b.c"


def test_commas_in_values_do_not_hide_a_semicolon(patrons: Patrons) -> None:
    assert values(patrons("p.csv", "name;city\nDoe, Jo;Rome\nRoe, Al;Bonn\n"))[1] == {"name": "Roe, Al", "city": "Bonn"}


def test_a_tsv_is_parted_by_tabs_and_a_set_delimiter_wins(patrons: Patrons) -> None:
    assert values(patrons("p.tsv", "a,b\tc\n1\t2\n")) == [{"a,b": "1", "c": "2"}]
    assert values(patrons("p.csv", "a,b|c,d\n1|2\n", delimiter="|")) == [{"a,b": "1", "c,d": "2"}]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(patrons: Patrons, encoding: str) -> None:
    assert values(patrons("p.csv", "name,x\nMüller,1\n".encode(encoding))) == [{"name": "Müller", "x": "1"}]


def test_a_declared_encoding_is_used(patrons: Patrons) -> None:
    assert values(patrons("p.csv", "name,x\nMüller,1\n".encode("cp1252"), encoding="cp1252")) == [
        {"name": "Müller", "x": "1"}
    ]


def test_gzip_is_unpacked(patrons: Patrons) -> None:
    assert values(patrons("p.csv.gz", "a,b\n1,2\n")) == [{"a": "1", "b": "2"}]


def test_double_and_blank_headers_get_names(patrons: Patrons) -> None:
    assert list(values(patrons("p.csv", "email,email,,Email\n1,2,3,4\n"))[0]) == [
        "email",
        "email_2",
        "column_3",
        "Email_3",
    ]


def test_headers_that_the_raw_frame_uses_are_numbered(patrons: Patrons) -> None:
    assert patrons("p.csv", "_id,_row\nx,y\n", id="_id_2")[0]["_id"] == "x"


def test_nothing_is_trimmed_and_no_code_loses_a_zero(patrons: Patrons) -> None:
    assert values(patrons("p.csv", 'a,b,c\n 007 ,NULL,""\n')) == [{"a": " 007 ", "b": "NULL", "c": ""}]


def test_blank_lines_are_left_out(patrons: Patrons) -> None:
    assert len(patrons("p.csv", "\na,b\n\n1,2\n   \r\n3,4\n\n")) == 2


def test_a_row_of_the_wrong_width_is_a_problem_of_its_own(patrons: Patrons) -> None:
    rows = patrons("p.csv", "a,b\n1,2\n3\n4,5,6\n7,8,\n9,0\n")
    assert [row["_problem"] for row in rows] == [
        None,
        "Row 2 has 1 values where the header has 2.",
        "Row 3 has 3 values where the header has 2.",
        "Row 4 has 3 values where the header has 2.",
        None,
    ]
    assert rows[2]["a"] == "4"


def test_a_quoted_newline_stays_in_its_value(patrons: Patrons) -> None:
    assert values(patrons("p.csv", 'a,b\n"x\r\ny","z\n"\n')) == [{"a": "x\r\ny", "b": "z\n"}]


def test_broken_quotes_cost_one_row(patrons: Patrons) -> None:
    rows = patrons("p.csv", 'a,b\n1,"x"y\n2,z\n')
    assert [(row["_problem"], row["b"]) for row in rows] == [("Row 1 has broken quotes.", ""), (None, "z")]


def test_a_quote_that_is_never_closed_hides_no_row(patrons: Patrons) -> None:
    rows = patrons("p.csv", 'a,b\n1,"x\n2,y\n3,z\n')
    assert [row["a"] for row in rows] == ["", "2", "3"]
    assert [row["_problem"] is None for row in rows] == [False, True, True]


def test_bytes_of_another_encoding_cost_one_row(patrons: Patrons) -> None:
    rows = patrons("p.csv", b"a,b\nM\xfcller,1\nAnn,2\n")
    assert [row["a"] for row in rows] == ["M\ufffdller", "Ann"]
    assert "encoding=" in str(rows[0]["_problem"])
    assert rows[1]["_problem"] is None


def test_a_nul_byte_costs_one_row(patrons: Patrons) -> None:
    rows = patrons("p.csv", "a,b\nx\0y,1\nAnn,2\n")
    assert [row["_problem"] for row in rows] == ["Row 1 holds a NUL character.", None]


def test_a_header_alone_is_a_file_without_patrons(patrons: Patrons) -> None:
    assert patrons("p.csv", "a,b\n") == []


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \n"])
def test_an_empty_file_is_refused(patrons: Patrons, content: bytes) -> None:
    with pytest.raises(IlsError, match=r"p\.csv is empty; check the export"):
        patrons("p.csv", content)


def test_a_header_in_unknown_bytes_asks_for_the_encoding(patrons: Patrons) -> None:
    with pytest.raises(IlsError, match=r"header of .*p\.csv holds bytes .* set the encoding"):
        patrons("p.csv", b"n\xe4me,x\n1,2\n")


def test_a_list_column_is_parted_by_semicolons(patrons: Patrons) -> None:
    rows = values(patrons("p.csv", "id,dept\n1,History; Law\n2,\n", **{"type.dept": "list"}))
    assert rows == [{"id": "1", "dept": ["History", "Law"]}, {"id": "2", "dept": []}]


def test_a_long_file_keeps_its_order_on_the_fast_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading.writing, "write", None)
    path = written(tmp_path, "p.csv", "n,note\n" + "".join(f'{n},"note of ""{n}"",\n{n}"\n' for n in range(200_000)))
    extract = ils.connector("files", {"path": str(path)}).patrons(["n"], tmp_path / "run")
    with engine.connect(*extract.paths) as connection:
        found = connection.execute(f"select count(*), bool_and(_row = n::bigint) from ({extract.sql})").fetchall()
    assert found == [(200_000, True)]


def test_files_of_a_glob_are_one_list_in_name_order(tmp_path: Path) -> None:
    for name, content in {"b.csv": "x,y\n3,c\n", "a.csv": "x,y\n1,a\n2,b\n", "c.csv.gz": "y,x\nd,4\n"}.items():
        written(tmp_path, name, content)
    extract = ils.connector("files", {"path": str(tmp_path / "*.csv*")}).patrons(["x"], tmp_path / "run")
    assert [(row["_row"], row["x"]) for row in raw_rows(extract)] == [(0, "1"), (1, "2"), (2, "3"), (3, "4")]


_CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ['"', '""', ",", "\n", "\r\n", "\r", " ", '" ', "\\", "#", "\t", "NULL", "\1", "\1null", "\ufeff", ";"]
)


@settings(max_examples=times(30, thorough=300), deadline=None)
@given(
    st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(_CELL, min_size=width, max_size=width), max_size=6)),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([(csv.QUOTE_ALL, "\n"), (csv.QUOTE_ALL, "\r\n"), (csv.QUOTE_MINIMAL, "\r\n")]),
)
def test_what_csv_writes_comes_back(rows: list[list[str]], delimiter: str, style: tuple[int, str]) -> None:
    width = len(rows[0]) if rows else 2
    names = [f"c{at}" for at in range(width)]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=style[0], lineterminator=style[1]).writerows([names, *rows])
    assert _read(text.getvalue().encode(), names, delimiter) == rows


def _read(content: bytes, names: list[str], delimiter: str) -> list[list[object]]:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), "p.csv", content)
        extract = ils.connector("files", {"path": str(path), "delimiter": delimiter}).patrons(
            names, Path(folder) / "run"
        )
        rows = raw_rows(extract)
    assert not any(row["_problem"] for row in rows)
    return [[row[name] for name in names] for row in rows]


_PIECES = st.sampled_from(
    ["a", "é", '"', '""', ",", ",", "\n", "\n", "\r\n", "\r", " ", "\t", "x", "\x0b", "\x85", "\\", "#"]
)


@settings(max_examples=times(30, thorough=300), deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_the_fast_way_and_the_exact_way_agree_on_any_text(body: str) -> None:
    content = ("h1,h2,h3\n" + body).encode()
    assert _both(content, fast=True) == _both(content, fast=False)


def _both(content: bytes, fast: bool) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = written(Path(folder), "p.csv", content)
        if not fast:
            patch.setattr(reading, "_fast", lambda *_: None)
        extract = ils.connector("files", {"path": str(path), "delimiter": ","}).patrons(
            ["h1", "h2", "h3"], Path(folder) / "run"
        )
        return raw_rows(extract)
