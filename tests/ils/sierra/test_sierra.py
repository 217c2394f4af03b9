"""Sierra as it answers, and as it fails."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from synckit.definition import Condition
from synckit.emulators import Population
from synckit.emulators.sierra import TYPES, record
from synckit.errors import IlsError
from synckit.ils.sierra import Sierra
from synckit.ils.sierra.quirks import tidied
from tests.ils.systems import System, connected, raw
from tests.recorded import recorded


def read(system: System, folder: Path, *fields: str, **asked: Any) -> list[dict[str, Any]]:
    return system.rows(folder, list(fields), **asked)


def queries(system: System) -> list[str]:
    return [query for _, path, query in system.emulated.faults.requests if path.endswith("/patrons")]


def test_a_token_that_comes_empty_is_asked_for_again() -> None:
    with connected("sierra", Population(5), quirks={"empty_token": 1}) as system:
        assert system.connector.count() == 5


def test_who_was_deleted_never_comes(tmp_path: Path) -> None:
    people = Population(20)
    people.remove(7)
    with connected("sierra", people, page_size="5") as system:
        rows = read(system, tmp_path, "ils_id", "last_name")
        assert len(rows) == 19
        assert all("deleted=false" in query for query in queries(system))


def test_pages_are_asked_for_by_the_number_before(tmp_path: Path) -> None:
    with connected("sierra", Population(12), page_size="5") as system:
        system.connector.fields()
        system.emulated.faults.requests.clear()
        read(system, tmp_path, "ils_id")
        ids = [query.split("id=")[1].split("&")[0] for query in queries(system)]
        assert ids == ["%5B1%2C%5D", "%5B6%2C%5D", "%5B11%2C%5D", "%5B13%2C%5D", "%5B13%2C%5D"]


def test_only_the_keys_that_are_needed_are_asked_for(tmp_path: Path) -> None:
    with connected("sierra", Population(3)) as system:
        system.connector.fields()
        system.emulated.faults.requests.clear()
        read(system, tmp_path, "last_name", "email")
        assert all(query.endswith("fields=id%2Cnames%2Cemails") for query in queries(system))


def test_a_shell_record_is_unknown_not_empty(tmp_path: Path) -> None:
    with connected("sierra", Population(5), quirks={"shells": [2]}) as system:
        rows = read(system, tmp_path, "ils_id", "last_name", "barcode", "expires")
        assert (rows[1]["last_name"], rows[1]["_absent"]) == (None, ["last_name", "barcode"])
        assert rows[0]["_absent"] is None


def test_a_field_that_this_site_does_not_give_is_left_out_once(tmp_path: Path) -> None:
    with connected("sierra", Population(5), quirks={"refused": ["langPref"]}) as system:
        rows = read(system, tmp_path, "last_name", "langPref")
        assert {row["langPref"] for row in rows} == {None}


def test_a_field_that_is_needed_and_refused_ends_the_reading(tmp_path: Path) -> None:
    gone = r"^Sierra no longer has the field 'last_name' in any patron"
    with (
        connected("sierra", Population(5), quirks={"refused": ["names"]}) as system,
        pytest.raises(IlsError, match=gone),
    ):
        read(system, tmp_path, "last_name")


def test_codes_lose_their_padding_and_e_mails_part(tmp_path: Path) -> None:
    people = Population(3)
    people.edit(1, library="ma", emails=["a@x.org", "b@y.org"])
    with connected("sierra", people) as system:
        (row, *_) = read(system, tmp_path, "home_library", "email", "secondary_email", "emails", "var.z")
        assert row["home_library"] == "ma"
        assert (row["email"], row["secondary_email"], row["emails"]) == ("a@x.org", "b@y.org", ["a@x.org", "b@y.org"])
        assert row["var.z"] == ["a@x.org, b@y.org"]


@pytest.mark.parametrize("old", [False, True])
def test_a_message_is_an_object_or_a_text(old: bool, tmp_path: Path) -> None:
    with connected("sierra", Population(2), quirks={"old": old}) as system:
        assert {row["message"] for row in read(system, tmp_path, "message")} == {"-"}


def test_a_patron_type_is_asked_for_by_a_query(tmp_path: Path) -> None:
    with connected("sierra", Population(60)) as system:
        faculty = Condition(field="patron_type", operator="equals", value=TYPES["FA"])
        rows = read(system, tmp_path, "patron_type", conditions=faculty)
        assert {row["patron_type"] for row in rows} == {str(TYPES["FA"])}
        assert system.connector.count(faculty) == len(rows) < 60


def test_a_query_that_is_refused_reads_everybody(tmp_path: Path) -> None:
    with connected("sierra", Population(30), quirks={"queries": False}) as system:
        faculty = Condition(field="patron_type", operator="equals", value=TYPES["FA"])
        assert len(read(system, tmp_path, "patron_type", conditions=faculty)) == 30


def test_who_changed_comes_and_some_by_number(tmp_path: Path) -> None:
    people = Population(20)
    for person in people:
        people.edit(person["id"], updated="2020-01-01T00:00:00Z")
    people.edit(5, updated="2026-11-01T10:00:00Z")
    with connected("sierra", people, page_size="5") as system:
        rows = read(system, tmp_path, "ils_id", since="2026-11-01T10:05:00+00:00", also=["9", "5", "777"])
        assert sorted(row["ils_id"] for row in rows) == ["5", "9"]
        rows = read(system, tmp_path / "none", "ils_id", since="2026-11-20T00:00:00+00:00")
        assert rows == []


def test_a_wrong_secret_is_said_to_be_one() -> None:
    with connected("sierra", Population(5)) as system:
        connector = Sierra({"url": system.url, **system.emulated.set}, {"client_secret": "canary-secret"})
        with pytest.raises(
            IlsError, match=r"^Sierra at .+ \(401: code 123, the client key or secret is wrong\); check"
        ):
            connector.count()
        steps = connector.check()
        assert ([step.ok for step in steps], "canary" in str(steps)) == ([True, False], False)


def test_a_key_without_the_role_is_told_which() -> None:
    with connected("sierra", Population(5)) as system:
        system.emulated.faults.switch(forbidden=True)
        last = system.connector.check()[-1]
        assert (last.name, last.ok) == ("rights", False)
        assert "give it the role Patrons Read" in last.detail


def test_nobody_is_no_failure(tmp_path: Path) -> None:
    with connected("sierra", Population(0)) as system:
        assert raw(system.connector.patrons(["ils_id"], tmp_path)) == []


@pytest.mark.parametrize(
    ("names", "name"),
    [
        (["ROSS, Ann Marie Eve"], {"last": "ROSS", "first": "Ann", "middle": "Marie Eve"}),
        (["ROSS"], {"last": "ROSS", "first": None, "middle": None}),
        (["ROSS,"], {"last": "ROSS", "first": None, "middle": None}),
        (["van der Berg, "], {"last": "van der Berg", "first": "", "middle": ""}),
        ([], None),
    ],
)
def test_names_are_parted(names: list[str], name: Any) -> None:
    assert tidied({"names": names})["name"] == name


def test_the_emulator_keeps_to_a_recorded_patron() -> None:
    theirs = json.loads(recorded("sierra/nypl_normalised_patron_2016.json").read_text("utf-8"))["data"]["patron"]
    ours = record(Population(30).get(25) or {})
    renamed = {"barCodes": "barcodes"}
    for key in set(theirs) - {"fixedFields", "varFields", "deletedDate", "deleted"}:
        name = renamed.get(key, key)
        if name in ours and theirs[key] is not None and key != "id":
            assert type(ours[name]) is type(theirs[key]), key
    labels = {each["label"] for each in theirs["fixedFields"]}
    assert {"Patron Type", "Home Library"} <= labels & {row["label"] for row in ours["fixedFields"].values()}
    padded = next(each["value"] for each in theirs["fixedFields"] if each["label"] == "Home Library")
    assert len(padded) == len(ours["homeLibraryCode"]) == 5


def test_who_was_deleted_since_a_day_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    people = Population(30)
    monkeypatch.setenv("SYNCKIT_NOW", "2026-11-10T12:00:00Z")
    people.remove(7)
    monkeypatch.setenv("SYNCKIT_NOW", "2026-11-20T12:00:00Z")
    for id in (9, 12, 20):
        people.remove(id)
    with connected("sierra", people, page_size="2") as system:
        gone = system.connector.gone
        assert gone(dt.datetime(2026, 11, 20, tzinfo=dt.UTC)) == ["9", "12", "20"]
        assert gone(dt.datetime(2026, 11, 1, tzinfo=dt.UTC)) == ["7", "9", "12", "20"]
        assert gone(dt.datetime(2026, 12, 1, tzinfo=dt.UTC)) == []
