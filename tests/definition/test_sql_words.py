"""The names of a raw SQL piece that may be columns: never too few."""

import pytest

from synckit.definition import Sql

PIECES = {
    "barcode = 'email'": ("barcode",),
    "a > b and a < c": ("a", "b", "c"),
    "'it''s' || name": ("name",),
    'lower("Home ""Main""") is not null': ('Home "Main"',),
    "attr.DEPT in ('x')": ("attr.DEPT",),
    "case when a then b else try_cast(c as integer) end -- d": ("a", "b", "c"),
    "left (zip, 2) between 1 and 2": ("zip",),
    "élan = 5e3 + x1": ("élan", "x1"),
}


@pytest.mark.parametrize(("sql", "names"), PIECES.items(), ids=PIECES)
def test_names_come_in_order_each_once(sql, names):
    assert tuple(word for word in Sql(sql=sql).words if word != "e3") == names
