import pytest
from hypothesis import given
from hypothesis import strategies as st

from synckit import engine
from synckit.engine.expressions import all_of, any_of, cases, column, literals, render, sql

NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from("'\"\\;-{}$/*%_\n\tü\U0001f600x"),
        st.characters(exclude_categories=("Cs",), exclude_characters="\0"),
    ),
    max_size=30,
)


@pytest.fixture(scope="module")
def duck():
    return engine.connect()


def answer(duck, node):
    return duck.sql(f"select {render(node)}").fetchall()[0][0]


@given(NASTY)
def test_a_value_comes_back_as_the_very_text_and_never_becomes_sql(duck, text):
    assert answer(duck, sql("{x}", x=text)) == text


@given(NASTY)
def test_a_value_inside_a_function_stays_a_value(duck, text):
    assert answer(duck, sql("{x} || {y}", x=text, y="'); drop table t; --")) == text + "'); drop table t; --"


@given(NASTY.filter(bool))
def test_a_name_stays_a_name(duck, name):
    assert duck.sql(
        f"select {render(column(name, 't'))} from (select 7 as {engine.identifier(name)}) as t"
    ).fetchall() == [(7,)]


@given(NASTY)
def test_a_text_literal_reads_back_as_it_was(duck, text):
    assert duck.sql(f"select {engine.literal(text)}").fetchall() == [(text,)]


@given(st.lists(NASTY, min_size=1, max_size=4))
def test_lists_become_lists_and_sets(duck, texts):
    assert answer(duck, sql("{xs}", xs=texts)) == texts
    assert answer(duck, sql("{x} in {ys}", x=texts[-1], ys=literals(texts)))


def test_what_is_put_in_keeps_its_own_brackets(duck):
    assert answer(duck, sql("{a} * {b}", a=sql("1 + 1"), b=sql("2 + 3"))) == 10
    assert answer(duck, sql("not {x}", x=sql("true or true"))) is False
    assert answer(duck, sql("{x} = {y}", x=sql("1 between 0 and 2"), y=sql("2 in (2)"))) is True
    assert answer(duck, sql("-{x}", x=-1)) == 1


def test_a_template_is_not_changed_by_filling_it():
    assert [render(sql("lower({x})", x=word)) for word in ("a", "b")] == ["LOWER('a')", "LOWER('b')"]


def test_a_node_put_in_twice_stands_twice(duck):
    assert answer(duck, sql("{x} || {x}", x=sql("'a'"))) == "aa"


def test_no_conditions_are_all_met_and_none_is_met_of_none(duck):
    assert (answer(duck, all_of([])), answer(duck, any_of([]))) == (True, False)


def test_all_and_any_nest(duck):
    yes, no = sql("true"), sql("false")
    assert answer(duck, all_of([any_of([no, yes]), any_of([yes])])) is True
    assert answer(duck, any_of([all_of([yes, no]), no])) is False


def test_the_first_case_that_holds_counts(duck):
    assert answer(duck, cases([(sql("false"), 1), (sql("true"), 2), (sql("true"), 3)], 4)) == 2
    assert answer(duck, cases([(sql("false"), "one")], "other")) == "other"
    assert answer(duck, cases([], "nothing")) == "nothing"


def test_a_list_put_into_a_select_becomes_its_columns(duck):
    node = sql("select {columns} from (select 1 as a, 2 as b)", columns=[column("a"), column("b")])
    assert duck.sql(render(node)).fetchall() == [(1, 2)]
