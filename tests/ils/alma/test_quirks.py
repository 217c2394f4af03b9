"""Records that are not quite as documented."""

import json

import pytest

from synckit.ils.alma import quirks
from tests.recorded import recorded


def test_secrets_and_roles_are_dropped_whatever_is_asked():
    record = {"primary_id": "a", "password": "p", "pin_number": "1", "user_role": [1], "force_password_change": "x"}
    assert quirks.tidier([])(record) == {"primary_id": "a"}
    assert record["pin_number"] == "1"


@pytest.mark.parametrize(
    "contacts", [None, [], "x", {"email": None}, {"phone": {"phone_number": "1"}}, {"email": ["x", None]}]
)
def test_odd_contacts_do_no_harm(contacts):
    assert "contact_info" in quirks.tidied({"contact_info": contacts})


def test_the_mobile_phone_is_found_by_its_type():
    phones = [{"phone_number": "1", "preferred": True}, {"phone_number": "2", "phone_type": [{"value": "mobile"}]}]
    assert quirks.tidied({"contact_info": {"phone": phones}})["contact_info"]["mobile"] == "2"


def test_only_active_identifiers_stay():
    record = json.loads(recorded("alma/princeton_BC123456789.json").read_bytes())
    assert len(record["user_identifier"]) == 6
    assert [each["value"] for each in quirks.tidied(record)["user_identifier"]] == ["77777777"]


def test_dates_lose_their_zone_and_nothing_else():
    dates = {"expiry_date": "9999-12-31Z", "birth_date": "1899-12-31", "purge_date": "soon", "status_date": None}
    assert quirks.tidied(dates) == {**dates, "expiry_date": "9999-12-31"}
