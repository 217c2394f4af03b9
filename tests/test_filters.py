import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synckit import engine, errors, filters
from synckit.definition import OPERATORS, Condition, Group, Sql
from synckit.engine.expressions import render
from synckit.fields import FieldType, IlsField
from tests import oracle_filters

AS_OF = date(2026, 8, 31)
ZONES = ["UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata", "Australia/Lord_Howe"]
CASES = [
    (operator.name, type, many)
    for operator in OPERATORS.values()
    for type in sorted(operator.types)
    for many in (False, True)
]

SIGNS = "abAB12%_.*'\\\"日本אб \t\xa0\u3000-"
WORDS = st.one_of(
    st.sampled_from(["", " ", "\xa0", "ST", "st", " ST ", "GR", "ab", "ABab", "a%b", "a_b", "日本"]),
    st.text(SIGNS, max_size=6),
)
NUMBERS = st.one_of(
    st.integers(-20, 20).map(str),
    st.decimals(-20, 20, places=2, allow_nan=False).map(lambda number: f"{number:f}"),
    st.sampled_from(
        ["007", "+5", "5.", ".5", "5.0", "-0", "1e3", "NaN", "５", "1 000", "abc", "9" * 27, "0.0000000001"]
    ),
)
NEAR = st.integers(-800, 800).map(lambda days: AS_OF + timedelta(days=days))
EDGES = st.sampled_from(
    [date(2026, 2, 28), date(2024, 2, 29), date(1899, 12, 31), date(9998, 12, 30), date(2026, 8, 31), date(2026, 8, 24)]
)
OFFSETS = st.sampled_from(["", "Z", "z", " Z", "+00:00", "-05", "+0530", "+14:00", "-12:00"])
TIMES = st.builds(
    "{:02}:{:02}{}".format, st.integers(0, 23), st.integers(0, 59), st.sampled_from(["", ":00", ":59.999", ":30,5"])
)
DAYS = st.one_of(NEAR, EDGES).map(date.isoformat)
MOMENTS = st.builds("{}{}{}{}".format, DAYS, st.sampled_from("T "), TIMES, OFFSETS)
BAD_DAYS = st.sampled_from(
    [
        "2026-02-30",
        "2023-02-29",
        "0000-01-01",
        "2026-1-5",
        "26-01-05",
        "2026-01-05x",
        "31/12/2026",
        "２０２６-01-05",
        "never",
    ]
)
BOOLEANS = st.sampled_from(["true", "TRUE", "Yes", "1", "false", "No", "0", "y", "2", "on"])


def texts(type):
    kinds = {FieldType.INTEGER: NUMBERS, FieldType.NUMBER: NUMBERS, FieldType.BOOLEAN: BOOLEANS}
    filled = (
        kinds.get(type, WORDS)
        if type not in (FieldType.DATE, FieldType.DATETIME)
        else st.one_of(DAYS, MOMENTS, BAD_DAYS)
    )
    padded = st.builds(
        "{}{}{}".format, st.sampled_from(["", " ", "\xa0"]), filled, st.sampled_from(["", "", "\n", "\u3000"])
    )
    return st.one_of(st.none(), st.sampled_from(["", " ", "\t\u2003"]), filled, padded)


def constants(type):
    if type in (FieldType.INTEGER, FieldType.NUMBER):
        return st.one_of(st.integers(-20, 20), st.sampled_from([0.5, -1.25, "7", "5.0"]))
    if type in (FieldType.DATE, FieldType.DATETIME):
        return DAYS
    return st.sampled_from([True, False, "true", "No", "1"]) if type is FieldType.BOOLEAN else WORDS


