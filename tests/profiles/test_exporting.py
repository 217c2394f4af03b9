"""Profiles as files and frames: what is in them, byte by byte, and that an import brings every value back."""

import csv
import datetime as dt
import json
import stat
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synckit import errors, profiles
from synckit.store import open_store
from synckit.store import profiles as stored
from tests.profiles.conftest import with_catalogue
from tests.thorough import times

NOETHER = {"type": "Student", "last_name": "Noether", "phone": "+49 30 1", "branches": "Main; Law", "student.year": "2027",
           "birth_date": "1882-03-23", "fines": "2.5", "blocked": "no", "seen": "9999-12-31T10:00Z"}  # fmt: skip


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def filled(row):
    return {key: value for key, value in row.items() if value not in (None, "")}


@pytest.fixture
def one(library):
    """One profile of every kind of value, and one whose former type's values are hidden."""
    profiles.make(library, NOETHER, "ann")
    profiles.make(library, {"type": "Student", "last_name": "=Klein", "student.year": "2030"}, "ann")
    profiles.edit(library, 2, {"type": "Faculty", "faculty.department": "Maths"}, "ann")
    return library


def test_csv_has_every_field_and_disarms_formulas(one, tmp_path):
    assert profiles.export(one, tmp_path / "p.csv") == 2
    found = rows(tmp_path / "p.csv")
    assert list(found[0])[:4] == ["profile_id", "type", "prefix", "first_name"]
    assert list(found[0])[-2:] == ["student.year", "faculty.department"]
    seen = "9999-12-31T10:00Z"
    assert filled(found[0]) == {**NOETHER, "profile_id": "1", "phone": "'+49 30 1", "blocked": "false", "seen": seen}
    assert filled(found[1]) == {
        "profile_id": "2",
        "type": "Faculty",
        "last_name": "'=Klein",
        "faculty.department": "Maths",
    }


def test_raw_leaves_formulas_as_they_are(one, tmp_path):
    profiles.export(one, tmp_path / "p.tsv", raw=True)
    lines = (tmp_path / "p.tsv").read_text().splitlines()
    assert lines[2].split("\t")[5] == "=Klein"


def test_ndjson_has_typed_values(one, tmp_path):
    profiles.export(one, tmp_path / "p.ndjson")
    found = [filled(json.loads(line)) for line in (tmp_path / "p.ndjson").read_text().splitlines()]
    typed = {"student.year": 2027, "fines": 2.5, "blocked": False, "branches": ["Main", "Law"]}
    assert found[0] == {**NOETHER, "profile_id": 1, **typed}
    assert found[1]["last_name"] == "=Klein"


def test_parquet_has_typed_columns(one, tmp_path):
    profiles.export(one, tmp_path / "p.parquet")
    found = pq.read_table(tmp_path / "p.parquet").select(
        ["profile_id", "birth_date", "student.year", "branches", "fines", "blocked"]
    )
    assert found.to_pylist()[0] == {
        "profile_id": 1, "birth_date": dt.date(1882, 3, 23), "student.year": 2027, "branches": ["Main", "Law"], "fines": 2.5, "blocked": False,
    }  # fmt: skip
    assert found.to_pylist()[1]["student.year"] is None


def test_a_column_with_a_number_too_long_for_parquet_stays_text(one, tmp_path):
    profiles.edit(one, 1, {"student.year": "9" * 5000, "fines": "0.1000000000000000000001"}, "ann")
    profiles.export(one, tmp_path / "p.parquet")
    assert profiles.read(one)["student.year"][0] == "9" * 5000
    found = pq.read_table(tmp_path / "p.parquet").to_pylist()[0]
    assert (found["student.year"], found["fines"]) == ("9" * 5000, "0.1000000000000000000001")


