"""Mappings know what they read, templates their parts, and steps their arguments."""

import pytest

from synckit.definition import STEPS, Mapping, Otherwise, Step, template_parts
from synckit.errors import DefinitionError


def test_a_mapping_reads_the_fields_of_its_origin():
    rows = [
        Mapping(source=("email", "mail"), to="x"),
        Mapping(template="{last}, {first} {last}", to="x"),
        Mapping(sql="""upper("Home Branch") || barcode""", to="x"),
        Mapping(constant="", to="x"),
    ]
    assert [row.reads for row in rows] == [("email", "mail"), ("last", "first"), ("Home Branch", "barcode"), ()]


def test_doubled_braces_are_braces():
    assert template_parts("{{{a b}}} {{}}") == (("{", "a b"), ("} {}", None))


def test_a_step_has_the_arguments_that_it_lacks():
    assert Step(name="join").args == ("; ",)
    assert Step(name="date").args == ()
    assert Step.from_dict({"split": [";", 1]}).args == (";", 1)


WRONG = {
    "unknown": ({"lefd": 5}, "No step named 'lefd'. Did you mean 'left'"),
    "zero": ({"left": 0}, "whole number from 1 on, not 0"),
    "text count": ({"right": "a"}, "whole number from 1 on, not 'a'"),
    "two signs": ({"pad": [8, "ab"]}, "fills with one character"),
    "needless": ({"lower": "x"}, "takes other arguments: none"),
    "empty": ({"replace": ["", "x"]}, "a text that is not empty"),
    "format": ({"date": "%Q"}, "is no date format"),
    "plain format": ({"date": "dd/mm"}, "is no date format"),
    "two at once": ({"left": 5, "right": 5}, "each on its own"),
    "number": (5, "a step is written lower"),
}


@pytest.mark.parametrize(("step", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_step_is_refused(step, message):
    with pytest.raises(DefinitionError, match=message):
        Mapping(source="a", to="b", steps=[step])


def test_the_steps_are_those_of_the_design():
    named = "trim upper lower title digits phone year date number boolean first join replace left right pad split"
    assert sorted(STEPS) == sorted(named.split())


def test_otherwise_is_a_word_or_a_value():
    assert Otherwise().as_dict() == "incorrect"
    assert Otherwise.from_dict({"value": 5}) == Otherwise(kind="value", value="5")


def test_parts_are_frozen():
    with pytest.raises(Exception, match="frozen"):
        Mapping(source="a", to="b").to = "c"
