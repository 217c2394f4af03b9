"""Recorded Koha patrons, as a file drop: the shapes of a real system, against Python's own reading."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from synckit import ils
from tests.ils.conftest import raw_rows
from tests.recorded import recorded


@pytest.fixture(scope="module")
def export() -> Path:
    return recorded("koha-live/patrons_synthetic_ext.jsonl.gz")


def test_every_value_of_a_recorded_export_comes_back(export: Path, tmp_path: Path) -> None:
    connector = ils.connector("files", {"path": str(export), "id": "patron_id"})
    names = [field.name for field in connector.fields()]
    rows = raw_rows(connector.patrons(names, tmp_path / "run"))
    with gzip.open(export, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    assert [row["_id"] for row in rows] == [str(record["patron_id"]) for record in records]
    assert [row["surname"] for row in rows] == [record["surname"] for record in records]
    assert [row["extended_attributes.INTEREST"] for row in rows] == [
        _attributes(record, "INTEREST") for record in records
    ]
    assert not any(row["_problem"] or row["_absent"] for row in rows)


def test_the_types_of_a_recorded_export(export: Path) -> None:
    types = {field.name: str(field.type) for field in ils.connector("files", {"path": str(export)}).fields()}
    kinds = [types[name] for name in ("expiry_date", "updated_on", "restricted", "patron_id", "postal_code", "surname")]
    assert kinds == ["date", "datetime", "boolean", "text", "text", "text"]


def _attributes(record: dict[str, Any], type: str) -> list[str]:
    return [each["value"] for each in record["extended_attributes"] if each["type"] == type]