def values(operator, type):
    match OPERATORS[operator].takes:
        case "nothing":
            return st.none()
        case "list":
            return st.lists(constants(type), min_size=1, max_size=3)
        case "pair":

            def number(pair):
                return [float(each) if type in (FieldType.INTEGER, FieldType.NUMBER) else each for each in pair]

            return st.tuples(constants(type), constants(type)).map(lambda pair: sorted(number(pair)))
        case "period":
            return st.builds("{} {}".format, st.integers(1, 30), st.sampled_from(["days", "weeks", "months", "years"]))
    patterns = st.sampled_from(["^a", "b$", "st", "^$", ".*", "[0-9]", "a.b", "a|st", "^ab$", "日", "a_", r"\%"])
    return patterns if operator == "matches" else constants(type)


@pytest.fixture(scope="module")
def duck():
    return engine.connect(threads=1)


def kept(duck, condition, fields, rows, zone="UTC"):
    """Return which of the rows meet a condition: True or False a row, in their order."""
    scene = filters.Scene({field.name: field for field in fields}, AS_OF, zone)
    columns = ", ".join(f'"{field.name}" varchar{"[]" if field.many else ""}' for field in fields)
    duck.execute(f"create or replace table raw(_row int, {columns})")
    places = ", ".join("?" for _ in range(len(fields) + 1))
    duck.execute(
        f"insert into raw values {', '.join([f'({places})'] * len(rows))}",
        [value for n, row in enumerate(rows) for value in (n, *row)],
    )
    return [
        row[0]
        for row in duck.sql(f"select {render(filters.meets(condition, scene))} from raw order by _row").fetchall()
    ]


@pytest.mark.parametrize(("operator", "type", "many"), CASES, ids=lambda case: str(case))
@settings(max_examples=2, deadline=None)
@given(data=st.data())
def test_every_operator_means_what_plain_python_says(duck, operator, type, many, data):
    cell = st.one_of(st.none(), st.lists(texts(type), max_size=3)) if many else texts(type)
    cells = data.draw(st.lists(cell, min_size=1, max_size=40))
    value, zone = data.draw(values(operator, type)), data.draw(st.sampled_from(ZONES))
    field = IlsField("x", type, many=many)
    got = kept(duck, Condition(field="x", operator=operator, value=value), [field], [[cell] for cell in cells], zone)
    wanted = [oracle_filters.met(field, operator, value, cell, AS_OF, zone) for cell in cells]
    assert list(zip(cells, got, strict=True)) == list(zip(cells, wanted, strict=True))


def one(duck, type, operator, value, *cells, many=False):
    field = IlsField("x", type, many=many)
    return kept(duck, Condition(field="x", operator=operator, value=value), [field], [[cell] for cell in cells])


def test_no_filter_keeps_every_patron(duck):
    assert kept(duck, None, [IlsField("x")], [["a"], [None]]) == [True, True]


def test_groups_nest(duck):
    fields = [IlsField("type", FieldType.CODE), IlsField("city")]
    student = Condition(field="type", operator="equals", value="ST")
    near = Group(
        op="any",
        conditions=[
            Condition(field="city", operator="equals", value="rome"),
            Condition(field="city", operator="is_empty"),
        ],
    )
    rows = [["ST", "Rome"], ["ST", "Oslo"], ["ST", None], ["FA", "Rome"]]
    assert kept(duck, Group(op="all", conditions=[student, near]), fields, rows) == [True, False, True, False]
    assert kept(duck, Group(op="any", conditions=[student, near]), fields, rows) == [True, True, True, True]


def test_text_compares_without_case_and_outer_blanks_and_codes_exactly(duck):
    assert one(duck, FieldType.TEXT, "equals", " st", "ST", " st\xa0", "s t") == [True, True, False]
    assert one(duck, FieldType.CODE, "equals", "ST", "ST", "st", " ST") == [True, False, False]


def test_empty_values_meet_no_comparison_not_even_with_nothing(duck):
    for operator, value in (("equals", ""), ("contains", ""), ("starts_with", " "), ("matches", ".*"), ("in", [""])):
        assert one(duck, FieldType.TEXT, operator, value, None, "", " ") == [False] * 3
        assert one(duck, FieldType.CODE, operator, value, None, "", " ") == [False] * 3


