"""The emulated Alma answers as recorded ones do: the same keys, the same types, the same errors."""

import json
from collections.abc import Iterator

import pytest
import requests

from synckit.emulators import Population, emulator
from synckit.emulators.alma import primary_id, record
from synckit.emulators.serving import serve
from tests.recorded import recorded

NAMES = ["princeton_22999000883100", "princeton_BC123456789", "princeton_bbird", "tul_single_user"]
LATER = {"last_patron_activity_date", "purge_date", "loans", "birth_date", "expiry_date", "status_date", "pin_number"}
"""Keys that only some records have, each of them by its nature."""


def kinds(value, path=""):
    """Yield every path of a record with the type that stands there; elements of a list are of one shape."""
    yield path, type(value).__name__
    if isinstance(value, dict):
        for key, each in value.items():
            yield from kinds(each, f"{path}.{key}")
    elif isinstance(value, list):
        for each in value:
            yield from kinds(each, f"{path}[]")


def shape(records):
    found: dict[str, set[str]] = {}
    for each in records:
        for path, kind in kinds(each):
            found.setdefault(path, set()).add(kind)
    return found


@pytest.fixture(scope="module")
def emulated():
    return [record(person) for person in Population(200)]


@pytest.fixture(scope="module")
def real():
    return [json.loads(recorded(f"alma/{name}.json").read_bytes()) for name in NAMES]


def test_every_path_of_the_emulator_is_in_a_recorded_record(emulated, real):
    invented = set(shape(emulated)) - set(shape(real))
    assert invented <= {
        ".user_statistic[].category_type",
        ".user_statistic[].category_type.value",
        ".user_statistic[].category_type.desc",
    }


def test_every_type_of_the_emulator_is_a_recorded_one(emulated, real):
    known = shape(real)
    strange = {
        path: types - known[path]
        for path, types in shape(emulated).items()
        if path in known and not types <= known[path] | {"NoneType"}
    }
    assert strange == {}


def test_every_top_key_of_recorded_records_is_emulated(emulated, real):
    for each in real:
        assert set(each) - set(emulated[0]) <= LATER | {"researcher", "is_researcher"}


@pytest.fixture(scope="module")
def people():
    return Population(250)


class Client:
    def __init__(self, people, **quirks):
        self.made = emulator("alma", people, **quirks)
        self.server = serve(self.made.app)
        self.headers = {"Authorization": f"apikey {self.made.secret['api_key']}", "Accept": "application/json"}

    def get(self, path, **given):
        headers = {**self.headers, **given.pop("headers", {})}
        return requests.get(f"{self.server.url}/almaws/v1/{path}", headers=headers, timeout=5, **given)


@pytest.fixture(scope="module")
def alma(people) -> Iterator[Client]:
    client = Client(people)
    with client.server:
        yield client


def test_a_list_tells_its_total_and_the_requests_of_the_day(alma):
    first, second = alma.get("users?limit=100"), alma.get("users?limit=100&offset=200&expand=full")
    assert (len(first.json()["user"]), first.json()["total_record_count"]) == (100, 250)
    assert "contact_info" not in first.json()["user"][0]
    assert (len(second.json()["user"]), "contact_info" in second.json()["user"][0]) == (50, True)
    assert int(first.headers["X-Exl-Api-Remaining"]) - int(second.headers["X-Exl-Api-Remaining"]) == 1


def test_the_usual_page_has_ten_and_more_than_a_hundred_are_refused(alma):
    assert len(alma.get("users").json()["user"]) == 10
    assert alma.get("users?limit=101").status_code == 400


def test_nobody_found_leaves_the_key_out(alma):
    assert alma.get("users", params={"q": "last_name~Nobodysname"}).json() == {"total_record_count": 0}


def test_xml_is_spoken_unless_json_is_asked_for(alma):
    answer = alma.get("users?limit=1", headers={"Accept": "*/*"})
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert '<users total_record_count="250">' in answer.text


def test_words_are_found(alma, people):
    found = alma.get("users", params={"q": "user_group~00", "limit": 100}).json()
    assert found["total_record_count"] == sum(each["patron_type"] == "00" for each in people)


def test_a_user_is_found_by_an_escaped_id(alma, people):
    odd = next(each for each in people if each["id"] == 13)
    assert primary_id(odd) == "U00000013/a#1"
    assert alma.get("users/U00000013%2Fa%231").json()["primary_id"] == "U00000013/a#1"


def test_an_unknown_user_is_a_bad_request_as_recorded(alma):
    answer = alma.get("users/nobody")
    known = json.loads(recorded("alma/princeton_ogrouch.json").read_bytes())
    assert answer.status_code == 400
    assert shape([answer.json()]) == shape([known])
    assert answer.json()["errorList"]["error"][0]["errorCode"] == "401861"


def test_too_many_requests_a_second_answer_as_recorded(people):
    client = Client(people, rate=3)
    with client.server:
        answers = [client.get("users?limit=1") for _ in range(5)]
    known = json.loads(recorded("alma/princeton_error_429_PER_SECOND_THRESHOLD.json").read_bytes())
    assert [each.status_code for each in answers] == [200, 200, 200, 429, 429]
    assert shape([answers[-1].json()]) == shape([known])


def test_the_day_ends(people):
    client = Client(people, quota=2)
    with client.server:
        answers = [client.get("users?limit=1") for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]


def test_a_wrong_key_is_refused(alma):
    assert alma.get("users", headers={"Authorization": "apikey no"}).status_code == 401


def test_a_key_without_configuration_reads_users_only(people):
    client = Client(people, conf=False)
    with client.server:
        assert client.get("conf/code-tables/UserGroups").status_code == 403
        assert client.get("users?limit=1").status_code == 200


def test_libraries_have_the_recorded_keys(alma):
    known = json.loads(recorded("alma/tul_libraries.json").read_bytes())
    assert set(alma.get("conf/libraries").json()["library"][0]) <= set(known["library"][0])


def test_pages_made_ahead_are_the_same_pages(alma, people):
    client = Client(people, prerender=True)
    with client.server:
        path = "users?limit=100&offset=80&order_by=primary_id&expand=full"
        assert client.get(path).json() == alma.get(path).json()


@pytest.mark.parametrize(("errors", "path"), [("object", "errorList"), ("wrapped", "web_service_result")])
def test_errors_come_in_several_shapes(people, errors, path):
    client = Client(people, errors=errors)
    with client.server:
        assert path in client.get("users/nobody").json()
