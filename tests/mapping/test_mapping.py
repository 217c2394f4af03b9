import pytest
from hypothesis import given
from hypothesis import strategies as st

from synckit import engine, mapping
from synckit.definition import Mapping
from synckit.engine.expressions import column, render
from synckit.mapping.steps import STEPS
from tests.layers import CATALOGUE, FIELDS, mapped

TYPE, VALUE_MAP = ("type",), ("value_map",)


def names(*texts):
    return [{"name": text} for text in texts]


def lists(*lists):
    return [{"tags": each} for each in lists]


def step(given, *texts):
    return mapped({"source": "name", "steps": [given]}, *names(*texts))


def test_outer_blanks_go_and_nothing_else_happens():
    assert mapped({"source": "name"}, *names(" Noor\xa0", "a  b", "O'Neil", "", " \u3000", None)) == [
        "Noor",
        "a  b",
        "O'Neil",
        None,
        None,
        None,
    ]


def test_a_source_is_the_first_that_is_not_empty():
    rows = [{"name": "a", "other": "b"}, {"name": " ", "other": "b"}, {"other": "b"}, {}]
    assert mapped({"source": ["name", "other"]}, *rows) == ["a", "b", "b", None]


def test_a_list_gives_its_first_element_that_is_not_empty():
    assert mapped({"source": "tags"}, *lists([" ", "b ", "c"], [], None, [None, ""])) == ["b", None, None, None]


def test_lists_and_texts_stand_in_one_source():
    rows = [{"tags": ["", "t"], "name": "n"}, {"tags": [], "name": "n"}]
    assert mapped({"source": ["tags", "name"]}, *rows) == ["t", "n"]


def test_a_constant_is_for_every_patron():
    assert mapped({"constant": " Main "}, {}, {"name": "x"}) == ["Main", "Main"]


def test_a_constant_is_never_sql():
    assert mapped({"constant": "'; drop table raw; --"}, {}) == ["'; drop table raw; --"]


def test_a_template_is_filled_and_empty_when_every_place_is():
    rows = [{"name": " Ada ", "other": "L"}, {"name": "Ada"}, {}, {"name": " ", "other": ""}]
    assert mapped({"template": "{other}, {name}"}, *rows) == ["L, Ada", ", Ada", None, None]


def test_a_template_takes_the_first_of_a_list_and_braces_of_its_own():
    assert mapped({"template": "{{{tags}}}"}, {"tags": ["", "b"]}) == ["{b}"]


def test_sql_is_computed():
    assert mapped({"sql": "upper(name) || coalesce(other, '')"}, {"name": "ab", "other": " "}, {}) == ["AB", None]


STEP_CASES = {
    "trim": ("trim", [(" a ", "a")]),
    "upper": ("upper", [("añ", "AÑ"), ("é", "É")]),
    "lower": ("lower", [("ABC", "abc"), ("É", "é")]),
    "title": (
        "title",
        [
            ("mary ANN o'neil-SMITH", "Mary Ann O'Neil-Smith"),
            ("d’arc\xa0x", "D’Arc\xa0X"),
            ("élan", "Élan"),
            ("a\u3000b", "A\u3000B"),
        ],
    ),
    "digits": ("digits", [("+1 (212)", "1212"), ("none", TYPE), ("１2", "2")]),
    "phone": ("phone", [("+1 (212) 555-0100", "+12125550100"), ("12", TYPE), ("call 123", TYPE)]),
    "year": (
        "year",
        [("2027-06-30", "2027"), ("2027", "2027"), ("2027-06-30T10:00Z", "2027"), ("2027-02-30", TYPE), ("27", TYPE)],
    ),
    "date": ("date", [("2027-06-30", "2027-06-30"), ("2027-06-30 10:00", "2027-06-30"), ("30.06.2027", TYPE)]),
    "date_form": (
        {"date": "%m/%d/%Y"},
        [
            ("06/30/2027", "2027-06-30"),
            ("6/3/2027", "2027-06-03"),
            ("30/06/2027", TYPE),
            ("02/29/2023", TYPE),
            ("2027-06-30", TYPE),
            ("06/30/27", TYPE),
        ],
    ),
    "date_short_year": ({"date": "%d.%m.%y"}, [("30.06.27", "2027-06-30"), ("30.06.70", "1970-06-30")]),
    "number": ("number", [("1,234.50", "1234.5"), ("-0.0", "0"), ("1,23", TYPE), ("NaN", TYPE)]),
    "boolean": ("boolean", [("Yes", "true"), ("0", "false"), ("maybe", TYPE)]),
    "replace": ({"replace": ["-", ""]}, [("1-2-3", "123"), ("-", TYPE)]),
    "replace_trims": ({"replace": ["x", " "]}, [("xax", "a")]),
    "left": ({"left": 2}, [("abc", "ab"), ("a", "a"), ("a b", "a"), ("日本語", "日本")]),
    "right": ({"right": 2}, [("abc", "bc"), ("a", "a")]),
    "pad": ({"pad": [5, "0"]}, [("12", "00012"), ("123456", "123456")]),
    "split": ({"split": [";", 2]}, [("a; b ;c", "b"), ("a", TYPE)]),
    "first": ("first", [("a", "a")]),
    "join": ({"join": "; "}, [("a", "a")]),
}


