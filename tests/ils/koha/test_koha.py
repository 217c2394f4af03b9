"""Koha as it answers, and as it fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from synckit.definition import Condition, Group
from synckit.emulators import Population
from synckit.errors import CredentialsRefused, DefinitionError
from synckit.ils.koha import Koha
from tests.ils.systems import System, connected, raw

URL = "https://staff.library.example.org"


def read(system: System, folder: Path, *fields: str, **asked: Any) -> list[dict[str, Any]]:
    return system.rows(folder, list(fields), **asked)


@pytest.mark.parametrize(
    ("settings", "secrets", "words"),
    [
        ({}, {}, r"Koha needs client_id and client_secret, or user and password"),
        ({"client_id": "a"}, {}, r"Koha needs client_secret beside client_id\."),
        ({}, {"password": "p"}, r"Koha needs user beside password\."),
        ({"page_size": "0", "user": "a"}, {"password": "p"}, r"page_size is '0'; give a whole number from 1 to 1,000"),
    ],
)
def test_settings_that_do_not_suffice(settings: dict[str, str], secrets: dict[str, str], words: str) -> None:
    with pytest.raises(DefinitionError, match=words):
        Koha({"url": URL, **settings}, secrets)


def test_a_user_with_a_password_is_let_in(tmp_path: Path) -> None:
    with connected("koha", Population(5)) as system:
        secret = system.emulated.secret["client_secret"]
        connector = Koha({"url": system.url, "user": "api"}, {"password": secret})
        assert connector.count() == 5


def test_a_wrong_password_is_said_to_be_one(tmp_path: Path) -> None:
    with connected("koha", Population(5)) as system:
        connector = Koha({"url": system.url, "user": "api"}, {"password": "canary-password"})
        with pytest.raises(
            CredentialsRefused, match=r"^Koha at 127\.0\.0\.1:\d+ refuses this \(403: the user name or the pass"
        ):
            connector.patrons(["ils_id"], tmp_path)
        (reached, signed_in) = connector.check()
        assert (reached.ok, signed_in.ok) == (True, False)
        assert "canary-password" not in str(signed_in)


def test_a_wrong_client_secret_is_said_to_be_one(tmp_path: Path) -> None:
    with connected("koha", Population(5)) as system:
        connector = Koha({"url": system.url, "client_id": "a"}, {"client_secret": "canary-secret"})
        with pytest.raises(
            CredentialsRefused, match=r"refuses this \(403: the client secret is wrong\); check the credentials"
        ):
            connector.count()


def test_rights_that_are_missing_are_named() -> None:
    with connected("koha", Population(5), quirks={"rights": False}) as system:
        last = system.connector.check()[-1]
        assert (last.name, last.ok) == ("rights", False)
        assert last.detail == (
            "The user may not list patrons (missing right borrowers: edit_borrowers or tools: label_creator); "
            "give that right in Koha under Patrons > Set permissions."
        )


def test_an_account_that_sees_one_library_is_noticed() -> None:
    with connected("koha", Population(40), quirks={"limited": "LAW"}) as system:
        detail = next(step.detail for step in system.connector.check() if step.name == "patrons")
        assert "all of the library LAW: if there are others" in detail
        assert "view_borrower_infos_from_any_libraries" in detail


def test_tables_that_may_not_be_read_give_no_labels_of_their_own() -> None:
    with connected("koha", Population(30), quirks={"tables": False, "version": "23.05"}) as system:
        fields = {field.name: field for field in system.connector.fields()}
        assert fields["patron_type"].codes == ()
        assert dict(fields["home_library"].codes)["LAW"] == "Law Library"
        assert "preferred_name" not in fields


@pytest.mark.parametrize("damaged", [{1}, {7}, {10, 11}, {6, 12, 13, 14}, {29, 30}, set(range(1, 31))])
def test_patrons_that_koha_cannot_send_are_stepped_over(damaged: set[int], tmp_path: Path) -> None:
    with connected("koha", Population(30)) as sound:
        fields = sound.connector.fields()
    with connected("koha", Population(30), quirks={"damaged": damaged}) as system:
        system.connector = Koha(
            {"url": system.url, "page_size": "5", "requests_per_second": "1000", **system.emulated.set},
            system.emulated.secret,
            fields,
        )
        rows = read(system, tmp_path, "ils_id", "last_name")
        assert [int(row["ils_id"]) for row in rows if row["_problem"] is None] == sorted(set(range(1, 31)) - damaged)
        problems = [row["_problem"] for row in rows if row["_problem"]]
        assert len(problems) == len(damaged)
        assert all("the value of date_of_birth is damaged; mend it in Koha." in problem for problem in problems)


def test_one_damaged_patron_between_two_is_known_by_number(tmp_path: Path) -> None:
    with connected("koha", Population(30), quirks={"damaged": {17}}, page_size="50") as system:
        rows = read(System(system.module, system.emulated, system.url, system.connector), tmp_path, "ils_id")
        (broken,) = [row for row in rows if row["_problem"]]
        assert broken["_id"] == "17"
        assert broken["_problem"].startswith("Koha cannot send the patron between the patrons 16 and 18")


def test_attributes_come_by_their_type(tmp_path: Path) -> None:
    people = Population(3)
    people.edit(2, department="Law", alt_id="S2")
    with connected("koha", people) as system:
        assert {"attr.DEPT", "attr.STUID"} <= set(system.names)
        rows = read(system, tmp_path, "ils_id", "attr.DEPT")
        assert rows[1]["attr.DEPT"] == ["Law"]
        assert "attr.DEPT" not in read(system, tmp_path, "last_name")[0]


def test_a_filter_of_codes_and_days_is_asked_of_koha(tmp_path: Path) -> None:
    with connected("koha", Population(60)) as system:
        every = Group(
            op="all",
            conditions=[
                Condition(field="patron_type", operator="in", value=["GR", "FA"]),
                Condition(field="expires", operator="on_or_after", value="2027-01-01"),
                Condition(field="last_name", operator="contains", value="x"),
            ],
        )
        rows = read(system, tmp_path, "patron_type", "expires", conditions=every)
        assert {row["patron_type"] for row in rows} <= {"GR", "FA"}
        assert min(row["expires"] for row in rows) >= "2027-01-01"
        assert system.connector.count(every) == len(rows) > 0


def test_the_link_that_koha_offers_is_never_followed(tmp_path: Path) -> None:
    with connected("koha", Population(30), page_size="10") as system:
        read(system, tmp_path, "ils_id", "attr.DEPT")
        assert not [query for _, _, query in system.emulated.faults.requests if "x-koha-embed" in query]


def test_nobody_is_no_failure(tmp_path: Path) -> None:
    with connected("koha", Population(0)) as system:
        extract = system.connector.patrons(["ils_id", "last_name"], tmp_path)
        assert (extract.rows, raw(extract)) == (0, [])
