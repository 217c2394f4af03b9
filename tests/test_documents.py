"""YAML in and out: text as written, lines of keys, and nothing that is not plain data."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synckit import documents
from synckit.errors import DefinitionError, NotFound

TEXTS = st.text()
UNQUOTED = ["no", "1_000", "02:30", "2026-01-01", "1e5", ".5", "0x1F", "null", "true", "01", "1.50", "-0", "1.0"]
TRAPS = st.sampled_from([*UNQUOTED, "~", "=", "<<", "---", "...", "#", "-", "?"])
SCALARS = st.one_of(
    TEXTS,
    TRAPS,
    st.integers(-(10**17), 10**17),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(TEXTS | TRAPS, DATA, min_size=1, max_size=5))
def test_what_is_written_is_read_back(data):
    read = documents.read(documents.write(data) + "\n").data
    assert repr(read) == repr(data)


@pytest.mark.parametrize(
    "written", ["01", "NO", "yes", "02:30", "2026-12-01", "1.50", "+5", "1e5", "0x1F", "1_000", "True", ".inf"]
)
def test_what_is_not_canonical_stays_text(written):
    assert documents.read(f"key: {written}\n{written}: x\n").data == {"key": written, written: "x"}


def test_canonical_scalars_have_their_types_and_keys_are_text():
    data = documents.read("{a: 5, b: 1.5, c: true, d: null, e: , f: -3, g: '5', 7: x, null: y}").data
    assert data == {"a": 5, "b": 1.5, "c": True, "d": None, "e": None, "f": -3, "g": "5", "7": "x", "null": "y"}


def test_every_key_and_element_knows_its_line():
    document = documents.read("name: x\nmapping:\n  - {to: email}\n  - from: a\n    to: b\n")
    keys = [("mapping",), ("mapping", 0, "to"), ("mapping", 1), ("mapping", 1, "to"), ("mapping", 1, "to", "deeper")]
    assert [document.line(key) for key in keys] == [2, 3, 4, 5, 5]


REFUSED = {
    "anchor": ("a: &x 1", "line 1: anchors"),
    "alias": ("a: 1\nb: *x", "line 2: anchors"),
    "tag": ("a: !thing 1", "line 1: the tag !thing"),
    "python tag": ("a: !!python/object/apply:os.system [ls]", "line 1: the tag"),
    "twice": ("a: 1\na: 2", "line 2: the key 'a' stands here twice"),
    "two documents": ("a: 1\n---\nb: 2\n", "second document"),
    "complex key": ("? [a]\n: 1", "a key must be text"),
    "syntax": ("a: 1\nb: [", "line 2: this is not YAML"),
    "nul": ("a: \x00", "this is not YAML"),
    "empty": ("# nothing\n", "is empty"),
    "deep": ("[" * 200 + "]" * 200, "nested deeper"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_plain_document_is_refused_with_its_line(text, message):
    with pytest.raises(DefinitionError, match=f"(?s)^YAML.*{message}"):
        documents.read(text)


def test_a_text_without_end_is_refused():
    with pytest.raises(DefinitionError, match="longer than 2,000,000 characters"):
        documents.read("a" * 2_000_001)


def test_a_file_is_named_in_errors(tmp_path):
    path = tmp_path / "Students.yaml"
    path.write_bytes("\ufeffname: é\nname: x\n".encode())
    with pytest.raises(DefinitionError, match="^Students.yaml line 2: the key 'name' stands here twice"):
        documents.read(str(path))


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "old.yaml").write_bytes("name: é\n".encode("latin-1"))
    with pytest.raises(DefinitionError, match="not UTF-8"):
        documents.read(tmp_path / "old.yaml")


def test_a_missing_file_is_not_found(tmp_path):
    with pytest.raises(NotFound, match="none.yaml cannot be read"):
        documents.read(tmp_path / "none.yaml")


def test_rows_stand_on_one_line_each():
    rows = {"filter": {"all": [{"field": "x", "value": ["A", "NO"]}]}, "d": "2026-12-01", "share": "20%", "n": ""}
    assert documents.write(rows) == (
        'filter:\n  all:\n  - {field: x, value: [A, "NO"]}\nd: 2026-12-01\nshare: 20%\n"n": ""\n'
    )