@pytest.mark.parametrize(("given", "cases"), STEP_CASES.values(), ids=STEP_CASES)
def test_each_step_does_what_its_name_says(given, cases):
    assert step(given, *(before for before, _ in cases), "", None) == [*(after for _, after in cases), None, None]


def test_every_step_has_a_case():
    assert {name for name in STEPS if not any(key.startswith(name) for key in STEP_CASES)} == set()


def test_steps_follow_each_other():
    assert mapped({"source": "name", "steps": ["digits", {"left": 3}, {"pad": [5, "0"]}]}, *names("a1-2-3-4")) == [
        "00123"
    ]


def test_join_puts_the_elements_that_are_not_empty_in_one_text():
    assert mapped({"source": "tags", "steps": [{"join": ", "}]}, *lists(["a", " ", None, "b "], [], None)) == [
        "a, b",
        None,
        None,
    ]


def test_join_goes_over_all_sources():
    rows = [{"tags": ["a"], "more": ["b", "c"], "name": "d"}, {"tags": None, "more": [], "name": "d"}, {}]
    assert mapped({"source": ["tags", "more", "name"], "steps": ["join", "upper"]}, *rows) == ["A; B; C; D", "D", None]


def test_what_steps_turn_into_nothing_is_incorrect_unless_it_may_be_empty():
    assert mapped({"source": "name", "steps": ["digits"]}, *names("abc", "", "1")) == [TYPE, None, "1"]
    assert mapped({"source": "name", "steps": ["digits"], "otherwise": "empty"}, *names("abc", "", "1")) == [
        None,
        None,
        "1",
    ]


TYPES = {"st": "Student", "FA ": "Faculty", "none": None}


def test_a_value_map_names_values_without_regard_to_case_and_blanks():
    assert mapped({"source": "name", "values": TYPES}, *names("ST", "fa", "x", "", "NONE")) == [
        "Student",
        "Faculty",
        VALUE_MAP,
        None,
        None,
    ]


OTHERWISE = {"incorrect": VALUE_MAP, "empty": None, "keep": "Xy"}


@pytest.mark.parametrize(("otherwise", "made"), OTHERWISE.items(), ids=OTHERWISE)
def test_what_the_map_does_not_name(otherwise, made):
    assert mapped({"source": "name", "values": TYPES, "otherwise": otherwise}, *names("Xy", "st", "")) == [
        made,
        "Student",
        None,
    ]


def test_what_the_map_does_not_name_gets_a_fixed_value():
    assert mapped({"source": "name", "values": TYPES, "otherwise": {"value": "Other"}}, *names("x", "st", "")) == [
        "Other",
        "Student",
        None,
    ]


MATCHES = {
    "equals": ["one", VALUE_MAP, VALUE_MAP],
    "starts_with": ["one", "one", VALUE_MAP],
    "contains": ["one", "one", "one"],
    "matches": ["one", "one", "one"],
}


