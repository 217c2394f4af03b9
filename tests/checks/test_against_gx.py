"""Our masks against Great Expectations' own verdicts, value by value; one run of it judges them all."""

import random

import pandas as pd
import pytest

from synckit import checks, engine
from synckit.checks import Check, suite
from synckit.engine import vocabulary
from synckit.engine.expressions import column, render, sql
from synckit.fields import FieldType, ProfileField

FIELDS = [
    *(
        ProfileField(f"a_{type}", type=FieldType(type))
        for type in "text email phone url integer number date datetime boolean".split()
    ),
    ProfileField("short", max_length=3),
    ProfileField("branch", type=FieldType.CHOICE, options=("Main", "O'Neil", "Law ü", "a.c")),
    ProfileField("interests", type=FieldType.CHOICES, options=("Art", "C++ (new)", "R-D", "日本")),
    *(
        ProfileField(f"p_{n}", pattern=pattern)
        for n, pattern in enumerate(
            [r"\d{4}", r"[\w.-]+@x", r"\S+", r"[A-Z]|\d\s\w", ".", r"[^\d]*", r"(?:ab)+|é?", r"P-?[0-9]{2,3}"]
        )
    ),
]
ADDED = [
    Check("a", "a_text", "expect_column_values_to_match_regex", {"regex": "^[a-z]"}),
    Check("a", "a_text", "expect_column_values_to_not_match_regex", {"regex": "[0-9]$"}),
    Check("a", "a_text", "expect_column_values_to_be_in_set", {"value_set": ["abab", "", "Main"]}),
    Check("a", "a_text", "expect_column_values_to_not_be_in_set", {"value_set": ["NaN", "None", "null"]}),
    Check("a", "a_text", "expect_column_value_lengths_to_be_between", {"min_value": 2, "max_value": 10}),
]
NASTY = """
a@b.org|a@b|ü@b.org|a@b.org\n|a@b\n.org|A.B+c@x-y.museum|a@b..org|.a@b.org|a@b.c|a@b.co.|Mail <a@b.org>|a@x|x.y-z@x|é@x
123|12|+49 (30) 123-45|１２３|1+2+3|٣٤٥|+1.212.555.0100|555-0100 x2|- - -|12345678901234567890|123456789012345678901
http://a|https://a.org/ü?x#y|HTTP://A|http://|ftp://a|javascript:alert(1)|http://a b|http://a\tb|//a
0|-0|+7|007|1.5|.5|5.|.|1e3|NaN|nan|inf|Infinity|1,5|1_000|0x10|--1|1 000|999999999999999999999999999999999999999999
2026-01-05|2026-1-5|2024-02-29|2023-02-29|1900-02-29|2000-02-29|1899-12-31|0001-01-01|0000-01-01|9999-12-31|10000-01-01|2026-13-01|2026-04-31|26-01-05|２０２６-01-05|2026/01/05
2026-01-05T10:00|2026-01-05 10:00:59|2026-01-05T10:00:00Z|2026-01-05T10:00:00.5z|2026-01-05T24:00|2026-02-30T10:00|2026-01-05T10:00:00+05:30|2026-01-05T10:00+25:00|2026-01-05T10:00:00,123456789 -0500|0000-01-01T00:00|2026-01-05T23:59:60
true|TRUE|yes|No|0|1|y|on|2|truе|TrUe
Main|main|O'Neil|Law ü|Law u|a.c|abc|Art|Art; R-D|Art;R-D|C++ (new); 日本|Art; Art; Golf|; Art|R-D;|Art; |日本
2026|20266|２０２６|P12|P-123|P1234|abab|aba|é|è|x|\U0001f600|\U0001f468\u200d\U0001f469|e\u0301|日本語|日本語x|<script>alert('x')</script>|'; drop table x; --|%_*|NULL|None|null|a\nb|a\n\nb|A 1|1\u2003a|1 a|1\xa0a|\x00|\u200b|\ufeffa|İ|ı|ß|\u212a
"""
SIGNS = "aZ09١２ü日\U0001f600 \xa0\n\t.-+@:/;,'\"<%_TZz"


def values():
    chance = random.Random(7)
    written = [value for line in NASTY.strip("\n").split("\n") for value in line.split("|")]
    written += [value.replace("\\n", "\n") for value in ("2026-01-05\\nx", "abab\\n", "a@b.org\\n\\n")]
    made = ["".join(chance.choices(SIGNS, k=chance.randint(1, 9))) for _ in range(400)]
    bent = [
        value[: (at := chance.randrange(len(value) + 1))] + chance.choice(SIGNS) + value[at:]
        for value in written
        for _ in range(4)
    ]
    long = ["x" * 256, "x" * 257, "日" * 256, "日" * 257, "a" * 250 + "@b.org", "9" * 5000, "http://" + "a" * 249]
    texts = dict.fromkeys(value.strip() for value in [*written, *bent, *made, *long] if "\0" not in value)
    return [text for text in texts if text]


@pytest.fixture(scope="module")
def texts():
    return values()


@pytest.fixture(scope="module")
def verdicts(texts):
    """Ours and theirs: for each check (field, rule, place) the values that break it."""
    duck = engine.connect()
    duck.execute("create table given as select unnest(?::varchar[]) as x, unnest(range(?)) as n", [texts, len(texts)])
    frame, ours, wanted = {}, {}, []
    for field in FIELDS:
        whole = vocabulary.canonical(field.type, column("x"))
        shown = sql("coalesce({c}, {x})", c=whole, x=column("x"))
        frame[field.column] = [row[0] for row in duck.sql(f"select {render(shown)} from given order by n").fetchall()]
        for check in (*checks.checks(field), *(each for each in ADDED if each.column == field.column)):
            mask = sql("{c} is null", c=whole) if check.rule == "type" else checks.broken(check, shown)
            rows = duck.sql(f"select n from given where {render(mask)} order by n").fetchall()
            ours.setdefault((field.column, check.rule, check.expectation if check.rule == "a" else ""), set()).update(
                row[0] for row in rows
            )
            wanted.append(check)
    found = suite.unexpected(pd.DataFrame(frame), wanted)
    theirs = {}
    for place, check in enumerate(wanted):
        theirs.setdefault((check.column, check.rule, check.expectation if check.rule == "a" else ""), set()).update(
            found[place]
        )
    return ours, theirs


def test_there_is_enough_to_disagree_about(texts, verdicts):
    ours, _ = verdicts
    assert len(texts) > 800
    assert {key for key, broken in ours.items() if not 0 < len(broken) < len(texts)} == set()


def test_every_mask_judges_every_value_as_great_expectations_does(texts, verdicts):
    ours, theirs = verdicts
    apart = {key: [texts[n] for n in sorted(ours[key] ^ theirs[key])] for key in ours}
    assert {key: values for key, values in apart.items() if values} == {}


def test_choices_are_judged_in_the_plan_as_great_expectations_does(texts, verdicts):
    (field,) = [field for field in FIELDS if field.type is FieldType.CHOICES]
    strange = checks.option_text(field.options, column("x"))
    duck = engine.connect()
    duck.execute("create table given as select unnest(?::varchar[]) as x, unnest(range(?)) as n", [texts, len(texts)])
    rows = duck.sql(f"select n from given where {render(strange)} is null").fetchall()
    theirs = verdicts[1][(field.column, "option", "")]
    assert [texts[n] for n in sorted({row[0] for row in rows} ^ theirs)] == []
