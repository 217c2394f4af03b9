"""Parquet is read where it lies, every value as the text it stands for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from synckit import ils
from synckit.errors import IlsError
from synckit.fields import IlsField
from tests.ils.conftest import Row, raw_rows

MOMENT = dt.datetime(2026, 1, 31, 10, 0, 0, 500_000, dt.UTC).replace(tzinfo=None)


def save(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def read(path: Path, folder: Path, fields: tuple[IlsField, ...] | None = None, **settings: str) -> list[Row]:
    connector = ils.connector("files", {"path": str(path), **settings}, fields=fields)
    return raw_rows(connector.patrons([field.name for field in connector.fields()], folder))


def test_values_become_text(tmp_path: Path) -> None:
    utc = pa.array([MOMENT], pa.timestamp("us", tz="America/New_York"))
    path = save(
        tmp_path / "p.parquet",
        n=[7],
        x=[1.5],
        d=[Decimal("1.50")],
        ok=[True],
        on=[dt.date(1899, 12, 31)],
        at=[MOMENT],
        utc=utc,
        s=["007"],
    )
    assert read(path, tmp_path) == [
        {
            "_row": 0,
            "_id": None,
            "_problem": None,
            "_absent": None,
            "n": "7",
            "x": "1.5",
            "d": "1.50",
            "ok": "true",
            "on": "1899-12-31",
            "at": "2026-01-31T10:00:00.5",
            "utc": "2026-01-31T10:00:00.5+00:00",
            "s": "007",
        }
    ]


def test_types_come_from_the_columns_or_their_texts(tmp_path: Path) -> None:
    path = save(
        tmp_path / "p.parquet", n=[7], ok=[True], on=[dt.date(2026, 1, 1)], at=[MOMENT], s=["2026-01-01"], t=[""]
    )
    fields = ils.connector("files", {"path": str(path)}).fields()
    assert [str(field.type) for field in fields] == ["text", "boolean", "date", "datetime", "date", "text"]


def test_structs_and_lists_become_paths(tmp_path: Path) -> None:
    path = save(
        tmp_path / "p.parquet",
        a=[{"b": {"c": 1}}, None],
        m=[[1, None], []],
        o=[[{"k": ["x", "y"]}, {"k": ["z"]}], None],
    )
    rows = read(path, tmp_path)
    assert [(row["a.b.c"], row["m"], row["o.k"]) for row in rows] == [
        ("1", ["1", None], ["x", "y", "z"]),
        (None, [], None),
    ]


def test_several_files_count_on(tmp_path: Path) -> None:
    save(tmp_path / "b.parquet", x=["3"], y=["c"])
    save(tmp_path / "a.parquet", y=["a", "b"], x=["1", "2"])
    rows = read(tmp_path / "*.parquet", tmp_path, id="x")
    assert [(row["_row"], row["_id"], row["y"]) for row in rows] == [(0, "1", "a"), (1, "2", "b"), (2, "3", "c")]


def test_nothing_is_copied(tmp_path: Path) -> None:
    path = save(tmp_path / "p.parquet", x=["1"])
    extract = ils.connector("files", {"path": str(path)}).patrons(["x"], tmp_path / "run")
    assert extract.paths == (path,)
    assert not (tmp_path / "run").exists()


def test_a_list_is_parted_where_it_is_declared(tmp_path: Path) -> None:
    path = save(tmp_path / "p.parquet", d=["History; Law;", "", None])
    assert [row["d"] for row in read(path, tmp_path, **{"type.d": "list"})] == [["History", "Law"], [], None]


def test_a_gone_column_is_named_with_its_file(tmp_path: Path) -> None:
    path = save(tmp_path / "p.parquet", x=["1"], y=["2"])
    fields = ils.connector("files", {"path": str(path)}).fields()
    save(path, x=["1"], z=["2"])
    connector = ils.connector("files", {"path": str(path)}, fields=fields)
    with pytest.raises(IlsError, match=r"p\.parquet no longer has the field 'y'; restore it"):
        connector.patrons(["y"], tmp_path)
    extract = connector.patrons(["x"], tmp_path)
    assert (extract.missing, extract.added) == (("y",), ("z",))


def test_a_file_replaced_after_the_reading_began_is_noticed(tmp_path: Path) -> None:
    path = save(tmp_path / "p.parquet", x=["1"])
    extract = ils.connector("files", {"path": str(path)}).patrons(["x"], tmp_path)
    extract.verify()
    save(path, x=["1", "2"])
    with pytest.raises(IlsError, match=r"p\.parquet changed while it was being read"):
        extract.verify()
