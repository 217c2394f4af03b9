import pytest

from synckit import engine


@pytest.fixture
def outside(tmp_path):
    path = tmp_path / "outside.csv"
    path.write_text("secret\n1\n")
    return path


@pytest.fixture
def given_folder(tmp_path):
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "patrons.csv").write_text("name\nNoor\n")
    return folder


def test_a_given_folder_is_read(given_folder):
    duck = engine.connect(given_folder)
    assert duck.sql(f"select * from read_csv('{given_folder}/patrons.csv', header=true)").fetchall() == [("Noor",)]


def test_a_given_file_is_read_and_its_neighbour_is_not(given_folder):
    (given_folder / "other.csv").write_text("x\n")
    duck = engine.connect(given_folder / "patrons.csv")
    assert duck.sql(f"select * from read_csv('{given_folder}/patrons.csv', header=true)").fetchall() == [("Noor",)]
    with pytest.raises(engine.Error, match="(?i)permission|disabled"):
        duck.sql(f"select * from read_csv('{given_folder}/other.csv')").fetchall()


REFUSED = {
    "read_csv": "select * from read_csv('{outside}')",
    "from_a_name": "select * from '{outside}'",
    "read_text": "select * from read_text('{outside}')",
    "read_blob": "select * from read_blob('{outside}')",
    "read_json": "select * from read_json('{outside}')",
    "read_parquet": "select * from read_parquet('{outside}')",
    "glob": "select * from glob('{folder}/*')",
    "etc": "select * from read_text('/etc/passwd')",
    "upwards": "select * from read_text('{given}/../outside.csv')",
    "http": "select * from read_csv('http://127.0.0.1:1/a.csv')",
    "https": "select * from 'https://127.0.0.1:1/a.parquet'",
    "s3": "select * from read_parquet('s3://bucket/a.parquet')",
    "attach": "attach '{folder}/new.duckdb' as other",
    "attach_sqlite": "attach '{folder}/new.db' as other (type sqlite)",
    "copy_out": "copy (select 1) to '{folder}/copied.csv'",
    "copy_in": "create table t(x text); copy t from '{outside}'",
    "export": "export database '{folder}/exported'",
    "install": "install httpfs",
    "load": "load httpfs",
    "load_file": "load '{outside}'",
    "set_access": "set enable_external_access = true",
    "set_paths": "set allowed_directories = ['/']",
    "set_lock": "set lock_configuration = false",
    "set_memory": "set memory_limit = '99GB'",
    "reset": "reset lock_configuration",
    "pragma": "pragma enable_profiling='json'",
    "python_variable": "select * from outside_frame",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_what_is_outside_stays_out_of_reach(statement, given_folder, outside):
    outside_frame = {"secret": [1]}  # noqa: F841  a Python variable that DuckDB could find by its name
    duck = engine.connect(given_folder)
    before = sorted(path.name for path in outside.parent.rglob("*"))
    with pytest.raises(engine.Error, match="(?s)."):
        duck.execute(statement.format(outside=outside, folder=outside.parent, given=given_folder)).fetchall()
    assert sorted(path.name for path in outside.parent.rglob("*")) == before


def test_secrets_are_not_kept(given_folder):
    duck = engine.connect(given_folder)
    with pytest.raises(engine.Error, match="(?i)secret|disabled|permission|not found"):
        duck.execute("create persistent secret s (type http, bearer_token 'x')")


def test_a_writable_folder_is_written_and_no_other(given_folder, tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    duck = engine.connect(given_folder, writable=work)
    duck.execute(f"copy (select 1 as x) to '{work}/x.parquet'")
    assert duck.sql(f"select * from read_parquet('{work}/x.parquet')").fetchall() == [(1,)]
    with pytest.raises(engine.Error, match="(?i)permission|disabled"):
        duck.execute(f"copy (select 1) to '{tmp_path}/x.parquet'")


def test_a_path_with_quotes_is_a_path(tmp_path):
    folder = tmp_path / 'o\'neil "x"'
    folder.mkdir()
    (folder / "p.csv").write_text("a\n1\n")
    duck = engine.connect(folder)
    source = engine.literal(str(folder / "p.csv"))
    assert duck.sql(f"select * from read_csv({source}, header=true)").fetchall() == [(1,)]


def test_two_connections_share_nothing():
    one, other = engine.connect(), engine.connect()
    one.execute("create table t as select 1 as x")
    with pytest.raises(engine.Error, match="does not exist"):
        other.sql("select * from t")
