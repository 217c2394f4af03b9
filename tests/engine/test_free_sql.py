import pytest

from synckit import engine, errors
from synckit.engine import free_sql
from synckit.engine.expressions import render

KNOWN = ["name", "barcode", "expires", "notes", "attr.DEPT", "Home Branch", "tags"]

HONEST = {
    "upper(name)": "NOOR",
    "name || ' ' || barcode": "Noor 00123",
    "coalesce(nullif(trim(notes), ''), 'none')": "none",
    "case when name = 'Noor' then 'yes' else 'no' end": "yes",
    "length(barcode)": 5,
    "substring(barcode, 3)": "123",
    "left(barcode, 2) = '00' and right(barcode, 1) = '3'": True,
    "try_cast(barcode as integer) + 1": 124,
    "barcode in ('00123', '9')": True,
    "barcode not in ('9')": True,
    "name like 'N%' or name ilike 'n_'": True,
    "regexp_replace(barcode, '^0+', '')": "123",
    "regexp_extract(barcode, '[1-9]+')": "123",
    "regexp_matches(name, '^N')": True,
    "split_part('a-b', '-', 2)": "b",
    "replace(name, 'oo', 'u')": "Nur",
    "year(cast(expires as date))": 2027,
    "cast(expires as date) > date '2026-01-01'": True,
    "cast(expires as date) + interval '1 day' > cast('2027-06-30' as date)": True,
    "trim(notes) = '' or notes is null": True,
    '"attr.DEPT"': "Law",
    "attr.DEPT": "Law",
    '"Home Branch" is not null': True,
    "(1 + 2) * 3 - 4 / 2": 7,
    "not (name = 'x')": True,
    "name between 'A' and 'Z'": True,
    "len(tags) > 1": True,
    "list_contains(tags, 'b')": True,
    "tags[1]": "a",
    "name -- a remark": "Noor",
    "name /* a remark */": "Noor",
    "concat(name, barcode)": "Noor00123",
    "concat_ws(', ', name, barcode)": "Noor, 00123",
    "abs(-5) + round(1.4)": 6,
    "starts_with(name, 'No')": True,
    "contains(name, 'oo')": True,
    "datediff('day', date '2026-01-01', date '2026-01-03')": 2,
    "'; drop table patrons; --'": "; drop table patrons; --",
}

HOSTILE = [
    "",
    "name, barcode",
    "name; drop table patrons",
    "1 from patrons",
    "name from read_text('/etc/passwd')",
    "(select 1)",
    "(select content from read_text('/etc/passwd'))",
    "exists (select 1)",
    "name in (select name from patrons)",
    "*",
    "columns('.*')",
    "columns(*)",
    "patrons.*",
    "read_text('/etc/passwd')",
    "read_csv('x')",
    "glob('/*')",
    "getenv('HOME')",
    "current_setting('memory_limit')",
    "pg_sleep(10)",
    "sleep(10)",
    "now()",
    "current_date",
    "current_timestamp",
    "today()",
    "get_current_time()",
    "random()",
    "uuid()",
    "gen_random_uuid()",
    "setseed(0.5)",
    "nextval('s')",
    "repeat(name, 1000000000)",
    "rpad(name, 2000000000, 'x')",
    "lpad(name, 2000000000, 'x')",
    "range(1000000000)",
    "generate_series(1, 1000000000)",
    "list_transform(range(100000000), lambda x: x)",
    "unnest(tags)",
    "count(*)",
    "max(name)",
    "string_agg(name, ',')",
    "row_number() over ()",
    "lag(name) over (order by name)",
    "name union select 1",
    "name limit 1",
    "name where true",
    "name order by 1",
    "distinct name",
    "query('select 1')",
    "query_table('patrons')",
    "sql_auto_complete('x')",
    "duckdb_settings()",
    "version()",
    "current_user",
    "current_schema()",
    "database_name",
    "error('x')",
    "$1",
    "?",
    ":name",
    "name::json",
    "json_extract(name, '$')",
    "nosuchcolumn",
    "barcod",
    "patrons.name",
    "'unclosed",
    "name)",
    "((((name",
    "name as x, 1 as y",
    "attach 'x'",
    "copy patrons to 'x'",
    "pragma version",
    "set memory_limit = '1GB'",
    "$$text$$ from patrons",
    "{'a': name}",
    "struct_pack(a := name)",
    "name collate nocase from x",
    "try(read_text('x'))",
    "apply(tags, x -> read_text(x))",
    "getvariable('x')",
    "write_log('x')",
    "cast(name as patrons)",
    "cast(name as blob)",
    "cast(name as struct(a int))",
    "replace(replace(replace(replace(name,'a','aaaaaaaaa'),'a','aaaaaaaaa'),'a','aaaaaaaaa'),'a','aaaaaaaaa')",
    "name || '" + "x" * 2000 + "'",
]


@pytest.fixture(scope="module")
def duck():
    connection = engine.connect()
    connection.execute(
        "create table patrons as select 'Noor' as name, '00123' as barcode, '2027-06-30' as expires, ' ' as notes,"
        " 'Law' as \"attr.DEPT\", 'Main' as \"Home Branch\", ['a', 'b'] as tags"
    )
    return connection


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_expression_is_taken_and_means_what_it_says(duck, text):
    made = render(free_sql.parse(text, KNOWN))
    assert duck.sql(f"select {made} from patrons").fetchall() == [(HONEST[text],)]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_expression_is_refused(text):
    with pytest.raises(errors.DefinitionError, match=r"(?s)\.$|Did you mean"):
        free_sql.parse(text, KNOWN)


def test_an_unknown_column_names_the_nearest():
    with pytest.raises(errors.DefinitionError, match="No ILS field named 'barcod'. Did you mean 'barcode'"):
        free_sql.parse("upper(barcod)", KNOWN)


def test_an_unknown_function_is_named():
    with pytest.raises(errors.DefinitionError, match="uses 'read_secret', which is not allowed"):
        free_sql.parse("read_secret(name)", KNOWN)


def test_remarks_do_not_reach_the_plan():
    assert render(free_sql.parse("name /* '; drop */ = 'x' -- end", KNOWN)) == "\"name\" = 'x'"
