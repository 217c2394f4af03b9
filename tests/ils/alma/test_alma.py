"""The Alma connector: recorded records become the expected rows, and a whole institution over HTTP."""

import json
import random

import pytest

from synckit.definition import Condition
from synckit.emulators import Faults, Population, emulator
from synckit.emulators.alma import primary_id
from synckit.emulators.people import PIN
from synckit.emulators.serving import serve
from synckit.errors import DefinitionError, IlsError
from synckit.fields import FieldType
from synckit.ils.alma import Alma, catalogue, quirks
from synckit.ils.paths import ABSENT, find
from tests.ils.conftest import raw_rows
from tests.recorded import recorded

COMMON = (
    "ils_id barcode first_name middle_name last_name preferred_name email secondary_email phone mobile "
    "patron_type status expires birth_date"
).split()

ROWS = {
    "princeton_22999000883100": (
        "ID12345 22999000883100 JANE G SMITH - pul@princeton.edu None None None GST ACTIVE 2021-09-30 ABSENT"
    ),
    "princeton_BC123456789": (
        "BC123456789 77777777 Amir Muhammad Abadi - Abadi@other_school.edu None (609)_555-5555 None GST ACTIVE "
        "2022-06-30 ABSENT"
    ),
    "princeton_bbird": (
        "100000000 00000000000000 Big - Bird - bbird@SCRUBBED_princeton.edu None None None P ACTIVE 2022-10-31 ABSENT"
    ),
    "tul_single_user": (
        "johns None John Appleseed Smith Johnny johns@mylib.org johns@myOTHERlib.org 123456789 None 08 ACTIVE "
        "2030-01-16 1979-01-11"
    ),
}


def words(value):
    if value is ABSENT:
        return "ABSENT"
    return "None" if value is None else str(value).replace(" ", "_") or "-"


@pytest.mark.parametrize("name", ROWS)
def test_recorded_users_become_the_expected_rows(name):
    record = quirks.tidied(json.loads(recorded(f"alma/{name}.json").read_bytes()))
    paths = {each.name: each.path for each in catalogue.fields(["BARCODE", "NET_ID", "02"], [])}
    assert " ".join(words(find(record, paths[each])) for each in COMMON) == ROWS[name]


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("princeton_bbird", "user_identifier.NET_ID", "bbird"),
        ("princeton_bbird", "address.line2", None),
        ("princeton_bbird", "address.country", "United States"),
        ("princeton_bbird", "statistics", ["EM"]),
        ("princeton_bbird", "campus_code", None),
        ("princeton_bbird", "is_researcher", "false"),
        ("princeton_BC123456789", "identifiers", ["77777777"]),
        ("princeton_BC123456789", "statistics", ["ALM", "G6"]),
        ("princeton_BC123456789", "last_patron_activity_date", "2022-06-16"),
        ("tul_single_user", "emails", ["johns@mylib.org", "johns@myOTHERlib.org"]),
        ("tul_single_user", "campus_code", "Main"),
        ("tul_single_user", "blocks", ["02-GLOBAL"]),
        ("tul_single_user", "pref_name_suffix", "Sr."),
        ("tul_single_user", "user_identifier.02", "johns02"),
    ],
)
def test_fields_of_alma_itself(name, field, value):
    record = quirks.tidied(json.loads(recorded(f"alma/{name}.json").read_bytes()))
    paths = {each.name: each.path for each in catalogue.fields(["BARCODE", "NET_ID", "02"], [])}
    assert find(record, paths[field]) == value


def test_no_path_leads_to_a_secret():
    assert not [each for each in catalogue.fields([], []) if each.path.split(".")[0] in catalogue.DROPPED]


def test_names_are_distinct():
    names = [each.name for each in catalogue.fields(["BARCODE", "INST_ID", "a=b"], ["DEPT"])]
    assert len(names) == len(set(names))
    assert "user_identifier.a=b" not in names


FOUND = catalogue.labelled(catalogue.fields(["BARCODE", "INST_ID", "NET_ID"], ["DEPT"]), {})


class Site:
    """An emulated institution and what connects to it."""

    def __init__(self, people, settings=None, **quirks):
        self.people = people
        self.made = emulator("alma", people, **quirks)
        self.faults = self.made.faults
        self.server = serve(self.made.app)
        self.settings = {"url": self.server.url, "requests_per_second": "1000", **self.made.set, **(settings or {})}

    def connector(self, **settings):
        """Return a connector whose fields were found before."""
        return Alma({**self.settings, **settings}, self.made.secret, FOUND)

    def newcomer(self):
        """Return a connector that has yet to find the fields."""
        return Alma(self.settings, self.made.secret)

    def rows(self, folder, fields=("ils_id", "last_name", "email"), **options):
        return raw_rows(self.connector().patrons(fields, folder, **options))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.stop()


