import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synckit import engine
from synckit.engine import vocabulary
from synckit.engine.expressions import column, render
from synckit.fields import FieldType


@pytest.fixture(scope="module")
def duck():
    return engine.connect()


def answers(duck, make, texts):
    """Return what a function of one text makes of each of the texts."""
    duck.execute(
        "create or replace table given as select unnest(?::varchar[]) as x, unnest(range(?)) as n", [texts, len(texts)]
    )
    return [row[0] for row in duck.sql(f"select {render(make(column('x')))} from given order by n").fetchall()]


def canonical(duck, type, texts):
    return dict(zip(texts, answers(duck, lambda x: vocabulary.canonical(type, x), texts), strict=True))


def test_blanks_are_what_python_takes_for_blanks(duck):
    every = [chr(code) for code in range(1, 0x3100) if not 0xD800 <= code < 0xE000]
    blank = dict(zip(every, answers(duck, vocabulary.filled, every), strict=True))
    assert [c for c in every if (blank[c] is None) != c.isspace()] == []
    assert not [chr(c) for c in range(0x3100, sys.maxunicode + 1) if chr(c).isspace()]


@given(
    st.lists(
        st.text(alphabet=" \t\n\x0b\x1c\x85\xa0\u2003\u3000ab!~\x7fü\U0001f600", max_size=8), min_size=1, max_size=30
    )
)
def test_trim_is_pythons_strip(duck, texts):
    assert answers(duck, vocabulary.trim, texts) == [text.strip() for text in texts]


def test_null_stays_null(duck):
    for make in (vocabulary.trim, vocabulary.fold, vocabulary.filled, *vocabulary.CANONICAL.values()):
        assert answers(duck, make, [None]) == [None]


def test_lists_lose_their_empty_elements_and_keep_their_order(duck):
    made = render(vocabulary.filled_elements(column("xs")))
    duck.execute("create or replace table lists(n int, xs varchar[])")
    duck.execute("insert into lists values (1, ['b', ' ', null, ' a ', '']), (2, []), (3, null)")
    assert duck.sql(f"select {made} from lists order by n").fetchall() == [(["b", "a"],), ([],), (None,)]


def test_emails(duck):
    good = ["a@b.co", "A.b+c@x-y.example", "o'neil@x.org", "1@2.museum"]
    bad = [
        "",
        "a",
        "a@b",
        "a@b.c",
        "a b@c.org",
        "ü@b.org",
        "a@ü.org",
        "a@@b.org",
        ".a@b.org",
        "a.@b.org",
        "a@b..org",
        "a@-b.org",
        "a@b.org, c@d.org",
        "a@b.org\nx",
        "<a@b.org>",
    ]
    assert canonical(duck, FieldType.EMAIL, good) == {text: text for text in good}
    assert set(canonical(duck, FieldType.EMAIL, bad).values()) == {None}


def test_phones(duck):
    good = ["123", "+1 (212) 555-0100", "030.123", "1" * 20, "(+49) 30"]
    bad = ["", "12", "1" * 21, "12a4", "1+23", "++123", "１２３", "555-0100 x2"]
    assert canonical(duck, FieldType.PHONE, good) == {text: text for text in good}
    assert set(canonical(duck, FieldType.PHONE, bad).values()) == {None}


def test_addresses_of_the_web(duck):
    good = ["http://a", "HTTPS://a.org/x?y#z", "https://ü.org/ü", "http://a:80?b"]
    bad = ["", "http://", "ftp://a", "a.org", "http:///x", "http://a b", "http://a/\tb", "javascript:alert(1)"]
    assert canonical(duck, FieldType.URL, good) == {text: text for text in good}
    assert set(canonical(duck, FieldType.URL, bad).values()) == {None}


def test_integers_and_numbers_lose_what_says_nothing(duck):
    assert canonical(duck, FieldType.INTEGER, ["+07", "-0", "0", "12", "-5", "00"]) == {
        "+07": "7",
        "-0": "0",
        "0": "0",
        "12": "12",
        "-5": "-5",
        "00": "0",
    }
    numbers = {
        "+1.50": "1.5",
        "-0.00": "0",
        ".5": "0.5",
        "5.": "5",
        "-00.10": "-0.1",
        "9" * 50: "9" * 50,
        "100": "100",
        "10.0": "10",
    }
    assert canonical(duck, FieldType.NUMBER, [*numbers]) == numbers