def test_percent_and_underscore_are_ordinary(duck):
    assert one(duck, FieldType.TEXT, "contains", "%", "100%", "100") == [True, False]
    assert one(duck, FieldType.TEXT, "starts_with", "a_", "a_b", "axb") == [True, False]


def test_the_last_months_hold_both_ends(duck):
    cells = ["2026-02-27", "2026-02-28", "2026-08-31", "2026-09-01", "", "soon"]
    assert one(duck, FieldType.DATE, "in_the_last", "6 months", *cells) == [False, True, True, False, False, False]
    assert one(duck, FieldType.DATE, "not_in_the_last", "6 months", *cells) == [True, False, False, True, True, True]


def test_a_date_time_counts_by_its_local_day(duck):
    condition = Condition(field="x", operator="equals", value="2026-01-01")
    cells = [["2026-01-01T04:59:59Z"], ["2026-01-01T05:00:00Z"], ["2026-01-01T23:59:59"]]
    assert kept(duck, condition, [IlsField("x", FieldType.DATETIME)], cells, "America/New_York") == [False, True, True]


def test_a_list_meets_a_condition_by_any_element_and_a_denial_by_none(duck):
    cells = [["a", "b"], ["b"], [], None, ["", " "]]
    assert one(duck, FieldType.TEXT, "equals", "a", *cells, many=True) == [True, False, False, False, False]
    assert one(duck, FieldType.TEXT, "not_equals", "a", *cells, many=True) == [False, True, True, True, True]
    assert one(duck, FieldType.TEXT, "is_empty", None, *cells, many=True) == [False, False, True, True, True]


def test_booleans_compare_by_meaning(duck):
    assert one(duck, FieldType.BOOLEAN, "equals", "yes", "TRUE", "1", "no", "maybe", None) == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_number_that_no_engine_holds_is_refused(duck):
    with pytest.raises(errors.DefinitionError, match="too large to compare with"):
        one(duck, FieldType.NUMBER, "equals", 1e30, "5")


def test_free_sql_keeps_what_it_says_is_true_and_nothing_unsure(duck):
    fields = [IlsField("x"), IlsField("Home Branch")]
    rows = [["12345", "Main"], ["1", None], [None, "Main"]]
    assert kept(duck, Sql(sql="length(x) > 3 and \"Home Branch\" = 'Main'"), fields, rows) == [True, False, False]
    assert kept(duck, Sql(sql="x"), fields, rows) == [False, True, False]


def test_values_that_do_not_fit_their_type_are_told_apart(duck):
    field = IlsField("x", FieldType.DATE)
    condition = Condition(field="x", operator="before", value="2026-01-01")
    scene = filters.Scene({"x": field}, AS_OF, "UTC")
    kept(duck, None, [field], [["2026-02-30"], [""], [None], ["2026-01-05"]])
    strange = render(filters.misfits(condition, scene)["x"])
    assert [row[0] for row in duck.sql(f"select {strange} from raw order by _row").fetchall()] == [
        True,
        False,
        False,
        False,
    ]


def test_only_typed_fields_that_are_compared_can_misfit():
    scene = filters.Scene({name: IlsField(name, FieldType(name)) for name in ("date", "text")}, AS_OF, "UTC")
    group = Group(
        op="all",
        conditions=[
            Condition(field="date", operator="is_empty"),
            Condition(field="text", operator="equals", value="a"),
        ],
    )
    assert filters.misfits(group, scene) == {}


def test_a_period_ends_at_the_end_of_the_calendar():
    assert filters.period("9000 years", "in_the_last", AS_OF) == (date.min, AS_OF)
    assert filters.period("9000 years", "in_the_next", AS_OF) == (AS_OF, date.max)


def test_a_scene_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError, match="zone"):
        filters.Scene({}, AS_OF, "UTC").zone = "x"
