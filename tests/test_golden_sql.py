import os
import re
from datetime import date

import pytest

from synckit import documents, filters, mapping
from synckit.definition import Condition, Group, Mapping, Sql
from synckit.engine import vocabulary
from synckit.engine.expressions import render, sql
from synckit.fields import FieldType, IlsField
from tests import golden
from tests.layers import CATALOGUE, FIELDS

ILS = {type.value: IlsField(type.value, type) for type in FieldType} | {"tags": IlsField("tags", many=True)}
SCENE = filters.Scene(ILS, date(2026, 8, 31), "America/New_York")


TRIM = re.compile(
    re.escape(render(vocabulary.trim(sql("{x}", x="@")))).replace("'@'", "(?P<text>.+?)", 1).replace("'@'", "(?P=text)")
)


def readable(made):
    """Write the long SQL of a trim as `TRIMMED(..)`, inner ones first."""
    while TRIM.search(made):
        made = TRIM.sub(r"TRIMMED(\g<text>)", made)
    return made


def of_condition(line):
    given = documents.read(line).data
    kind = Group if {"all", "any"} & set(given) else Sql if "sql" in given else Condition
    return readable(render(filters.meets(kind.model_validate(given), SCENE)))


def of_mapping(line):
    made = mapping.transforms([Mapping.model_validate(documents.read(line).data)], CATALOGUE, FIELDS, False)
    return "\n".join(f"{name}: {readable(render(node))}" for layer in made.layers for name, node in layer.items())


ANSWERS = {"filters.sql": of_condition, "mappings.sql": of_mapping}
if os.environ.get("SYNCKIT_GOLDEN"):
    for _name, _answer in ANSWERS.items():
        golden.rewrite(_name, _answer)


@pytest.mark.parametrize(("line", "made"), golden.pairs("filters.sql"))
def test_a_condition_becomes_this_sql(line, made):
    assert of_condition(line) == made


@pytest.mark.parametrize(("line", "made"), golden.pairs("mappings.sql"))
def test_a_mapping_becomes_this_sql(line, made):
    assert of_mapping(line) == made
