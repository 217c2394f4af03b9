"""Symphony as it answers, and as it fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from synckit.definition import Condition
from synckit.emulators import Population
from synckit.emulators.symphony import record, second
from synckit.errors import DefinitionError, IlsError
from synckit.ils.symphony import Symphony
from synckit.ils.symphony.catalogue import COMMON, OWN
from synckit.ils.symphony.quirks import plain, tidied
from tests.ils.systems import System, connected, impatient
from tests.recorded import recorded

SETTINGS = {"client_id": "c", "login": "u", "search_index": "PROFILE", "search_values": "ST"}


def read(system: System, folder: Path, *fields: str, **asked: Any) -> list[dict[str, Any]]:
    return system.rows(folder, list(fields), **asked)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"search_index": ""}, r"Symphony needs search_index \(Search index\); give it with --set search_index=VALUE"),
        ({"search_values": " , "}, "search_values names nothing; list values such as STUDENT, FACULTY"),
        ({"layout": "v3"}, "No layout of Symphony named 'v3'"),
        ({"search_field": "patron_tpye"}, "No field of Symphony named 'patron_tpye'. Did you mean 'patron_type'"),
        ({"lanes": "9"}, "lanes is '9'; give a whole number from 1 to 4"),
    ],
)
def test_settings_that_do_not_suffice(changed: dict[str, str], words: str) -> None:
    with pytest.raises(DefinitionError, match=words):
        Symphony({"url": "https://host/symws", **SETTINGS, **changed}, {"password": "p"})


def test_a_record_in_use_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = impatient(monkeypatch)
    with connected("symphony", Population(10), quirks={"in_use": 2}) as system:
        assert system.connector.count() == 10
        assert 1.4 < waits.slept < 1.7


def test_a_record_that_stays_in_use_ends_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = impatient(monkeypatch)
    with connected("symphony", Population(10), quirks={"in_use": 10_000}) as system:
        with pytest.raises(
            IlsError, match=r"is busy \(400: hatErrorResponse\.116, a record is in use\); try again later"
        ):
            system.connector.count()
        assert 29 < waits.slept < 31


def test_whoever_is_found_by_two_values_comes_once(tmp_path: Path) -> None:
    people = Population(40)
    with connected("symphony", people, search_index="ID", search_values="0000025,0000025 ,0000026") as system:
        assert sorted(row["barcode"] for row in read(system, tmp_path, "barcode")) == ["0000025", "0000026"]


def test_a_filter_of_the_indexs_own_field_asks_for_its_values_alone(tmp_path: Path) -> None:
    with connected("symphony", Population(60)) as system:
        students = Condition(field="patron_type", operator="in", value=["GR", "FA"])
        system.connector.fields()
        system.emulated.faults.requests.clear()
        rows = read(system, tmp_path, "patron_type", conditions=students)
        assert {row["patron_type"] for row in rows} == {"GR", "FA"}
        asked = [query for _, path, query in system.emulated.faults.requests if path.endswith("search")]
        assert all("q=PROFILE%3AGR" in query or "q=PROFILE%3AFA" in query for query in asked)


def test_linked_lists_are_asked_for_only_when_they_are_needed(tmp_path: Path) -> None:
    with connected("symphony", Population(5)) as system:
        system.connector.fields()
        system.emulated.faults.requests.clear()
        read(system, tmp_path, "last_name")
        read(system, tmp_path / "mail", "email")
        fields = {
            query.rpartition("includeFields=")[2]
            for _, path, query in system.emulated.faults.requests
            if path.endswith("search")
        }
        assert fields == {"barcode%2ClastName", "barcode%2Caddress1%2Caddress2%2Caddress3%2CpreferredAddress"}


def test_a_patron_without_fields_is_unknown_not_empty(tmp_path: Path) -> None:
    with connected("symphony", Population(5), quirks={"bare": (2,)}) as system:
        rows = {row["_id"]: row for row in read(system, tmp_path, "ils_id", "last_name", "email")}
        assert (rows["300002"]["last_name"], rows["300002"]["_absent"]) == (None, ["last_name", "email"])


def test_policies_that_may_not_be_seen_give_no_labels() -> None:
    with connected("symphony", Population(5), quirks={"policies": False}) as system:
        assert {field.codes for field in system.connector.fields()} == {()}


def test_an_unknown_index_is_named_with_those_that_there_are() -> None:
    with connected("symphony", Population(5), search_index="PROFIEL") as system:
        last = system.connector.check()[-1]
        assert (last.name, last.ok) == ("rights", False)
        assert "No search index of this Symphony named 'PROFIEL'. Did you mean 'PROFILE'?" in last.detail


def test_values_that_find_nobody_are_told_of() -> None:
    with connected("symphony", Population(30), search_values="ST,STAF") as system:
        detail = next(step.detail for step in system.connector.check() if step.name == "patrons")
        assert "none by STAF: check how these are written" in detail


def test_a_wrong_password_is_said_to_be_one() -> None:
    with connected("symphony", Population(5)) as system:
        connector = Symphony({"url": system.url, **system.emulated.set}, {"password": "canary-password"})
        with pytest.raises(
            IlsError, match=r"\(401: unableToLogin, the staff user or the password is wrong\); check the cred"
        ):
            connector.count()
        assert [step.ok for step in connector.check()] == [True, False]


def test_who_names_no_agent_is_refused() -> None:
    with connected("symphony", Population(5)) as system:
        answer = requests.get(f"{system.url}/user/patron/search", headers={"User-Agent": ""}, timeout=5)
        assert answer.status_code == 403


@pytest.mark.parametrize("used", [True, False, None])
def test_a_preferred_name_counts_only_where_it_is_used(used: bool | None) -> None:
    patron = tidied({"key": "7", "fields": {"preferredName": "Zo", "usePreferredName": used}})
    assert patron["preferred"] == ("Zo" if used else None)


@pytest.mark.parametrize("value", ["NEVER", "00000000", "", None])
def test_dates_that_are_none(value: str | None) -> None:
    assert tidied({"key": "7", "fields": {"privilegeExpiresDate": value}})["privilegeExpiresDate"] is None


def test_a_date_far_ahead_stays() -> None:
    assert (
        tidied({"key": "7", "fields": {"privilegeExpiresDate": "2999-12-31"}})["privilegeExpiresDate"] == "2999-12-31"
    )


def entry(code: str, data: str | None) -> dict[str, Any]:
    return {"key": "1", "fields": {"code": {"resource": "/policy/patronAddress1", "key": code}, "data": data}}


def test_the_preferred_address_comes_first() -> None:
    fields = {
        "preferredAddress": 2,
        "address1": [entry("EMAIL", "one@example.org"), entry("CELLPHONE", "1")],
        "address2": [entry("EMAIL", "two@example.org"), entry("PHONE", None), entry("DAYPHONE", "2")],
        "address3": None,
    }
    assert tidied({"key": "7", "fields": fields})["contact"] == {
        "email": "two@example.org",
        "secondary_email": "one@example.org",
        "phone": "2",
        "mobile": "1",
    }


def test_both_layouts_are_one() -> None:
    for person in Population(40):
        assert plain(second(record(person))) == plain(record(person))


@pytest.mark.parametrize("name", ["sul_patron_521181", "sul_patron_521206", "psu_patron1", "psu_patron2"])
def test_recorded_patrons_become_the_rows_that_are_expected(name: str) -> None:
    resource = json.loads(recorded(f"symphony/{name}.json").read_text("utf-8"))
    fields = resource["fields"]
    patron = tidied(resource)
    assert patron["key"] == resource["key"]
    for key in ("barcode", "firstName", "lastName", "birthDate", "createdDate"):
        if fields.get(key):
            assert patron[key] == fields[key]
    for policy in ("profile", "library", "standing"):
        if fields.get(policy):
            assert patron[policy]["key"] == fields[policy]["key"]
    data = {
        each["fields"]["data"]
        for block in ("address1", "address2", "address3")
        for each in fields.get(block) or ()
        if "EMAIL" in each["fields"]["code"]["key"]
    }
    if data - {None, ""}:
        assert patron["contact"]["email"] in data


@pytest.mark.parametrize("name", ["sul_patron_521181", "psu_patron1"])
def test_the_emulator_keeps_to_the_shape_of_recorded_patrons(name: str) -> None:
    theirs = json.loads(recorded(f"symphony/{name}.json").read_text("utf-8"))["fields"]
    ours = [record(person)["fields"] for person in Population(60)]
    for key in set(theirs) & set(ours[0]):
        if theirs[key] is not None:
            kinds = {type(each[key]) for each in ours if each[key] is not None}
            assert not kinds or type(theirs[key]) in kinds, key
        if isinstance(theirs[key], dict) and "resource" in theirs[key]:
            (ourselves, *_) = [each[key] for each in ours if each[key]] or [theirs[key]]
            assert set(ourselves) <= set(theirs[key]) | {"fields"}, key


def test_no_path_leads_to_a_pin() -> None:
    assert not [field.path for field in (*COMMON, *OWN) if "pin" in field.path.lower().split(".")]


@pytest.mark.parametrize(("values", "kept", "read"), [("S*,FA", "ST", 3), ("ST,FA", "GR", 2), ("ST,FA", "st", 1)])
def test_a_filter_leaves_out_only_values_that_are_surely_not_wanted(
    values: str, kept: str, read: int, tmp_path: Path
) -> None:
    with connected("symphony", Population(40), search_values=values) as system:
        system.connector.fields()
        wanted = Condition(field="patron_type", operator="equals", value=kept)
        assert len(system.connector._wanted(wanted)) == min(read, 2)


def test_empty_custom_information_is_empty() -> None:
    entries = [{"fields": {"code": {"key": "GARNISH-DT"}, "data": "00000000"}}]
    assert tidied({"key": "7", "fields": {"customInformation": entries}})["customInformation"][0]["data"] is None