def test_a_frame_is_typed_at_the_door(one):
    frame = profiles.read(one)
    kinds = {
        key: str(frame[key].dtype)
        for key in ("profile_id", "last_name", "student.year", "fines", "blocked", "birth_date", "branches")
    }
    assert kinds == {"profile_id": "int64", "last_name": "str", "student.year": "Int64", "fines": "float64", "blocked": "boolean",
                     "birth_date": "object", "branches": "object"}  # fmt: skip
    assert frame["birth_date"].tolist() == [dt.date(1882, 3, 23), None]
    assert frame["seen"].tolist() == [dt.datetime(9999, 12, 31, 10, tzinfo=dt.UTC), None]
    assert frame["student.year"].isna().tolist() == [False, True]


def test_a_library_without_profiles_has_an_empty_frame_and_file(library, tmp_path):
    assert profiles.read(library).shape == (0, 30)
    assert profiles.export(library, tmp_path / "p.csv") == 0
    assert profiles.import_profiles(library, tmp_path / "p.csv", "ann") == profiles.Imported(0, 0, 0)


def test_a_file_is_replaced_whole_for_its_owner_alone(one, tmp_path):
    target = tmp_path / "p.csv"
    target.write_text("old")
    target.chmod(0o644)
    profiles.export(one, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if "p.csv" in path.name] == ["p.csv"]


def test_what_cannot_be_written_is_refused(one, tmp_path):
    with pytest.raises(
        errors.Refused, match=r"not exported as \.xlsx; end the name .* with one of \.csv, \.tsv, \.ndjson, \.parquet"
    ):
        profiles.export(one, tmp_path / "p.xlsx")
    with pytest.raises(
        errors.Refused, match=r"p\.csv cannot be written \(No such file or directory\); choose another place"
    ):
        profiles.export(one, tmp_path / "none" / "p.csv")


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
RISKY = st.tuples(st.text("'\t =+-@＝", max_size=4), TEXT).map("".join)
CELL = st.one_of(st.none(), st.one_of(TEXT, RISKY).map(str.strip).map(lambda text: text or None))
INTEGER = st.one_of(st.none(), st.integers(-(10**25), 10**25).map(str))
NUMBER = st.one_of(
    st.none(),
    st.decimals(-(10**9), 10**9, places=6)
    .map(lambda each: f"{each.normalize():f}")
    .map(lambda text: text.replace("-0", "0") if text == "-0" else text),
)
DAY = st.one_of(st.none(), st.dates().map(dt.date.isoformat))
BRANCHES = st.one_of(st.none(), st.just("Main; Art"), st.just("Law"))
PERSON = st.tuples(
    CELL.map(lambda text: text or "x"),
    CELL,
    CELL,
    DAY,
    INTEGER,
    NUMBER,
    st.sampled_from([None, "true", "false"]),
    BRANCHES,
)
COLUMNS = ("last_name", "first_name", "notes", "birth_date", "student__year", "fines", "blocked", "branches")


def everything(store):
    with store.read() as conn:
        return [row for some in stored.read_all(conn, ("type", *COLUMNS)) for row in some]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".ndjson", ".parquet"])
@given(people=st.lists(PERSON, min_size=1, max_size=12))
@settings(max_examples=times(2, thorough=30), deadline=None)
def test_an_import_brings_every_exported_value_back(suffix, people):
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "synckit.db") as store:
        with with_catalogue(store).change("edit", "ann") as change:
            stored.insert(change, ("type", *COLUMNS), ((i, "Student", *row) for i, row in enumerate(people, 1)))
        before = [(row[0], *row[2:]) for row in everything(store)]
        path = Path(folder) / f"p{suffix}"
        profiles.export(store, path)
        assert profiles.import_profiles(store, path, "ann") == profiles.Imported(0, 0, len(people))
        with store.change("edit", "ann") as change:
            emptied = [None] * (len(COLUMNS) - 1)
            stored.update(change, COLUMNS, (("emptied", *emptied, i) for i in range(1, len(people) + 1)))
        profiles.import_profiles(store, path, "ann")
        assert [(row[0], *row[2:]) for row in everything(store)] == before