@pytest.mark.parametrize(("match", "made"), MATCHES.items(), ids=MATCHES)
def test_map_keys_match_as_asked(match, made):
    assert mapped({"source": "name", "values": {"AB": "one"}, "match": match}, *names("ab", "Abc", "xab")) == made


def test_a_matching_key_is_a_pattern_only_when_asked():
    row = names("a.c", "abc")
    assert mapped({"source": "name", "values": {"a.c": "one"}}, *row) == ["one", VALUE_MAP]
    assert mapped({"source": "name", "values": {"^a.c$": "one"}, "match": "matches"}, *row) == ["one", "one"]


def test_the_first_key_that_matches_counts():
    assert mapped({"source": "name", "values": {"a": "one", "ab": "two"}, "match": "starts_with"}, *names("abc")) == [
        "one"
    ]


def test_steps_come_before_the_map():
    assert mapped({"source": "name", "steps": [{"left": 2}], "values": {"ST": "Student"}}, *names("STUDY")) == [
        "Student"
    ]


def test_a_default_stands_for_an_empty_source_and_skips_steps_and_map():
    given = {"source": "name", "steps": ["upper"], "values": {"A": "one"}, "default": "unknown"}
    assert mapped(given, *names("a", "", None, "b")) == ["one", "unknown", "unknown", VALUE_MAP]
    assert mapped({"source": "name", "default": "d"}, *names("a", " ")) == ["a", "d"]


def test_a_default_does_not_stand_for_a_value_that_became_nothing():
    assert mapped({"source": "name", "steps": ["digits"], "default": "7"}, *names("abc", "")) == [TYPE, "7"]


def test_choices_take_all_elements():
    choices = {"source": "tags", "to": "interests"}
    assert mapped(choices, *lists(["Art", " ", "Law "], [], None)) == ["Art; Law", None, None]


def test_choices_of_one_text_are_split_by_join_or_taken_whole():
    assert mapped({"source": "name", "to": "interests"}, *names("Art")) == ["Art"]
    assert mapped({"source": ["tags", "name"], "to": "interests"}, {"tags": [], "name": "Zen"}) == ["Zen"]


def test_steps_and_maps_go_over_each_choice():
    given = {"source": "tags", "to": "interests", "steps": ["upper"], "values": {"A": "Art", "L": "Law"}}
    assert mapped(given, *lists(["a", "l"], ["a", "x"], [])) == ["Art; Law", VALUE_MAP, None]
    assert mapped({**given, "otherwise": "empty"}, *lists(["a", "x"])) == ["Art"]


def test_a_mapping_says_where_its_source_was_absent():
    made = mapping.transforms([Mapping(source=("name", "other"), to="text")], CATALOGUE, FIELDS, True)
    duck = engine.connect()
    duck.execute("create table raw as select unnest([['name'], ['tags'], null]) as _absent")
    assert duck.sql(f"select {render(made.mapped[0].unknown)} from raw").fetchall() == [(True,), (False,), (False,)]


def test_only_what_every_engine_does_alike_is_portable():
    def portable(**given):
        return mapping.transforms([Mapping(to="text", **given)], CATALOGUE, FIELDS, False).portable

    assert portable(source="name", steps=["lower", "digits"])
    assert not portable(source="name", steps=["title"])
    assert not portable(sql="upper(name)")


TEXTS = st.lists(st.text(alphabet="aB1 -'é日\xa0", max_size=8), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def duck():
    return engine.connect(threads=1)


@given(TEXTS)
def test_title_is_what_the_words_say(duck, texts):
    duck.execute("create or replace table raw as select unnest(?::varchar[]) as x", [texts])
    made = duck.sql(f"select {render(STEPS['title'](column('x')))} from raw").fetchall()

    def titled(text):
        return "".join(
            sign.upper() if i == 0 or text[i - 1] in " \xa0-'" else sign.lower() for i, sign in enumerate(text)
        )

    assert sorted(row[0] for row in made) == sorted(titled(text) for text in texts)
