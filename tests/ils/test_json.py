"""JSON and NDJSON come back exactly: digits as written, null and "" and absent apart."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synckit import ils
from synckit.errors import IlsError
from tests.ils.conftest import Row, raw_rows, values, written
from tests.thorough import times

Patrons = Callable[..., list[Row]]


def test_numbers_keep_their_digits(patrons: Patrons) -> None:
    line = '{"a": 1.50, "b": 1e3, "c": 123456789012345678901234567890, "d": -0, "e": "007", "f": 1E-7}\n'
    expected = {"a": "1.50", "b": "1e3", "c": "123456789012345678901234567890", "d": "-0", "e": "007", "f": "1E-7"}
    assert values(patrons("p.ndjson", line)) == [expected]


def test_null_empty_and_absent_stay_apart(patrons: Patrons) -> None:
    rows = patrons("p.jsonl", '{"id": 1, "m": null}\n{"id": 2, "m": ""}\n{"id": 3}\n', id="id")
    assert [(row["_id"], row["m"], row["_absent"]) for row in rows] == [
        ("1", None, None),
        ("2", "", None),
        ("3", None, ["m"]),
    ]


def test_booleans_become_words_and_are_typed(tmp_path: Path) -> None:
    path = written(
        tmp_path, "p.ndjson", '{"ok": true, "on": "2026-01-31", "at": "2026-01-31T10:00:00+00:00", "n": 5}\n'
    )
    fields = ils.connector("files", {"path": str(path)}).fields()
    assert {field.name: str(field.type) for field in fields} == {
        "ok": "boolean",
        "on": "date",
        "at": "datetime",
        "n": "text",
    }


@pytest.mark.parametrize(
    "shape", ["[%s]", '{"total": 1, "note": ["x"], "users": [%s], "more": {"z": []}}', "%s\n", "\ufeff[%s]\n"]
)
@pytest.mark.parametrize("name", ["p.json", "p.json.gz"])
def test_the_shapes_of_a_json_file(patrons: Patrons, name: str, shape: str) -> None:
    two = '{"a": "x"}\n{"a": "y"}' if shape == "%s\n" else '{"a": "x"}, {"a": "y"}'
    assert values(patrons(name, shape % two)) == [{"a": "x"}, {"a": "y"}]


def test_an_array_without_patrons_is_no_error(patrons: Patrons) -> None:
    assert patrons("p.json", "[]") == []
    assert patrons("p.json", '{"users": []}') == []


def test_nested_keys_become_paths(patrons: Patrons) -> None:
    rows = patrons("p.ndjson", '{"a": {"b": "x", "c": {"d": 1}}}\n{"a": null}\n{"a": {"b": "y"}}\n{}\n')
    assert [(row["a.b"], row["a.c.d"], row["_absent"]) for row in rows] == [
        ("x", "1", None),
        (None, None, None),
        ("y", None, ["a.c.d"]),
        (None, None, ["a.b", "a.c.d"]),
    ]


def test_arrays_become_lists(patrons: Patrons) -> None:
    rows = patrons("p.ndjson", '{"m": ["a", null, ""], "n": [1.0]}\n{"m": [], "n": null}\n{"n": "alone"}\n')
    assert [(row["m"], row["n"], row["_absent"]) for row in rows] == [
        (["a", None, ""], ["1.0"], None),
        ([], None, None),
        (None, ["alone"], ["m"]),
    ]


def test_arrays_of_typed_objects_give_a_list_for_each_type(patrons: Patrons) -> None:
    line = (
        '{"attr": [{"type": "DEPT", "value": "LAW"}, {"type": "INT", "value": "AI"}, {"type": "INT", "value": null}]}\n'
    )
    rows = values(patrons("p.ndjson", line + '{"attr": []}\n'))
    assert rows[0] == {
        "attr.type": ["DEPT", "INT", "INT"],
        "attr.value": ["LAW", "AI", None],
        "attr.DEPT": ["LAW"],
        "attr.INT": ["AI", None],
    }
    assert rows[1] == {"attr.type": [], "attr.value": [], "attr.DEPT": [], "attr.INT": []}


def test_a_key_with_a_dot_is_not_a_path(patrons: Patrons) -> None:
    assert values(patrons("p.ndjson", '{"a.b": "flat", "a": {"b": "deep"}}\n')) == [{"a.b": "flat", "a.b_2": "deep"}]


def test_a_container_in_a_text_field_is_its_json(tmp_path: Path) -> None:
    path = written(tmp_path, "p.ndjson", '{"a": "x"}\n')
    fields = ils.connector("files", {"path": str(path)}).fields()
    written(tmp_path, "p.ndjson", '{"a": {"n": [1.50, true, "é"]}}\n')
    extract = ils.connector("files", {"path": str(path)}, fields=fields).patrons(["a"], tmp_path / "run")
    assert raw_rows(extract)[0]["a"] == '{"n":[1.50,true,"é"]}'


def test_of_double_keys_the_last_one_wins(patrons: Patrons) -> None:
    assert values(patrons("p.ndjson", '{"a": 1, "a": 2}\n')) == [{"a": "2"}]


@pytest.mark.parametrize("bad", ["[1]", "{broken", '"text"', '{"a": 1} x', "17", '{"a": 1}{"a": 2}'])
def test_a_line_that_is_no_object_is_a_problem_of_its_own(patrons: Patrons, bad: str) -> None:
    rows = patrons("p.ndjson", f'{{"a": 1}}\n\n{bad}\n{{"a": 3}}\n')
    assert [row["_problem"] for row in rows] == [None, "Row 2 is not a JSON object.", None]
    assert [row["a"] for row in rows] == ["1", None, "3"]


def test_an_element_that_is_no_object_is_a_problem_of_its_own(patrons: Patrons) -> None:
    rows = patrons("p.json", '[{"a": 1}, 17, null, {"a": 2}]')
    assert [row["_problem"] is None for row in rows] == [True, False, False, True]


@pytest.mark.parametrize("bad", [b'{"a": "M\xfcller"}', rb'{"a": "x\u0000y"}', rb'{"a": "\ud83d"}'])
def test_text_that_cannot_be_stored_costs_one_row(patrons: Patrons, bad: bytes) -> None:
    rows = patrons("p.ndjson", bad + b'\n{"a": "\\ud83d\\ude00 \\\\u0000"}\n')
    assert [row["_problem"] is None for row in rows] == [False, True]
    assert rows[1]["a"] == "😀 \\u0000"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[{"a": 1}, {"a": ', r"p\.json is not sound JSON at character"),
        ('[{"a": 1} {"a": 2}]', r"not sound JSON at character 10 \(, or \] is missing\)"),
        ('[{"a": 1}] x', r"there is more after its end"),
        ('{"a": 1}', r"p\.json holds no array of objects"),
        ('{"a": [{}], "b": [{}]}', r"p\.json holds several arrays of objects"),
        ("hello", r"it begins with neither"),
        ("  \n", r"p\.json is empty"),
        ("[" * 100_000, r"nested too deeply|not sound JSON"),
    ],
)
def test_a_broken_document_is_refused(patrons: Patrons, content: str, message: str) -> None:
    with pytest.raises(IlsError, match=message):
        patrons("p.json", content)


def test_a_long_document_is_read_piece_by_piece(patrons: Patrons) -> None:
    records = [{"n": f"{number}", "pad": "é" * 700} for number in range(3000)]
    rows = patrons("p.json", json.dumps({"users": records}, ensure_ascii=False))
    assert [row["n"] for row in rows] == [record["n"] for record in records]


def test_a_field_that_no_record_has_fails_the_reading(tmp_path: Path) -> None:
    path = written(tmp_path, "p.ndjson", '{"email": "a@b.c"}\n')
    fields = ils.connector("files", {"path": str(path)}).fields()
    written(tmp_path, "p.ndjson", '{"e_mail": "a@b.c"}\n')
    connector = ils.connector("files", {"path": str(path)}, fields=fields)
    with pytest.raises(IlsError, match=r"'email' is in no record of .*; restore it in the export.*'e_mail'"):
        connector.patrons(["email"], tmp_path / "run")
    extract = connector.patrons([], tmp_path / "run")
    assert (extract.missing, extract.added) == (("email",), ("e_mail",))


_SCALAR = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
)
_NAME = st.sampled_from(["a", "b", "c d", "É"])


@settings(max_examples=times(40, thorough=300), deadline=None)
@given(st.lists(st.dictionaries(_NAME, _SCALAR | st.lists(_SCALAR, max_size=3)), min_size=1, max_size=5), st.booleans())
def test_what_json_writes_comes_back(records: list[dict[str, object]], lines: bool) -> None:
    text = "".join(json.dumps(each) + "\n" for each in records) if lines else json.dumps(records)
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), "p.ndjson" if lines else "p.json", text)
        connector = ils.connector("files", {"path": str(path)})
        lists = {field.name for field in connector.fields() if field.many}
        rows = raw_rows(connector.patrons([field.name for field in connector.fields()], Path(folder) / "run"))
    for record, row in zip(records, rows, strict=True):
        assert {key: row[key] for key in record} == {key: _text(value, key in lists) for key, value in record.items()}
        assert set(row["_absent"] or ()) == {key for key in row if not key.startswith("_") and key not in record}


def _text(value: object, many: bool) -> object:
    if isinstance(value, list):
        return [_text(each, False) for each in value]
    text = None if value is None else value if isinstance(value, str) else json.dumps(value)
    return [text] if many and text is not None else text