@pytest.fixture(scope="module")
def people():
    return Population(250)


@pytest.fixture(scope="module")
def site(people):
    with Site(people) as made:
        yield made


def test_fields_are_those_of_the_site(site):
    fields = {field.name: field for field in site.newcomer().fields()}
    assert {*COMMON, "alt_id", "user_identifier.NET_ID", "user_statistic.DEPT", "primary_id"} <= set(fields)
    assert dict(fields["patron_type"].codes)["00"] == "–"
    assert dict(fields["patron_type"].codes)["OLD"] == "Not used any more"
    assert (fields["patron_type"].type, fields["expires"].type) == (FieldType.CODE, FieldType.DATE)
    assert fields["expires"].absent == "empty"


def test_every_patron_comes_once_and_whole(site, people, tmp_path):
    rows = site.rows(tmp_path, [*COMMON, "alt_id", "emails"])
    assert [row["_id"] for row in rows] == [primary_id(each) for each in people]
    for row, person in zip(rows, people, strict=True):
        assert (row["first_name"], row["last_name"]) == (person["first_name"], person["last_name"])
        assert row["barcode"] == (person["barcode"] or None)
        assert row["patron_type"] == person["patron_type"]
        assert row["expires"] == ((person["expires"] or "")[:10] or None)
        assert row["emails"] == [each for each in person["emails"] if each]


def test_no_secret_is_kept(site, tmp_path):
    connector = site.connector()
    extract = connector.patrons([field.name for field in connector.fields()], tmp_path)
    rows = raw_rows(extract)
    assert PIN not in str(rows)
    assert PIN.encode() not in extract.paths[0].read_bytes()


def test_given_up_cards_are_no_barcodes(site, tmp_path):
    assert not [row for row in site.rows(tmp_path, ["barcode", "identifiers"]) if "OLD" in str(row)]


def test_a_group_is_pushed_down_as_a_superset(site, people, tmp_path):
    filter = Condition(field="patron_type", operator="in", value=["FA", "00"])
    rows = site.rows(tmp_path, ["patron_type"], conditions=filter)
    wanted = sorted(primary_id(each) for each in people if each["patron_type"] in ("FA", "00"))
    assert sorted(row["_id"] for row in rows) == wanted
    assert site.connector().count(filter) == len(wanted) < site.connector().count() == 250


def test_a_search_that_finds_nobody_reads_everybody(site, tmp_path):
    filter = Condition(field="patron_type", operator="equals", value="NONE")
    assert len(site.rows(tmp_path, conditions=filter)) == 250


def test_a_search_in_another_order_each_time_still_brings_everybody(people, tmp_path):
    filter = Condition(field="patron_type", operator="equals", value="ST")
    with Site(people, unstable=True) as site:
        rows = site.rows(tmp_path, conditions=filter)
    wanted = {primary_id(each) for each in people if each["patron_type"] == "ST"}
    assert wanted <= {row["_id"] for row in rows}
    assert len(rows) == len({row["_id"] for row in rows})


def test_brief_lists_cost_one_request_a_patron(tmp_path):
    people = Population(45)
    with Site(people, expand="ignored") as site:
        connector = site.connector(reserve="0")
        assert str(connector.cost(["email"])).startswith("45 patrons take about 46 requests (1 minutes); ")
        site.faults.requests.clear()
        rows = raw_rows(connector.patrons(["email"], tmp_path))
        singles = [path for _, path, _ in site.faults.requests if not path.endswith("/users")]
    assert [row["_id"] for row in rows] == [primary_id(each) for each in people]
    assert len([path for path in singles if "/users/" in path]) == 45


def test_brief_lists_are_enough_for_names(tmp_path):
    with Site(Population(45), expand="ignored") as site:
        connector = site.connector()
        site.faults.requests.clear()
        connector.patrons(["ils_id", "last_name", "status"], tmp_path)
        assert {path for _, path, _ in site.faults.requests} == {"/almaws/v1/users"}


def test_a_reading_that_the_day_does_not_allow_is_not_begun(tmp_path):
    with Site(Population(300), expand="ignored", quota=200) as site:
        connector = site.connector(reserve="50")
        site.faults.requests.clear()
        with pytest.raises(
            IlsError, match="300 patrons take about 304 requests .* of today's remain and 50 are kept back"
        ):
            connector.patrons(["email"], tmp_path)
        assert len(site.faults.requests) == 1


