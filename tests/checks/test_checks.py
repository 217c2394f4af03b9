import pytest

from synckit import checks, errors
from synckit.checks import Check
from synckit.fields import Catalogue, FieldType, ProfileField
from tests.layers import CATALOGUE, judged


def rules(field):
    return [(check.rule, check.expectation.removeprefix("expect_column_")) for check in checks.checks(field)]


def test_a_field_says_its_rules_in_the_order_they_are_judged():
    field = ProfileField("card", type=FieldType.EMAIL, max_length=9, pattern="P.*")
    assert rules(field) == [
        ("type", "values_to_match_regex"),
        ("length", "value_lengths_to_be_between"),
        ("pattern", "values_to_match_regex"),
    ]


def test_a_date_has_a_form_and_a_place_in_the_calendar():
    assert rules(ProfileField("d", type=FieldType.DATE)) == [
        ("type", "values_to_match_regex"),
        ("type", "values_to_match_strftime_format"),
    ]


def test_long_text_has_no_rule():
    assert rules(ProfileField("n", type=FieldType.LONG_TEXT)) == []


PATTERNS = {
    r"\d{4}|x": "^(?:[0-9]{4}|x)$",
    r"[\w.-]+": "^(?:[A-Za-z0-9_.-]+)$",
    r"\D\\d": r"^(?:[^0-9]\\d)$",
    r"[^]\d]\s": r"^(?:[^]0-9][\t-\r ])$",
    r"\[\d\]": r"^(?:\[[0-9]\])$",
    "[[a]\\d": "^(?:[[a][0-9])$",
}


@pytest.mark.parametrize(("pattern", "made"), PATTERNS.items(), ids=PATTERNS)
def test_a_pattern_means_the_whole_value_in_ascii(pattern, made):
    assert checks.anchored(pattern) == made


def given(to, *texts, **more):
    return judged({"source": "name", "to": to}, *({"name": text} for text in texts), **more)


def test_what_fits_is_written_in_its_canonical_form():
    assert given("a_integer", " +07 ") == [("7", None)]
    assert given("a_date", "2026-01-05T10:00Z") == [("2026-01-05", None)]
    assert given("a_boolean", "Yes") == [("true", None)]
    assert given("a_email", "A@b.org") == [("A@b.org", None)]


MISFITS = {
    "a_email": "a@b",
    "a_phone": "12",
    "a_url": "b.org",
    "a_integer": "1.5",
    "a_number": "1,5",
    "a_date": "2026-02-30",
    "a_datetime": "2026-02-30T10:00",
    "a_boolean": "maybe",
}


@pytest.mark.parametrize(("to", "text"), MISFITS.items(), ids=MISFITS)
def test_what_does_not_read_as_the_type_breaks_type_and_keeps_its_text(to, text):
    assert given(to, text) == [(text, "type")]


def test_too_long_is_counted_in_characters():
    assert given("short", "日本語", "日本語x") == [("日本語", None), ("日本語x", "length")]


def test_options_and_patterns():
    assert given("branch", "Main", "main") == [("Main", None), ("main", "option")]
    assert given("card", "P123", "xP123", "P123x", "P１２３") == [
        ("P123", None),
        ("xP123", "pattern"),
        ("P123x", "pattern"),
        ("P１２３", "pattern"),
    ]


def test_choices_are_written_in_the_order_of_the_field_each_once():
    def chosen(*tags):
        return judged({"source": "tags", "to": "interests"}, {"tags": list(tags)})

    assert chosen("Zen", "Art", "Zen") == [("Art; Zen", None)]
    assert chosen("Art", "Golf") == [("Art; Golf", "option")]


def test_an_empty_source_clears_or_keeps():
    assert given("text", "", None) == [("", None), ("", None)]
    assert given("text", "", None, clears=False) == [(None, None), (None, None)]


def test_an_absent_source_never_clears():
    rows = [{"_absent": ["name"]}, {"_absent": ["tags"]}, {}]
    assert judged({"source": "name"}, *rows, absences=True) == [(None, None), ("", None), ("", None)]


def test_what_the_mapping_broke_shows_the_source():
    rows = [{"name": "abc"}, {"name": "x"}]
    assert judged({"source": "name", "steps": ["digits"]}, *rows) == [("abc", "type"), ("x", "type")]
    assert judged({"source": "name", "values": {"a": "b"}}, *rows[:1]) == [("abc", "value_map")]


def added(**expectation):
    (check,) = checks.added([{"column": "text", **expectation}], CATALOGUE)
    return check


def test_an_added_expectation_gives_its_own_rule():
    check = added(expect="column_values_to_match_regex", regex="^a")
    assert given("text", "ab", "ba", None, added=[check]) == [
        ("ab", None),
        ("ba", "column_values_to_match_regex"),
        ("", None),
    ]


def test_the_fields_own_rules_come_first():
    (check,) = checks.added([{"expect": "column_values_to_match_regex", "column": "short", "regex": "^a"}], CATALOGUE)
    assert given("short", "bbbb", "bb", added=[check]) == [("bbbb", "length"), ("bb", "column_values_to_match_regex")]


LOWERED = [
    ("column_values_to_match_regex", {"regex": r"^\d+$"}, True),
    ("column_values_to_match_regex", {"regex": "x", "mostly": 1}, True),
    ("column_values_to_match_regex", {"regex": "x", "mostly": 0.9}, False),
    ("column_values_to_match_regex", {"regex": "(?=x)"}, False),
    ("column_values_to_match_regex", {"regex": r"\bx"}, False),
    ("column_values_to_match_regex", {"regex": "("}, False),
    ("column_values_to_match_regex", {}, False),
    ("column_values_to_be_in_set", {"value_set": ["a"]}, True),
    ("column_values_to_be_in_set", {"value_set": [1]}, False),
    ("column_value_lengths_to_be_between", {"min_value": 1, "max_value": None}, True),
    ("column_value_lengths_to_be_between", {"min_value": 1, "strict_min": True}, False),
    ("column_value_lengths_to_equal", {"value": 3}, False),
    ("column_values_to_match_strftime_format", {"strftime_format": "%Y"}, False),
]


@pytest.mark.parametrize(("name", "kwargs", "lowered"), LOWERED, ids=str)
def test_only_what_every_engine_reads_alike_is_lowered(name, kwargs, lowered):
    check = added(expect=name, **kwargs)
    assert (checks.broken(check, checks.column("x")) is not None) is lowered


def test_an_added_expectation_on_no_field_is_refused():
    with pytest.raises(errors.DefinitionError, match="No profile field named 'emial'. Did you mean 'email'"):
        checks.added([{"expect": "column_values_to_be_unique", "column": "emial"}], Catalogue.empty())


def test_a_check_is_named_in_full_or_short():
    assert added(expect="expect_column_values_to_be_unique").expectation == "expect_column_values_to_be_unique"
    assert isinstance(added(expect="column_values_to_be_unique"), Check)