def test_no_integers_and_no_numbers(duck):
    assert set(
        canonical(duck, FieldType.INTEGER, ["", "1.0", "1e3", "１", "--1", "1 2", "NaN", "٣", "1,000", "1\n"]).values()
    ) == {None}
    assert set(
        canonical(duck, FieldType.NUMBER, ["", ".", "-", "1e3", "NaN", "inf", "1,5", "１.５", "1.2.3", "0x1"]).values()
    ) == {None}


def test_dates(duck):
    dates = {
        "2024-02-29": "2024-02-29",
        "2026-01-05T23:59:59Z": "2026-01-05",
        "2026-01-05 10:00": "2026-01-05",
        "0001-01-01": "0001-01-01",
        "9999-12-31": "9999-12-31",
    }
    assert canonical(duck, FieldType.DATE, [*dates]) == dates
    bad = [
        "",
        "2023-02-29",
        "2026-1-5",
        "26-01-05",
        "2026/01/05",
        "20260105",
        "2026-13-01",
        "2026-00-10",
        "2026-01-05x",
        "2026-01-05T25:00",
        "10000-01-01",
        "２０２６-01-05",
        "0000-01-01",
        "-001-01-01",
    ]
    assert {text for text, made in canonical(duck, FieldType.DATE, bad).items() if made} == set()


def test_date_times_keep_their_offset(duck):
    times = {
        "2026-01-05": "2026-01-05T00:00:00",
        "2026-01-05 10:00": "2026-01-05T10:00",
        "2026-01-05T10:00:00+02:00": "2026-01-05T10:00:00+02:00",
        "2026-01-05T10:00:00.5Z": "2026-01-05T10:00:00.5Z",
    }
    assert canonical(duck, FieldType.DATETIME, [*times]) == times
    assert set(
        canonical(
            duck,
            FieldType.DATETIME,
            ["", "2026-02-30T10:00", "2026-01-05T24:00", "2026-01-05T10", "2026-01-05T10:00+25:00"],
        ).values()
    ) == {None}


def test_booleans(duck):
    words = {"TRUE": "true", "Yes": "true", "1": "true", "no": "false", "FALSE": "false", "0": "false"}
    assert canonical(duck, FieldType.BOOLEAN, [*words]) == words
    assert set(canonical(duck, FieldType.BOOLEAN, ["", "y", "on", "2", "t", "01"]).values()) == {None}


def test_what_is_canonical_stays_as_it_is(duck):
    texts = ["+007", "2026-01-05 10:00", "YES", "1.50", "a@b.org", "http://a", "2026-01-05T10:00:00+02:00"]
    for type in vocabulary.CANONICAL:
        once = [text for text in answers(duck, lambda x, t=type: vocabulary.canonical(t, x), texts) if text is not None]
        assert answers(duck, lambda x, t=type: vocabulary.canonical(t, x), once) == once


def test_a_date_time_with_an_offset_becomes_the_local_day(duck):
    texts = [
        "2026-01-01T02:00:00Z",
        "2026-01-01T02:00:00",
        "2026-01-01",
        "2026-07-01T03:59+00:00",
        "2026-07-01T04:00:00.25z",
        "2026-01-01 23:00 -05",
        "nonsense",
        "2026-02-30T00:00Z",
    ]
    days = [day and str(day) for day in answers(duck, lambda x: vocabulary.day(x, "America/New_York"), texts)]
    assert days == ["2025-12-31", "2026-01-01", "2026-01-01", "2026-06-30", "2026-07-01", "2026-01-01", None, None]


def test_every_form_of_date_time_has_a_day(duck):
    offsets = ["", "Z", " z", "+05", "-0530", "+05:30", " -05:30"]
    texts = [
        f"2026-06-15{t}12:00{s}{o}"
        for t in "T "
        for s in ("", ":30", ":30.5", ":30,5", ":30.123456789")
        for o in offsets
    ]
    days = answers(duck, lambda x: vocabulary.day(x, "UTC"), texts)
    assert [text for text, day in zip(texts, days, strict=True) if str(day) != "2026-06-15"] == []