def test_the_reserve_ends_a_reading(people):
    with Site(people, quota=10) as site:
        users = site.connector(reserve="9")._users
        users.page(0, 1)
        with pytest.raises(IlsError, match="only 8 more times today and 9 are kept back; nothing was applied"):
            users.page(0, 1)


def test_a_user_who_left_meanwhile_is_left_out(tmp_path):
    people = Population(30)
    with Site(people, expand="ignored") as site:
        connector = site.connector()
        pages = iter([None, lambda: people.remove(20)])
        site.faults.moving = lambda: (next(pages, None) or (lambda: None))()
        one = connector._users.one
        gone = primary_id({"id": 25})
        connector._users.one = lambda each: None if each == gone else one(each)
        rows = raw_rows(connector.patrons(["email"], tmp_path))
    assert gone not in {row["_id"] for row in rows}


def test_nobody_who_stays_is_lost_while_patrons_move(tmp_path):
    for seed in range(5):
        people, chance = Population(400, seed), random.Random(seed)
        stayed = {primary_id(each) for each in people}

        def move(people=people, stayed=stayed, chance=chance):
            for _ in range(2):
                gone = chance.choice(list(people))["id"]
                people.remove(gone)
                stayed.discard(primary_id({"id": gone}))
            people.insert()

        with Site(people) as site:
            connector = site.connector(lanes="1")
            site.faults.moving = move
            rows = raw_rows(connector.patrons(["last_name"], tmp_path / str(seed)))
        assert stayed <= {row["_id"] for row in rows}, f"SEED={seed}"


@pytest.mark.parametrize(
    ("switches", "message"),
    [
        ({"total_lies": 100}, "nothing was applied"),
        ({"total_lies": -100}, "nothing was applied"),
        ({"repeat_page": True}, "same patrons again"),
        ({"drift": "gone"}, "last_name"),
        ({"error_object": True}, "402119"),
    ],
)
def test_what_cannot_be_trusted_fails(people, tmp_path, switches, message):
    with Site(people, faults=Faults(**switches)) as site, pytest.raises(IlsError, match=message):
        site.rows(tmp_path)


@pytest.mark.parametrize("switches", [{"empty_page": 2}, {"small_pages": 7}, {"drift": "code"}, {"odd_dates": True}])
def test_what_can_be_lived_with_loses_nobody(people, tmp_path, switches):
    with Site(people, faults=Faults(**switches)) as site:
        rows = site.rows(tmp_path, ["patron_type", "expires"])
    assert sorted(row["_id"] for row in rows) == [primary_id(each) for each in people]


def test_the_check_tells_every_step(site):
    steps = site.newcomer().check()
    assert [(step.name, step.ok) for step in steps] == [
        (name, True) for name in ("reached", "signed in", "rights", "patrons", "libraries", "sample fields")
    ]
    assert "250 patrons take about 4 requests" in steps[3].detail


def test_the_check_stops_at_a_wrong_key(site):
    steps = Alma(site.settings, {"api_key": "l8xxwrongwrongwrong"}).check()
    assert [step.ok for step in steps] == [True, False]
    assert "copy it again" in steps[-1].detail
    assert "l8xxwrong" not in str(steps)


def test_a_key_without_configuration_still_reads(people):
    with Site(people, conf=False) as site:
        steps = site.newcomer().check()
        site.faults.requests.clear()
        fields = {field.name: field for field in site.newcomer().fields()}
        assert len([path for _, path, _ in site.faults.requests if "/conf/" in path]) == 1
    assert all(step.ok for step in steps)
    assert "codes have no labels" in steps[2].detail
    assert fields["patron_type"].codes == ()
    assert "user_identifier.NET_ID" in fields


@pytest.mark.parametrize("errors", ["list", "object", "wrapped", "xml"])
def test_every_shape_of_error_is_understood(people, errors):
    with Site(people, errors=errors) as site:
        assert site.connector()._users.one("nobody/at all#") is None


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"page_size": "101"}, "from 1 to 100"),
        ({"reserve": "many"}, "a whole number"),
        ({"page_sise": "1"}, "page_size"),
    ],
)
def test_unsound_settings_are_refused(settings, message):
    with pytest.raises(DefinitionError, match=message):
        Alma({"url": "https://api-na.hosted.exlibrisgroup.com", **settings}, {"api_key": "x"})


def test_an_unknown_field_is_refused_by_name(site, tmp_path):
    with pytest.raises(IlsError, match="emial.*email"):
        site.connector().patrons(["emial"], tmp_path)
